"""
Do the words of a sentence stand where they stood in its quote?

Every word may be the quote's and the sentence still untrue: two numbers exchanged, what was compared put on the other
side of a "than", cause and effect turned round, a way of giving moved to another medicine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from curbside.language.numbers import numbers
from curbside.language.patterns import lazily
from curbside.language.sentences import split

from .binding import Bound
from .check import Finding
from .contrasts import Side, sides, taken
from .wording import Passage, Sentence, Word, words_of

#: What is compared stands within so many words after a "than".
BESIDE_THAN = 5
#: The first so many are what is compared.
COMPARED = 2
#: A neighbour stands at most so many words away.
NEIGHBOURS = 5
#: Two words of one kind fit each other's places better by this: they have changed places.
CHANGED_PLACES = 0.04
#: Two words of any kind by this: "tablets when insulin fails" of "insulin when tablets fail".
EXCHANGED = 0.2
_THAN = lazily(
    r"\b(?:than|versus|vs\.?|compared (?:with|to)|as compared with|relative to|rather than|instead of|superior to|inferior to|in favou?r of"
    r"|followed by|before|after|caused by|(?<!the )(?<!an )(?<!a )(?<!common )(?<!other )(?<!another )(?<!likely )(?<!obvious )(?<!known )(?<!no )(?<!its )(?<!main )(?<!underlying )causes?(?! of\b)"
    r"|leads? to|results? in)\b",
    re.IGNORECASE,
)
_UP_TO_COMMA = lazily(
    r"[^,]{4,}(?=, (?:your?|the|it|they|a|an|this|these|he|she|doctors?|people|patients?|treatment)\b)", re.IGNORECASE
)
_COMPARES = lazily(r"\b(?:than|versus|vs|compared|relative to)\b", re.IGNORECASE)
_PASSIVE = lazily(
    r"\b(?:is|are|was|were|be|been|being)\b(?: \w+){0,2} (?:\w+ed|\w+en|found|shown|made|given|seen|held|kept|led|put|set) by\b",
    re.IGNORECASE,
)
#: What stands beyond a semicolon is compared by itself, also in "was milder.; It was" of abstracts put together.
_APART = lazily(r";(?=\s|$)")


def changed_places(sentence: str, words: tuple[Word, ...], passage: Passage, heading: str = "") -> Iterator[Finding]:
    """Two words that would each fit better in the place of the other, or that stand on the other side of a "than"."""
    bound = Bound(words, passage)
    held = [word for word in words if word.family in passage.families]
    compares = len(numbers(passage.text)) > 1
    for one, other in combinations(held, 2):
        if one.family == other.family or _is_of_people(one) is not _is_of_people(other):
            continue
        told_apart = one.kind == other.kind and (one.kind in ("number", "name") or compares)
        if _listed(sentence, one, other) and any(
            _listed(sent.text, a, b)
            for sent in passage.sentences
            for a in sent.by_family.get(one.family, ())
            for b in sent.by_family.get(other.family, ())
        ):
            continue
        if bound.changed(one, other) > (CHANGED_PLACES if told_apart else EXCHANGED):
            yield Finding(f"“{one.folded}” and “{other.folded}” have changed places", True)
            return
    if _COMPARES.search(sentence) and not _COMPARES.search(passage.text):
        yield Finding("the sentence compares what the quote does not", True)
    yield from _across(sentence, passage.text)
    yield from _company(words, passage, heading)


def _is_of_people(word: Word) -> bool:
    """Whether a word says whom something is about: people and illness may be told in either order."""
    return any(side.kind == "population" for side in taken(word.folded))


def _company(words: tuple[Word, ...], passage: Passage, heading: str) -> Iterator[Finding]:
    """A name, route or kind of people must keep a neighbour: "oral exam" is not in "oral drugs and a rectal exam"."""
    about = {side for word in words_of(_BRACKETS.sub(" ", heading)) for side in taken(word.folded)}
    topic = {word.family for word in words_of(heading)}
    there = {side for one in passage.sentences for found in one.words for side in sides(found.folded)}
    for index, word in enumerate(words):
        # On a page about children, or one that tells of nobody else, any word of the same sentence is company enough.
        at_ease = _is_of_people(word) and (bool(about.intersection(taken(word.folded))) or not _has_others(word, there))
        if word.kind == "name" and word.family in topic:
            continue  # all of the page is about it
        if word.kind not in ("name", "side") or not any(_met(word, sentence) for sentence in passage.sentences):
            continue
        if word.kind == "side" and not any(side.is_strict for side in taken(word.folded)):
            continue
        beside = {one.family for one in (*words[max(0, index - 2) : index], *words[index + 1 : index + 3])}
        near = {
            one.family
            for sentence in passage.sentences
            for found in _met(word, sentence)
            for one in sentence.words
            if 0 < abs(one.place - found.place) <= (len(sentence.text) if at_ease else NEIGHBOURS)
        }
        beside &= passage.families
        if beside and not beside & near:
            yield Finding(f"“{word.folded}” stands beside other words in the quote", True)


def _has_others(word: Word, there: set[Side]) -> bool:
    """Whether a quote tells of other people of the same kinds."""
    return any(
        one.kind == side.kind and one.number == side.number and one != side
        for side in taken(word.folded)
        for one in there
    )


_BRACKETS = lazily(r"\([^()]*\)")


def _met(word: Word, sentence: Sentence) -> Sequence[Word]:
    """A word in a sentence of the quote; "children" is met in "your child" too."""
    if word.family in sentence.by_family or not _is_of_people(word):
        return sentence.by_family.get(word.family, ())
    mine = taken(word.folded)
    return [
        found for found in sentence.words if found.kind == "side" and any(side in mine for side in taken(found.folded))
    ]


def _listed(text: str, one: Word, other: Word) -> bool:
    """Whether two words stand in one list, or side by side as one name, so that their order says nothing."""
    between = text[min(one.end, other.end) : max(one.start, other.start)]
    return re.fullmatch(
        r"(?:[^.;:]{0,40}?(?:,|\band\b|\bor\b|/)[^.;:]{0,40}?)?[\s-]*", between
    ) is not None and not re.search(r"\d|\b(?:than|versus|vs|with|but|while|whereas|compared)\b", between)


def _across(sentence: str, quote: str) -> Iterator[Finding]:
    """A word on one side of a "than" in the quote and on the other in the sentence."""
    for sign in dict.fromkeys(match.group().lower() for match in _THAN.finditer(sentence)):
        there = _sides_of(sign, quote)
        for said in _sides_of(sign, sentence):
            same_voice = [one for one in there if one.is_passive is said.is_passive]
            if same_voice and all(_crosses(said, one, bool(_COMPARES.fullmatch(sign))) for one in same_voice):
                yield Finding(f"words have changed sides of “{sign}”", True)
                return


def _crosses(said: _Sides, quoted: _Sides, compares: bool) -> bool:
    """Whether what stands beside a sign in the sentence stood on its other side in the quote, or was not compared."""
    beside = quoted.right[:BESIDE_THAN]
    if (set(said.left) - set(said.right)) & (set(quoted.right[:COMPARED]) - set(quoted.left)):
        return True
    if not said.right or said.right[0] in beside:
        return False
    return compares or said.right[0] in {*quoted.left, *quoted.right}


@dataclass(frozen=True, slots=True)
class _Sides:
    """The families before and after a sign, inside its own part of a sentence."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    is_passive: bool


def _sides_of(sign: str, text: str) -> list[_Sides]:
    found = []
    for piece in (part for start, end in split(text) for part in _APART.split(text[start:end])):
        for match in _THAN.finditer(piece):
            if match.group().lower() == sign:
                behind = piece[match.end() :]
                if not _COMPARES.fullmatch(match.group()) and (within := _UP_TO_COMMA.match(behind)):
                    behind = within.group()  # "if it causes wheezing, medicine may be needed"
                left, right = _families(piece[: match.start()]), _families(behind)
                found.append(_Sides(left, right, bool(_PASSIVE.search(piece))))
    return found


def _families(text: str) -> tuple[str, ...]:
    return tuple(word.family for word in words_of(text))
