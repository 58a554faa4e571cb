"""
One file on disk on its way into the library: its jobs, and what the reading processes told of them.

An archive is shared between several processes, each taking every n-th member, and what they tell comes in any
order. It is stored in the order of the members, so the order is put right here.
"""

from __future__ import annotations

import heapq
import json
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from curbside import __version__
from curbside.sources.child import Job
from curbside.sources.pool import Event

from .report import AddReport

_ENDED = 1 << 62


@dataclass(slots=True)
class Task:
    """A file to be read, and how far that is."""

    path: Path
    name: str  # as shown in reports
    label: str  # within its folder, as its reader sees it
    collection: str  # the folder it came from
    bytes: int
    modified_ns: int
    parts: int
    divides: bool  # whether each part reads its own bytes (zip), or all of them (tar)
    outcome: dict[str, Any] | None = None  # what was reported when this file was read before
    jobs: list[Job] = field(default_factory=list)
    report: AddReport = field(default_factory=AddReport)
    _read_bytes: dict[int, int] = field(default_factory=dict)
    _sha256: str = ""
    _again: bool = False  # the fault may not lie with the file: read it again when it is added again
    _heap: list[tuple[int, int, Event]] = field(default_factory=list)
    _heard: int = 0
    _frontier: list[int] = field(default_factory=list)  # by part: the first member not read to its end
    _failures: set[str] = field(default_factory=set)
    _spools: set[str] = field(default_factory=set)

    def plan(self, spools: Path, format_name: str, first_number: int) -> None:
        """Make the jobs, numbered from `first_number`."""
        self._frontier = list(range(self.parts))
        self.jobs = [
            Job(
                number=first_number + part,
                path=str(self.path),
                name=self.label,
                format=format_name,
                part=part,
                parts=self.parts,
                skip=0,
                spool=str(spools / str(first_number + part)),
            )
            for part in range(self.parts)
        ]

    def hear(self, event: Event) -> None:
        """Take in what was told of one of the jobs."""
        told = event.told
        part = event.job.part
        self._spools.add(event.job.spool)
        self._read_bytes[part] = max(self._read_bytes.get(part, 0), told.get("read_bytes", 0))
        if event.kind in {"document", "refused"}:
            self._again |= bool(told.get("again"))
            self._heard += 1
            heapq.heappush(self._heap, (told["unit"], self._heard, event))
        elif event.kind == "unit":
            self._frontier[part] = told["unit"] + self.parts
        elif event.kind == "end":
            self._frontier[part] = _ENDED
            self._sha256 = told["sha256"] or self._sha256
            if told["failed"] and told["failed"] not in self._failures:
                self._failures.add(told["failed"])
                refusal = {"unit": _ENDED - 1, "name": "", "reason": told["failed"], "quarantined": True}
                self._heard += 1
                heapq.heappush(self._heap, (_ENDED - 1, self._heard, Event("refused", event.job, refusal)))

    @property
    def read_bytes(self) -> int:
        """How much of the file has been read."""
        if self.outcome is not None or (self._frontier and self.is_finished):
            return self.bytes
        if not self._read_bytes:
            return 0
        parts = self._read_bytes.values()
        return min(self.bytes, sum(parts) if self.divides else max(parts))

    def ready(self) -> list[Event]:
        """Documents that were read, as far as none that comes before them is missing."""
        events = []
        while self._heap and self._heap[0][0] < min(self._frontier):
            events.append(heapq.heappop(self._heap)[2])
        return events

    @property
    def is_finished(self) -> bool:
        """Whether every part has ended and every document was handed out."""
        return not self._heap and min(self._frontier) == _ENDED

    def shown(self, member: str) -> str:
        """The name of a member as reports show it."""
        is_whole_file = not member or self.label.startswith(member)
        return self.name if is_whole_file else f"{self.name}/{member}"

    def outcome_row(self, format_name: str) -> tuple[Any, ...] | None:
        """The row that spares reading this file again; None when its reading has to be tried again."""
        if self._again or not self._sha256:
            return None
        outcome = {
            "sources": self.report.sources,
            "skipped": [(one.path, one.reason) for one in self.report.skipped],
            "quarantined": [(one.path, one.reason) for one in self.report.quarantined],
        }
        digest = bytes.fromhex(self._sha256)
        return (str(self.path), format_name, self.bytes, self.modified_ns, digest, reader(), json.dumps(outcome))

    def remove_spools(self) -> None:
        """Give the room back."""
        for spool in self._spools:
            Path(spool).unlink(missing_ok=True)


@cache
def reader() -> str:
    """What reads here: the version, and whether the extra `documents` is installed, without which some files are skipped."""
    closer = all(find_spec(name) is not None for name in ("pdfplumber", "trafilatura"))
    return f"{__version__}+documents" if closer else __version__
