"""
Requests to harm another person, or to deceive: declined in one plain line, and nothing is searched.

A word alone proves nothing, for lethal doses, poisons, feigned illness and covert medication are ordinary clinical
questions. What counts is a sentence that asks for a way, names another person and wants it unseen, or asks for a false
paper, result or prescription. The words are in `misuse.yaml`.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

HARM, DECEIT = "harm", "deceit"

_SENTENCE = re.compile(r"[.?!\n]+\s*")
#: A story told at length holds such words side by side by chance.
LONGEST_SENTENCE = 300


def misuse(text: str) -> str:
    """What the text asks for that nobody is helped with: "harm", "deceit" or ""."""
    book, unless = _book()
    sentences = [one for one in _SENTENCE.split(text) if 0 < len(one) <= LONGEST_SENTENCE and not unless.search(one)]
    for kind, rules in book:
        if any(all(part.search(one) for part in parts) for one in sentences for parts in rules):
            return kind
    return ""


@cache
def _book() -> tuple[tuple[tuple[str, tuple[tuple[re.Pattern[str], ...], ...]], ...], re.Pattern[str]]:
    """The rules of each kind, their parts compiled, and what makes an exception of a sentence."""
    text = files("curbside.questions").joinpath("misuse.yaml").read_text(encoding="utf-8")
    raw: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 both are safe loaders
    groups: dict[str, str] = {}
    for name, words in raw["groups"].items():  # a group may use those before it
        groups[name] = _filled(words, groups)
    kinds = tuple(
        (kind, tuple(tuple(_whole(_filled(part, groups)) for part in parts) for parts in raw[kind]))
        for kind in (HARM, DECEIT)
    )
    return kinds, _whole(raw["unless"])


def _filled(words: str, groups: dict[str, str]) -> str:
    return re.sub(r"\{([a-z]+)\}", lambda found: f"(?:{groups[found[1]]})", words)


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
