"""
A backup of a library with everything that was published from it, taken while others go on reading and writing.

A backup is a folder that is a library itself, wherever it was taken from: one moment of the database as SQLite, the
head of the audit log at that moment, the accounts of the site, the settings, and a manifest with the SHA-256 of each,
which also says what is secret. The search index is not part of it, because it is made anew from the rest.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, create_engine, insert, inspect, select
from sqlalchemy.pool import StaticPool

from curbside.errors import DamageError, LibraryError
from curbside.library import tables as library_tables
from curbside.library.database import connect, translated
from curbside.library.driver import FILE
from curbside.library.library import Library

from . import accounts, chain, tables
from .chain import Head
from .published import Published
from .upgrade import upgraded

MANIFEST = "manifest.json"
SETTINGS = "settings.toml"
_FILES = (FILE, accounts.FILE, chain.HEAD_FILE, SETTINGS)
_ROWS = 2000
_METADATA = (library_tables.metadata, tables.metadata)


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds."""

    folder: Path
    taken_at: str
    snapshot: str  # of the library, as `curbside status` names it
    sources: int
    entries: int  # of the audit log
    accounts: int  # of the site
    files: dict[str, str]  # SHA-256 by name


def back_up(archive: Published, folder: Path) -> Backup:
    """Write a backup into a new folder; the library can be in use meanwhile."""
    library = archive.library
    _new_folder(folder)
    # Read first: everything that was acknowledged until now has to be in the moment that is copied.
    kept = chain.read_head(archive.head_file)
    with translated(library.location):
        if "://" in library.location:
            _copy_server(library.engine, folder)
        else:
            if (library.folder / accounts.FILE).exists():  # first: whom an account names is in what is copied then
                accounts.copy_file(library.folder / accounts.FILE, folder / accounts.FILE)
            _copy_file(library.folder / FILE, folder / FILE)
    with Library.open(folder, library.settings) as copy:
        head = _head(copy, kept)
        if head.number:
            chain.write_head(folder / chain.HEAD_FILE, head)
        if (library.folder / SETTINGS).exists():
            shutil.copyfile(library.folder / SETTINGS, folder / SETTINGS)
        counts, snapshot = copy.counts(), copy.snapshot()
    for left in (f"{FILE}-wal", f"{FILE}-shm", f"{chain.HEAD_FILE}.lock"):
        (folder / left).unlink(missing_ok=True)
    files = {one: _sha256(folder / one) for one in _FILES if (folder / one).exists()}
    members = accounts.count(folder / accounts.FILE) if accounts.FILE in files else 0
    made = Backup(folder, archive.clock(), snapshot, counts.sources, head.number, members, files)
    _manifest(made)
    _settle(folder)
    return made


def read_backup(folder: Path) -> Backup:
    """What a backup says it holds, each file checked against its SHA-256."""
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = {str(name): str(value) for name, value in told["files"].items()}
        members = int(told.get("accounts", 0))  # older ones had none
        made = Backup(folder, told["taken_at"], told["snapshot"], told["sources"], told["entries"], members, files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise LibraryError(f"{folder} is no backup of Curbside ({error}); give the folder of one.") from error
    for name, sha256 in files.items():
        if name not in _FILES or _sha256(folder / name) != sha256:
            raise DamageError(f"{name} of the backup in {folder} is not what was written; use another backup.")
    return made


def restore(folder: Path, location: str, index: Path | None = None) -> Backup:
    """Put a backup back as a new library: in a folder that is empty, or in a database that has no tables yet."""
    made = read_backup(folder)
    if "://" in location:
        with Library.open(location, index=index) as target:
            if target.counts().sources or Published(target).is_there() or _has_accounts(target):
                raise LibraryError("The database holds a library or accounts already; give an empty one.")
            place = target.folder
            if made.accounts:
                accounts.prepare(location, place)
            with translated(target.location), _of_this_version(folder) as file:
                _fill_server(file, target.engine, folder / accounts.FILE if made.accounts else None)
    else:
        place = Path(location).expanduser()
        _new_folder(place)
        shutil.copyfile(folder / FILE, place / FILE)
        if accounts.FILE in made.files:
            accounts.put_file(folder / accounts.FILE, place / accounts.FILE)
    for name in (chain.HEAD_FILE, SETTINGS):
        if name in made.files:
            shutil.copyfile(folder / name, place / name)
    _settle(place)
    for _ in upgraded(location, index):
        pass
    with Library.open(location, index=index) as restored:
        if restored.snapshot() != made.snapshot:
            raise DamageError("What was restored is not what the backup says it holds; use another backup.")
        if wrong := Published(restored).verify():
            raise DamageError(f"What was restored is not whole: {wrong[0].place}: {wrong[0].problem}.")
    return made


@contextmanager
def _of_this_version(folder: Path) -> Iterator[Path]:
    """The library file of a backup as this version reads it; the backup stays what its manifest says."""
    with tempfile.TemporaryDirectory() as beside:
        for name in (FILE, chain.HEAD_FILE):
            if (folder / name).exists():
                shutil.copyfile(folder / name, Path(beside) / name)
        for _ in upgraded(beside):
            pass
        yield Path(beside) / FILE


def _has_accounts(library: Library) -> bool:
    with library.engine.connect() as connection:
        return accounts.are_there(connection)


def _copy_file(source: Path, target: Path) -> None:
    """One moment of a file that others write to meanwhile."""
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))


