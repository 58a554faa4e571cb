"""
Names as people say them: "nits", "the pill", "PSA", "a fit with fever".

The vocabulary holds the names of thesauri. What people call the same things in a short question, and what pages write
of it under another title, is content and lives in `everyday.yaml`.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from curbside.language.datafiles import table
from curbside.language.tokens import fold, words
from curbside.language.vocabulary import key_of, singular

LONGEST_WORDS = 5


class Everyday(NamedTuple):
    """A name found in a text: where, what kind of thing it is, and what sources call it."""

    start: int
    end: int
    kind: str
    also: tuple[str, ...]


@cache
def _known() -> dict[str, tuple[str, tuple[str, ...]]]:
    rows = table("curbside.questions", "everyday.yaml")["things"]
    return {key_of(str(name)): (row["kind"], tuple(row["also"])) for row in rows for name in row["names"]}


@cache
def everyday_words() -> frozenset[str]:
    """The everyday names of one word, singular."""
    return frozenset(name for name in _known() if " " not in name)


@cache
def ordinary_words() -> frozenset[str]:
    """Ordinary words that look like a slip in a medical one and are none."""
    return frozenset(table("curbside.questions", "everyday.yaml")["ordinary"])


def everyday_in(text: str) -> list[Everyday]:
    """The everyday names in a text, the longest at each place, none overlapping another."""
    spans = words(text)
    folded = [fold(text[start:end]) for start, end in spans]
    known = _known()
    found: list[Everyday] = []
    at = 0
    while at < len(spans):
        size = 1
        for count in range(min(LONGEST_WORDS, len(spans) - at), 0, -1):
            name = known.get(" ".join([*folded[at : at + count - 1], singular(folded[at + count - 1])]))
            if name and not _is_parted(text[spans[at][0] : spans[at + count - 1][1]]):
                found.append(Everyday(spans[at][0], spans[at + count - 1][1], *name))
                size = count
                break
        at += size
    return found


def also_called(name: str) -> tuple[str, ...]:
    """What sources call a thing that people name so, or () when it is no everyday name."""
    kind = _known().get(key_of(name))
    return kind[1] if kind else ()


def is_test(name: str) -> bool:
    """Whether people mean a test, or what it measures, by a name."""
    return _known().get(key_of(name), ("", ()))[0] == "test"


def _is_parted(text: str) -> bool:
    """Whether a stop stands within a run of words."""
    return any(mark in text for mark in ".;:?!()")
