"""
The tables of the archive, in the library's own database.

`articles`, `people` and `answers` hold one value each as JSON, with the columns that lists are made from beside it.
`texts` holds what an edition says to each reader, the Answer JSON that its digest names.
`audit` only grows; each entry carries the hash of the one before and of what it left behind, so that nothing here can
be changed without a trace.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Engine, Index, Integer, LargeBinary, MetaData, Table, Text, inspect, select

from curbside.library.database import translated, writing
from curbside.library.upgrade import check_schema

metadata = MetaData()

#: Raised by one when the tables change, with a step in `upgrade`; an archive with another number is refused until then.
SCHEMA = 2

_NUMBER = BigInteger().with_variant(Integer, "sqlite")

#: One row, id 1: the schema, and the last entry of the audit log. Whoever writes locks it first.
archive = Table(
    "archive",
    metadata,
    Column("id", _NUMBER, primary_key=True, autoincrement=False),
    Column("schema", Integer, nullable=False),
    Column("last", _NUMBER, nullable=False),
    Column("head", Text, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("version", _NUMBER, nullable=False),  # what If-Match names
    Column("state", Text, nullable=False),  # of what readers see
    Column("waiting", Text, nullable=False),  # state of the edition behind it, or ""
    Column("title", Text, nullable=False),
    Column("words", Text, nullable=False),  # title, question, topics and drugs folded, for search
    Column("created_at", Text, nullable=False),
    Column("updated_at", Text, nullable=False),
    Column("reviewed_at", Text, nullable=False),  # last approval, or ""
    Column("due", Text, nullable=False),  # the next day on which something has to be done, or ""
    Column("noticed_at", Text, nullable=False),  # of the last correction or withdrawal, or ""
    Column("is_public", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Index("articles_of_state", "state"),
)

#: Topics and drugs by folded name, for filters and for safety alerts.
about = Table(
    "articles_about",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("kind", Text, primary_key=True),  # "topic" or "drug"
    Column("folded", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Index("articles_about_name", "kind", "folded"),
)

texts = Table(
    "texts",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("edition", Integer, primary_key=True),
    Column("reader", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("document", LargeBinary, nullable=False),  # Answer JSON, zstd
    Column("sha256", Text, nullable=False),  # of the document's bytes
)

#: Which statement rests on which words of which source: the way back when a source falls.
quoted = Table(
    "quoted",
    metadata,
    Column("holder", Text, primary_key=True),  # slug, or "answer:" and a digest
    Column("edition", Integer, primary_key=True),
    Column("claim", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("stop", Integer, primary_key=True),
    Index("quoted_source", "source"),
)

answers = Table(
    "answers",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("saved_at", Text, nullable=False),
    Column("saved_by", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("document", LargeBinary, nullable=False),
    Column("sha256", Text, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", Text, primary_key=True),
    Column("version", _NUMBER, nullable=False),
    Column("name", Text, nullable=False),
    Column("is_active", Integer, nullable=False),
    Column("body", Text, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=False),
    Column("subject", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("body", Text, nullable=False),  # the event, canonical JSON
    Column("left", Text, nullable=False),  # SHA-256 of the subject's value after it
    Column("before", Text, nullable=False),  # hash of the entry before
    Column("hash", Text, nullable=False),
    Index("audit_subject", "subject", "number"),
)

#: What readers ask the board for: a review of an answer, or a source that is missing.
requests = Table(
    "requests",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=False),
    Column("is_open", Integer, nullable=False),
    Column("body", Text, nullable=False),
)

#: Addresses that an article had before.
redirects = Table("redirects", metadata, Column("old", Text, primary_key=True), Column("slug", Text, nullable=False))


def exist(engine: Engine, place: str) -> bool:
    """Whether this library has an archive."""
    with translated(place):
        return inspect(engine).has_table("archive")


def create(engine: Engine, place: str) -> None:
    """Make the tables; what another process has made meanwhile is left as it is."""
    with writing(engine, place) as connection:
        there = inspect(connection).has_table(archive.name)
        found = connection.execute(select(archive.c.schema)).scalar() if there else None
        if found is not None:
            check_schema("archive", found, SCHEMA, place)  # an older one is not given tables without its steps
            return
        metadata.create_all(connection)
        connection.execute(archive.insert().values(id=1, schema=SCHEMA, last=0, head=""))
