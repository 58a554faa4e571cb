"""
What a search engine is to Curbside: it keeps entries, counts terms, and names candidates.

The engine is derived and disposable: it can be deleted and rebuilt from the library. It never sees a user's text,
only terms that we built, and it never decides a rank: `ranking` rescores its candidates with our own counts, so
that an index grown, pruned or rebuilt ranks alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Entry:
    """One passage as it is indexed."""

    key: int                     # the library's number for the passage, never reused
    text: str                    # title, headings and words of the passage in one field
    asked: str = ""              # question and synonyms, for question-titled sources
    year: int = 0                # 0 when undated
    kind: str = ""
    design: str = ""
    audience: str = ""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is limited to; empty means no limit. Status is decided by the library, not by the engine."""

    since: int | None = None
    until: int | None = None
    kinds: tuple[str, ...] = ()
    designs: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts over live entries only: what BM25 needs."""

    entries: int
    mean_length: Mapping[str, float]                 # field -> mean number of terms
    frequency: Mapping[str, Mapping[str, int]]       # field -> term -> number of entries that hold it


class Engine(Protocol):
    """Keeps entries on disk (or in memory) and finds candidates for terms."""

    def stamp(self) -> int:
        """The outbox position up to which this index is complete; 0 for an empty one."""
        ...

    def write(self, add: Iterable[Entry], remove: Iterable[int], stamp: int) -> None:
        """Add and remove entries and move to `stamp`, all or nothing, durable on return."""
        ...

    def candidates(self, terms: Mapping[str, float], k: int, filters: Filters) -> Sequence[int]:
        """Keys of about the k best entries for weighted terms (already analysed), in any order, removed ones left out."""
        ...

    def statistics(self, terms: Iterable[str]) -> Statistics:
        """Counts for these terms over live entries."""
        ...

    def close(self) -> None:
        """Release files and locks."""
        ...
