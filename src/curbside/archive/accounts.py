"""
The site's accounts in a backup: who may log in as whom, with password hashes and the secrets of second factors.

A library in a folder has them in a file beside it, one on a server in tables of the same database. A backup always has
the file, readable by its owner alone. The tables are the site's own business: where some have to be made, the site is asked
to, in a process of its own, and rows are carried over by the names of tables and columns. Sessions, and what only
passes through, stay behind: no backup is good for entering as somebody, and none holds what was asked.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    DateTime,
    MetaData,
    Table,
    create_engine,
    func,
    inspect,
    select,
    text,
)
from sqlalchemy.pool import NullPool

from curbside.errors import LibraryError
from curbside.library.database import reading
from curbside.library.library import Library

FILE = "accounts.sqlite3"
HELD = "hashes of passwords, secrets of second factors, recovery codes"
_ACCOUNTS, _SESSIONS, _STEPS = "newsroom_account", "django_session", "django_migrations"
#: How the names begin of what is kept; the rest counts attempts or passes questions on.
KEPT = ("account_", "auth_", "django_", "mfa_", "newsroom_", "socialaccount_")
_PREPARE = "import django; django.setup(); from curbside_web.newsroom.opening import prepare; prepare()"
_ROWS = 2000


def prepare(location: str, folder: Path) -> None:
    """Let the site make its tables for a library, or bring them up to this version."""
    told = {
        "CURBSIDE_LIBRARY": location,
        "CURBSIDE_INDEX": str(folder),
        "CURBSIDE_SITE_SECRET": secrets.token_hex(),  # for this process alone, instead of a file
        "DJANGO_SETTINGS_MODULE": "curbside_web.configuration",
    }
    done = subprocess.run(  # noqa: S603  # this very program
        [sys.executable, "-c", _PREPARE], env={**os.environ, **told}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        why = (done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"])[-1]
        raise LibraryError(f"The tables of accounts could not be made ({why}); the site needs: curbside[web]")


def bring_up(location: str, index: str | Path | None = None) -> None:
    """Bring accounts up to this version of the site, where there are any."""
    with Library.open(location, index=index) as library:
        if "://" not in library.location:
            has_any = (library.folder / FILE).exists()
        else:
            with reading(library.engine, library.location) as connection:
                has_any = are_there(connection)
        if has_any:
            prepare(library.location, library.folder)


def are_there(connection: Connection) -> bool:
    """Whether a database has accounts."""
    if not inspect(connection).has_table(_ACCOUNTS):
        return False
    return connection.exec_driver_sql("SELECT 1 FROM newsroom_account LIMIT 1").first() is not None


def count(file: Path) -> int:
    """How many accounts a file holds."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as connection:
        there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (_ACCOUNTS,)).fetchone()
        return int(connection.execute("SELECT count(*) FROM newsroom_account").fetchone()[0]) if there else 0


def copy_file(source: Path, target: Path) -> None:
    """One moment of the file, without sessions, while the site is in use."""
    _for_its_owner(target)
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    with closing(sqlite3.connect(target, isolation_level=None)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            if name == _SESSIONS or not name.startswith((*KEPT, "sqlite_")):
                connection.execute(f'DELETE FROM "{name}"')  # noqa: S608  # a name that the file gave
        connection.execute("VACUUM")  # nothing of them is left in free pages


def put_file(source: Path, target: Path) -> None:
    """The file of a backup, in a new place."""
    _for_its_owner(target)
    target.write_bytes(source.read_bytes())


def copy_server(source: Connection, folder: Path) -> None:
    """The accounts of a database server, as of the moment that the connection sees, as a file in a folder."""
    file = folder / FILE
    _for_its_owner(file)
    prepare(str(folder), folder)
    target = create_engine(f"sqlite:///{file}", poolclass=NullPool)
    with target.begin() as connection:
        _carry(source, connection)
    target.dispose()
    for left in ("-wal", "-shm"):
        (folder / f"{FILE}{left}").unlink(missing_ok=True)


def fill_server(file: Path, target: Connection) -> None:
    """The accounts of a file, in the tables that the site has made on a server."""
    source = create_engine(f"sqlite:///file:{file}?mode=ro&immutable=1&uri=true", poolclass=NullPool)
    with source.connect() as connection:
        _carry(connection, target)
    source.dispose()
    for table in _reflected(target).values():
        for column in table.primary_key.columns:
            if column.autoincrement is True or column.identity or column.server_default is not None:
                last = select(func.max(column)).scalar_subquery()
                sequence = func.pg_get_serial_sequence(table.name, column.name)
                target.execute(select(func.setval(sequence, last)).where(select(column).exists()))


def _carry(source: Connection, target: Connection) -> None:
    """Every row but those of sessions, in place of what the tables were made with."""
    ours, theirs = _reflected(target), _reflected(source)
    known, found = (
        {tuple(row) for row in connection.execute(text("SELECT app, name FROM django_migrations"))}
        for connection in (target, source)
    )
    if known != found:
        raise LibraryError(
            "The accounts were kept by another version of the site; run curbside migrate where they are, and again here."
        )
    copied = [table for table in ours.values() if table.name not in {_SESSIONS, _STEPS}]
    for table in reversed(copied):
        target.execute(table.delete())
    for table in copied:
        rows = source.execution_options(yield_per=_ROWS).execute(select(theirs[table.name]))
        for part in rows.partitions(_ROWS):
            made = [{c.name: _fitting(row._mapping[c.name], c) for c in table.columns} for row in part]
            target.execute(table.insert(), made)


def _reflected(connection: Connection) -> dict[str, Table]:
    """The site's tables, each after those it refers to."""
    metadata = MetaData()
    metadata.reflect(connection, only=lambda name, _: name.startswith(KEPT))
    return {table.name: table for table in metadata.sorted_tables}


def _fitting(value: Any, column: Column[Any]) -> Any:
    """A value as the other engine keeps it: times in UTC, JSON as text."""
    if isinstance(value, datetime):
        has_zone = isinstance(column.type, DateTime) and column.type.timezone
        aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return aware if has_zone else aware.replace(tzinfo=None)
    if isinstance(column.type, JSON):
        return json.loads(value) if isinstance(value, str) else value
    if isinstance(column.type, Boolean):
        return None if value is None else bool(value)
    return json.dumps(value) if isinstance(value, dict | list) else value


def _for_its_owner(file: Path) -> None:
    """An empty file that nobody else can read, to be written to."""
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
