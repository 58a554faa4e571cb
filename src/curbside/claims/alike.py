"""
Words that a sentence has and its quote has not: which may stand for words of the quote, and which may not be new.

Ordinary words may be other ordinary words, a few of them. A word is also found in another form, under another name of
the same thing, or as the same direction in other words. The groups of ordinary words live in alike.yaml; no name,
number, denial, route or kind of people is in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from curbside.language.cues import denials
from curbside.language.datafiles import table
from curbside.language.numbers import numbers
from curbside.language.patterns import lazily
from curbside.language.tokens import fold
from curbside.language.vocabulary import expand, vocabulary
from curbside.search.spelling import documents

from .check import Finding
from .contrasts import Side, sides, taken
from .wording import Passage, Word, bare, bases, family

#: An ordinary word that the quote lacks must be in so many documents, and such words may be this part of the sentence.
ORDINARY, MOST_NEW = 30, 0.34


@cache
def alike() -> tuple[dict[str, frozenset[int]], frozenset[str]]:
    """The groups that each family of words is in, and the families that add nothing to what is said."""
    made = table("curbside.claims", "alike.yaml")
    groups: dict[str, set[int]] = {}
    for number, line in enumerate(made["alike"]):
        for word in line.split():
            groups.setdefault(family(word), set()).add(number)
    free = frozenset(family(word) for word in made["free"].split())
    return {name: frozenset(numbers) for name, numbers in groups.items()}, free


def new_words(sentence: str, words: tuple[Word, ...], passage: Passage) -> Iterator[Finding]:
    """Ordinary words may be other ordinary words, a few of them; nothing that names, measures or turns may be new."""
    agreed = {side for one in passage.sentences for found in one.words for side in sides(found.folded)}
    fresh = fresh_words(sentence, words, passage)
    barred = [
        word.folded
        for word in fresh
        if word.kind == "name" or _turns(word, agreed) or _commonness(word.folded) < ORDINARY or is_term(word.folded)
    ]
    if barred:
        yield Finding(f"not in the quote: {', '.join(dict.fromkeys(barred))}")
    if words and len(fresh) > MOST_NEW * len(words):
        yield Finding(
            f"too many words that the quote does not have: {', '.join(dict.fromkeys(word.folded for word in fresh))}"
        )


def fresh_words(sentence: str, words: tuple[Word, ...], passage: Passage) -> list[Word]:
    """The words of a sentence that its quote has in no form and under no other name, and that say something."""
    quoted: set[int] = set()
    for found in (found for one in passage.sentences for found in one.words):
        quoted |= meanings(found.folded)
    reach = {base for one in passage.sentences for found in one.words for base in (found.folded, *bases(found.folded))}
    spans = [(number.start, number.end) for number in numbers(sentence)]
    return [
        word
        for word in words
        if word.kind != "number"
        and word.family not in passage.families
        and bare(word.folded) not in passage.names
        and not says_nothing(word)
        and reach.isdisjoint((word.folded, *bases(word.folded)))
        and not meanings(word.folded) & quoted
        and not _is_other_name(sentence, word, passage)
        and not any(start <= word.start < end for start, end in spans)
        and not _is_told_otherwise(word, sentence, passage.text)
    ]


def says_nothing(word: Word) -> bool:
    """Whether a word adds nothing to what is said."""
    return word.family in alike()[1]


#: Parts of the body and of meals that a way of giving may be told by, and need not be.
_OF_BODY = lazily(
    r"eat\w*|food|diet\w*|skin|muscle|eyes?|ophthalm\w*|ocular\w*|spinal\w*|lumbar|nose\w*|nasal|tongue|breath\w*|gastrointestinal|rectal|rectum|derm\w*|cutaneous\w*"
)


@lru_cache(maxsize=16384)
def meanings(folded: str) -> frozenset[int]:
    """The groups of ordinary words that a word is in, in whatever form it stands."""
    groups, _ = alike()
    return frozenset().union(*(groups.get(name, frozenset()) for name in {family(folded), *map(family, bases(folded))}))


@lru_cache(maxsize=16384)
def _commonness(folded: str) -> int:
    """In how many documents a word stands, in its commonest form."""
    return max(documents(name) for name in (folded, family(folded), *bases(folded)))


def _turns(word: Word, agreed: set[Side]) -> bool:
    """Whether a word takes a side that the quote does not: another than its own, or one of people or routes."""
    mine = sides(word.folded)
    if any(side.is_strict and side not in agreed for side in taken(word.folded)):
        return True
    if not _OF_BODY.fullmatch(word.folded) and any(side.kind == "route" for side in mine):
        return True
    mine = tuple(side for side in mine if not side.is_strict)
    if not any(side in taken(word.folded) for side in mine):
        return False
    open_to_doubt = [side for side in mine if side not in agreed]
    # "Lower the risk" of "reduce": a word that takes the quote's side in one set is held to its place by the others.
    opposed = len(open_to_doubt) == len(mine) and any(
        (one.kind, one.number) == (side.kind, side.number) and one != side for one in agreed for side in open_to_doubt
    )
    return opposed or len(open_to_doubt) == len(mine)


#: What the quote tells in small words: who has symptoms is caused them; what follows if, or once, comes after.
_CAUSES_SYMPTOMS = lazily(
    r"\bcaus(?:e|es|ed|ing) (?:\w+ ){0,3}?(?:symptoms?|signs?|pain\w*|discomfort|problems?|complications?)\b",
    re.IGNORECASE,
)
_HAS = lazily(
    r"\b(?:have|has|having|had|feel|feels|experiences?|notices?|gets?|without) (?:\w+ ){0,4}?(?:symptoms?|signs?|pain\w*|discomfort|problems?|complications?)\b",
    re.IGNORECASE,
)
_FOLLOWS = lazily(
    r"\b(?:if|when|once|following|follows|have had|has had|had|history of|caused by|because of|resulting from)\b",
    re.IGNORECASE,
)
_HAD = lazily(r"\b(?:ha(?:ve|s|d)|['’]?ve) had\b|\bhistory\b|\bbefore\b|\balready\b", re.IGNORECASE)
_FIRST = lazily(r"\b(?:first|early|initial\w*|onset|gets?|becomes?|develops?)\b", re.IGNORECASE)
#: What only denies, and is weighed where denials are.
_FORBIDDEN = frozenset("discouraged avoided forbidden".split())
_BEFORE = lazily(r"\b(?:before|prior|until|during|while)\b", re.IGNORECASE)


def _is_told_otherwise(word: Word, sentence: str, quote: str) -> bool:
    """Whether the quote says in small words what a new word says."""
    if word.family == "cause":
        return _CAUSES_SYMPTOMS.search(sentence) is not None and _HAS.search(quote) is not None
    if word.folded == "after":
        return _FOLLOWS.search(quote) is not None and _BEFORE.search(quote) is None
    if word.folded == "earlier":
        return _HAD.search(quote) is not None
    if word.family in ("start", "begin"):
        return _FIRST.search(quote) is not None
    return word.folded in _FORBIDDEN and bool(denials(quote))


def _is_other_name(sentence: str, word: Word, passage: Passage) -> bool:
    """Whether a word belongs to another name of something in the quote."""
    for term in vocabulary().terms_in(sentence):
        if term.start <= word.start and word.end <= term.end:
            name = sentence[term.start : term.end]
            short = "".join(piece[0] for piece in re.findall(r"[^\W_]+", name)).upper()
            if re.search(rf"\b{short}s?\b", passage.text) and fold(name) in map(fold, expand(short)):
                return True
            for other in vocabulary().aliases(name):
                wanted = {family(fold(piece)) for piece in re.findall(r"[^\W_]{3,}", other)}
                if (wanted and wanted <= passage.families) or bare(other) in passage.names:
                    return True
    return False


#: Ordinary words that are names besides.
_ORDINARY_TOO = frozenset("fall falls lead leads little left".split())


def is_term(folded: str) -> bool:
    """Whether a word names an illness, a substance or a living thing."""
    return folded not in _ORDINARY_TOO and any(
        one.kind in ("disease", "drug", "chemical", "organism") for one in vocabulary().concepts(folded)
    )
