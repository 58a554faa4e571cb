"""
Rows by number, read as the driver gives them and checked against their seals.

Asking reads a few hundred rows a question. Building statements anew and wrapping rows would cost more than reading
them, so each table has one statement of plain SQL, whatever the number of rows. What was made of a row is remembered
by the row's own bytes: a row that changed in any byte is another row, and its seal is checked again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from curbside.errors import UnknownError
from curbside.evidence.evidence import SourceRecord

from .reads import Moment, Reads
from .rows import damaged, record_of, sealed_version, sealed_work, tidy_id, unpack_text
from .state import State

#: Rows whose seals were checked, and texts that were unpacked, kept for the passages of the next questions.
_RECORDS, _TEXTS = 2048, 96
#: Bytes of a compressed text; a longer one is unpacked each time, so that what is remembered stays small.
_LONGEST_KEPT = 50_000


class WorkRow(NamedTuple):
    """A row of `works`, without what only lists need."""

    work: int
    canonical: str
    ids: str
    current: int
    status: str
    status_note: str
    retired: str | None
    seal: bytes


class VersionRow(NamedTuple):
    """A row of `versions`, without its text."""

    version: int
    work: int
    sha256: bytes
    original: int
    extent: int
    revised: str
    status: str
    status_note: str
    first_key: int
    passages: int
    details: str
    seal: bytes


class PassageRow(NamedTuple):
    """A row of `passages`."""

    key: int
    version: int
    position: str
    start: int
    stop: int
    role: str
    details: str | None
    sha256: bytes


_STATE = "SELECT schema, body, seal FROM state WHERE id = 1"


class _StateRow(NamedTuple):
    schema: int
    body: str
    seal: bytes


def state(reads: Reads) -> State:
    """The running counts; not to be changed, for who asks next gets the same."""
    rows = reads.single(_STATE)
    if not rows:
        raise damaged("the library's own counts", "row")
    return _state(_StateRow._make(rows[0]))


@lru_cache(maxsize=8)
def _state(row: _StateRow) -> State:
    return State.of(row)


def works_named(moment: Moment, identifiers: Sequence[str]) -> dict[str, WorkRow]:
    """Works by the ids that were asked for; unknown ids are left out."""
    tidy = {identifier: tidy_id(identifier) for identifier in identifiers}
    numbers: dict[str, int] = dict(_some(moment, "id, work", "ids", "id IN", sorted(set(tidy.values()))))
    works = works_by_number(moment, set(numbers.values()))
    found = {}
    for identifier, name in tidy.items():
        if name in numbers:
            if numbers[name] not in works or f'"{name}"' not in works[numbers[name]].ids:
                raise damaged(name, "id")
            found[identifier] = works[numbers[name]]
    return found


def works_by_number(moment: Moment, numbers: Iterable[int]) -> dict[int, WorkRow]:
    """Works by number, each row checked."""
    rows = _some(moment, ", ".join(WorkRow._fields), "works", "work IN", sorted(numbers))
    return {row[0]: _checked_work(WorkRow._make(row)) for row in rows}


def versions_of(moment: Moment, works: Iterable[int]) -> dict[int, list[VersionRow]]:
    """All versions of these works by the work's number, oldest first, each row checked."""
    numbers = sorted(works)
    found: dict[int, list[VersionRow]] = {work: [] for work in numbers}
    for row in _some(moment, ", ".join(VersionRow._fields), "versions", "work IN", numbers):
        if row[1] not in found:
            raise damaged(f"version {row[0]}", "entry")
        found[row[1]].append(_checked_version(VersionRow._make(row)))
    for versions in found.values():
        versions.sort()  # the number of a version comes first and is its own
    return found


