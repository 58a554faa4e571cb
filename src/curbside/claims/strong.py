"""
Words that make a statement surer, wider or stronger: proven, always, everyone, cures, best, will.

A claim may use one only with its passage. The words live in strong.yaml.
"""

from __future__ import annotations

import re
from functools import cache

from curbside.language.datafiles import table
from curbside.language.patterns import lazily

_SHORT_NAME = lazily(r"\(([A-Z]{3,})\)")


@cache
def _patterns(name: str) -> dict[str, re.Pattern[str]]:
    rows = table("curbside.claims", "strong.yaml").items()
    return {kind: lazily(rf"(?<![\w-])(?:{row[name]})(?![\w-])", re.IGNORECASE) for kind, row in rows if name in row}


def _plain(text: str) -> str:
    """A text without the short names that it gives in brackets: a trial called (PROVED) proves nothing."""
    short = set(_SHORT_NAME.findall(text))
    return re.sub(rf"\b(?:{'|'.join(sorted(short))})\b", " ", text) if short else text


def strong(text: str) -> dict[str, tuple[str, ...]]:
    """The strong words of a text by what they claim ("proven": ("proves",))."""
    plain = _plain(text)
    found: dict[str, tuple[str, ...]] = {}
    for kind, pattern in _patterns("said").items():
        if said := tuple(match.group() for match in pattern.finditer(plain)):
            found[kind] = said
    return found


def granted(passage: str) -> frozenset[str]:
    """The kinds of strong words that a claim may use, since its passage says as much in these words or others."""
    apart = _plain(passage).replace("-", " ")
    also = (kind for kind, pattern in _patterns("also").items() if pattern.search(apart))
    return frozenset((*strong(passage), *also))


def told_as(kind: str, text: str) -> int:
    """How often a text says as much as a strong word in other words ("all" for "everyone")."""
    pattern = _patterns("also").get(kind)
    return len(pattern.findall(_plain(text))) if pattern else 0
