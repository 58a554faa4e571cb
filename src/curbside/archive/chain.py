"""
The audit log: every entry carries the hash of the one before, and the last hash is kept outside the database too.

A chain alone shows what was changed in its middle, not that its end was cut off; the head in a file of its own does.
The file is written before anyone is told that the work is done. Keep a copy of it where whoever can write to the
database cannot.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, update

from curbside.answers.digest import canonical
from curbside.articles.event import Event
from curbside.errors import DamageError, LibraryError

from . import tables
from .values import plain

HEAD_FILE = "audit-head.json"
#: What an entry about the tables themselves is about.
SCHEMA_SUBJECT = "archive:schema"
#: What an entry about somebody's account is about, with the person's id behind it.
ACCOUNT_SUBJECT = "account:"
#: What an entry about a long job is about, with its number behind it.
JOB_SUBJECT = "job:"
#: What an entry leaves that is about what the archive does not keep: an account, a job, a source, a drug.
NOTHING = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log: what happened, what it left behind, and its place in the chain."""

    number: int
    event: Event
    left: str  # SHA-256 of the subject's value after it
    before: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain as it was last told to somebody."""

    number: int
    hash: str


def fingerprint(text: str) -> str:
    """SHA-256 (hex) of a stored value."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def append(connection: Connection, head: Head, event: Event, left: str) -> Head:
    """Write the entry that follows a head, inside the transaction of what it is about; returns the new head."""
    number, body = head.number + 1, canonical(plain(event)).decode("utf-8")
    made = hash_of(number, head.hash, body, left)
    connection.execute(
        tables.audit.insert().values(
            number=number,
            subject=event.subject,
            action=event.action,
            by=event.by,
            at=event.at,
            body=body,
            left=left,
            before=head.hash,
            hash=made,
        )
    )
    connection.execute(update(tables.archive).where(tables.archive.c.id == 1).values(last=number, head=made))
    return Head(number, made)


def check_head(connection: Connection, told: Head, kept: Head | None) -> None:
    """Refuse to go on from an end of the chain that is not there, or that is not the one kept outside."""
    for head in filter(None, (told, kept)):
        if not head.number and not head.hash:
            continue
        found = connection.execute(select(tables.audit.c.hash).where(tables.audit.c.number == head.number)).scalar()
        if found != head.hash or head.number > told.number:
            raise DamageError(
                f"The audit log does not reach entry {head.number} as it was kept; nothing is written over it. "
                "Run: curbside doctor, and restore the library from a backup."
            )


def hash_of(number: int, before: str, body: str, left: str) -> str:
    """What an entry's hash has to be."""
    return hashlib.sha256("\x1f".join((str(number), before, body, left)).encode("utf-8")).hexdigest()


def last_number(connection: Connection) -> int:
    """How many entries the log has: one short query, which tells whether anything changed."""
    return int(connection.exec_driver_sql("SELECT last FROM archive").scalar_one())


def entries(connection: Connection, after: int = 0, subject: str = "", limit: int | None = None) -> Iterator[Entry]:
    """Entries in order, as stored."""
    query = select(tables.audit).where(tables.audit.c.number > after).order_by(tables.audit.c.number)
    if subject:
        query = query.where(tables.audit.c.subject == subject)
    for row in connection.execute(query.limit(limit) if limit else query):
        yield entry_of(row)


def entry_of(row: Any) -> Entry:
    """An entry from its row."""
    return Entry(row.number, Event(**json.loads(row.body)), row.left, row.before, row.hash)


def read_head(path: Path) -> Head | None:
    """The head that was kept, or None when none ever was."""
    if not path.exists():
        return None
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Head(int(kept["number"]), str(kept["hash"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LibraryError(
            f"The head of the audit log at {path} cannot be read ({error}); put back the copy you kept of it."
        ) from error


def write_head(path: Path, head: Head) -> None:
    """Keep the head, whole or not at all; an older one never replaces a newer one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _alone(path.with_name(f"{path.name}.lock")):
            kept = read_head(path)
            if kept is None or kept.number < head.number:
                _replace(path, json.dumps({"number": head.number, "hash": head.hash}) + "\n")
    except OSError as error:
        raise LibraryError(
            f"The head of the audit log cannot be written to {path} ({error.strerror}). What was done is kept; make room "
            "or set the right permissions, then run: curbside doctor"
        ) from error


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One at a time, in this process and any other on this machine; the lock ends with whoever holds it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _replace(path: Path, text: str) -> None:
    beside = path.with_name(f"{path.name}.new")
    with open(beside, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(beside, path)
    if sys.platform != "win32":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
