"""
What a day's questions took: requests, tokens and cost, for all processes of a library together.

One row a day in a small SQLite file; no text, no person, no time of day. What a request may take at most is booked before it
is made and corrected after it, so that many at once cannot go past a limit together, and one that a crash ended stays booked.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from .writer import Fault, WriterError

#: The file's name in the folder of a library.
NAME = "writer.sqlite"
_KEPT_DAYS = 400
_LOCK_SECONDS = 2.0
_TABLE = (
    "CREATE TABLE IF NOT EXISTS day (day TEXT PRIMARY KEY, requests INTEGER NOT NULL, tokens_in INTEGER NOT NULL,"
    " tokens_out INTEGER NOT NULL, cost REAL NOT NULL) STRICT"
)
_ADD = (
    "INSERT INTO day VALUES (?, ?, ?, ?, ?) ON CONFLICT (day) DO UPDATE SET requests = requests + excluded.requests,"
    " tokens_in = tokens_in + excluded.tokens_in, tokens_out = tokens_out + excluded.tokens_out, cost = cost + excluded.cost"
)


@dataclass(frozen=True, slots=True)
class Spent:
    """What was used up; of one request, of an answer, or of a day."""

    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0

    @property
    def tokens(self) -> int:
        """Tokens of prompts and replies together."""
        return self.tokens_in + self.tokens_out

    def plus(self, other: Spent) -> Spent:
        """Both together."""
        return Spent(
            self.requests + other.requests,
            self.tokens_in + other.tokens_in,
            self.tokens_out + other.tokens_out,
            self.cost + other.cost,
        )

    def minus(self, other: Spent) -> Spent:
        """What stays when the other is taken off."""
        return self.plus(Spent(-other.requests, -other.tokens_in, -other.tokens_out, -other.cost))


class Ledger:
    """Counts in one file; a limit of 0 is none."""

    def __init__(self, folder: Path, day_tokens: int = 0, day_cost: float = 0.0) -> None:
        self._path, self._day_tokens, self._day_cost = folder / NAME, day_tokens, day_cost

    def book(self, most: Spent) -> str:
        """Book what a request may take at most; returns the day that it counts for, or refuses it."""
        day = f"{datetime.now(UTC):%Y-%m-%d}"
        try:
            with self._opened() as connection:
                connection.execute("BEGIN IMMEDIATE")
                whole = _of(connection, day).plus(most)
                if self._day_tokens and whole.tokens > self._day_tokens:
                    raise WriterError(
                        Fault.LIMIT,
                        "The tokens of the day are used up; raise writer_day_tokens or wait for tomorrow (UTC).",
                    )
                if self._day_cost and whole.cost > self._day_cost:
                    raise WriterError(
                        Fault.LIMIT,
                        "The money of the day is used up; raise writer_day_cost or wait for tomorrow (UTC).",
                    )
                _add(connection, day, most)
                oldest = f"{datetime.now(UTC) - timedelta(days=_KEPT_DAYS):%Y-%m-%d}"
                connection.execute("DELETE FROM day WHERE day < ?", (oldest,))
                connection.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            if self._day_tokens or self._day_cost:
                raise WriterError(
                    Fault.LIMIT, f"{self._path} cannot be written, so the limits of the day cannot be kept."
                ) from error
        return day

    def correct(self, day: str, most: Spent, taken: Spent) -> None:
        """Put what a request took in place of what was booked for it."""
        try:
            with self._opened() as connection:
                connection.execute("BEGIN IMMEDIATE")
                _add(connection, day, taken.minus(most))
                connection.execute("COMMIT")
        except (sqlite3.Error, OSError):
            return  # what was booked stands, which is more

    def today(self) -> Spent:
        """What was used up today."""
        if not self._path.exists():
            return Spent()
        try:
            with self._opened() as connection:
                return _of(connection, f"{datetime.now(UTC):%Y-%m-%d}")
        except (sqlite3.Error, OSError):
            return Spent()

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=_LOCK_SECONDS, isolation_level=None)) as connection:
            connection.execute(_TABLE)
            yield connection


def _of(connection: sqlite3.Connection, day: str) -> Spent:
    found = connection.execute("SELECT requests, tokens_in, tokens_out, cost FROM day WHERE day = ?", (day,)).fetchone()
    return Spent(*found) if found else Spent()


def _add(connection: sqlite3.Connection, day: str, spent: Spent) -> None:
    connection.execute(_ADD, (day, spent.requests, spent.tokens_in, spent.tokens_out, spent.cost))
