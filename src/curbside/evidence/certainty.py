"""
Strength and certainty as a source states them, word for word, with the scale they belong to.

A design level is a starting point that Curbside sets; certainty and strength are judgements of people, and only those
that a source writes down are shown: the Task Force's grade before its recommendation, "moderate-certainty evidence",
"conditional recommendation". Nothing here is inferred.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from curbside.language.cues import negated
from curbside.language.datafiles import table
from curbside.language.patterns import lazily

_TASK_FORCE = lazily(r"USPSTF grade ([A-DI]):")
_CERTAINTY = lazily(
    r"\b(?:very[- ]low|low|moderate|high)(?:[- ]to[- ](?:very[- ]low|low|moderate|high))?[- ](?:certainty|quality)"
    r"(?: of(?: the)?)?(?: body of)? evidence\b"
    r"|\b(?:certainty|quality) of (?:the )?evidence (?:was|is|were|as) (?:\w+ )?(?:very low|low|moderate|high)\b",
    re.IGNORECASE,
)
_STRENGTH = lazily(r"\b(?:strong(?:ly)?|conditional(?:ly)?|weak) recommend(?:ation|ed|s)?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stated:
    """What a source states of its own strength or certainty."""

    words: str  # as written in the source, a span of the text given
    kind: str  # "strength" or "certainty"
    scale: str = ""  # name of the scale, "" where the source names none
    meaning: str = ""  # the issuer's own definition of this grade, quoted
    meaning_from: str = ""


def stated(text: str) -> tuple[Stated, ...]:
    """The strength and certainty that a text states, in order of writing, each once."""
    found: dict[int, Stated] = {}
    for match in _TASK_FORCE.finditer(text):
        scale = _scales()["uspstf"]
        words = match.group().rstrip(":")
        found[match.start()] = Stated(words, "strength", scale["name"], scale["grades"][match.group(1)], scale["from"])
    for pattern, kind in ((_CERTAINTY, "certainty"), (_STRENGTH, "strength")):
        for match in pattern.finditer(text):
            if not negated(text[max(0, match.start() - 12) : match.start()]):
                found[match.start()] = Stated(match.group(), kind)
    once = {one.words.lower(): one for _, one in sorted(found.items(), reverse=True)}
    return tuple(one for _, one in sorted(found.items()) if once[one.words.lower()] is one)


def _scales() -> dict[str, Any]:
    return table("curbside.evidence", "data/scales.yaml")
