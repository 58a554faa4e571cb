"""
P17 with a language model: what names a person in a question reaches neither the model nor anything that stays.

Questions with made-up identifiers are asked at the command line and on the site; what the model was sent is caught, and the
folder of the library (with its write-ahead logs and ledger), recorded exchanges and the server's output are searched for
every identifier, as it was written and by its figures alone.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from curbside.consult import open_desk
from curbside.questions.question import Question, Reader
from curbside.settings import store
from model_scripts import Faithful
from model_server import ModelServer, model_server

sys.path[:0] = [str(Path(__file__).parents[1] / "web")]

from website import Site  # noqa: E402 - behind its folder

SENTENCES = Path(__file__).parents[1] / "gold" / "identifiers" / "sentences.txt"
MARK = re.compile(r"\{(\w+):([^{}]*)\}")
#: Everything that a writer can be asked for, so that every question reaches the model.
ALL_JOBS = "plan compose reword condense follow_ups second_opinion"
#: An identifier of fewer figures or letters stands in a library by chance.
FEWEST = 6
NAMED = [
    "My name is Adaeze Zwingli, DOB 12/03/1957, call 07700 900461. How is celiac disease diagnosed?",
    "Mrs Xiomara Quintero-Vance, NHS number 943 476 5919, lives at 14 Zephyr Avenue, Leeds LS6 2AB. What are the symptoms of gout?",
    "Patient: Bogdan Ilicovic, MRN 00482913, zwingli@example.org: what are the symptoms of asthma?",
]
HIDDEN = [
    *("Zwingli", "12/03/1957", "07700 900461", "Xiomara", "Quintero-Vance", "943 476 5919", "14 Zephyr", "LS6 2AB"),
    *("Bogdan", "Ilicovic", "00482913", "zwingli@example.org"),
]


def questions() -> list[tuple[str, list[str]]]:
    """The sentences that the rules were made on, with the identifiers in each."""
    lines = [one for one in SENTENCES.read_text(encoding="utf-8").splitlines() if one and not one.startswith("#")]
    return [(MARK.sub(r"\2", line), [match[2] for match in MARK.finditer(line)]) for line in lines[::2]]


def forms(identifier: str) -> set[bytes]:
    """An identifier as somebody would look for it: as it was written, in any capitals, and its figures alone."""
    figures = "".join(one for one in identifier if one.isdigit())
    found = {identifier.lower(), *({figures} if len(figures) >= FEWEST else set())}
    return {one.encode() for one in found if len(re.sub(r"\W", "", one)) >= FEWEST}


def bytes_of(folder: Path) -> bytes:
    """Everything in a folder and below it, in small letters."""
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()).lower()


def hits(identifiers: list[str], where: bytes, before: bytes = b"") -> list[str]:
    """The identifiers that stand somewhere, and did not stand there before."""
    return [one for one in identifiers for form in forms(one) if form in where and form not in before]


def sent(model: ModelServer) -> bytes:
    """Everything that the model was sent, in small letters."""
    return "\n".join(json.dumps(dict(one.body), ensure_ascii=False) for one in model.asked).lower().encode()


def told(model: ModelServer, **settings: Any) -> dict[str, Any]:
    return {"writer": "openai", "writer_url": model.url, "writer_model": "wordy", "writer_retries": 0, **settings}


def test_no_identifier_reaches_the_model_or_stays(library: Path) -> None:
    """A hundred questions of several countries, whole and by every job: nothing in the capture, the folder or the records."""
    before = bytes_of(library)
    asked = questions()
    with model_server(Faithful()) as model:
        store(library, told(model, writer_jobs=ALL_JOBS, writer_keep="exchanges"))
        with open_desk(library) as desk:
            for text, _ in asked:
                desk.ask(Question(text, Reader.CLINICIAN))
        assert len(model.asked) > len(asked) / 2
        named = [one for _, identifiers in asked for one in identifiers]
        assert len([one for one in named if forms(one)]) > 80
        assert hits(named, sent(model)) == []
        assert b"[name]" in sent(model)
    assert hits(named, bytes_of(library), before) == []
    kept = list((library / "exchanges").glob("*.json"))
    assert len(kept) > len(asked) / 2


def test_what_was_said_before_does_not_leave_with_a_follow_up(library: Path) -> None:
    """A question that builds on another takes its subject along, and nobody's name."""
    with model_server(Faithful()) as model:
        store(library, told(model, writer_jobs=ALL_JOBS))
        with open_desk(library) as desk:
            first = desk.ask(NAMED[0])
            assert first.claims
            desk.follow_up(first, "What causes it?")
        assert len(model.asked) > 3
        assert hits([*HIDDEN, "Adaeze"], sent(model)) == []


