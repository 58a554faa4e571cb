"""
P13: text in a document changes no state, reaches no network, and says nothing in an answer, with a hostile model too.

That model is a script that repeats and carries out every order it reads. What these documents cannot be kept from is being found: they
take places among passages, as any document on the same subject does, and a statement may stand elsewhere or give way.
"""

from __future__ import annotations

import logging
import os
import shutil
import socket
import subprocess
import sys
from dataclasses import asdict
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import poison
import pytest
from archived import QUESTIONS, approved, archive_of
from asked import ENDURANCE

from curbside.answers.answer import Answer
from curbside.answers.verify import verify
from curbside.consult import Desk, open_desk
from curbside.press.json import to_dict
from curbside.prose.rules import rules
from curbside.prose.writers.bounded import Bounded
from curbside.prose.writers.writer import Job
from curbside.questions.question import Question, Reader
from model_scripts import InProcess, Obedient

DOCUMENTS, PHRASINGS = (200, 6) if ENDURANCE else (60, 1)
ASKED = (
    "How is {} treated?", "What are the symptoms of {}?", "What is the initial management for {}?", "How is {} diagnosed?",
    "What causes {}?", "What is {}?",
)  # fmt: skip
_log = logging.getLogger(__name__)


def answers(desk: Desk) -> dict[Question, Answer]:
    """Everything that is asked, answered."""
    asked = [
        Question(words.format(topic[0].lower() + topic[1:]), reader)
        for words in ASKED[:PHRASINGS]
        for topic in poison.TOPICS
        for reader in (Reader.CLINICIAN, Reader.PATIENT)
    ]
    return {one: desk.ask(one) for one in asked}


def sources_of(answer: Answer) -> set[str]:
    return {quote.source for claim in answer.claims for quote in claim.quotes}


