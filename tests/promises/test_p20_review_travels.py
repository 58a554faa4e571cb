"""P20, for articles: how far a text was reviewed leaves with it by every door, whatever became of it since."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from archived import approved, archive_of, in_review
from lxml import html
from rich.console import Console

from curbside.answers.answer import Answer
from curbside.archive import Archive
from curbside.articles.article import Article
from curbside.articles.person import Person, Role
from curbside.consult import Desk
from curbside.errors import CurbsideError
from curbside.press import show
from curbside.press.export import FORMS, export
from curbside.press.json import to_dict
from curbside.press.jsonld import jsonld, publication
from curbside.press.pdf import pdf
from curbside.press.state import State, state_of
from curbside.press.words import said_above
from curbside.questions.question import Reader

QUESTION = "What are the symptoms of gout?"
DAY = "2026-03-02"
#: A PDF is looked at below; the hand-out is of another wording; no source of this answer has a PubMed number.
NOT_HERE = {"pdf", "handout", "nbib"}


def submitted(desk: Desk, archive: Archive) -> Article:
    article = archive.draft(desk.ask(QUESTION), "ann")
    return archive.act("submit", article.slug, "ann", article.version)


def under_review(desk: Desk, archive: Archive) -> Article:
    return in_review(desk, archive, QUESTION)


def signed(desk: Desk, archive: Archive) -> Article:
    return approved(desk, archive, QUESTION)


def suspended(desk: Desk, archive: Archive) -> Article:
    article = signed(desk, archive)
    claims = [article.current.statements[0].id]
    return archive.act("suspend", article.slug, "ann", article.version, why="source [1] was retracted", claims=claims)


def withdrawn(desk: Desk, archive: Archive) -> Article:
    article = signed(desk, archive)
    archive.save_person(
        Person("max", "Max Med", roles=(Role.MEDICAL_DIRECTOR,), declared_on="2026-01-01"), by="program"
    )
    return archive.act("withdraw", article.slug, "max", article.version, why="it harms")


BECOMES: dict[str, tuple[Callable[[Desk, Archive], Article], str]] = {
    "submitted": (submitted, "Submitted for review on 2026-03-01. Not approved."),
    "under review": (under_review, "Under review: 0 of 2 reviewers have signed. Not approved."),
    "approved": (signed, "Reviewed and approved by Bo, MD; Cy, MD on 2026-03-01."),
    "suspended": (suspended, "Approval suspended on 2026-03-01. Reason: source [1] was retracted."),
    "withdrawn": (withdrawn, "Withdrawn on 2026-03-01 by Max Med, medical director. Reason: it harms. Do not use."),
}


def standing(desk: Desk, name: str, reader: Reader = Reader.CLINICIAN) -> tuple[Answer, State]:
    archive = archive_of(desk)
    article = BECOMES[name][0](desk, archive)
    return archive.answer(article, reader), state_of(archive.standing(article, reader))


def plain(content: bytes | str) -> str:
    """The words of a text, without its marks and line ends."""
    text = content.decode() if isinstance(content, bytes) else content
    return " ".join(text.replace("\\", "").replace(">", "> ").split())


@pytest.mark.parametrize("name", list(BECOMES))
def test_the_state_leaves_by_every_door(desk: Desk, name: str) -> None:
    """Terminal, note, Markdown, HTML, JSON, JSON-LD and citation files: the banner of that day, and of no other."""
    answer, state = standing(desk, name)
    said = BECOMES[name][1]
    terminal = io.StringIO()
    show(answer, Console(file=terminal, width=80), state=state)
    pages = {"terminal": terminal.getvalue()}
    pages |= {to: export(answer, to, DAY, state=state).decode() for to in FORMS if to not in NOT_HERE}
    for to, page in pages.items():
        assert said in plain(page), to
        others = [other for _, other in BECOMES.values() if other != said and not said.startswith(other)]
        assert not any(other in plain(page) for other in others), to


@pytest.mark.parametrize("name", list(BECOMES))
def test_a_reviewer_is_named_only_where_the_text_is_approved(desk: Desk, name: str) -> None:
    """Machines are told of reviewers while this wording is approved, and at no other time."""
    archive = archive_of(desk)
    article = BECOMES[name][0](desk, archive)
    page = jsonld(archive.answer(article), publication(archive.standing(article), "https://example.org/gout"))
    assert ("reviewedBy" in page) == ("lastReviewed" in page) == (name == "approved")


def test_a_wording_nobody_signed_says_so(desk: Desk) -> None:
    """The article is approved for clinicians; its wording for patients leaves as what it is."""
    answer, state = standing(desk, "approved", Reader.PATIENT)
    for to in ("note", "markdown", "html", "handout", "json", "jsonld", "ris"):
        page = export(answer, to, DAY, state=state)
        assert "This plain-language wording has not been reviewed." in plain(page), to
        assert b"reviewedBy" not in page


@pytest.mark.parametrize(
    ("name", "warning"),
    [("suspended", "Do not rely on this:"), ("withdrawn", "Withdrawn:"), ("approved", "")],
)
def test_what_nobody_should_rely_on_is_marked(desk: Desk, name: str, warning: str) -> None:
    """The statement that a suspension is about, every statement of a withdrawn text, and none of an approved one."""
    answer, state = standing(desk, name)
    fallen = {claim.id for claim in answer.claims} if name == "withdrawn" else state.affected
    assert len(fallen) == {"approved": 0, "suspended": 1}.get(name, len(answer.claims))
    lines = export(answer, "note", DAY, state=state).decode().splitlines()
    for claim in answer.claims:
        mark = f"{warning.upper()} " if claim.id in fallen else ""
        said = [line.removeprefix("• ") for line in lines if claim.text in line]
        assert said
        assert all(line.startswith(mark or claim.text) for line in said)
    page = html.fromstring(export(answer, "html", DAY, state=state).decode())
    for claim in answer.claims:
        said = " ".join(page.get_element_by_id(claim.id).text_content().split())
        assert said.startswith(f"{warning} {claim.text}" if claim.id in fallen else claim.text)
    struck = export(answer, "markdown", DAY, state=state).decode().count("~~") // 2
    above = len(said_above(answer))  # struck once, in the bottom line
    assert struck == (len(answer.claims) - above + 1 if name == "withdrawn" else 0)


def test_a_saved_file_keeps_telling_it(desk: Desk, tmp_path: Path) -> None:
    """JSON that left with a withdrawn article gives withdrawn pages, by the command line, far from the library."""
    answer, state = standing(desk, "withdrawn")
    value = json.loads(export(answer, "json", DAY, state=state))
    assert value["digest"] == to_dict(answer)["digest"]
    (tmp_path / "a.json").write_text(json.dumps(value), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "curbside", "export", str(tmp_path / "a.json"), "--to", "markdown"],
        capture_output=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr.decode()
    assert plain(run.stdout) == plain(export(answer, "markdown", DAY, state=state))
    assert BECOMES["withdrawn"][1] in plain(run.stdout)


def test_the_banner_stands_on_every_sheet_of_paper(desk: Desk) -> None:
    """A PDF of an article under review says so on each of its sheets."""
    try:
        pdf("<html lang=en><title>x</title>x", "")
    except CurbsideError as error:
        if os.environ.get("CURBSIDE_REQUIRE_BROWSER") == "1":
            raise
        pytest.skip(str(error))
    answer, state = standing(desk, "under review")
    document = pytest.importorskip("pypdf").PdfReader(io.BytesIO(export(answer, "pdf", DAY, state=state)))
    for page in document.pages:
        assert "Under review: 0 of 2 reviewers have signed. Not approved." in plain(page.extract_text())
