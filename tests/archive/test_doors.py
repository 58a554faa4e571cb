"""The doors into the archive: the desk, the command line, and arguments that make no sense."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from board import Board
from typer.testing import CliRunner

import curbside
from curbside.answers.answer import Answer
from curbside.archive import Archive
from curbside.articles.actions import ACTIONS
from curbside.cli import app
from curbside.consult import Desk
from curbside.errors import CurbsideError, NotAllowed


def said(archive: Archive, *words: str) -> tuple[int, dict[str, Any]]:
    """What a command says as JSON, and how it ends."""
    result = CliRunner().invoke(app, [*words, "--library", archive.library.location, "--json"])
    return result.exit_code, json.loads(result.stdout)


@pytest.mark.parametrize(
    "words", [("mark", "retracted", "--because", "unreliable"), ("retire", "--because", "a double")]
)
def test_the_command_line_recalls(board: Board, archive: Archive, words: tuple[str, ...]) -> None:
    """`curbside mark` and `curbside retire` name the articles that lost their approval."""
    board.review()
    board.approve()
    source = board.article.current.statements[0].sources[0]
    code, result = said(archive, words[0], source, *words[1:])
    assert (code, result["recalled"]) == (0, [board.article.slug])
    assert archive.article(board.article.slug).state == "suspended"
    assert said(archive, "doctor") == (0, {"sound": True, "findings": []})


def test_a_notice_that_is_added_recalls(board: Board, archive: Archive, tmp_path: Path) -> None:
    """Files that say a source is retracted suspend what rests on it as they are added."""
    board.review()
    board.approve()
    source = board.article.current.statements[0].sources[0]
    archive.library.mark(source, "retracted", "as a file would")  # past the archive
    assert archive.article(board.article.slug).state == "approved"
    page = tmp_path / "page.md"
    page.write_text("# Another page\n\nSplints are worn at night by some people with hand pain.\n")
    assert said(archive, "add", str(page))[0] == 0
    assert archive.article(board.article.slug).state == "suspended"


def test_the_doctor_reads_the_log(board: Board, archive: Archive) -> None:
    """A changed entry is told, and the exit says so."""
    archive.library.close()
    connection = sqlite3.connect(archive.library.folder / "library.sqlite")
    with connection:
        connection.execute("UPDATE audit SET body = replace(body, 'ann', 'bob')")
    connection.close()
    code, result = said(archive, "doctor")
    assert code == 1
    assert any("changed after it was written" in one for one in result["findings"])


def test_a_desk_drafts(archive: Archive, answer: Answer) -> None:
    """`Desk.draft` puts an answer into the archive of its library; whoever has not the role is refused."""
    with Desk(archive.library) as desk:
        with pytest.raises(NotAllowed, match="Nobody is known"):
            desk.draft(answer, by="ann")
        board = Board(desk.archive, archive.clock)  # type: ignore[arg-type]  # a clock of its own
        board.join()
        article = desk.draft(answer, by="ann", topics=["Hands"], slug="hands")
        assert (article.slug, article.topics, article.question) == ("hands", ("Hands",), answer.question)
        assert desk.draft(answer, by="ann", slug="hands").slug == "hands-2"
        with pytest.raises(NotAllowed, match="drafted"):
            desk.draft(answer, by="bo")
        with pytest.raises(CurbsideError, match="cannot be an address"):
            desk.draft(answer, by="ann", slug="../x")
    assert isinstance(article, curbside.Article)


def test_asking_does_not_load_the_archive() -> None:
    """Neither `import curbside` nor a desk loads the archive or the database toolkit behind it."""
    script = (
        "import sys, curbside; curbside.Desk; "
        "print([m for m in sys.modules if m.startswith(('curbside.archive', 'curbside.articles', 'sqlalchemy'))])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_arguments_that_make_no_sense_are_refused(board: Board, archive: Archive, action: str) -> None:
    """Missing, unknown and wrong arguments end in a sentence, change nothing, and leave no entry."""
    before = archive.events()
    for arguments in (
        {},
        {"nonsense": "x"},
        {"claim": "none", "why": "x", "words": "y", "reader": "dog"},
        {"kind": "dog"},
        {"role": "dog", "digest": "", "words": "", "reader": "dog"},
        {"reviewers": ["bo"], "due": "tomorrow"},
    ):
        for by in ("ann", "bo", "program"):
            with suppress(CurbsideError):
                board.article = archive.act(action, board.article.slug, by, board.article.version, **arguments)
    assert len(archive.events()) - len(before) <= 2  # `submit` and its like take no arguments
