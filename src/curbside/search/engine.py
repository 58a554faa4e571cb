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

from curbside.errors import CurbsideError, DamageError

#: The searched fields: title, headings and words of a passage; question and synonyms of a question-titled source.
FIELDS = ("text", "asked")

#: No query holds more terms than this, whatever a person types.
MOST_TERMS = 64


class WriterBusyError(CurbsideError):
    """Another process is writing the index; searches go on with what it held before."""


class IndexReadOnlyError(WriterBusyError):
    """The index cannot be written at all; searches go on with what it holds."""


class IndexDamageError(DamageError):
    """The index is not as it was written; it is made again from the library."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One passage as it is indexed."""

    key: int  # the library's number for the passage
    text: str  # title, headings and words of the passage in one field
    asked: str = ""  # question and synonyms, for question-titled sources
    year: int = 0  # 0 when undated
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
    statuses: tuple[str, ...] = ()

    def admits(self, entry: Entry) -> bool:
        """Whether an entry is within these limits; an undated one is outside any limit of years."""
        return (
            (self.since is None or entry.year >= self.since > 0)
            and (self.until is None or 0 < entry.year <= self.until)
            and (not self.kinds or entry.kind in self.kinds)
            and (not self.designs or entry.design in self.designs)
            and (not self.audiences or entry.audience in self.audiences)
        )


NO_LIMITS = Filters()


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts over live entries only: what BM25 needs, by field."""

    entries: Mapping[str, int]  # field -> entries that have any words in it
    mean_length: Mapping[str, float]  # field -> mean number of terms among those
    frequency: Mapping[str, Mapping[str, int]]  # field -> term -> number of entries that hold it


@dataclass(frozen=True, slots=True)
class Tallies:
    """How often each term stands in each entry, both in the order asked for; terms that an entry lacks are left out."""

    counts: Mapping[str, Sequence[Mapping[str, int]]]  # field -> for each entry: term -> how often
    lengths: Mapping[str, Sequence[int]]  # field -> for each entry: number of terms


Weights = Mapping[str, Mapping[str, float]]  # field -> term -> weight


class Engine(Protocol):
    """Keeps entries on disk (or in memory) and finds candidates for terms; made with the folder that is its own."""

    def stamp(self) -> int:
        """The outbox position up to which this index is complete; 0 for an empty one."""
        ...

    def refresh(self) -> None:
        """See what another process has written since; costs next to nothing when it has not."""
        ...

    def write(self, add: Iterable[Entry], remove: Iterable[int], stamp: int) -> None:
        """
        Remove entries, then add entries, and move to `stamp`: all or nothing, durable on return.

        A key that is still held is not added again, and one that is not held is not removed, so that a write can
        be repeated; a key that was removed may come back. Raises WriterBusyError when another process is writing.
        """
        ...

    def candidates(self, weights: Weights, k: int, filters: Filters) -> Sequence[int]:
        """
        Keys of about the k best entries for weighted terms of one or more fields, in any order, removed ones left out.

        Terms are already analysed and weights hold their rarity.
        """
        ...

    def statistics(self, terms: Sequence[str]) -> Statistics:
        """Counts for these terms over live entries."""
        ...

    def tallies(self, keys: Sequence[int], terms: Sequence[str]) -> Tallies:
        """How often these terms stand in these entries, each of which came from `candidates`."""
        ...

    def waste(self) -> float:
        """Share of what is kept that is removed entries: a large one is worth a rebuild."""
        ...

    def clear(self) -> None:
        """Forget everything, stamp included, so that it can be written anew."""
        ...

    def close(self) -> None:
        """Release files and locks."""
        ...
