"""
Passages that say the same in the same words, counted once.

Two texts are the same when nearly all of their runs of four words are. Most pairs are told apart by a few of their
long words, so that a text costs little when no other resembles it; only what looks alike is compared run by run.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from .analysis import words

RUN = 4
LONG = 8  # letters of a word that tells texts apart
SKETCH = 8  # long words kept of each text, first by alphabet
NEAR = 0.7  # share of distinct words in common that makes two worth comparing run by run
ALIKE = 0.9  # share of runs in common (of those in either) that makes a duplicate


class _Text:
    """A text that was met, with its runs once they were needed."""

    def __init__(self, text: str, words: list[str]) -> None:
        self.text = text
        self._words = words

    @cached_property
    def distinct(self) -> frozenset[str]:
        """Its words, each once."""
        return frozenset(self._words)

    @cached_property
    def runs(self) -> frozenset[str]:
        """Its runs of words."""
        return _runs(self.text)

    def is_like(self, other: _Text) -> bool:
        """Whether nearly all words, then nearly all runs of them, are the same."""
        return self.text == other.text or (
            _overlap(self.distinct, other.distinct) >= NEAR and _overlap(self.runs, other.runs) >= ALIKE
        )


class Seen:
    """The texts met so far."""

    def __init__(self) -> None:
        self._texts: list[_Text] = []
        self._by_word: dict[str, list[int]] = {}

    def is_new(self, text: str) -> bool:
        """Whether no text like this one was met before; it is then remembered."""
        found = text.casefold().split()
        sketch = sorted({word for word in found if len(word) >= LONG})[:SKETCH] or sorted(set(found))[:SKETCH]
        one, by_word = _Text(text, found), self._by_word
        met = [number for word in sketch if word in by_word for number in by_word[word]]
        if 2 * len(met) >= len(sketch):
            for number, count in Counter(met).items():
                if 2 * count >= len(sketch) and one.is_like(self._texts[number]):
                    return False
        for word in sketch:
            by_word.setdefault(word, []).append(len(self._texts))
        self._texts.append(one)
        return True


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    common = len(one & other)
    return common / max(1, len(one) + len(other) - common)


def _runs(text: str) -> frozenset[str]:
    found = words(text)
    if len(found) <= RUN:
        return frozenset([" ".join(found)])
    return frozenset(map(" ".join, zip(found, found[1:], found[2:], found[3:], strict=False)))
