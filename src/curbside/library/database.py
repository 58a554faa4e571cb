"""
The library through SQLAlchemy: for what writes, lists and checks, and for a database server.

Another program that is writing makes us wait, first silently, then with a message, and in the end with an error that
says so. What an answer reads goes through `reads`, so that asking need not import all this.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, insert
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import QueuePool

from curbside.errors import LibraryError, without_password

from .driver import FILE, explained, opened

PATIENCE_SECONDS = 60.0

_log = logging.getLogger("curbside.library")


def connect(location: str, folder: Path) -> Engine:
    """An engine for a library folder, or for a PostgreSQL URL."""
    if "://" in location:
        try:
            return create_engine(location, pool_pre_ping=True)
        except (SQLAlchemyError, ValueError, ImportError) as error:
            raise LibraryError(
                f"No library can be kept at {location}; write postgresql://NAME:PASSWORD@HOST:PORT/DATABASE, with what is "
                "special in a name or password in its percent form, and install curbside[postgres]."
            ) from error
    path = folder / FILE
    engine = create_engine("sqlite://", creator=lambda: opened(path), poolclass=QueuePool, pool_size=8, max_overflow=24)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


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
                    _log.warning(
                        "Waiting for another program that is writing to the library at %s.", without_password(place)
                    )
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
