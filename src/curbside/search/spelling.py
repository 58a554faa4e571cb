"""
Repair the spelling of a question by adding words, never by replacing one.

A word that neither the shipped list, nor the vocabulary, nor the library knows gets the nearest word that many
documents hold, one or two edits away and with the same first letter. Drug names and every word of the vocabulary are
left alone and never guessed at: a drug must not become another that looks like it. A wrong guess costs little, since
the word as typed stays in the search.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property, lru_cache
from importlib.resources import files

from curbside import zstd
from curbside.language.vocabulary import vocabulary

KNOWN_FROM = 3  # documents: a word in so many is no misspelling
REPAIR_FROM = 15  # documents: a word in so many may be what was meant
SHORTEST, SHORTEST_FOR_TWO_EDITS = 5, 7
MOST_REPAIRS = 8  # of one question


class _Words:
    """The shipped words, by first letter and length."""

    def __init__(self) -> None:
        raw = zstd.decompress(files(__package__).joinpath("data/spelling.zst").read_bytes()).decode()
        parts = raw.replace("\n", " ").split(" ")
        self.counts = dict(zip(parts[::2], map(int, parts[1::2]), strict=True))
        self._letters: dict[tuple[str, int], list[int]] = {}

    @cached_property
    def _groups(self) -> dict[tuple[str, int], list[str]]:
        """Words that may be what was meant; most questions have no word that needs them."""
        groups: dict[tuple[str, int], list[str]] = {}
        for word, count in self.counts.items():
            if count >= REPAIR_FROM:
                groups.setdefault((word[0], len(word)), []).append(word)
        return groups

    def near(self, word: str, edits: int) -> list[str]:
        """Words with the same first letter that may be within some edits of a word: a superset, cheaply."""
        letters, most, found = _letters(word), 2 * edits, list[str]()
        for length in range(len(word) - edits, len(word) + edits + 1):
            group = self._groups.get(place := (word[0], length), [])
            if place not in self._letters:
                self._letters[place] = list(map(_letters, group))
            pairs = zip(group, self._letters[place], strict=True)
            found += [other for other, theirs in pairs if (letters ^ theirs).bit_count() <= most]
        return found


def repairs(asked: list[str], in_library: Callable[[str], int]) -> dict[str, str]:
    """For each word of a question that is no word, the one that was probably meant; `in_library` counts passages."""
    found: dict[str, str] = {}
    for word in dict.fromkeys(asked):
        if len(found) == MOST_REPAIRS:
            break
        if len(word) >= SHORTEST and word.isascii() and word.isalpha() and not _is_word(word, in_library):
            meant = nearest(word)
            if meant:
                found[word] = meant
    return found


def documents(word: str) -> int:
    """How many documents of the shipped count hold a folded word; 0 when it is too rare to be in it."""
    return _words().counts.get(word, 0)


@lru_cache(maxsize=1024)
def nearest(word: str) -> str:
    """The commonest of the nearest words, "" when none is near; one question asks for the same word several times."""
    best: tuple[int, int, str] | None = None
    shipped, known = _words(), vocabulary()
    edits = 2 if len(word) >= SHORTEST_FOR_TWO_EDITS else 1
    for candidate in shipped.near(word, edits):
        distance = edit_distance(word, candidate, edits)
        if distance <= edits and not known.is_drug(candidate):
            rank = (distance, -shipped.counts[candidate], candidate)
            best = min(best, rank) if best else rank
    return best[2] if best else ""


def edit_distance(one: str, other: str, limit: int) -> int:
    """Insertions, deletions, replacements and swaps of neighbours between two words; `limit` + 1 when there are more."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        older, before = before, row
        row = [place]
        for at, second in enumerate(other, start=1):
            cost = before[at - 1] + (letter != second)
            cost = min(cost, before[at] + 1, row[at - 1] + 1)
            if place > 1 and at > 1 and letter == other[at - 2] and one[place - 2] == second:
                cost = min(cost, older[at - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def _is_word(word: str, in_library: Callable[[str], int]) -> bool:
    return in_library(word) >= KNOWN_FROM or vocabulary().is_known(word) or word in _words().counts


def _letters(word: str) -> int:
    """Which letters a word has, one bit a letter."""
    return sum(1 << (ord(letter) - 97) for letter in set(word))


@cache
def _words() -> _Words:
    return _Words()
