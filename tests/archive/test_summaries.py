"""An article that quotes a summary of a public page falls with that page."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from board import Board, Clock

from curbside.archive import Archive
from curbside.articles.article import State
from curbside.consult import Desk
from curbside.library.library import Library
from curbside.sources.build import TextBuilder
from curbside.sources.formats.markdown import Markdown
from curbside.sources.source import Audience, Role, Source, SourceKind, sha256

STATEMENTS = {
    "medquad:Z/1": "Gout is treated with colchicine and with rest of the joint.",
    "medquad:Z/2": "Gout is treated with ibuprofen and with ice on the joint.",
}


def page(name: str) -> Source:
    """A public page that says one thing."""
    text = TextBuilder()
    text.passage("Gout", position="0", role=Role.TITLE)
    text.passage(STATEMENTS[name], position="1", path=("Gout",))
    stored, passages = text.finish()
    told = {"kind": SourceKind.PATIENT_PAGE, "audience": Audience.PATIENT}
    return Source((name,), "Gout", stored, passages, **told)  # type: ignore[arg-type]


def topic() -> Source:
    """A starter page with a statement from each."""
    head, body, notes = "", "", ""
    for number, (name, said) in enumerate(STATEMENTS.items(), start=1):
        start = page(name).text.index(said)
        head += f'  - {{source: "{name}", title: "Gout", publisher: "P", url: "https://example.org/{number}", published: "2020"}}\n'
        body += f"- {said}[^{number}]\n"
        notes += f"[^{number}]: {name} {start} {start + len(said)} {sha256(said)}\n"
    text = f"---\nkind: starter\nid: starter:gout\ntitle: Gout\naudience: patient\npages:\n{head}---\n# Gout\n\n## First-line management\n\n{body}\n{notes}"
    (made,) = Markdown().read(BytesIO(text.encode()), "gout.md")
    assert isinstance(made, Source)
    return made


@pytest.mark.parametrize("is_swept", [False, True])
def test_a_statement_falls_with_the_page_behind_its_summary(tmp_path: Path, is_swept: bool) -> None:
    """A page that is retracted suspends the approval and marks the statement drawn from it alone, marked here or elsewhere."""
    with Library.open(tmp_path / "library") as library, Desk(library) as desk:
        library.add_sources([topic()], format="starter")
        board = Board(Archive(library, clock=Clock()), Clock())
        board.join()
        board.article = board.archive.draft(desk.ask("How is gout treated?"), "ann", topics=["Gout"])
        assert {s for one in board.article.latest.statements for s in one.sources} == {"starter:gout"}
        board.review()
        board.approve()
        library.add_sources([page(name) for name in STATEMENTS], format="medquad")
        assert board.archive.recall() == ()
        if is_swept:
            library.mark("medquad:Z/2", "retracted", "withdrawn")
            (after,) = board.archive.recall()
        else:
            (after,) = board.archive.mark("medquad:Z/2", "retracted", "withdrawn", by="lib")
        assert after.state is State.SUSPENDED
        answer = board.archive.answer(after)
        assert [one.text for one in answer.claims if one.id in after.current.affected] == [STATEMENTS["medquad:Z/2"]]
        assert "a page that source [1" in after.current.because
        assert "medquad:Z/2" in after.current.because
        assert board.archive.recall() == ()
        assert board.archive.verify() == []
