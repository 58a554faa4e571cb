"""
An engine that keeps everything in memory: for tests, small libraries and as the plainest reading of the protocol.

It forgets on close, so that the next opening writes it anew from the library.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..analysis import terms as analysed
from ..engine import FIELDS, Entry, Filters, Statistics, Tallies, Weights


@dataclass(frozen=True, slots=True)
class _Held:
    """An entry and its counted terms."""

    entry: Entry
    counts: dict[str, Counter[str]]
    lengths: dict[str, int]


class MemoryEngine:
    """Keeps entries in dictionaries."""

    def __init__(self, folder: Path | None = None) -> None:
        self._held: dict[int, _Held] = {}
        self._holders: dict[str, dict[str, set[int]]] = {name: {} for name in FIELDS}
        self._stamp = 0

    def stamp(self) -> int:
        """The outbox position up to which this index is complete; 0 for an empty one."""
        return self._stamp

    def refresh(self) -> None:
        """Nothing else can write here."""

    def write(self, add: Iterable[Entry], remove: Iterable[int], stamp: int) -> None:
        """Add and remove entries and move to `stamp`, all or nothing."""
        removed = set(remove)
        added = [
            _held(entry)
            for entry in {entry.key: entry for entry in add}.values()
            if entry.key in removed or entry.key not in self._held
        ]
        for key in removed & self._held.keys():
            gone = self._held.pop(key)
            for name in FIELDS:
                for term in gone.counts[name]:
                    self._holders[name][term].discard(key)
        for held in added:
            self._held[held.entry.key] = held
            for name in FIELDS:
                for term in held.counts[name]:
                    self._holders[name].setdefault(term, set()).add(held.entry.key)
        self._stamp = stamp

    def candidates(self, weights: Weights, k: int, filters: Filters) -> Sequence[int]:
        """Keys of the entries with the most weight, each term counted as BM25 would at mean length."""
        scores: dict[int, float] = {}
        for field, by_term in weights.items():
            for term, weight in by_term.items():
                for key in self._holders[field].get(term, ()):
                    count = self._held[key].counts[field][term]
                    scores[key] = scores.get(key, 0.0) + weight * count / (count + 1.2)
        admitted = [key for key in scores if filters.admits(self._held[key].entry)]
        return heapq.nlargest(4 * k, admitted, key=lambda key: (scores[key], -key))

    def statistics(self, terms: Sequence[str]) -> Statistics:
        """Counts for these terms over live entries."""
        lengths = {name: [held.lengths[name] for held in self._held.values() if held.lengths[name]] for name in FIELDS}
        return Statistics(
            entries={name: len(lengths[name]) for name in FIELDS},
            mean_length={name: sum(lengths[name]) / max(1, len(lengths[name])) for name in FIELDS},
            frequency={name: {term: len(self._holders[name].get(term, ())) for term in terms} for name in FIELDS},
        )

    def tallies(self, keys: Sequence[int], terms: Sequence[str]) -> Tallies:
        """How often these terms stand in these entries."""
        held = [self._held[key] for key in keys]
        return Tallies(
            counts={
                name: [{term: count for term in terms if (count := one.counts[name][term])} for one in held]
                for name in FIELDS
            },
            lengths={name: [one.lengths[name] for one in held] for name in FIELDS},
        )

    def waste(self) -> float:
        """Nothing removed is kept."""
        return 0.0

    def clear(self) -> None:
        """Forget everything, stamp included."""
        self.__init__()  # type: ignore[misc]  # an empty one is what it was when made

    def close(self) -> None:
        """Forget everything."""
        self.clear()


def _held(entry: Entry) -> _Held:
    found = {name: analysed(getattr(entry, name)) for name in FIELDS}
    return _Held(
        entry,
        {name: Counter(terms) for name, terms in found.items()},
        {name: len(terms) for name, terms in found.items()},
    )
