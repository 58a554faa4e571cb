"""
How a library and its archive that an older Curbside wrote are brought up to this version.

The steps of the archive stand here with the tables as they were then, in words of their own: `tables` goes on changing,
and a step must do tomorrow what it does today. Each is an entry of the audit log, which is checked before it is
written on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Engine, Integer, MetaData, Table, Text, func, select, update

from curbside.answers.digest import canonical
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
from .records import article_print
from .requests import forget


def _requests(connection: Connection) -> None:
    """Archives of the first days have no table for requests, later ones of the same number have it."""
    Table(
        "requests",
        MetaData(),
        Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
        Column("is_open", Integer, nullable=False),
        Column("body", Text, nullable=False),
    ).create(connection, checkfirst=True)


#: Of a request: what its reader wrote, and what tells of it.
_WORDS = ("question", "text", "answer", "secret")


def _erased(connection: Connection) -> None:
    """
    What readers wrote in requests, and in reports within articles, that were closed before closing erased it.

    Reports that nobody had answered become requests, which is where problems are looked after since. What the log says
    of the values before stays as it was: it names their hashes alone.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")  # what is erased leaves no bytes in its page
    metadata = MetaData()
    number = BigInteger().with_variant(Integer, "sqlite")
    requests = Table(
        "requests",
        metadata,
        Column("number", number, primary_key=True),
        Column("is_open", Integer),
        Column("body", Text),
    )
    articles = Table("articles", metadata, Column("slug", Text, primary_key=True), Column("body", Text))
    at = stamp(datetime.now(UTC))

    def written(body: dict[str, Any]) -> str:
        return canonical(body).decode("utf-8")

    def note(action: str, subject: str, left: str, **what: Any) -> None:
        row = connection.execute(select(tables.archive.c.last, tables.archive.c.head)).one()
        event = Event(action, subject, PROGRAM.id, at, what=what)
        chain.append(connection, Head(row.last, row.head), event, left)

    for row in connection.execute(select(requests).where(requests.c.is_open == 0).order_by(requests.c.number)).all():
        kept = json.loads(row.body)
        if any(kept.get(name) for name in _WORDS):
            body = written({name: "" if name in _WORDS else value for name, value in kept.items()})
            connection.execute(update(requests).where(requests.c.number == row.number).values(body=body))
            note("erase", f"request:{row.number}", chain.fingerprint(body))
    last = connection.execute(select(func.max(requests.c.number))).scalar() or 0
    for row in connection.execute(select(articles).order_by(articles.c.slug)).all():
        kept = json.loads(row.body)
        if not kept.get("reports"):
            continue
        reports = kept.pop("reports")
        body = written(kept)
        connection.execute(update(articles).where(articles.c.slug == row.slug).values(body=body))
        note("erase", row.slug, article_print(connection, row.slug, body))
        for report in reports:
            if report.get("answer"):
                continue
            last += 1
            asked = {name: report[name] for name in ("at", "text", "edition", "claim")}
            made = {"number": last, "kind": "problem", "article": row.slug, "secret": token_hex(16), **asked}
            body = written(made)
            connection.execute(requests.insert().values(number=last, is_open=1, body=body))
            note("request", f"request:{last}", chain.fingerprint(body), kind="problem", article=row.slug)


#: By the schema that each starts from.
STEPS: dict[int, Step] = {
    1: Step("keep what readers ask the board for", _requests),
    2: Step("erase what readers wrote in requests that were closed", _erased),
}


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
    if heads:
        _sweep(library.engine)


def _sweep(engine: Engine) -> None:
    """Leave nothing of what a step erased in free pages or in the write-ahead log of a library folder."""
    with engine.connect() as connection:
        has_erased = connection.execute(
            select(tables.audit.c.number).where(tables.audit.c.action == "erase").limit(1)
        ).first()
        if has_erased and connection.dialect.name == "sqlite":
            connection.rollback()
            # Beneath SQLAlchemy, which would begin a transaction: neither is done inside of one.
            cursor = connection.connection.cursor()
            cursor.execute("VACUUM")
            cursor.close()
    forget(engine)


def _has_archive(library: Library) -> bool:
    """Whether anything was ever archived; tables alone say nothing, a backup makes them too."""
    if not tables.exist(library.engine, library.location):
        return False
    with reading(library.engine, library.location) as connection:
        rows = (
            connection.execute(select(one).limit(1)).first() for one in (tables.archive.c.id, tables.audit.c.number)
        )
        return any(row is not None for row in rows)