def test_redaction_can_be_seen_to_matter(library: Path) -> None:
    """Turned off, the same capture finds the name: what is searched here is where it would be."""
    with model_server(Faithful()) as model:
        store(library, told(model, writer_redact=False))
        with open_desk(library) as desk:
            desk.ask(NAMED[0])
        assert set(hits(HIDDEN, sent(model))) == set(HIDDEN[:3])


def test_at_the_command_line(library: Path) -> None:
    """Asked there, nothing stays and nothing leaves; recorded exchanges hold redacted words alone, and erasing leaves none."""
    before = bytes_of(library)

    def run(*words: str) -> str:
        command = [sys.executable, "-m", "curbside", "--library", str(library), *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    with model_server(Faithful()) as model:
        remote = model.url.replace("127.0.0.1", "0.0.0.0")  # another machine, as far as the rules of the writer go
        run(
            *(
                "writer",
                "set",
                "openai",
                "--url",
                remote,
                "--model",
                "wordy",
                "--send",
                "question,passages",
                "--keep",
                "exchanges",
            )
        )
        shown = "".join(run("writer", "preview", "--whole", one).split("Taken out:")[0] for one in NAMED)
        assert not model.asked
        assert "[name]" in shown
        for one in NAMED:
            assert "Worded by a language model" in " ".join(run("ask", one).split())
        assert len(model.asked) == len(NAMED)
        assert hits(HIDDEN, sent(model)) == []
    exchanges = bytes_of(library / "exchanges")
    assert b"[name]" in exchanges
    assert hits(HIDDEN, bytes_of(library), before) == []
    assert json.loads(run("writer", "erase", "--json"))["erased"] == len(NAMED)
    assert not [one for one in (library / "exchanges").rglob("*") if one.is_file()]
    assert b"[record number]" not in bytes_of(library)


@contextmanager
def serving(library: Path, output: Path) -> Iterator[Site]:
    """A site whose whole output is kept, at its most talkative."""
    pytest.importorskip("django", reason="the site needs curbside[web]")
    command = [sys.executable, "-m", "curbside", "--library", str(library), "serve", "--port", "0", "--log"]
    told = {**os.environ, "CURBSIDE_SITE_ASKS_PER_MINUTE": "0"}
    with output.open("wb") as stream, subprocess.Popen(command, stdout=stream, stderr=stream, env=told) as process:
        try:
            until = time.monotonic() + 60
            while not (found := re.search(r"http://\S+?/(?=\s)", output.read_text())):
                assert process.poll() is None, output.read_text()
                assert time.monotonic() < until
                time.sleep(0.1)
            yield Site(found[0], library)
        finally:
            process.terminate()
            process.wait(20)


@pytest.mark.parametrize("is_streamed", [False, True])
def test_on_the_site(library: Path, tmp_path: Path, is_streamed: bool) -> None:
    """Shown, agreed to, sent and answered, as a page or as a stream: nothing in the capture, the folder, the log, the records."""
    before = bytes_of(library)
    output = tmp_path / "output.txt"
    with model_server(Faithful()) as model:
        remote = model.url.replace("127.0.0.1", "0.0.0.0")
        store(library, told(model, writer_url=remote, writer_sends="question passages", writer_keep="exchanges"))
        with serving(library, output) as site:
            for question in NAMED:
                form = {"question": question, "writer": "model"}
                extra = {"HX_Request": "true"} if is_streamed else {}
                shown = site.post("ask", form, **extra).text
                agreed = re.search(r'name="agreed" value="(\w{64})"', shown)
                assert agreed
                assert (
                    hits(HIDDEN, "".join(re.findall(r'<blockquote class="leaving">(.*?)</blockquote>', shown)).encode())
                    == []
                )
                page = site.post("ask", {**form, "agreed": agreed[1]}, **extra).text
                if is_streamed:
                    ticket = re.search(r'sse-connect="/(ask/stream/[^"]+)"', page)
                    assert ticket
                    page = site.get(ticket[1]).text
                assert "Worded by a language model" in unescape(page)
            assert len(model.asked) == len(NAMED)
            assert hits(HIDDEN, sent(model)) == []
            assert hits(HIDDEN, bytes_of(library), before) == []
        assert b'"page": "ask"' in output.read_bytes()
        assert hits(HIDDEN, output.read_bytes().lower()) == []
    assert hits(HIDDEN, bytes_of(library), before) == []
    assert b"[name]" in bytes_of(library / "exchanges")


def test_nothing_is_kept_unless_somebody_chose_it(library: Path) -> None:
    """By default no exchange is recorded: after asking, the folder holds not one word of the question, redacted or not."""
    before = bytes_of(library)
    with model_server(Faithful()) as model:
        store(library, told(model))
        with open_desk(library) as desk:
            answer = desk.ask(replace(Question(NAMED[0]), reader=Reader.NURSE))
        assert answer.made_by.writing is not None
    after = bytes_of(library)
    assert hits(HIDDEN, after, before) == []
    assert b"[date of birth]" not in after
