"""
Reading for an answer: one moment of the library at a time, in plain SQL over the driver.

What an answer needs is a handful of statements (`lookup`), so a folder is read with the standard library alone. What
writes, what lists and what checks goes through SQLAlchemy (`database`), which takes longer to import than a question
takes to answer and is imported on first use; a database server is reached through it for reading too.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from curbside.errors import LibraryError

from .driver import explained, opened

if TYPE_CHECKING:
    from sqlalchemy import Engine

#: Threads that may read one library at once, and how long another one waits for its turn.
MOST_READERS, PATIENCE_SECONDS = 32, 30.0

Rows = list[tuple[Any, ...]]


class Moment(NamedTuple):
    """One moment of the library: what is read through it belongs together."""

    rows: Callable[..., Rows]  # (statement, *parameters), in the words of the driver
    is_server: bool = False  # PostgreSQL, whose parameters and lists are written otherwise


class Reads(Protocol):
    """The connections of one library for reading, each used by one thread at a time."""

    def has_tables(self) -> bool:
        """Whether anything was ever written here."""
        ...

    def moment(self) -> AbstractContextManager[Moment]:
        """One moment of the library."""
        ...

    def single(self, statement: str) -> Rows:
        """The rows of one statement that stands alone and has no parameters."""
        ...

    def close(self) -> None:
        """Close the connections."""
        ...


class FileReads:
    """Reads the file of a library folder."""

    def __init__(self, path: Path, place: str) -> None:
        self._path = path
        self._place = place
        self._idle: list[sqlite3.Connection] = []
        self._room = BoundedSemaphore(MOST_READERS)

    def has_tables(self) -> bool:
        """Whether anything was ever written here."""
        return bool(self.single("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'state'"))

    @contextmanager
    def moment(self) -> Iterator[Moment]:
        """One moment of the library."""
        with self._connection() as connection:
            connection.execute("BEGIN")
            yield Moment(lambda statement, *parameters: connection.execute(statement, parameters).fetchall())
            connection.execute("ROLLBACK")

    def single(self, statement: str) -> Rows:
        """The rows of one statement; one needs no transaction, which would take most of the time."""
        with self._connection() as connection:
            return connection.execute(statement).fetchall()

    def close(self) -> None:
        """Close the connections."""
        while self._idle:
            self._idle.pop().close()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        if not self._room.acquire(timeout=PATIENCE_SECONDS):
            raise LibraryError(f"The library at {self._place} has too many readers at once; try again in a moment.")
        connection = None
        try:
            try:
                connection = self._idle.pop()
            except IndexError:
                connection = opened(self._path)
            yield connection
        except BaseException as error:
            # In what state an error leaves a connection is not ours to guess.
            if connection is not None:
                connection.close()
            if isinstance(error, sqlite3.Error):
                raise explained(error, self._place) from error
            raise
        else:
            self._idle.append(connection)
        finally:
            self._room.release()


class ServerReads:
    """Reads a database server."""

    def __init__(self, engine: Engine, place: str) -> None:
        self._engine = engine
        self._place = place

    def has_tables(self) -> bool:
        """Whether anything was ever written here."""
        return bool(self.single("SELECT to_regclass('state') IS NOT NULL")[0][0])

    @contextmanager
    def moment(self) -> Iterator[Moment]:
        """One moment of the library."""
        from .database import reading

        with reading(self._engine, self._place) as connection:

            def rows(statement: str, *parameters: Any) -> Rows:
                return [tuple(row) for row in connection.exec_driver_sql(statement, parameters).fetchall()]

            yield Moment(rows, is_server=True)

    def single(self, statement: str) -> Rows:
        """The rows of one statement."""
        with self.moment() as moment:
            return moment.rows(statement)

    def close(self) -> None:
        """The engine is closed by whoever made it."""
