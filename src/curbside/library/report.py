"""
What the library tells: the outcome of an add, what changed, what a doctor found.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from curbside.evidence.evidence import SourceRecord
from curbside.sources.source import Passage


@dataclass(frozen=True, slots=True)
class Refused:
    """A file or record that was not taken, and why."""

    path: str
    reason: str


@dataclass(slots=True)
class AddReport:
    """What an add did; filled while it runs, so that progress can show it."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    retired: int = 0
    skipped: list[Refused] = field(default_factory=list)
    quarantined: list[Refused] = field(default_factory=list)
    by_format: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)  # stage -> seconds ("read" and "settle" are CPU, summed)

    @property
    def sources(self) -> int:
        """How many sources were read, new or not."""
        return self.added + self.updated + self.unchanged

    def count(self, word: str, path: str, reason: str) -> None:
        """Count what became of one source: added, updated, unchanged, or skipped for a reason."""
        if word == "skipped":
            self.skipped.append(Refused(path, reason))
        else:
            setattr(self, word, getattr(self, word) + 1)

    def refuse(self, path: str, reason: str, *, quarantined: bool) -> None:
        """Note a file or record that was not taken."""
        (self.quarantined if quarantined else self.skipped).append(Refused(path, reason))

    def merge(self, other: AddReport) -> None:
        """Add another report to this one."""
        self.added += other.added
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.retired += other.retired
        self.skipped += other.skipped
        self.quarantined += other.quarantined
        self.by_format += other.by_format
        for stage, seconds in other.seconds.items():
            self.seconds[stage] = self.seconds.get(stage, 0.0) + seconds


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an add is."""

    done_bytes: int
    total_bytes: int
    elapsed_seconds: float
    report: AddReport
    current: str  # the file that was finished last

    @property
    def remaining_seconds(self) -> float | None:
        """An estimate by bytes, or None before there is anything to go by."""
        if self.done_bytes == 0:
            return None
        return self.elapsed_seconds * (self.total_bytes - self.done_bytes) / self.done_bytes


@dataclass(frozen=True, slots=True)
class Stored:
    """A live passage, checked against its SHA-256."""

    key: int
    record: SourceRecord
    passage: Passage
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One step of the outbox: passages that the search index has to add or to remove."""

    stamp: int
    added: range
    removed: range


class EntryRow(NamedTuple):
    """A passage as the search index needs it, read in bulk and not checked."""

    key: int
    title: str
    path: tuple[str, ...]
    text: str
    question: str
    synonyms: tuple[str, ...]
    year: int
    kind: str
    design: str
    audience: str
    role: str


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """One version of a work."""

    version: str  # SHA-256 (hex) of its text
    extent: str
    revised: str
    is_current: bool
    name: str  # of its file, within the folder or archive it came from
    format: str
    original_sha256: str  # of that file's bytes
    added_at: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the library holds; retired works are not counted."""

    sources: int
    passages: int
    by_kind: dict[str, int]
    by_format: dict[str, int]  # versions that were kept, by the format they came in
    newest: str  # publication date of the newest dated source
    labels: bool  # whether any drug label is held


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided of a work: a status or "retire", why, and when."""

    action: str
    because: str
    at: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the doctor found: where, what, and what to do."""

    place: str
    problem: str
    remedy: str
