"""
What an older Curbside wrote (schema 1, by `scripts/write_old_library.py`), in a folder or on a server; and further steps,
so that an upgrade is long enough to be killed in the middle of.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing.connection
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, MetaData, create_engine, insert, select, text
from sqlalchemy.pool import StaticPool

from curbside.archive import tables, upgrade
from curbside.library import tables as library_tables
from curbside.library.library import Library
from curbside.library.upgrade import Part, Step

HERE = Path(__file__).parent
URL = os.environ.get("CURBSIDE_TEST_POSTGRES", "")
needs_server = pytest.mark.skipif(
    not URL, reason="no PostgreSQL to test with (set CURBSIDE_TEST_POSTGRES to the URL of an empty database)"
)
#: Tables of their own, so that other tests can use the same database at the same time.
PLACE = "older_test"
METADATA = (library_tables.metadata, tables.metadata)
SQL = (HERE / "schema_1.sql").read_text(encoding="utf-8")


@contextmanager
def empty(name: str) -> Iterator[str]:
    """An empty place on the database server."""
    engine = create_engine(URL.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(text(f'DROP SCHEMA IF EXISTS "{name}" CASCADE'))
        connection.execute(text(f'CREATE SCHEMA "{name}"'))
    try:
        yield f"{URL}?options=-csearch_path%3D{name}"
    finally:
        with engine.begin() as connection:
            connection.execute(text(f'DROP SCHEMA "{name}" CASCADE'))
        engine.dispose()


def folder(place: Path) -> Path:
    """The older library in a new folder, with the head of its log."""
    place.mkdir()
    with closing(sqlite3.connect(place / "library.sqlite")) as connection:
        connection.executescript(SQL)
    _head(place)
    return place


def _head(place: Path) -> None:
    told = re.search(r"audit-head.json: (.*)", SQL)
    assert told
    (place / "audit-head.json").write_text(told[1], encoding="utf-8")


@contextmanager
def server(place: Path) -> Iterator[str]:
    """The older library on a database server, with the head of its log in a folder beside."""
    with empty(PLACE) as url:
        engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
        with engine.begin() as connection, closing(sqlite3.connect(":memory:", check_same_thread=False)) as kept:
            connection.exec_driver_sql((HERE / "schema_1.postgres.sql").read_text(encoding="utf-8"))
            kept.executescript(SQL)
            _fill(create_engine("sqlite://", creator=lambda: kept, poolclass=StaticPool), connection)
        engine.dispose()
        place.mkdir(exist_ok=True)
        _head(place)
        yield url


def _fill(source: Engine, target: Connection) -> None:
    there, metadata = MetaData(), MetaData()
    with source.connect() as rows:
        there.reflect(rows)
        metadata.reflect(target)
        for table in metadata.sorted_tables:
            if found := [dict(row._mapping) for row in rows.execute(select(there.tables[table.name]))]:
                target.execute(insert(table), found)


# What is in it


def columns() -> dict[str, list[str]]:
    """Tables of the older library, with their columns."""
    with closing(sqlite3.connect(":memory:")) as kept:
        kept.executescript(SQL)
        names = [row[0] for row in kept.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {name: [row[1] for row in kept.execute(f"PRAGMA table_info({name})")] for name in names}


def prints(engine: Engine) -> dict[str, str]:
    """A SHA-256 of everything that the older program kept in each table, but for what an upgrade writes of itself."""
    found = {}
    with engine.connect() as connection:
        for table, names in columns().items():
            kept = [f'"{name}"' for name in names if (table, name) not in {("state", "schema"), ("state", "seal")}]
            only = {"archive": " WHERE 1 = 0", "audit": " WHERE action <> 'upgrade'"}.get(table, "")
            rows = connection.exec_driver_sql(
                f"SELECT {', '.join(kept)} FROM {table}{only}"
            ).fetchall()  # our own names
            lines = sorted(json.dumps([_plain(value) for value in row]) for row in rows)
            found[table] = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return found


def _plain(value: object) -> object:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else value


def form(engine: Engine) -> str:
    """The tables, columns and indexes that are there, and the numbers of both schemas."""
    metadata = MetaData()
    with engine.connect() as connection:
        metadata.reflect(connection)
        numbers = [
            connection.exec_driver_sql(f"SELECT schema FROM {name}").scalar()  # our own names
            for name in ("state", "archive")
        ]
    told = [
        f"{name}({', '.join(c.name for c in one.columns)})"
        + "".join(f" {index.name}" for index in sorted(one.indexes, key=lambda index: str(index.name)))
        for name, one in sorted(metadata.tables.items())
    ]
    return "\n".join((str(numbers), *told))


# Steps that do not exist yet


def _years(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE works ADD COLUMN year INTEGER")
    for work, published in connection.exec_driver_sql("SELECT work, published FROM works").fetchall():
        year = int(str(published)[:4] or 0)
        connection.exec_driver_sql(f"UPDATE works SET year = {year} WHERE work = {int(work)}")  # numbers


def _sizes(connection: Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE sizes (key BIGINT PRIMARY KEY, characters INTEGER)")
    for key, start, stop in connection.exec_driver_sql("SELECT key, start, stop FROM passages").fetchall():
        connection.exec_driver_sql(f"INSERT INTO sizes VALUES ({int(key)}, {int(stop) - int(start)})")
    connection.exec_driver_sql("CREATE INDEX sizes_characters ON sizes (characters)")


def _signed(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE articles ADD COLUMN signatures INTEGER NOT NULL DEFAULT 0")
    connection.exec_driver_sql("CREATE TABLE told (number BIGINT PRIMARY KEY, action TEXT)")
    for number, action in connection.exec_driver_sql("SELECT number, action FROM audit").fetchall():
        connection.exec_driver_sql(f"INSERT INTO told VALUES ({int(number)}, '{action}')")
        done = f"SELECT count(*) FROM told WHERE action = 'sign' AND number <= {int(number)}"
        connection.exec_driver_sql(f"UPDATE articles SET signatures = ({done})")


def _dropped(connection: Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE waiting AS SELECT * FROM requests")
    connection.exec_driver_sql("DROP TABLE told")


@contextmanager
def tomorrow() -> Iterator[None]:
    """A program with two further steps of the library and two of the archive."""
    with pytest.MonkeyPatch.context() as patch:
        library_steps = {**library_tables.PART.steps, 2: Step("years", _years), 3: Step("sizes", _sizes)}
        of_library = Part("library", "state", 4, library_steps, library_tables.PART.note)
        patch.setattr(library_tables, "PART", of_library)
        patch.setattr(upgrade, "STEPS", {**upgrade.STEPS, 3: Step("signatures", _signed), 4: Step("waiting", _dropped)})
        patch.setattr(tables, "SCHEMA", 5)
        for module in ("library.library", "library.state", "library.tables"):
            patch.setattr(f"curbside.{module}.SCHEMA", 4)
        yield


def upgrade_tomorrow(location: str, index: str, told: multiprocessing.connection.Connection) -> None:
    """Run all the steps, telling of each; for a process that is going to be killed."""
    with tomorrow():
        told.send("ready")
        for one in upgrade.upgraded(location, index):
            told.send(one.what)


def whole(location: str, index: Path) -> list[object]:
    """What the doctor and the check of the archive find wrong."""
    from curbside.archive import Archive

    with Library.open(location, index=index) as library:
        return [*library.doctor(), *Archive(library).verify()]
