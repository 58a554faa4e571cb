"""
The file that holds a library: how it is opened, and what its errors mean to a person.

SQLite runs in write-ahead mode with synchronous FULL: a commit is on the disk before anyone is told of it. Adding
commits a few times a second at most, so the price of FULL is not felt.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from curbside.errors import DamageError, LibraryError

FILE = "library.sqlite"
#: How long a statement waits for another program that is writing.
STEP_SECONDS = 2


def opened(path: Path) -> sqlite3.Connection:
    """A connection to the file, which is made when missing; where it cannot be written, one that only reads."""
    writable = _writable(path)
    query = "" if writable else "?mode=ro" if _has_write_ahead(path) else "?immutable=1"
    connection = sqlite3.connect(
        f"file:{_quoted(path)}{query}", uri=True, timeout=STEP_SECONDS, isolation_level=None, check_same_thread=False
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


def _writable(path: Path) -> bool:
    """Whether the folder takes new files, which write-ahead mode needs."""
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def _has_write_ahead(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _quoted(path: Path) -> str:
    return str(path.resolve()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


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
