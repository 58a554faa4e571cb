"""
Requests to harm another person, or to deceive: declined in one plain line, and nothing is searched.

A word alone proves nothing, for lethal doses, poisons, feigned illness and covert medication are ordinary clinical
questions. What counts is a sentence that asks for a way, names another person and wants it unseen, or asks for a false
paper, result or prescription. The words are in `misuse.yaml`. A short text that no rule knows gets a learnt second look
(scripts/train_misuse.py) by its likeness to requests written for this project.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from curbside.language.datafiles import table
from curbside.language.linear import Linear, softmax
from curbside.language.patterns import lazily

from . import anchors

HARM, DECEIT = "harm", "deceit"

_SENTENCE = lazily(r"[.?!\n]+\s*")
#: A story told at length holds such words side by side by chance.
LONGEST_SENTENCE = 300
#: The lowest share at which no ordinary question of the part that sets it is refused (bench/questions.md).
THRESHOLD = 0.8
#: A longer message holds many harmless words, and its likeness says little.
SHORTEST_WORDS, LONGEST_WORDS = 4, 40
_WORD = lazily(r"[a-z][a-z']*")
_PIECE = 4


@dataclass(frozen=True, slots=True)
class Rule:
    """Patterns that must all stand in one sentence, and the pieces without which they cannot."""

    parts: tuple[re.Pattern[str], ...]
    needs: tuple[anchors.Pieces, ...]


def misuse(text: str) -> str:
    """What the text asks for that nobody is helped with: "harm", "deceit" or ""."""
    known, unless = book()
    present = anchors.pieces(text.lower())
    tried = [(kind, [rule.parts for rule in rules if anchors.may_match(rule.needs, present)]) for kind, rules in known]
    if any(rules for _, rules in tried):
        short = (one for one in _SENTENCE.split(text) if 0 < len(one) <= LONGEST_SENTENCE)
        sentences = [one for one in short if not unless.search(one)]
        for kind, rules in tried:
            if any(all(part.search(one) for part in parts) for one in sentences for parts in rules):
                return kind
    return _likeness(text)


def words_of(text: str) -> list[str]:
    """The words that the second look reads, in small letters."""
    return _WORD.findall(text.lower().replace("’", "'"))


def features(text: str) -> dict[str, float]:
    """Words, pairs and triples of words, and pieces of words, each counting less the more there are."""
    words = words_of(text)
    names = {f"w {word}" for word in words}
    names |= {f"b {one} {two}" for one, two in pairwise(words)}
    names |= {f"t {' '.join(three)}" for three in zip(words, words[1:], words[2:], strict=False)}
    for word in words:
        edged = f"^{word}$"
        names |= {f"c {edged[at : at + _PIECE]}" for at in range(len(edged) - _PIECE + 1)}
    return dict.fromkeys(names, len(names) ** -0.5 if names else 0.0)


def _likeness(text: str) -> str:
    words = words_of(text)
    if not SHORTEST_WORDS <= len(words) <= LONGEST_WORDS or book()[1].search(text) or _ordinary().search(text):
        return ""
    ordinary, harm, deceit = softmax(_model().scores(features(text)))
    if 1 - ordinary < THRESHOLD:
        return ""
    return HARM if harm >= deceit else DECEIT


@cache
def _ordinary() -> re.Pattern[str]:
    """What people do for each other: a splinter taken out, a child that is to sleep."""
    return lazily(_bounded(table("curbside.questions", "misuse.yaml")["ordinary"]), re.IGNORECASE)


@cache
def _model() -> Linear:
    return Linear.load(files("curbside.questions") / "data" / "misuse.json")


@cache
def book() -> tuple[tuple[tuple[str, tuple[Rule, ...]], ...], re.Pattern[str]]:
    """The rules of each kind, their parts compiled, and what makes an exception of a sentence."""
    raw = table("curbside.questions", "misuse.yaml")
    groups: dict[str, str] = {}
    for name, words in raw["groups"].items():  # a group may use those before it
        groups[name] = _filled(words, groups)
    kinds = tuple(
        (kind, tuple(_rule([_filled(part, groups) for part in parts]) for parts in raw[kind]))
        for kind in (HARM, DECEIT)
    )
    return kinds, lazily(_bounded(raw["unless"]), re.IGNORECASE)


def _rule(parts: list[str]) -> Rule:
    made = tuple(_bounded(part) for part in parts)
    needs = tuple(group for part in made for group in anchors.needed(part))
    return Rule(tuple(lazily(part, re.IGNORECASE) for part in made), needs)


def _filled(words: str, groups: dict[str, str]) -> str:
    return re.sub(r"\{([a-z]+)\}", lambda found: f"(?:{groups[found[1]]})", words)


def _bounded(pattern: str) -> str:
    return rf"(?<!\w)(?:{pattern})(?!\w)"