def versions_beside(moment: Moment, versions: Iterable[int]) -> tuple[dict[int, list[VersionRow]], dict[int, Any]]:
    """Every version of the works that these versions are of, by work, oldest first, each row checked; and all texts as stored."""
    found: dict[int, list[VersionRow]] = {}
    stored: dict[int, Any] = {}
    for row in _some(moment, ", ".join((*VersionRow._fields, "text")), "versions", _BESIDE, sorted(versions)):
        version = _checked_version(VersionRow._make(row[:-1]))
        found.setdefault(version.work, []).append(version)
        stored[version.version] = row[-1]
    for rows in found.values():
        rows.sort()
    return found, stored


def passage_rows(moment: Moment, keys: Iterable[int]) -> list[PassageRow]:
    """Rows of passages, unchecked: their seals cover their texts."""
    wanted = sorted(set(keys))
    rows = _some(moment, ", ".join(PassageRow._fields), "passages", "key IN", wanted)
    if len(rows) != len(wanted):
        # Rows are never removed, so a key that was given out and is not there has been destroyed.
        missing = min(set(wanted) - {row[0] for row in rows})
        raise damaged(f"passage number {missing}", "row")
    return [PassageRow._make(row) for row in rows]


def text(moment: Moment, version: VersionRow, source: str) -> str:
    """The text of a version, checked against its SHA-256; `source` names it in case of damage."""
    ((blob,),) = _some(moment, "text", "versions", "version IN", [version.version])
    return unpack_text(blob, source, version.sha256)


def text_of_passages(blob: Any, source: str) -> str:
    """A text as stored, unpacked but not checked: each of its passages is, with its own SHA-256."""
    is_kept = isinstance(blob, bytes) and len(blob) <= _LONGEST_KEPT
    return _remembered_text(blob, source) if is_kept else unpack_text(blob, source)


def current_record(work: WorkRow, versions: Sequence[VersionRow]) -> SourceRecord:
    """What is known of a work, as its current version tells it."""
    return _record(work, tuple(versions))


@lru_cache(maxsize=_RECORDS)
def _record(work: WorkRow, versions: tuple[VersionRow, ...]) -> SourceRecord:
    chosen = current(work, versions)
    others = sorted(
        (row for row in versions if row.version != chosen.version), key=lambda row: (row.extent, row.version)
    )
    return record_of(work, chosen, others)


def current(work: WorkRow, versions: Iterable[VersionRow]) -> VersionRow:
    """The version that speaks for a work."""
    for row in versions:
        if row.version == work.current:
            return row
    raise damaged(work.canonical, "current version")


def chosen(work: WorkRow, versions: Iterable[VersionRow], name: str | None) -> VersionRow:
    """The version of a work that is named by its SHA-256, or the start of it; the current one when none is."""
    if name is None:
        return current(work, versions)
    for row in versions:
        if name and row.sha256.hex().startswith(name):
            return row
    raise UnknownError(f"{work.canonical} has no version {name}; the versions it has: curbside show {work.canonical}")


@lru_cache(maxsize=_RECORDS)
def _checked_work(row: WorkRow) -> WorkRow:
    sealed_work(row)
    return row


@lru_cache(maxsize=_RECORDS)
def _checked_version(row: VersionRow) -> VersionRow:
    sealed_version(row)
    return row


@lru_cache(maxsize=_TEXTS)
def _remembered_text(blob: bytes, source: str) -> str:
    return unpack_text(blob, source)


#: Of the same work as one of these versions.
_BESIDE = "work IN (SELECT work FROM versions WHERE version IN"


def _some(moment: Moment, columns: str, table: str, where: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Rows of a table for which a condition that ends in "IN" holds for one of these values."""
    if not values:
        return []
    if not moment.is_server:
        return moment.rows(_selection(columns, table, where, "SELECT value FROM json_each(?)"), json.dumps(values))
    kind = "text" if isinstance(values[0], str) else "bigint"
    return moment.rows(_selection(columns, table, where, f"SELECT unnest(%s::{kind}[])"), list(values))


@cache
def _selection(columns: str, table: str, where: str, some: str) -> str:
    closed = ")" * (1 + where.count("("))
    return f"SELECT {columns} FROM {table} WHERE {where} ({some}{closed}"  # noqa: S608 every part is written in this file
