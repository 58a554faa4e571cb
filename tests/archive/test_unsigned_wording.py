"""A wording for patients that nobody signed says so, whatever becomes of the article, on its page and in every file."""

from __future__ import annotations

import pytest
from board import Board

from curbside.archive import Archive
from curbside.press.export import FORMS, export
from curbside.press.state import state_of
from curbside.questions.question import Reader

SAID = "The clinical statements were approved on 2026-03-01. This plain-language wording has not been reviewed."
#: What becomes of the article, how its own banner begins, and whether that calls the text approved.
BECOMES = {
    "approved": ("", True),
    "approved_update_due": ("New evidence is being considered since 2026-03-01", True),
    "overdue": ("Review was due on 2027-03-01", True),
    "suspended": ("Approval suspended on 2026-03-01", False),
    "withdrawn": ("Withdrawn on 2026-03-01 by Max Med", False),
}
#: A PDF is made of the page, and no source of this answer has a PubMed number.
FILES = sorted(set(FORMS) - {"pdf", "nbib"})


def become(board: Board, state: str) -> None:
    """The article of the board, approved for clinicians, in a state."""
    board.review()
    board.approve()
    if state == "approved_update_due":
        board.act("mark_update_due", "bo", why="a trial")
    elif state == "suspended":
        board.act("suspend", "ann", why="a doubt")
    elif state == "withdrawn":
        board.act("withdraw", "max", why="it harms")
    elif state == "overdue":
        board.clock.now = "2027-03-02T00:00:00Z"


@pytest.mark.parametrize("state", list(BECOMES))
def test_an_unsigned_wording_says_so_in_every_state(board: Board, archive: Archive, state: str) -> None:
    """Before words that call a text approved, behind words that take it back; and never with the names of signers."""
    become(board, state)
    begins, calls_it_approved = BECOMES[state]
    standing = archive.standing(board.article, Reader.PATIENT)
    told = [one.text for one in standing.banners]
    assert (standing.state, standing.is_approved) == (state, False)
    assert SAID in told
    assert len(told) == (2 if begins else 1)
    assert told[0 if calls_it_approved else -1] == SAID
    assert any(one.startswith(begins) for one in told)
    assert "Bo Berg" not in " ".join(told)
    clinicians = " ".join(one.text for one in archive.standing(board.article).banners)
    assert "has not been reviewed" not in clinicians


@pytest.mark.parametrize("state", list(BECOMES))
@pytest.mark.parametrize("form", FILES)
def test_every_banner_is_in_every_file(board: Board, archive: Archive, state: str, form: str) -> None:
    """A file holds all that the page says of its review, not the first line of it alone."""
    become(board, state)
    answer = archive.answer(board.article, Reader.PATIENT)
    standing = archive.standing(board.article, Reader.PATIENT)
    file = export(answer, form, "2026-03-02", state=state_of(standing)).decode()
    words = " ".join(file.replace("\\", "").replace("\n      ", " ").split())
    for banner in standing.banners:
        assert banner.text in words
