"""
The tables of the library: works, their versions, and the passages that can be quoted.

Column types are those that SQLite and PostgreSQL share. Rows of versions and passages are never removed, and never
changed but for the work that a version belongs to (two works can prove to be one), so a quote made years ago still
verifies and a passage number is never used twice. Each row
that an answer can rest on carries a seal: a SHA-256 over everything in it that could change the answer.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    select,
    update,
)

from .database import write_rows, writing
from .seals import body_seal
from .state import SCHEMA, State
from .upgrade import STEPS, Part

metadata = MetaData()

_NUMBER = BigInteger().with_variant(Integer, "sqlite")


def _key(name: str) -> Column[int]:
    """A number that the library gives out itself, inside the transaction that uses it."""
    return Column(name, _NUMBER, primary_key=True, autoincrement=False)


#: One row, id 1: the schema, the next numbers to give out, and running counts (JSON), sealed.
state = Table(
    "state",
    metadata,
    _key("id"),
    Column("schema", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("seal", LargeBinary, nullable=False),
)

works = Table(
    "works",
    metadata,
    _key("work"),
    Column("canonical", Text, nullable=False),
    Column("ids", Text, nullable=False),  # JSON list, canonical id first
    Column("current", _NUMBER, nullable=False),  # versions.version
    Column("status", Text, nullable=False),
    Column("status_note", Text, nullable=False),
    Column("retired", Text),  # why, when retired
    Column("kind", Text, nullable=False),  # of the current version, for lists and counts
    Column("design", Text, nullable=False),
    Column("published", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("seal", LargeBinary, nullable=False),
)

#: Every id by which a work is known.
ids = Table(
    "ids",
    metadata,
    Column("id", Text, primary_key=True),
    Column("work", _NUMBER, nullable=False),
    sqlite_with_rowid=False,
)

#: The file a version was read from: a document in a folder or archive, or a stream of many records.
originals = Table(
    "originals",
    metadata,
    _key("original"),
    Column("name", Text, nullable=False),  # within its folder or archive; a label, never a path
    Column("collection", Text, nullable=False),  # name of the folder or archive it was added from
    Column("format", Text, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("added_at", Text, nullable=False),
)

versions = Table(
    "versions",
    metadata,
    _key("version"),
    Column("work", _NUMBER, ForeignKey("works.work", deferrable=True, initially="DEFERRED"), nullable=False),
    Column("sha256", LargeBinary, nullable=False),  # of the text: the public name of the version
    Column("original", _NUMBER, ForeignKey("originals.original"), nullable=False),
    Column("extent", SmallInteger, nullable=False),  # 0 is full text, 3 is snippets
    Column("revised", Text, nullable=False),
    Column("status", Text, nullable=False),  # what this file says
    Column("status_note", Text, nullable=False),
    Column("first_key", _NUMBER, nullable=False),  # passages have keys first_key .. + passages - 1
    Column("passages", Integer, nullable=False),
    Column("details", Text, nullable=False),  # JSON: what a reference is made from
    Column("seal", LargeBinary, nullable=False),
    Column("text", LargeBinary, nullable=False),  # zstd with checksum; last, so lists never read it
    Index("versions_of_work", "work"),
)

passages = Table(
    "passages",
    metadata,
    _key("key"),
    Column("version", _NUMBER, nullable=False),
    Column("position", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
    Column("role", Text, nullable=False),
    Column("details", Text),  # JSON of what else the reader found; null when nothing
    Column("sha256", LargeBinary, nullable=False),  # of the text and of every other column but the numbers
)

#: What other works say about a work, kept until that work arrives: retractions, corrections, concerns.
notices = Table(
    "notices",
    metadata,
    Column("id", Text, primary_key=True),  # id of the work it is about
    Column("by", Text, primary_key=True),  # id of the work that says so
    Column("status", Text, primary_key=True),
    Column("note", Text, nullable=False),
)

#: What people decided: mark, retire, take back; with reason and time.
marks = Table(
    "marks",
    metadata,
    _key("mark"),
    Column("work", _NUMBER, nullable=False),
    Column("action", Text, nullable=False),  # a status, "retire", "take_back 7" (a mark's number), "use"
    Column("because", Text, nullable=False),
    Column("at", Text, nullable=False),
    Index("marks_of_work", "work"),
)

#: Files on disk whose reading ended, so that adding them again is quick; `outcome` is what was reported (JSON).
files = Table(
    "files",
    metadata,
    Column("path", Text, primary_key=True),
    Column("format", Text, primary_key=True),  # as asked for; "" when found by content
    Column("bytes", BigInteger, nullable=False),
    Column("modified_ns", BigInteger, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("reader", Text, nullable=False),  # version of the program that read it, and its extras
    Column("outcome", Text, nullable=False),
    Index("files_sha256", "sha256"),
)

#: Files and records that were not taken, with the reason.
refused = Table(
    "refused",
    metadata,
    Column("path", Text, primary_key=True),
    Column("quarantined", SmallInteger, primary_key=True),  # 0: skipped, valid but no document
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),
)

#: What the search index has to do, in order; each row is one version that came or went.
outbox = Table(
    "outbox",
    metadata,
    _key("stamp"),
    Column("version", _NUMBER, nullable=False),
    Column("removed", SmallInteger, nullable=False),
)


def create(engine: Engine, place: str) -> None:
    """Make the tables and the row of counts; what another process has made meanwhile is left as it is."""
    with writing(engine, place) as connection:
        metadata.create_all(connection)
        body = State().body()
        if connection.execute(select(state.c.id)).first() is None:
            write_rows(connection, state, [(1, SCHEMA, body, body_seal(SCHEMA, body))])


def _note(connection: Connection, schema: int) -> None:
    """Write the number of the schema, under its seal."""
    body = connection.execute(select(state.c.body).where(state.c.id == 1)).scalar_one()
    connection.execute(update(state).where(state.c.id == 1).values(schema=schema, seal=body_seal(schema, body)))


PART = Part("library", state.name, SCHEMA, STEPS, _note)
