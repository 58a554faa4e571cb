"""
Sentences that a document addresses to the program, or says of its own standing.

Nothing in a document is ever carried out, so an order in it can do no more than be quoted; it is not quoted either. The
patterns know how such sentences are usually worded and what they have to contain, not every way of wording one.
"""

from __future__ import annotations

import re
from functools import cache

from .datafiles import listed
from .patterns import lazily


@cache
def _rules() -> tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]:
    rows = listed("curbside.language", "planted.yaml")
    return tuple((tuple(row["has"]), lazily(row["says"], re.IGNORECASE)) for row in rows)


def is_planted(text: str) -> bool:
    """Whether a sentence is meant for a program, or speaks of review and answers instead of medicine."""
    small = text.lower()
    return any(any(one in small for one in has) and says.search(text) for has, says in _rules())
