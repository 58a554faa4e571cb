"""
Do the quotes of a statement bear its words? What composing, `verify` and the newsroom all ask.

Quotes of prose are checked as one passage below their titles. A row of a table says one thing only: each cell under its own
head, in the row's order. Words that differ from that by a sign may have bound a number to another head, and are refused.
"""

from __future__ import annotations

from collections.abc import Sequence

from .check import check
from .claim import Check, Verdict
from .rows import is_row, said


def borne(words: str, quotes: Sequence[str], titles: str = "") -> Check:
    """Whether quotes, below the titles of their sources, bear these words."""
    if is_row(quotes) and words == said(quotes):
        return Check(Verdict.SUPPORTED, "verbatim")
    found = check(words, f"{titles}. {' '.join(quotes)}")
    if is_row(quotes) and found.method != "verbatim":
        return Check(
            Verdict.NOT_SUPPORTED, found.method, ("a row of a table is said as it stands under its heads",), 0.0
        )
    return found
