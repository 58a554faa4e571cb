"""
What is to be read: the files behind the paths that were given, less those that were read before.

A file is known again by its path, size and time of change, or, when only the time or the place differs, by its
SHA-256, as long as the same program with the same extras reads. Its outcome was kept, so that adding it again reports the same skipped and quarantined records without
reading it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from curbside.sources.containers import archive_kind, clean_name, files_in, reason_to_skip

from . import tables
from .database import reading
from .report import Refused
from .task import Task, reader

if TYPE_CHECKING:
    from .library import Library

_SHARED_BYTES = 500_000  # an archive smaller than this is read by one child
_LOOKUP = 400


class Intake:
    """Finds the files to be read, and those whose outcome is known."""

    def __init__(self, library: Library, format_name: str, workers: int) -> None:
        self._library = library
        self._format = format_name
        self._workers = workers
        self.refused: list[Refused] = []

    def tasks(self, paths: list[Path]) -> list[Task]:
        """One task for each file, in order, each file once; those read before carry their outcome."""
        tasks: dict[Path, Task] = {}
        for path in paths:
            for task in self._tasks_of(path):
                tasks.setdefault(task.path, task)
        self._recall(list(tasks.values()))
        return list(tasks.values())

    def _tasks_of(self, path: Path) -> Iterator[Task]:
        own = self._library.folder.resolve()
        if not path.is_dir():
            # A file given by name is read even when it is a link or hidden.
            if reason := reason_to_skip(path.resolve(), ""):
                self.refused.append(Refused(str(path), reason))
            else:
                yield self._task(path.resolve(), str(path), clean_name(path.name), clean_name(path.parent.name))
            return
        collection = clean_name(path.resolve().name)
        for file, label, reason in files_in(path):
            if reason:
                self.refused.append(Refused(str(file), reason))
            elif own in file.resolve().parents:
                continue
            else:
                yield self._task(file.resolve(), str(file), label, collection)

    def _task(self, path: Path, shown: str, label: str, collection: str) -> Task:
        status = path.stat()
        kind = archive_kind(path) if status.st_size >= _SHARED_BYTES else ""
        parts = self._workers if kind else 1
        return Task(path, shown, label, collection, status.st_size, status.st_mtime_ns, parts, divides=kind == "zip")

    def _recall(self, tasks: list[Task]) -> None:
        """Give the tasks whose file was read before their outcome."""
        columns = tables.files.c
        with reading(self._library.engine, self._library.location) as connection:
            for start in range(0, len(tasks), _LOOKUP):
                some = tasks[start : start + _LOOKUP]
                mine = columns.format == self._format, columns.reader == reader()
                query = select(tables.files).where(columns.path.in_([str(task.path) for task in some]), *mine)
                by_path = {row.path: row for row in connection.execute(query)}
                query = select(tables.files).where(columns.bytes.in_({task.bytes for task in some}), *mine)
                left = [task for task in some if not _is_same(task, by_path.get(str(task.path)))]
                for task in some:
                    if _is_same(task, row := by_path.get(str(task.path))):
                        assert row is not None
                        task.outcome = json.loads(row.outcome)
                by_content = {row.sha256: row for row in connection.execute(query)} if left else {}
                sizes = {row.bytes for row in by_content.values()}
                for task in left:
                    if task.bytes in sizes and (row := by_content.get(_sha256(task.path))):
                        task.outcome = json.loads(row.outcome)


def _is_same(task: Task, row: Any) -> bool:
    return row is not None and (row.bytes, row.modified_ns) == (task.bytes, task.modified_ns)


def _sha256(path: Path) -> bytes:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()
