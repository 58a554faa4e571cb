"""
The library read in bulk, for the search index: fast, in order, and not checked.

A wrong byte here can spoil a search but never a quote, because what is quoted is read again through
`Library.passages`, which checks it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import Connection, Engine, select

from . import tables
from .database import reading
from .report import Change, EntryRow
from .rows import unpack_text

_REMEMBERED_HEADINGS = 10_000
_READ = tuple(tables.passages.c[name] for name in ("key", "version", "start", "stop", "role", "details"))
_VERSIONS = 500  # read together: their passages lie side by side


def changes(engine: Engine, place: str, after: int, limit: int) -> tuple[Change, ...]:
    """The next `limit` steps of the outbox."""
    outbox, versions = tables.outbox.c, tables.versions.c
    query = (
        select(outbox.stamp, outbox.removed, versions.first_key, versions.passages)
        .join_from(tables.outbox, tables.versions, outbox.version == versions.version)
        .where(outbox.stamp > after)
        .order_by(outbox.stamp)
        .limit(limit)
    )
    none = range(0)
    found = []
    with reading(engine, place) as connection:
        for stamp, removed, first_key, count in connection.execute(query):
            keys = range(first_key, first_key + count)
            found.append(Change(stamp, none if removed else keys, keys if removed else none))
    return tuple(found)


def removals(engine: Engine, place: str, after: int, until: int | None) -> Iterator[range]:
    """Keys of the versions that went after a stamp."""
    outbox, versions = tables.outbox.c, tables.versions.c
    query = (
        select(versions.first_key, versions.passages)
        .join_from(tables.outbox, tables.versions, outbox.version == versions.version)
        .where(outbox.stamp > after, outbox.removed == 1)
        .order_by(outbox.stamp)
    )
    if until is not None:
        query = query.where(outbox.stamp <= until)
    with reading(engine, place) as connection:
        for first_key, count in connection.execute(query):
            yield range(first_key, first_key + count)


def entries(engine: Engine, place: str, after: int, until: int | None, batch: int) -> Iterator[list[EntryRow]]:
    """Passages of every version that came after a stamp and is still the current one of a live work, each once."""
    outbox, versions, works = tables.outbox.c, tables.versions.c, tables.works.c
    query = (
        select(versions.version)
        .join_from(tables.outbox, tables.versions, outbox.version == versions.version)
        .join(tables.works, works.work == versions.work)
        .where(outbox.stamp > after, outbox.removed == 0, works.current == versions.version, works.retired.is_(None))
        .distinct()
        .order_by(versions.version)
    )
    if until is not None:
        query = query.where(outbox.stamp <= until)
    found: list[EntryRow] = []
    headings = _Headings()
    with reading(engine, place) as connection:
        numbers = list(connection.execute(query).scalars())
        for start in range(0, len(numbers), _VERSIONS):
            for row in _entries_of(connection, numbers[start : start + _VERSIONS], headings):
                found.append(row)
                if len(found) >= batch:
                    yield found
                    found = []
    if found:
        yield found


def _entries_of(connection: Connection, numbers: list[int], headings: _Headings) -> Iterator[EntryRow]:
    columns = tables.versions.c
    query = select(columns.version, columns.sha256, columns.first_key, columns.passages, columns.details, columns.text)
    query = query.where(columns.version.in_(numbers)).order_by(columns.version)
    rows = connection.execute(query).all()
    # Keys rise with versions; when others lie between these, each version is read for itself.
    spread = rows[-1].first_key + rows[-1].passages - rows[0].first_key
    together = spread <= 2 * sum(row.passages for row in rows)
    groups = [rows] if together else [[row] for row in rows]
    for group in groups:
        known = {row.version: row for row in group}
        keys = _READ[0]
        selection = select(*_READ).where(keys >= group[0].first_key, keys < group[-1].first_key + group[-1].passages)
        current = -1
        for key, version, begin, stop, role, details in connection.execute(selection.order_by(keys)):
            if version != current:
                current = version
                if version not in known:
                    continue
                row = known[version]
                told = json.loads(row.details)
                title, kind, design, usual = told["title"], told["kind"], told["design"], told["audience"]
                text = unpack_text(row.text, title)
                synonyms = tuple(told.get("synonyms", ()))
                published = told.get("published", "")[:4]
                year = int(published) if published.isdigit() else 0
            elif version not in known:
                continue
            path, question, audience = headings[details] if details else _NO_HEADINGS
            words = text[begin:stop]
            yield EntryRow(key, title, path, words, question, synonyms, year, kind, design, audience or usual, role)


class _Headings(dict[str, tuple[tuple[str, ...], str, str]]):
    """Headings, question and audience of passages by their details: many passages have the same."""

    def __missing__(self, details: str) -> tuple[tuple[str, ...], str, str]:
        if len(self) >= _REMEMBERED_HEADINGS:
            self.clear()
        told = json.loads(details)
        found = self[details] = tuple(told.get("path", ())), told.get("question", ""), told.get("audience", "")
        return found


_NO_HEADINGS: tuple[tuple[str, ...], str, str] = (), "", ""
