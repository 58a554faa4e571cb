"""
Passages that say the same in the same words, counted once.

Two texts are the same when nearly all of their runs of four words are. Most pairs are told apart by a few of their
long words, so that a text costs little when no other resembles it; only what looks alike is compared run by run.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain

from .analysis import words

RUN = 4
LONG = 8  # letters of a word that tells texts apart
SKETCH = 8  # long words kept of each text, first by alphabet
NEAR = 0.7  # share of distinct words in common that makes two worth comparing run by run
ALIKE = 0.9  # share of runs in common (of those in either) that makes a duplicate


class Seen:
    """The texts met so far."""

    def __init__(self) -> None:
        self._texts: list[tuple[frozenset[str], str]] = []
        self._by_word: dict[str, list[int]] = {}

    def is_new(self, text: str) -> bool:
        """Whether no text like this one was met before; it is then remembered."""
        distinct = frozenset(text.casefold().split())
        sketch = sorted([chunk for chunk in distinct if len(chunk) >= LONG])[:SKETCH] or sorted(distinct)[:SKETCH]
        shared = Counter(chain.from_iterable(self._by_word.get(word, ()) for word in sketch))
        for number, count in shared.items():
            others, other = self._texts[number]
            if (
                2 * count >= len(sketch)
                and _overlap(distinct, others) >= NEAR
                and _overlap(_runs(text), _runs(other)) >= ALIKE
            ):
                return False
        for word in sketch:
            self._by_word.setdefault(word, []).append(len(self._texts))
        self._texts.append((distinct, text))
        return True


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    common = len(one & other)
    return common / max(1, len(one) + len(other) - common)


def _runs(text: str) -> frozenset[str]:
    found = words(text)
    if len(found) <= RUN:
        return frozenset([" ".join(found)])
    return frozenset(" ".join(found[at : at + RUN]) for at in range(len(found) - RUN + 1))
