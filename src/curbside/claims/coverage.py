"""
How much of a claim stands in its passage at all, rare words counting more.

A word counts as standing there in any form of its family, or as part of another name of the same thing. One sentence
seldom holds all of a true claim, so the best two are read together.
"""

from __future__ import annotations

import math
from functools import lru_cache

from curbside.search.spelling import documents

from .wording import Passage, Word, bare

#: A word in so many documents carries next to nothing.
EVERYWHERE = 30_000
_BEGINNING = 6


@lru_cache(maxsize=65536)
def weight(folded: str) -> float:
    """What a word adds to what a claim says: 1 for the commonest, about 4 for the rarest."""
    return 1.0 + 0.3 * math.log(EVERYWHERE / (1 + documents(folded)))


def whole(words: tuple[Word, ...], passage: Passage) -> float:
    """The part of a claim's words that stand anywhere in the passage."""
    total = sum(weight(word.folded) for word in words)
    return sum(weight(word.folded) for word in words if _stands(word, passage)) / total if total else 1.0


def best_two(words: tuple[Word, ...], passage: Passage) -> float:
    """The part of a claim's words that stand in the best two sentences of the passage together."""
    total = sum(weight(word.folded) for word in words)
    if not total:
        return 1.0
    held = [{word.place for word in words if word.family in one.by_family} for one in passage.sentences]
    weights = {word.place: weight(word.folded) for word in words}
    held.sort(key=lambda places: -sum(weights[place] for place in places))
    if not held:
        return 0.0
    second = max((sum(weights[p] for p in places - held[0]) for places in held[1:]), default=0.0)
    return (sum(weights[place] for place in held[0]) + second) / total


def _stands(word: Word, passage: Passage) -> bool:
    if word.family in passage.families or bare(word.folded) in passage.names:
        return True
    size = max(_BEGINNING, len(word.folded) * 2 // 3)
    return len(word.folded) >= size and any(name.startswith(word.folded[:size]) for name in passage.families)
