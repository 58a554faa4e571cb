"""
Pieces of text of which one must stand in a line before a pattern can match there.

Some two hundred patterns are tried on every message, and on nearly all of them in vain. The pieces of each were read
off it beforehand (scripts/build_anchors.py), so that a look at the pieces of the line tells which are worth trying. A
pattern is known by its own text: one that is new or changed has no pieces and is always tried, so that what is found
never depends on this, only the time it takes.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import md5
from itertools import chain

from curbside.language.datafiles import table

#: The lengths a piece may have: shorter ones stand in every text, longer ones are cut.
SHORTEST, LONGEST = 3, 4

Pieces = frozenset[str]


def pieces(line: str) -> Pieces:
    """Every piece of a line."""
    return frozenset(
        chain(
            map("".join, zip(line, line[1:], line[2:], strict=False)),
            map("".join, zip(line, line[1:], line[2:], line[3:], strict=False)),
        )
    )


def needed(pattern: str) -> tuple[Pieces, ...]:
    """Groups of pieces: a line in small letters that the pattern matches holds one of each group."""
    return tuple(frozenset(group) for group in _known().get(name(pattern), ()))


def name(pattern: str) -> str:
    """What a pattern is known by."""
    return md5(pattern.encode(), usedforsecurity=False).hexdigest()[:12]


def may_match(groups: Iterable[Pieces], present: Pieces) -> bool:
    """Whether a line with these pieces holds one of each group."""
    return not any(group.isdisjoint(present) for group in groups)


@cache
def _known() -> dict[str, list[list[str]]]:
    known: dict[str, list[list[str]]] = table("curbside.questions", "data/anchors.json")["patterns"]
    return known
