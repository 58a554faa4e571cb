"""
The tables of the archive, in the library's own database.

`articles`, `people` and `answers` hold one value each as JSON, with the columns that lists are made from beside it.
`texts` holds what an edition says to each reader, the Answer JSON that its digest names.
`audit` only grows; each entry carries the hash of the one before and of what it left behind, so that nothing here can
be changed without a trace.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Engine, Index, Integer, LargeBinary, MetaData, Table, Text, inspect, select
from sqlalchemy.types import TypeEngine

from curbside.library.database import translated, writing
from curbside.library.upgrade import check_schema

metadata = MetaData()

#: Raised by one when the tables change, with a step in `upgrade`; an archive with another number is refused until then.
SCHEMA = 3

_NUMBER = BigInteger().with_variant(Integer, "sqlite")


def _key(name: str, kind: TypeEngine[Any] | None = None) -> Column[Any]:
    """A column of the primary key, text unless told otherwise; nothing is numbered by the database."""
    return Column(name, kind or Text(), primary_key=True, autoincrement=False)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _number(name: str, kind: TypeEngine[int] = _NUMBER) -> Column[int]:
    return Column(name, kind, nullable=False)


def _blob(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


#: One row, id 1: the schema, and the last entry of the audit log. Whoever writes locks it first.
archive = Table(
    "archive",
    metadata,
    _key("id", _NUMBER),
    _number("schema", Integer()),
    _number("last"),
    _text("head"),
)

articles = Table(
    "articles",
    metadata,
    _key("slug"),
    _number("version"),  # what If-Match names
    _text("state"),  # of what readers see
    _text("waiting"),  # state of the edition behind it, or ""
    _text("title"),
    _text("words"),  # title, question, topics and drugs folded, for search
    _text("created_at"),
    _text("updated_at"),
    _text("reviewed_at"),  # last approval, or ""
    _text("due"),  # the next day on which something has to be done, or ""
    _text("noticed_at"),  # of the last correction or withdrawal, or ""
    _number("is_public", Integer()),
    _text("body"),
    Index("articles_of_state", "state"),
)

#: Topics and drugs by folded name, for filters.
about = Table(
    "articles_about",
    metadata,
    _key("slug"),
    _key("kind"),  # "topic" or "drug"
    _key("folded"),
    _text("name"),
    Index("articles_about_name", "kind", "folded"),
)

texts = Table(
    "texts",
    metadata,
    _key("slug"),
    _key("edition", Integer()),
    _key("reader"),
    _text("digest"),
    _blob("document"),  # Answer JSON, zstd
    _text("sha256"),  # of the document's bytes
)

#: Which statement rests on which words of which source: the way back when a source falls.
quoted = Table(
    "quoted",
    metadata,
    _key("holder"),  # slug, or "answer:" and a digest
    _key("edition", Integer()),
    _key("claim"),
    _key("source"),
    _key("version"),
    _key("start", Integer()),
    _key("stop", Integer()),
    Index("quoted_source", "source"),
)

answers = Table(
    "answers",
    metadata,
    _key("digest"),
    _text("saved_at"),
    _text("saved_by"),
    _text("question"),
    _blob("document"),
    _text("sha256"),
)

people = Table(
    "people",
    metadata,
    _key("id"),
    _number("version"),
    _text("name"),
    _number("is_active", Integer()),
    _text("body"),
)

audit = Table(
    "audit",
    metadata,
    _key("number", _NUMBER),
    _text("subject"),
    _text("action"),
    _text("by"),
    _text("at"),
    _text("body"),  # the event, canonical JSON
    _text("left"),  # SHA-256 of the subject's value after it
    _text("before"),  # hash of the entry before
    _text("hash"),
    Index("audit_subject", "subject", "number"),
)

#: What readers ask the board for; what they wrote is erased when it is closed.
requests = Table(
    "requests",
    metadata,
    _key("number", _NUMBER),
    _number("is_open", Integer()),
    _text("body"),
)

#: Addresses that an article had before.
redirects = Table("redirects", metadata, _key("old"), _text("slug"))


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
