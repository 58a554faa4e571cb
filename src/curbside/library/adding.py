"""
Adding: from files on disk to works on the shelf.

Files are read by child processes (`sources.child`), which hand over spooled batches. A file's sources go into the
store in one transaction, after its reading ended well: a stream of 100,000 records is spooled whole first, which
costs its size on disk for a moment and spares us any undoing. Files are stored in the order of their names,
whatever the order in which they were read, so that the same files give the same library.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections import deque
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete

from curbside import plugins
from curbside.errors import LibraryError
from curbside.settings import Settings
from curbside.sources.limits import Limits
from curbside.sources.passages import settle
from curbside.sources.pool import Event, Pool, spooled
from curbside.sources.source import Source

from . import refusals, tables
from .database import write_rows, writing
from .intake import Intake
from .report import AddReport, Progress, Refused
from .rows import Packed, pack
from .shelf import Shelf
from .spools import Spools
from .task import Task

if TYPE_CHECKING:
    from .library import Library

BATCH = 500
_COMMIT_SECONDS = 2.0
_COMMIT_RECORDS = 4000
_WAIT_SECONDS = 0.5


def add_sources(library: Library, sources: Iterable[Source], format_name: str) -> AddReport:
    """Keep sources that were read in this process, in one transaction."""
    report = AddReport()
    began = time.perf_counter()
    with writing(library.engine, library.location) as connection:
        shelf = Shelf(connection)
        packed = (Packed(*pack(settle(source), format_name)) for source in sources)
        original = 0
        while batch := list(islice(packed, BATCH)):
            if not original:
                digest = hashlib.sha256(b"".join(row.sha256 for row in batch)).digest()
                original = shelf.original(format_name, "", format_name, digest, 0)
            for row, outcome in zip(batch, shelf.put([(row, original) for row in batch]), strict=True):
                report.count(outcome.word, row.ids[0], outcome.reason)
            report.by_format[format_name] += len(batch)
        shelf.finish()
    report.seconds["store"] = time.perf_counter() - began
    return report


def limits_of(settings: Settings) -> Limits:
    """The limits on reading that the settings give."""
    return Limits(
        memory_bytes=settings.reader_memory_bytes,
        cpu_seconds=settings.reader_cpu_seconds,
        wall_seconds=settings.reader_wall_seconds,
        document_bytes=settings.document_bytes,
        expansion_ratio=settings.expansion_ratio,
    )


def add(
    library: Library, paths: list[Path], format_name: str, progress: Callable[[Progress], None] | None
) -> AddReport:
    """Read files, folders and archives and keep what they hold."""
    if format_name:
        plugins.load("curbside.formats", format_name)
    for path in paths:
        if not path.exists():
            raise LibraryError(f"There is no file or folder {path}; check the name.")
    return _Adding(library, format_name, progress).run(paths)


class _Adding:
    """One call of add, from the list of files to the last commit."""

    def __init__(self, library: Library, format_name: str, progress: Callable[[Progress], None] | None) -> None:
        self._library = library
        self._format = format_name
        self._progress = progress
        self._report = AddReport()
        self._began = time.perf_counter()
        self._tasks: list[Task] = []
        self._total_bytes = 0

    def run(self, paths: list[Path]) -> AddReport:
        """Do it all."""
        workers = self._library.settings.workers or os.cpu_count() or 1
        intake = Intake(self._library, self._format, workers)
        tasks = deque(intake.tasks(paths))
        self._tasks = list(tasks)
        self._total_bytes = sum(task.bytes for task in tasks)
        self._report.skipped += intake.refused
        for task in tasks:
            if task.outcome is not None:
                self._remembered(task)
        tasks = deque(task for task in tasks if task.outcome is None)
        self._renew_refusals([task.name for task in tasks], intake.refused)
        if tasks:
            with Spools(self._library.folder) as spools:
                number = 0
                for task in tasks:
                    task.plan(spools.folder, self._format, number)
                    number += task.parts
                pool = Pool(limits_of(self._library.settings), workers, "curbside.library.rows:pack")
                try:
                    pool.give([job for task in tasks for job in task.jobs])
                    self._store(tasks, pool)
                finally:
                    pool.close()
        self._tell(None)
        self._report.seconds["total"] = time.perf_counter() - self._began
        return self._report

    def _store(self, tasks: deque[Task], pool: Pool) -> None:
        """Hear what the pool reads and store it in order, a few seconds' worth in each transaction."""
        owners = {job.number: task for task in tasks for job in task.jobs}
        ready: list[tuple[Task, Event | None]] = []
        records = 0
        committed = time.perf_counter()
        while tasks or ready:
            for event in pool.events(_WAIT_SECONDS if tasks else 0.0):
                owners[event.job.number].hear(event)
            while tasks:
                head = tasks[0]
                for event in head.ready():
                    ready.append((head, event))
                    records += event.told.get("records", 1)
                if not head.is_finished:
                    break
                ready.append((head, None))
                tasks.popleft()
            # A commit costs more than many records do, so documents are gathered for a while.
            if records >= _COMMIT_RECORDS or not tasks or time.perf_counter() - committed > _COMMIT_SECONDS:
                self._commit(ready)
                ready, records, committed = [], 0, time.perf_counter()
            self._tell(tasks[0] if tasks else None)

    def _commit(self, ready: list[tuple[Task, Event | None]]) -> None:
        """Store documents that were read, in as few transactions as patience allows."""
        queue = deque(ready)
        while queue:
            began = time.perf_counter()
            finished: list[Task] = []
            with writing(self._library.engine, self._library.location) as connection:
                batch = _Batch(connection)
                while queue and time.perf_counter() - began < _COMMIT_SECONDS:
                    task, event = queue.popleft()
                    if event is None:
                        finished.append(task)
                    else:
                        batch.take(task, event)
                batch.finish()
                _remember(connection, [row for task in finished if (row := task.outcome_row(self._format))])
            # Counted only now: what is reported is on the disk.
            batch.report.seconds["store"] = time.perf_counter() - began
            self._report.merge(batch.report)
            for task in finished:
                task.remove_spools()

    def _remembered(self, task: Task) -> None:
        outcome = task.outcome or {}
        self._report.unchanged += outcome.get("sources", 0)
        self._report.skipped += [Refused(*pair) for pair in outcome.get("skipped", ())]
        self._report.quarantined += [Refused(*pair) for pair in outcome.get("quarantined", ())]

    def _renew_refusals(self, names: list[str], refused: list[Refused]) -> None:
        if names or refused:
            with writing(self._library.engine, self._library.location) as connection:
                Shelf(connection)  # takes the one writer's place
                refusals.forget(connection, names)
                refusals.note(connection, [(one.path, one.reason, False) for one in refused])

    def _tell(self, task: Task | None) -> None:
        if self._progress:
            done = sum(one.read_bytes for one in self._tasks)
            elapsed = time.perf_counter() - self._began
            name = task.name if task else ""
            self._progress(Progress(done, self._total_bytes, elapsed, self._report, name))


