"""
May words that somebody wrote stand in the place of quotes? What every wording has to pass, whoever it is by.

Written words have to pass the gate, and also the check that `curbside verify` makes of any statement, so that an answer
which holds them can be verified offline by whoever has it. A row of a table is said as it stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from .borne import borne
from .claim import Check, Claim, Verdict
from .gate import gate
from .rows import is_row


def said_anew(words: str, quotes: Sequence[str], titles: str = "") -> Check:
    """Whether quotes, below the titles of their sources, bear words that were written anew for them."""
    if is_row(quotes):
        return borne(words, quotes, titles)
    strict = gate(words, " ".join(quotes))
    if strict.verdict is not Verdict.SUPPORTED:
        return strict
    found = borne(words, quotes, titles)
    return strict if found.verdict is Verdict.SUPPORTED else found


def checked_words(claim: Claim, words: str) -> Check:
    """Whether a statement's own quotes bear these words."""
    titles = " ".join(dict.fromkeys(record.title for record in claim.records))
    return said_anew(words, [quote.text for quote in claim.quotes], titles)