def _copy_server(engine: Engine, folder: Path) -> None:
    """One moment of a database server, as a library file."""
    target_engine = connect(str(folder), folder)
    for metadata in _METADATA:
        metadata.create_all(target_engine)
    with (
        engine.connect().execution_options(isolation_level="REPEATABLE READ") as source,
        target_engine.begin() as target,
    ):
        _copy_tables(source, target)
        if accounts.are_there(source):
            accounts.copy_server(source, folder)
    target_engine.dispose()


def _fill_server(file: Path, engine: Engine, members: Path | None) -> None:
    """Every row of a library file and of a file of accounts, in a database server; all of them or none."""
    # Opened so that nothing can be written to it: the backup stays what its manifest says.
    place = f"file:{file}?mode=ro&immutable=1"
    source_engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(place, uri=True), poolclass=StaticPool)
    with source_engine.connect() as source, engine.begin() as target:
        tables.metadata.create_all(target)
        for table in reversed(_tables()):
            target.execute(table.delete())
        _copy_tables(source, target)
        if members:
            accounts.fill_server(members, target)
    source_engine.dispose()


def _copy_tables(source: Connection, target: Connection) -> None:
    there = set(inspect(source).get_table_names())
    for table in _tables():
        if table.name in there:
            _copy_rows(source, table, target)


def _copy_rows(source: Connection, table: Table, target: Connection) -> None:
    rows = source.execution_options(yield_per=_ROWS).execute(select(table))
    for part in rows.partitions(_ROWS):
        target.execute(insert(table), [dict(row._mapping) for row in part])


def _tables() -> list[Table]:
    return [table for metadata in _METADATA for table in metadata.sorted_tables]


def _head(copy: Library, kept: Head | None) -> Head:
    """The end of the log that was copied, which has to reach what was kept outside before."""
    published = Published(copy)
    with published.moment() as connection:
        if connection is None:
            if kept:
                raise DamageError(
                    "The head of an audit log was kept, and the library has no archive; see curbside doctor."
                )
            return Head(0, "")
        row = connection.execute(select(tables.archive.c.last, tables.archive.c.head)).one()
        head = Head(row.last, row.head)
        chain.check_head(connection, head, kept)
        return head


def _new_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        is_empty = not any(folder.iterdir())
    except OSError as error:
        raise LibraryError(f"The folder {folder} cannot be made or read ({error.strerror}).") from error
    if not is_empty:
        raise LibraryError(f"The folder {folder} is not empty; nothing is written over. Give a new one.")


def _settle(folder: Path) -> None:
    """Have every file of a folder on the disk before anybody is told that it is there."""
    for file in (*(one for one in folder.iterdir() if one.is_file()), *([folder] if sys.platform != "win32" else [])):
        handle = os.open(file, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _manifest(made: Backup) -> None:
    told = {
        "taken_at": made.taken_at,
        "snapshot": made.snapshot,
        "sources": made.sources,
        "entries": made.entries,
        "accounts": made.accounts,
        "files": made.files,
        "secret": {accounts.FILE: accounts.HELD} if accounts.FILE in made.files else {},
    }
    (made.folder / MANIFEST).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise DamageError(f"{path} cannot be read ({error.strerror}); use another backup.") from error
