"""
Lists within a run of words: their marks stand in the line ("include   - Rest   - Ice"), or are gone altogether.

Some pages hold a list as one run of words at the end of a passage, without a stop and without signs between its
items. Capitals are then all that is left of it. The words that introduce it are looked for in the sentences before.
Others lost only their line ends: wide gaps and dashes part the items, and a wide gap alone ends the list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from curbside.language.patterns import lazily

_BETWEEN = lazily(r"(?<=[a-z)]) (?=[A-Z][a-z])")
_LEAD = lazily(r"\b(?:the following|(?:may |can |often |usually )?includes?|such as|these are)\b", re.IGNORECASE)
FEWEST = 3
LONGEST_ITEM_WORDS = 8
#: The lead-in is looked for in this many sentences before the run.
LOOK_BACK = 3

Span = tuple[int, int]

#: A dash behind a gap opens an item; a gap without one ends the list.
_ITEM = lazily(r"\s{3,}-\s+(?=\S)")
_GAP = lazily(r"\s{5,}")
_FEWEST_MARKED = 2


def marked(text: str, spans: Sequence[Span]) -> list[tuple[Span, tuple[Span, ...]]]:
    """The lead-in and the items of every list whose dashes stand within a line."""
    found: list[tuple[Span, tuple[Span, ...]]] = []
    marks = list(_ITEM.finditer(text))
    at = 0
    while at < len(marks):
        first = marks[at]
        start = max((a for a, _ in spans if a < first.start()), default=-1)
        items: list[Span] = []
        while at < len(marks):
            stop = marks[at + 1].start() if at + 1 < len(marks) else len(text)
            gap = _GAP.search(text, marks[at].end(), stop)
            end = gap.start() if gap else stop
            items.append((marks[at].end(), marks[at].end() + len(text[marks[at].end() : end].rstrip())))
            at += 1
            if gap:
                break
        if start >= 0 and len(items) >= _FEWEST_MARKED:
            found.append(((start, first.start()), tuple(items)))
    return found


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
