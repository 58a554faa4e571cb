"""
Plain meanings of hard words, each drawn from a span of a public page that is named.

A gloss explains a word and never replaces it. Words are found whole, in any case, in the singular and the regular
plural; of two that overlap the longer is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from curbside.language.patterns import lazily

from .datafiles import listed


@dataclass(frozen=True, slots=True)
class Entry:
    """One hard word: other forms of it, its meaning in plain words, and the span the meaning was drawn from."""

    term: str
    also: tuple[str, ...]
    meaning: str
    source: str  # canonical id of the public page
    start: int  # code points in the stored text of that page
    end: int
    sha256: str  # of the span's UTF-8 bytes
    not_after: tuple[str, ...] = ()  # words that make another thing of it: "pulmonary hypertension"


@cache
def entries() -> tuple[Entry, ...]:
    """The whole glossary, in the order of its file."""
    rows = listed("curbside.language", "data/glossary.yaml")
    return tuple(
        Entry(**row | {"also": tuple(row.get("also", ())), "not_after": tuple(row.get("not_after", ()))})
        for row in rows
    )


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, Entry]]:
    by_name = {name.casefold(): entry for entry in entries() for name in (entry.term, *entry.also)}
    names = sorted(map(re.escape, by_name), key=len, reverse=True)
    return lazily(rf"(?<![\w-])({'|'.join(names)})(?:e?s)?(?![\w-])", re.IGNORECASE), by_name


def explained(text: str) -> list[tuple[str, Entry]]:
    """Hard words of a text as they stand in it, each with its entry, in order; a word met again is listed again."""
    pattern, by_name = _pattern()
    found = ((match, by_name[match[1].casefold()]) for match in pattern.finditer(text))
    return [(match[0], entry) for match, entry in found if not _another(text, match.start(), entry)]


def _another(text: str, start: int, entry: Entry) -> bool:
    before = text[:start].rstrip().rpartition(" ")[2].casefold()
    return before in entry.not_after
