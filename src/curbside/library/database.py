"""
The connection to the record of truth, and what its errors mean to a person.

SQLite runs in write-ahead mode with synchronous FULL: a commit is on the disk before anyone is told of it. Adding
commits a few times a second at most, so the price of FULL is not felt. Another program that is writing makes us
wait, first silently, then with a message, and in the end with an error that says so.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, insert
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import QueuePool

from curbside.errors import DamageError, LibraryError

FILE = "library.sqlite"
PATIENCE_SECONDS = 60.0
_STEP_SECONDS = 2

_log = logging.getLogger("curbside.library")


def connect(location: str, folder: Path) -> Engine:
    """An engine for a library folder, or for a PostgreSQL URL."""
    if "://" in location:
        return create_engine(location, pool_pre_ping=True)
    path = folder / FILE
    writable = _writable(path)
    query = "" if writable else "?mode=ro" if _has_write_ahead(path) else "?immutable=1"

    def opened() -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"file:{_quoted(path)}{query}",
            uri=True,
            timeout=_STEP_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        if writable:
            connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA cache_size=-32768")
        connection.execute("PRAGMA temp_store=MEMORY")
        connection.execute("PRAGMA journal_size_limit=33554432")
        connection.execute("PRAGMA cell_size_check=ON")
        connection.execute("PRAGMA trusted_schema=OFF")
        return connection

    engine = create_engine("sqlite://", creator=opened, poolclass=QueuePool, pool_size=8, max_overflow=24)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _writable(path: Path) -> bool:
    """Whether the folder takes new files, which write-ahead mode needs."""
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def _has_write_ahead(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _quoted(path: Path) -> str:
    return str(path.resolve()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


@contextmanager
def reading(engine: Engine, place: str) -> Iterator[Connection]:
    """A connection that sees one moment of the library."""
    with translated(place), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine, place: str) -> Iterator[Connection]:
    """A transaction that holds the one writer's place; all of it is kept, or nothing."""
    with translated(place), _write_connection(engine, place) as connection:
        yield connection


@contextmanager
def _write_connection(engine: Engine, place: str) -> Iterator[Connection]:
    with engine.connect().execution_options(writes=True) as connection:
        began = time.monotonic()
        told = False
        while True:
            try:
                transaction = connection.begin()
                break
            except OperationalError as error:
                if "locked" not in str(error.orig):
                    raise
                waited = time.monotonic() - began
                if waited >= PATIENCE_SECONDS:
                    raise LibraryError(
                        f"Another program has been writing to the library at {place} for {waited:.0f} s; "
                        "run this again when it has finished."
                    ) from error
                if not told:
                    _log.warning("Waiting for another program that is writing to the library at %s.", place)
                    told = True
        with transaction:
            yield connection


@contextmanager
def translated(place: str) -> Iterator[None]:
    """Turn a database error into a sentence for the person who can act."""
    try:
        yield
    except PoolTimeoutError as error:
        raise LibraryError(f"The library at {place} has too many readers at once; try again in a moment.") from error
    except (DBAPIError, sqlite3.Error) as error:
        raise explained(error, place) from error


def explained(error: Exception, place: str) -> LibraryError:
    """The LibraryError (or DamageError) that says what a database error means."""
    cause = getattr(error, "orig", None) or error
    words = str(cause)
    if "full" in words:
        return LibraryError(
            f"The disk that holds the library at {place} is full; nothing of this step was kept. "
            "Make room, then run the same command again."
        )
    if "readonly" in words or "read-only" in words:
        return LibraryError(f"The library at {place} cannot be written to; check the permissions of its folder.")
    if "locked" in words:
        return LibraryError(
            f"Another program is writing to the library at {place}; run this again when it has finished."
        )
    if any(sign in words for sign in ("malformed", "not a database", "corrupt", "decode", "UTF-8")):
        return DamageError(
            f"The library file {place}/{FILE} is damaged ({words.rstrip('.')}); run: curbside doctor, "
            "and restore it from a backup or add its files again to a new folder."
        )
    if "disk I/O" in words:
        return LibraryError(
            f"The disk refused to read or write {place}/{FILE} ({words.rstrip('.')}); nothing of this step was kept. "
            "Make sure that the disk has room and is healthy, then run: curbside doctor"
        )
    if "unable to open" in words or "no such table" in words:
        return LibraryError(
            f"The library at {place} cannot be opened ({words.rstrip('.')}); check that the folder is whole."
        )
    return LibraryError(f"The library at {place} could not be used: {words.splitlines()[0] if words else cause!r}.")


def write_rows(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows given in the order of the table's columns, as fast as the driver can."""
    if not rows:
        return
    statement, positional = _insertion(table, connection.dialect.name, connection.dialect)
    if positional:
        connection.exec_driver_sql(statement, list(rows))
    else:
        names = [column.name for column in table.columns]
        connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])


@cache
def _insertion(table: Table, name: str, dialect: Any) -> tuple[str, bool]:
    # One compiled statement and plain tuples: building a dictionary for each passage costs more than storing it.
    compiled = insert(table).compile(dialect=dialect)
    return str(compiled), name == "sqlite"