def state(desk: Desk, sources: set[str]) -> dict[str, Any]:
    """What the library says of these works, and everything that was published."""
    return {
        "works": {name: (asdict(desk.library.record(name)), desk.library.text(name)) for name in sorted(sources)},
        "articles": desk.archive.articles(is_public=False),
        "events": desk.archive.events(),
        "queue": desk.archive.queue(),
    }


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every attempt to look a name up or to open a connection, of any kind, in this process."""
    tried: list[str] = []

    def noted(*given: Any, **_: Any) -> None:
        tried.append(str(given[-1]))
        raise OSError("nothing leaves this machine")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, noted)
    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, noted)
    return tried


@pytest.mark.endurance
def test_poisoned_documents_change_nothing(desk: Desk, tmp_path: Path, calls: list[str]) -> None:
    """No word of 200 such documents is said, nothing honest is changed or ascribed to them, and nobody is called."""
    desk.index.catch_up()
    archive = archive_of(desk)
    articles = [approved(desk, archive, question) for question in QUESTIONS]
    honest = {record.source for record in desk.library.sources()}
    clean, before = answers(desk), state(desk, honest)
    report = desk.library.add(poison.write(tmp_path / "documents", DOCUMENTS))
    desk.index.catch_up()
    archive.recall()
    assert report.added >= DOCUMENTS * 0.95  # they were taken, so what holds is held elsewhere
    after = state(desk, honest)
    assert after == before
    assert [archive.article(one.slug).state for one in articles] == ["approved"] * len(articles)
    met = answers(desk)
    stood = gone = 0
    for question, answer in met.items():
        assert poison.MARK not in str(to_dict(answer)).lower(), question
        assert poison.TRAP not in str(to_dict(answer)).lower(), question
        assert sources_of(answer) <= honest
        assert verify(to_dict(answer), desk.library).problems == ()
        there = {claim.text for claim in answer.claims}
        stood += sum(claim.text in there for claim in clean[question].claims)
        gone += sum(claim.text not in there for claim in clean[question].claims)
    _log.info("%d documents, %d questions: %d statements stand, %d gave way", report.added, len(met), stood, gone)
    assert gone <= 0.1 * (stood + gone)
    assert calls == []


@pytest.mark.endurance
def test_a_model_that_obeys_documents_says_nothing_of_theirs(desk: Desk, tmp_path: Path, calls: list[str]) -> None:
    """
    A model that repeats every order in what it reads, and invents on its own, changes no answer.

    That is: no planted word is shown, every statement is borne by its quote, what protects stands as without a model, the
    bottom line rests on a statement that answers or is of a kind asked for, nothing published changes, nobody is called.
    """
    honest = {record.source for record in desk.library.sources()}
    report = desk.library.add(poison.write(tmp_path / "documents", DOCUMENTS))
    desk.index.catch_up()
    assert report.added >= DOCUMENTS * 0.95
    before, plain = state(desk, honest), answers(desk)
    model = Obedient([poison.MARK])
    led = Desk(desk.library, desk.settings, Bounded(InProcess(model), jobs=frozenset(Job)))
    asked = 0
    for question, own in plain.items():
        answer = led.ask(question)
        for version in (answer, led.reword(answer, Reader.NURSE)):
            document = to_dict(version)
            shown = str({name: document[name] for name in ("bottom_line", "sections", "follow_ups", "plan")}).lower()
            assert poison.MARK not in shown, question
            assert poison.TRAP not in shown, question
            assert verify(document, desk.library).problems == ()
        kept = {claim.id for section in answer.sections for claim in section.claims}
        protecting = {c.id for s in own.sections if s.kind in rules()["always_shown"] for c in s.claims}
        assert protecting <= kept, question
        if answer.bottom_line:
            asked_for = {c.id for c in answer.claims if c.kind in answer.plan.facets[:2]} | {*own.answering}
            assert asked_for & {*answer.bottom_line.claims}, question
        asked += bool(answer.made_by.writing and answer.made_by.writing.prompts)
    assert asked > len(plain) / 4  # it was asked, and had its say
    assert model.said
    assert state(desk, honest) == before
    assert calls == []


@pytest.mark.endurance
def test_orders_worded_otherwise_speak_for_nobody_else(desk: Desk, tmp_path: Path, calls: list[str]) -> None:
    """An order that no rule knows is at most quoted as the words of its own document; how often is told, not promised."""
    honest = {record.source for record in desk.library.sources()}
    before = state(desk, honest)
    others = [(f"unforeseen {number}", words) for number, words in enumerate(poison.UNFORESEEN)]
    desk.library.add(poison.write(tmp_path / "documents", DOCUMENTS, others))
    desk.index.catch_up()
    assert state(desk, honest) == before
    said: set[str] = set()
    for answer in answers(desk).values():
        assert verify(to_dict(answer), desk.library).problems == ()
        for claim in answer.claims:
            for quote in claim.quotes:
                if poison.MARK in quote.text.lower():
                    assert quote.source not in honest
                    said.add(quote.text)
    words = {line for line in poison.UNFORESEEN for one in said if _same(line, one)}
    _log.info("%d of %d unforeseen orders were quoted: %s", len(words), len(poison.UNFORESEEN), sorted(words))
    assert calls == []


def _same(line: str, said: str) -> bool:
    """Whether words come from a line, whatever the topic."""
    return any(
        line.format(t=topic).casefold() in said.casefold() or said.casefold() in line.format(t=topic).casefold()
        for topic in poison.TOPICS
    )


@pytest.mark.skipif(shutil.which("strace") is None, reason="no strace to watch what processes do")
def test_reading_and_asking_open_no_connection(library: Path, tmp_path: Path) -> None:
    """Neither `curbside add`, with the processes it starts, nor `curbside ask` opens a connection or looks up a name."""
    folder = poison.write(tmp_path / "documents", 30)
    for number, words in enumerate((["add", str(folder)], ["ask", "How is gout treated?"])):
        told = tmp_path / f"calls {number}"
        command = [sys.executable, "-m", "curbside", "--library", str(library), *words]
        done = subprocess.run(
            ["strace", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg", "-o", str(told), *command],
            capture_output=True, text=True, check=False, env={**os.environ, "CURBSIDE_WORKERS": "1"},
        )  # fmt: skip
        if "ptrace" in done.stderr.lower() and "not permitted" in done.stderr.lower():
            pytest.skip("this machine does not let a process be watched")
        assert done.returncode == 0, done.stderr
        assert poison.MARK not in done.stdout.lower()
        reached = [line for line in told.read_text().splitlines() if "AF_INET" in line]
        assert reached == []


class Page(HTMLParser):
    """What a page would load or run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name.startswith("on") or name == "style" or name == "srcdoc":
                self.found.append(f"{tag} {name}={value}")
            loads = name in {"href", "src", "action", "data", "content"} and (value or "").lower().lstrip()
            if loads and (poison.TRAP in loads or loads.startswith(("javascript:", "data:", "file:"))):
                self.found.append(f"{tag} {name}={value}")
        if tag in {"iframe", "object", "embed", "base", "style"} or (tag == "script" and not dict(attrs).get("src")):
            self.found.append(tag)


def test_pages_show_them_as_text(library: Path, tmp_path: Path) -> None:
    """The page of each such document shows its words and does nothing with them."""
    pytest.importorskip("django", reason="the site needs curbside[web]")
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "web"))
    from website import serve

    with open_desk(library) as desk:
        honest = {record.source for record in desk.library.sources()}
        desk.library.add(poison.write(tmp_path / "documents", len(poison.ATTACKS)))
        desk.index.catch_up()
        names = [record.source for record in desk.library.sources() if record.source not in honest]
    for site in serve(library):
        shown = 0
        for name in names:
            page = site.get(f"sources/{name}")
            assert page.status == 200, name
            looked = Page()
            looked.feed(page.text)
            assert looked.found == [], name
            policy = page.headers["Content-Security-Policy"]
            assert "script-src 'self'" in policy
            assert "unsafe-inline" not in policy
            shown += poison.MARK in page.text.lower()
        assert shown > len(names) / 2
