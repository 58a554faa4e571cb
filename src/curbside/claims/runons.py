"""
Lists that lost every mark: "the following have been reported. ... Rest and ice Oral pain medications".

Some pages hold a list as one run of words at the end of a passage, without a stop and without signs between its
items. Capitals are then all that is left of it. The words that introduce it are looked for in the sentences before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_BETWEEN = re.compile(r"(?<=[a-z)]) (?=[A-Z][a-z])")
_LEAD = re.compile(r"\b(?:the following|(?:may |can |often |usually )?includes?|such as|these are)\b", re.IGNORECASE)
FEWEST = 3
LONGEST_ITEM_WORDS = 8
#: The lead-in is looked for in this many sentences before the run.
LOOK_BACK = 3

Span = tuple[int, int]


def run_on(text: str, spans: Sequence[Span]) -> tuple[Span, tuple[Span, ...]] | None:
    """The lead-in and the items of a list at the end of a passage whose marks are gone, None when there is none."""
    if len(spans) < 2:
        return None
    start, end = spans[-1]
    run = text[start:end]
    if run.rstrip()[-1:] in ".?!:;":
        return None
    cuts = [0, *(match.end() for match in _BETWEEN.finditer(run)), len(run)]
    items = [(start + a, start + a + len(run[a:b].rstrip())) for a, b in pairwise(cuts)]
    if len(items) < FEWEST or any(len(text[a:b].split()) > LONGEST_ITEM_WORDS for a, b in items):
        return None
    for lead in reversed(spans[max(0, len(spans) - 1 - LOOK_BACK) : -1]):
        if _LEAD.search(text[slice(*lead)]):
            return lead, tuple(items)
    return None
