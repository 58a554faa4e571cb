"""
A phrase as the set of words that carry its meaning.

For comparing a question with titles and sentences, not for searching: plural endings only are taken off, and
"disease" and the like count only where too little would be left without them ("heart disease" is not "heart").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from curbside.language.patterns import lazily

from .tokens import fold

#: A phrase or sentence is read up to here.
READ_CHARACTERS = 4000
_WORD = lazily(r"[^\W_]+")
#: Sentences and titles of one answer, which are read for many reasons.
_REMEMBERED_TEXTS = 2048

_STOP = frozenset(
    "a an the of in on for to and or with without by from at as is are was were be been this that these those it its "
    "what which who whom how when where why do does did can could should would may might will my your his her our their "
    "i you he she we they me him them about into than then there here also not no s t".split()
)
_GENERIC = frozenset("syndrome disease disorder condition illness problem".split())
_ORGANS = frozenset(
    "heart kidney liver lung skin eye thyroid bone blood brain bowel gut stomach nerve muscle joint foot back breast "
    "prostate bladder vascular mental sleep immune genetic rare".split()
)


@lru_cache(maxsize=8192)
def content(phrase: str) -> frozenset[str]:
    """The stems that carry a phrase's meaning; remembered, for titles and names return with each of their sentences."""
    words = stems(phrase)
    kept = words - _STOP
    specific = kept - _GENERIC
    if specific and not specific <= _ORGANS:
        kept = specific
    return kept or words


def stems(text: str) -> frozenset[str]:
    """The light stems of a text's words."""
    return frozenset(_sequence(text))


def sequence(text: str) -> list[str]:
    """The light stems of a text's words, in order."""
    return list(_sequence(text))


@lru_cache(maxsize=_REMEMBERED_TEXTS)
def _sequence(text: str) -> tuple[str, ...]:
    return tuple(map(stem, _WORD.findall(_lowered(text))))


def holds_one(text: str, names: Iterable[frozenset[str]]) -> bool:
    """Whether a text has all the words of one of these names, each the set of its stems."""
    lowered = _lowered(text)
    # A stem is a word without its ending, and "y" for "ies": most texts lack the letters of most names.
    likely = [name for name in names if all(word[:-1] in lowered for word in name)]
    if not likely:
        return False
    there = {stem(word) for word in _WORD.findall(lowered)}
    return any(name <= there for name in likely)


def likeness(titles: Iterable[str], names: Sequence[frozenset[str]]) -> float:
    """How exactly one of these titles is one of these names: the part of their words that both have, 1 when all, 0 when none."""
    given = [words for title in titles if (words := content(title))]
    return max((len(words & name) / len(words | name) for words in given for name in names), default=0.0)


def _lowered(text: str) -> str:
    read = text[:READ_CHARACTERS]
    return read.lower() if read.isascii() else fold(read)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A light stem for matching words of a question with words of a sentence: plural endings only."""
    for ending, kept in (("ies", "y"), ("sses", "ss"), ("ses", "s"), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2 and not word.endswith(("ss", "us", "is")):
            return word[: -len(ending)] + kept
    return word