class _Batch:
    """The documents of one transaction, put on the shelf some hundreds of sources at a time."""

    def __init__(self, connection: Connection) -> None:
        self.report = AddReport()
        self._connection = connection
        self._shelf = Shelf(connection)
        self._waiting: list[tuple[Task, str, Packed, int]] = []
        self._refusals: list[tuple[str, str, bool]] = []

    def take(self, task: Task, event: Event) -> None:
        """Store one document, or note why it is not taken."""
        told = event.told
        name = task.shown(told["name"])
        if event.kind == "refused":
            self._refuse(task, name, told["reason"], quarantined=told["quarantined"])
            return
        for where, reason, skipped in told["refusals"]:
            self._refuse(task, f"{name}, {where}", reason, quarantined=not skipped)
        original = 0
        for rows in spooled(Path(event.job.spool), told["offset"], told["length"]):
            if not original:
                digest = bytes.fromhex(told["sha256"])
                original = self._shelf.original(told["name"], task.collection, told["format"], digest, told["bytes"])
            self._waiting += [(task, name, Packed(*row), original) for row in rows]
            self.report.by_format[told["format"]] += len(rows)
            if len(self._waiting) >= BATCH:
                self._put()
        if told["deletions"]:
            self._put()
        for ids, reason in told["deletions"]:
            self.report.retired += sum(self._shelf.mark(identifier, "retire", reason) for identifier in ids)
        self.report.merge(AddReport(seconds=told["seconds"]))

    def finish(self) -> None:
        """Store what waits, and the counts."""
        self._put()
        refusals.note(self._connection, self._refusals)
        self._shelf.finish()

    def _put(self) -> None:
        outcomes = self._shelf.put([(packed, original) for *_, packed, original in self._waiting])
        for (task, name, packed, _), outcome in zip(self._waiting, outcomes, strict=True):
            task.report.count(outcome.word, f"{name}, {packed.ids[0]}", outcome.reason)
            self.report.count(outcome.word, f"{name}, {packed.ids[0]}", outcome.reason)
        self._waiting = []

    def _refuse(self, task: Task, path: str, reason: str, *, quarantined: bool) -> None:
        self._refusals.append((path, reason, quarantined))
        task.report.refuse(path, reason, quarantined=quarantined)
        self.report.refuse(path, reason, quarantined=quarantined)


def _remember(connection: Connection, rows: list[tuple[Any, ...]]) -> None:
    """Note the files that were read, so that they need not be again."""
    columns = tables.files.c
    for row in rows:
        connection.execute(delete(tables.files).where(columns.path == row[0], columns.format == row[1]))
    write_rows(connection, tables.files, rows)
