"""
The doctor: read every row of the library, compare it with its seal, follow every link, and say what to do.

SQLite's own check finds torn pages but misses most single flipped bits, so each hash is computed again.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select

from curbside.errors import DamageError, LibraryError, without_password

from . import tables
from .database import reading
from .report import Finding
from .rows import passage_of, sealed_version, sealed_work, unpack_text
from .state import State

if TYPE_CHECKING:
    from .library import Library

_RESTORE = "Restore the library from a backup, or add its files again to a new folder."
_FOUND_AT_MOST = 100


def examine(library: Library) -> list[Finding]:
    """Everything that is wrong with the library; empty when it is whole."""
    findings: list[Finding] = []
    place = without_password(library.location)
    for check in (_engine, _counts, _works, _versions, _links):
        try:
            with reading(library.engine, library.location) as connection:
                findings += check(connection)
        except DamageError as error:
            findings.append(Finding(place, str(error), _RESTORE))
        except LibraryError as error:
            findings.append(Finding(place, str(error), "See the message; then run doctor again."))
        except (ValueError, KeyError, TypeError, IndexError) as error:
            findings.append(Finding(place, f"a row cannot be read ({error})", _RESTORE))
    return findings[:_FOUND_AT_MOST]


def _engine(connection: Connection) -> list[Finding]:
    """What the database says of itself."""
    if connection.dialect.name != "sqlite":
        return []
    answers = connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars().all()
    return [Finding("library.sqlite", answer, _RESTORE) for answer in answers if answer != "ok"]


def _counts(connection: Connection) -> list[Finding]:
    """The running counts against what is there."""
    row = connection.execute(select(tables.state)).one()
    state = State.of(row)
    works = tables.works.c
    live = connection.execute(
        select(func.count()).where(works.retired.is_(None)).select_from(tables.works)
    ).scalar_one()
    last = connection.execute(select(func.max(tables.outbox.c.stamp))).scalar_one() or 0
    keys = connection.execute(select(func.max(tables.passages.c.key))).scalar_one() or 0
    findings = []
    for what, counted, noted in (
        ("works", live, state.sources),
        ("last step of the outbox", last, state.stamp),
        ("last passage number", keys, state.key - 1),
    ):
        if counted != noted:
            findings.append(Finding("library.sqlite", f"{what}: {counted} found, {noted} noted", _RESTORE))
    return findings


def _works(connection: Connection) -> list[Finding]:
    """Each work's seal, ids and current version."""
    findings = []
    versions = tables.versions.c
    owner = {row.version: row.work for row in connection.execute(select(versions.version, versions.work))}
    named = Counter(connection.execute(select(tables.ids.c.work)).scalars())
    for row in connection.execute(select(tables.works)):
        try:
            sealed_work(row)
        except DamageError as error:
            findings.append(Finding(str(row.canonical), str(error), _RESTORE))
        if owner.get(row.current) != row.work:
            findings.append(Finding(row.canonical, "its current version is missing", _RESTORE))
        elif not named.pop(row.work, 0):
            findings.append(Finding(row.canonical, "no id leads to it", _RESTORE))
        named.pop(row.work, None)
    findings += [Finding(f"work {work}", "an id leads to a work that is missing", _RESTORE) for work in named]
    return findings


def _versions(connection: Connection) -> list[Finding]:
    """Each version's seal, its text, and every passage in it."""
    findings = []
    columns = tables.versions.c
    numbers = connection.execute(select(columns.version).order_by(columns.version)).scalars().all()
    for start in range(0, len(numbers), 500):
        some = numbers[start : start + 500]
        for row in connection.execute(
            select(tables.versions).where(columns.version.in_(some)).order_by(columns.version)
        ):
            name = f"version {row.sha256.hex()[:12]} of work {row.work}"
            try:
                sealed_version(row)
                text = unpack_text(row.text, name, row.sha256)
                _passages(connection, row, text, name)
            except DamageError as error:
                findings.append(Finding(name, str(error), _RESTORE))
    return findings


def _passages(connection: Connection, version: Any, text: str, name: str) -> None:
    keys = tables.passages.c.key
    query = select(tables.passages).where(keys >= version.first_key, keys < version.first_key + version.passages)
    rows = connection.execute(query).all()
    if len(rows) != version.passages or any(row.version != version.version for row in rows):
        raise DamageError(f"Of the {version.passages} passages of {name}, {len(rows)} are there.")
    for row in rows:
        passage_of(row, text, name)


def _links(connection: Connection) -> list[Finding]:
    """Passages without a version, outbox steps without a version, versions without a work."""
    findings = []
    versions, passages, outbox, works = tables.versions.c, tables.passages.c, tables.outbox.c, tables.works.c
    known = select(versions.version)
    for what, query in (
        ("passages that belong to no version", select(func.count()).where(passages.version.not_in(known))),
        ("outbox steps that name no version", select(func.count()).where(outbox.version.not_in(known))),
        ("versions that belong to no work", select(func.count()).where(versions.work.not_in(select(works.work)))),
    ):
        if count := connection.execute(query).scalar_one():
            findings.append(Finding("library.sqlite", f"{count} {what}", _RESTORE))
    return findings
