"""
Plain meanings of hard words, each drawn from a span of a public page that is named.

A gloss explains a word and never replaces it. Words are found whole, in any case, in the singular and the regular
plural; of two that overlap the longer is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


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


@cache
def entries() -> tuple[Entry, ...]:
    """The whole glossary, in the order of its file."""
    text = files("curbside.language").joinpath("data/glossary.yaml").read_text(encoding="utf-8")
    rows = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 both are safe loaders
    return tuple(Entry(also=tuple(row.pop("also", ())), **row) for row in rows)


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, Entry]]:
    by_name = {name.casefold(): entry for entry in entries() for name in (entry.term, *entry.also)}
    names = sorted(map(re.escape, by_name), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])({'|'.join(names)})(?:e?s)?(?![\w-])", re.IGNORECASE), by_name


def explained(text: str) -> list[tuple[str, Entry]]:
    """Hard words of a text as they stand in it, each with its entry, in order; a word met again is listed again."""
    pattern, by_name = _pattern()
    return [(match[0], by_name[match[1].casefold()]) for match in pattern.finditer(text)]
