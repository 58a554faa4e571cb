"""
Words of which one may not stand for another: up and down, children and adults, by mouth and by vein.

The sets live in contrasts.yaml. `sides` says which side of which set each word of a text takes; what follows from a
claim and its passage taking different sides is decided where they are compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from curbside.language.datafiles import table
from curbside.language.patterns import lazily


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a set of contrasts: its kind ("direction", "population", "route"), number of the set, and name."""

    kind: str
    number: int
    name: str
    is_strict: bool


@dataclass(frozen=True, slots=True)
class _Words:
    side: Side
    said: re.Pattern[str]  # a claim that says these takes the side
    also: re.Pattern[str]  # these count only in a passage
    either: str  # both, as written


@cache
def _all() -> tuple[_Words, ...]:
    """Every side of every set, in the order of the file."""
    made = table("curbside.claims", "contrasts.yaml")
    found = []
    for kind, group in made.items():
        for number, one in enumerate(group["sets"]):
            for name, pattern in one.items():
                said, _, also = pattern.replace(" ", "").partition("//")
                side = Side(kind, number, name, bool(group["strict"]))
                found.append(
                    _Words(side, lazily(said or r"(?!)"), lazily(also or r"(?!)"), "|".join(filter(None, (said, also))))
                )
    return tuple(found)


@cache
def _any() -> re.Pattern[str]:
    """All sides as one pattern: nine words of ten take none, and trying each side on each word was the costliest step."""
    return re.compile("|".join(one.either for one in _all()))


@lru_cache(maxsize=65536)
def sides(folded: str) -> tuple[Side, ...]:
    """The sides that a folded word of a passage takes; most words take none."""
    if not _any().fullmatch(folded):
        return ()
    return tuple(one.side for one in _all() if one.said.fullmatch(folded) or one.also.fullmatch(folded))


@lru_cache(maxsize=65536)
def taken(folded: str) -> tuple[Side, ...]:
    """The sides that a claim takes by saying a folded word."""
    if not _any().fullmatch(folded):
        return ()
    return tuple(one.side for one in _all() if one.said.fullmatch(folded))
