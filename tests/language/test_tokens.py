"""Words and their folded form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.language.tokens import fold, folded_words, words


@given(st.text())
def test_words_are_ordered_and_leave_no_letter_out(text: str) -> None:
    """Every letter and digit belongs to exactly one word."""
    end = 0
    for first, last in words(text):
        assert end <= first < last
        assert not any(character.isalnum() for character in text[end:first])
        end = last
    assert not any(character.isalnum() for character in text[end:])


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    """A folded word is its own folded form, so stored keys and queries meet."""
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("written", "folded"),
    [("Sjögren", "sjogren"), ("β-Blocker", "beta-blocker"), ("Guillain-Barré", "guillain-barre"), ("µg", "mug"), ("CROHN’S", "crohn's"),
     ("Œdema", "oedema"), ("10⁶", "10⁶"), ("½", "½")],
)  # fmt: skip
def test_case_accents_and_greek_are_evened_out_but_no_number_changes(written: str, folded: str) -> None:
    """Names match however they are written; 10⁶ never becomes 106."""
    assert fold(written) == folded


def test_hyphens_and_apostrophes_stay_inside_words() -> None:
    """ "beta-blocker" and "Crohn's" are one word each."""
    assert folded_words("Crohn's disease: beta-blockers, T-cells.") == [
        "crohn's",
        "disease",
        "beta-blockers",
        "t-cells",
    ]


@pytest.mark.parametrize("piece", ["-a", "a-", "a''", "a'", "é", "\u0301"])
def test_hostile_megabytes_end(piece: str) -> None:
    """A megabyte of hyphens and marks is read once."""
    text = piece * (1_000_000 // len(piece))
    assert all(start < end for start, end in words(text))
    fold(text)
