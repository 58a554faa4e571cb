"""
How a library and its archive that an older Curbside wrote are brought up to this version.

The steps of the archive stand here with the tables as they were then, in words of their own: `tables` goes on changing,
and a step must do tomorrow what it does today. Each is an entry of the audit log, which is checked before it is
written on.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import BigInteger, Column, Connection, Integer, MetaData, Table, Text, select, update

from curbside.articles.days import stamp
from curbside.articles.event import Event
from curbside.articles.person import PROGRAM
from curbside.errors import LibraryError
from curbside.library import tables as library_tables
from curbside.library.database import reading, translated
from curbside.library.library import Library
from curbside.library.upgrade import Part, Step, Upgraded, upgrade

from . import chain, tables
from .chain import Head


def _requests(connection: Connection) -> None:
    """Archives of the first days have no table for requests, later ones of the same number have it."""
    Table(
        "requests",
        MetaData(),
        Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
        Column("is_open", Integer, nullable=False),
        Column("body", Text, nullable=False),
    ).create(connection, checkfirst=True)


#: By the schema that each starts from.
STEPS: dict[int, Step] = {1: Step("keep what readers ask the board for", _requests)}


def upgraded(location: str, index: str | Path | None = None) -> Iterator[Upgraded]:
    """Bring the library at a folder or URL up to this version, step by step; each is kept before it is told."""
    library = Library.at(location, index=index)
    try:
        with translated(library.location):
            if not library.is_there():
                raise LibraryError(f"There is no library at {library.location}; nothing was upgraded.")
            yield from upgrade(library_tables.PART, library.engine, library.location)
            if _has_archive(library):
                yield from _archive(library)
    finally:
        library.close()


def _archive(library: Library) -> Iterator[Upgraded]:
    told = library.settings.audit_head
    head_file = Path(told).expanduser() if told else library.folder / chain.HEAD_FILE
    heads: list[Head] = []

    def note(connection: Connection, schema: int) -> None:
        row = connection.execute(select(tables.archive.c.last, tables.archive.c.head)).one()
        before = Head(row.last, row.head)
        chain.check_head(connection, before, chain.read_head(head_file))
        event = Event("upgrade", chain.SCHEMA_SUBJECT, PROGRAM.id, stamp(datetime.now(UTC)), what={"schema": schema})
        heads.append(chain.append(connection, before, event, chain.fingerprint(str(schema))))
        connection.execute(update(tables.archive).where(tables.archive.c.id == 1).values(schema=schema))

    part = Part("archive", tables.archive.name, tables.SCHEMA, STEPS, note)
    for done in upgrade(part, library.engine, library.location):
        chain.write_head(head_file, heads[-1])
        yield done


def _has_archive(library: Library) -> bool:
    """Whether anything was ever archived; tables alone say nothing, a backup makes them too."""
    if not tables.exist(library.engine, library.location):
        return False
    with reading(library.engine, library.location) as connection:
        rows = (
            connection.execute(select(one).limit(1)).first() for one in (tables.archive.c.id, tables.audit.c.number)
        )
        return any(row is not None for row in rows)
