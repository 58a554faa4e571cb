"""
Can a sentence be had from its quote by safe edits alone? What a language model's words have to pass besides the gate.

The gate compares what a sentence says with what its quote says, and lets ordinary words be other ordinary words. A fluent
writer errs in ordinary words: "weekly" for "regular", "any" for "severe", one drug in the place of the other. So a model's
sentence is laid beside its quote word by word, in order. Each of its words has to be a word of the quote there, in another
form or under another name, or of the title, or say nothing by itself. What it leaves out may be a bracket, a clause or an
item of an enumeration; never a small word that binds, and never what stands directly before a word that it keeps.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from curbside.language.datafiles import table
from curbside.language.patterns import lazily
from curbside.language.tokens import fold
from curbside.language.vocabulary import is_drug

from .alike import is_term, meanings
from .check import Finding
from .wording import Word, bases, family, words_of

#: Words of a sentence and of a quote that are laid beside each other.
LONGEST = 400
_TOKEN = lazily(r"n['’]t\b|\d+(?:[.,]\d+)*|[^\W_]+(?:['’](?!s\b|t\b)[^\W_]+)?|[,;:()\[\].•–—]")
_BREAKS = frozenset(",;:()[].•–—")
#: A word too short to have a family, and letters that name a kind ("vitamin B", "type 2", "HSV-1").
_SHORT = 3


@cache
def _words() -> dict[str, frozenset[str]]:
    """The lists of derived.yaml by name."""
    told = table("curbside.claims", "derived.yaml")
    return {name: frozenset(told[name].split()) for name in ("free", "binding", "loose", "light", "apart", "whom")}


@cache
def _same() -> dict[str, int]:
    """Small words that may stand for each other, each with its line."""
    lines = table("curbside.claims", "derived.yaml")["same"]
    return {word: number for number, line in enumerate(lines) for word in line.split()}


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark, as folded, and whether it says anything."""

    folded: str
    is_break: bool
    is_free: bool
    is_binding: bool


@lru_cache(maxsize=512)
def _tokens(text: str) -> tuple[Token, ...]:
    free, binding = _words()["free"], _words()["binding"]
    found = []
    for match in _TOKEN.finditer(text.replace("’", "'")):
        folded = fold(match.group())
        found.append(Token(folded, folded in _BREAKS, folded in free, folded in binding))
        if len(found) == LONGEST:
            break
    return tuple(found)


@lru_cache(maxsize=65536)
def _is_same(one: str, other: str) -> bool:
    """Whether two words are one word, one in another form, or other names of one thing."""
    if one == other:
        return True
    same, binding = _same(), _words()["binding"]
    if one in same or other in same:
        return one in same and other in same and same[one] == same[other]
    if (
        one in binding
        or other in binding
        or min(len(one), len(other)) < _SHORT
        or one[0].isdigit()
        or other[0].isdigit()
    ):
        return False
    if family(one) == family(other) or one in bases(other) or other in bases(one):
        return True
    apart = _words()["apart"]
    return not (one in apart and other in apart) and bool(meanings(one) & meanings(other))


def underived(sentence: str, quote: str, title: str) -> Iterator[Finding]:
    """What of a sentence cannot be had from its quote, below the title of its source, by safe edits."""
    words = [token for token in _tokens(sentence) if not token.is_break]
    told = _tokens(quote)
    named = {token.folded for token in _tokens(title) if not token.is_free and not token.is_binding}
    there = {token.folded for token in told if not token.is_break}
    said = {token.folded for token in words}
    extra = [
        token.folded
        for token in words
        if not token.is_free and not _has(token.folded, there) and (token.is_binding or not _has(token.folded, named))
    ]
    if extra:
        yield Finding(f"not the quote's words: {', '.join(dict.fromkeys(extra))}")
    kept = {at for at, token in enumerate(told) if not token.is_break and _has(token.folded, said)}
    if lost := [told[at].folded for at in _lost(told, kept, named)]:
        yield Finding(f"the quote's words are left out: {', '.join(dict.fromkeys(lost))}")
    yield from _turned(sentence, quote)


def _has(word: str, others: Collection[str]) -> bool:
    return word in others or any(_is_same(word, other) for other in others)


def _turned(sentence: str, quote: str) -> Iterator[Finding]:
    """Names and terms that stand in another order than in the quote: one may have got what is said of the other."""
    said, told, in_turn = _strong(sentence), _strong(quote), "respective" in quote.lower()
    places = [[at for at, other in enumerate(told) if other.family == word.family] for word in said]
    last, before = -1, None
    for word, found in zip(said, places, strict=True):
        if not found or (word.kind == "number" and not in_turn):
            continue
        later = [at for at in found if at >= last]
        if not later:
            yield Finding(f"in the quote “{word.folded}” comes before “{before.folded if before else ''}”", True)
            return
        last, before = later[0], word


def _strong(text: str) -> list[Word]:
    """The words of a text that name something."""
    return [
        word
        for word in words_of(text)
        if word.kind in ("name", "number") or is_drug(word.folded) or is_term(word.folded)
    ]


def _lost(told: Sequence[Token], kept: set[int], named: set[str]) -> Iterator[int]:
    """The places of words that a sentence may not leave out: they bind, or stand directly before a word that it keeps."""
    for start, end in _pieces(told):
        inside = range(start, end)
        held = [at for at in inside if at in kept and not told[at].is_free and not told[at].is_binding]
        if not held:
            continue
        for at in inside:
            if at not in kept and _says_whom(told, at):
                yield at
            if at in kept or told[at].is_free or _has(told[at].folded, named):
                continue
            before = [one for one in held if one > at]
            if told[at].is_binding:
                if told[at].folded not in _words()["loose"] and (before or at < held[-1] + 3):
                    yield at
            elif (
                told[at].folded not in _words()["light"]
                and before
                and not any(told[one].is_free or told[one].is_binding for one in range(at, before[0]))
            ):
                yield at  # directly before a word that is kept


def _says_whom(told: Sequence[Token], at: int) -> bool:
    """Whether a word says whom the statement is about, behind the small word that says so."""
    whom = _words()["whom"]
    if told[at].folded not in whom:
        return False
    first = at
    while first and told[first - 1].folded in whom | _words()["binding"]:
        first -= 1
    return first > 0 and told[first - 1].folded in ("in", "among", "for", "of")


def _pieces(told: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The stretches between marks."""
    start = 0
    for at, token in enumerate(told):
        if token.is_break:
            yield start, at
            start = at + 1
    yield start, len(told)
