"""
The works that one write transaction touches: looked up in bulk, changed in memory, written in bulk.

Nothing is written before everything that was gathered goes to the database at once, and a work is loaded once: what
was changed of it since is not read over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from curbside.sources.source import Status

from . import tables
from .database import write_rows
from .rows import damaged, sealed_work
from .standing import gravest, not_taken_back
from .state import State
from .work import Version, Work, work_row

_LOOKUP = 400  # ids in one SELECT ... IN


class Touched:
    """Works by number and by id, with the rows that are to be written."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        # On PostgreSQL the lock on this row is the one writer's place; SQLite's transaction has it already.
        row = connection.execute(select(tables.state).where(tables.state.c.id == 1).with_for_update()).first()
        if row is None:
            raise damaged("the library's own counts", "row")
        self.state = State.of(row)
        self._schema = row.schema
        self._originals: list[tuple[Any, ...]] = []
        self._forget()

    def _forget(self) -> None:
        self._works: dict[int, Work] = {}
        self._known: dict[str, int] = {}  # ids of these works, as they are now
        self._stored: dict[str, int] = {}  # and as the database has them
        self._rows: dict[str, list[tuple[Any, ...]]] = {
            name: [] for name in ("versions", "passages", "outbox", "notices", "marks")
        }
        self._heard: dict[str, list[tuple[Status, str]]] = {}
        self._moved_versions: dict[int, int] = {}
        self._merged: dict[int, int] = {}

    def _look_up(self, identifiers: set[str]) -> None:
        """Load the works that have any of these ids."""
        numbers: set[int] = set()
        for some in slices(sorted(identifiers)):
            for row in self._connection.execute(select(tables.ids).where(tables.ids.c.id.in_(some))):
                numbers.add(row.work)
        for some_works in slices(sorted(numbers - self._works.keys())):
            self._load(some_works)
        self._gather(identifiers)

    def _load(self, numbers: list[int]) -> None:
        works, versions, marks = tables.works, tables.versions, tables.marks
        for row in self._connection.execute(select(works).where(works.c.work.in_(numbers))):
            names = tuple(json.loads(sealed_work(row).ids))
            self._works[row.work] = Work(
                row.work, row.canonical, names, row.current, row.status, row.status_note, row.retired
            )
            for identifier in names:
                self._known[identifier] = self._stored[identifier] = row.work
        columns = [column for column in versions.c if column.name not in ("text", "seal")]
        query = select(*columns, tables.originals.c.format).join_from(versions, tables.originals)
        for row in self._connection.execute(query.where(versions.c.work.in_(numbers)).order_by(versions.c.version)):
            told = json.loads(row.details)
            self._works[row.work].versions.append(
                Version(
                    row.version,
                    row.sha256,
                    row.extent,
                    row.revised,
                    row.status,
                    row.status_note,
                    row.passages,
                    told["kind"],
                    told["design"],
                    told["title"],
                    told.get("published", ""),
                    row.format,
                )
            )
        for row in not_taken_back(self._connection.execute(select(marks).where(marks.c.work.in_(numbers)))):
            self._works[row.work].marks[row.mark] = (Status(row.action), row.because)
        for number in numbers:
            self._gather(self._works[number].ids)
            self._hear(self._works[number], self._works[number].ids)

    def _gather(self, identifiers: Iterable[str]) -> None:
        """Load what notices say about these ids."""
        if not self.state.notices:
            return
        for some in slices(sorted(set(identifiers) - self._heard.keys())):
            self._heard |= {identifier: [] for identifier in some}
            for row in self._connection.execute(select(tables.notices).where(tables.notices.c.id.in_(some))):
                self._heard[row.id].append((Status(row.status), row.note))

    def _hear(self, work: Work, identifiers: Iterable[str]) -> None:
        if self._heard:
            for identifier in identifiers:
                work.noticed = gravest(work.noticed, *self._heard.get(identifier, ()))

    def _write(self) -> None:
        """Send everything gathered to the database, then forget it."""
        connection, rows = self._connection, self._rows
        write_rows(connection, tables.originals, self._originals)
        self._originals = []
        new = [work for work in self._works.values() if work.is_new and not work.is_merged_away]
        write_rows(connection, tables.works, [work_row(work) for work in new])
        for name in ("versions", "passages", "outbox", "marks"):
            write_rows(connection, tables.metadata.tables[name], rows[name])
        self._write_ids()
        for row in dict.fromkeys(rows["notices"]):
            where = [tables.notices.c[name] == value for name, value in zip(("id", "by", "status"), row, strict=False)]
            if connection.execute(select(tables.notices.c.id).where(*where)).first() is None:
                write_rows(connection, tables.notices, [row])
                self.state.notices += 1
        gone = [work.work for work in self._works.values() if work.is_merged_away and not work.is_new]
        for version, number in self._moved_versions.items():
            connection.execute(update(tables.versions).where(tables.versions.c.version == version).values(work=number))
        for number in gone:
            into = self._merged[number]
            while into in self._merged:
                into = self._merged[into]
            connection.execute(update(tables.marks).where(tables.marks.c.work == number).values(work=into))
            connection.execute(tables.works.delete().where(tables.works.c.work == number))
        changed = [
            work for work in self._works.values() if work.is_changed and not work.is_new and not work.is_merged_away
        ]
        if changed:
            names = [column.name for column in tables.works.c if column.name != "work"]
            statement = (
                update(tables.works)
                .where(tables.works.c.work == bindparam("the_work"))
                .values({name: bindparam("new_" + name) for name in names})
            )
            connection.execute(
                statement,
                [
                    {"the_work": work.work}
                    | {"new_" + name: value for name, value in zip(names, work_row(work)[1:], strict=True)}
                    for work in changed
                ],
            )
        self._forget()

    def _write_ids(self) -> None:
        """Bring the ids in the database to what they are now."""
        now, before, column = self._known, self._stored, tables.ids.c.id
        for some in slices([identifier for identifier in before if identifier not in now]):
            self._connection.execute(tables.ids.delete().where(column.in_(some)))
        for identifier, number in now.items():
            if before.get(identifier, number) != number:
                self._connection.execute(update(tables.ids).where(column == identifier).values(work=number))
        fresh = [(identifier, number) for identifier, number in now.items() if identifier not in before]
        write_rows(self._connection, tables.ids, fresh)


def slices(values: list[Any]) -> Iterable[list[Any]]:
    """A long list in pieces that one statement takes."""
    for start in range(0, len(values), _LOOKUP):
        yield values[start : start + _LOOKUP]
