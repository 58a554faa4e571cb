"""
Which section kinds a question asks for, and what sort of question that makes it.

The rules are content and live in `facets.yaml`. Every rule that matches counts, because one question often asks
for two things ("symptoms and treatments"); what is asked first comes first. A trained classifier was measured and
was worse: the questions it can be trained on are eighty templates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from curbside.language.datafiles import table
from curbside.language.patterns import lazily

from .question import QuestionType


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the file: these words ask for these kinds."""

    kinds: tuple[str, ...]
    type: QuestionType
    match: re.Pattern[str]
    unless: re.Pattern[str] | None
    is_weak: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing the question asks for: where its words stand, the kinds, the first one asked for."""

    start: int
    end: int
    kinds: tuple[str, ...]
    type: QuestionType
    is_weak: bool = False


def words_between(patterns: list[str]) -> re.Pattern[str]:
    """Any of these patterns, between word boundaries, case folded."""
    return lazily(r"(?<!\w)(?:" + "|".join(f"(?:{pattern})" for pattern in patterns) + r")(?!\w)", re.IGNORECASE)


@cache
def rules() -> tuple[Rule, ...]:
    """The rules, in the order of the file, which decides between rules that match at the same place."""
    content = table("curbside.questions", "facets.yaml")
    return tuple(
        Rule(
            tuple(row["kinds"]),
            QuestionType(row["type"]),
            words_between(row["match"]),
            words_between(row["unless"]) if row.get("unless") else None,
            row.get("weak", False),
        )
        for row in content["rules"]
    )


def asked(text: str) -> tuple[Asked, ...]:
    """What the text asks for, in the order in which it asks; empty when no rule knows its words."""
    found = []
    for rule in rules():
        span = rule.match.search(text)
        if span is None:
            continue
        if rule.unless is not None and (but := rule.unless.search(text)) is not None:
            # An exception speaks only of the words it covers: another mention may still ask.
            while span is not None and span.start() < but.end() and but.start() < span.end():
                span = rule.match.search(text, max(but.end(), span.start() + 1))
            if span is None:
                continue
        found.append(Asked(span.start(), span.end(), rule.kinds, rule.type, rule.is_weak))
    strong = [one for one in found if not one.is_weak] or found
    return tuple(sorted(strong, key=lambda one: one.start))


def facets(things: tuple[Asked, ...], at_most: int = 8) -> tuple[str, ...]:
    """Section kinds in the order asked: the first kind of each thing asked, then what belongs to them."""
    first = [one.kinds[0] for one in things]
    rest = [kind for one in things for kind in one.kinds[1:]]
    return tuple(dict.fromkeys([*first, *rest]))[:at_most]
