"""What goes into a patient's record carries its numbers, day, state and library, and nothing that a spreadsheet computes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_press import made

from curbside.press.note import note, safe_line
from curbside.press.words import banner

HOSTILE = "=HYPERLINK(1) treats gout\twith rest,\r\n@ice, a splint and plenty of fluids."


def test_a_note_says_when_how_far_reviewed_and_from_which_library() -> None:
    """Day, review state and snapshot stand in the second line; every statement keeps its number and its reference."""
    answer = made()
    lines = note(answer, "2026-01-03", banner("2026-01-02")).splitlines()
    assert lines[0] == answer.title
    assert lines[1].startswith("Curbside, copied on 2026-01-03, library 000000000000. Not reviewed by a clinician. ")
    for claim in answer.claims:
        assert sum(f"{claim.text} [1] (" in line for line in lines) == 1  # the first as the bottom line, and not again
    assert any(line.startswith("[1] Gout.") for line in lines)
    assert "ASK NEXT" not in lines


def test_a_review_takes_the_place_of_the_banner() -> None:
    """Once there is a review its banner is what the note says, on every kind of text."""
    text = note(made(), "2026-01-02", "Withdrawn on 2026-01-03 by A. Do not use.")
    assert "Withdrawn on 2026-01-03" in text
    assert "Not reviewed by a clinician. Assembled" not in text


@pytest.mark.parametrize("sign", list("=+-@"))
def test_a_sign_that_opens_a_formula_is_disarmed(sign: str) -> None:
    """A spreadsheet that the note is pasted into computes nothing."""
    assert safe_line(f" \t{sign}1+1") == f"'{sign}1+1"
    assert safe_line(f"a {sign}1") == f"a {sign}1"


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_no_line_of_a_note_is_a_formula_or_two_cells(title: str) -> None:
    """Whatever a source is called, no line begins with a formula, holds a tab, or moves a cursor."""
    text = note(made(HOSTILE, title=title), "2026-01-02", "=1+1")
    for line in text.split("\n"):
        assert not line.startswith(("=", "+", "-", "@"))
        assert not any(ord(sign) < 32 or ord(sign) == 127 for sign in line)
