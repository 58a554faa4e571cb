"""
What readers ask of the board: that a problem of an article be looked at, an answer reviewed, or a source added.

A request keeps the words that its reader chose to send, and nothing about who that was, until it is dealt with. Then
the words are erased; what stays is that a request of this kind was made and what was done about it. The audit log
names a value by its hash, and a hash of a few words can be guessed: each request carries a random secret, erased with
its words, so that nothing in the log tells them afterwards.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import Connection, Engine, func, select

from curbside.articles.person import Person, Role
from curbside.articles.words import refusal, role_words
from curbside.errors import Stale

from . import tables
from .chain import fingerprint
from .values import value_of, written

_LONGEST = 4000
#: Open requests at most, in all and about one article: more would fill the record, not the shelf.
_MOST_OPEN, _MOST_OPEN_OF_ONE = 5000, 200


class RequestKind(StrEnum):
    """What is asked for."""

    PROBLEM = "problem"
    REVIEW = "review"
    SOURCE = "source"


_EDITORS = (Role.EDITOR, Role.MEDICAL_DIRECTOR)
#: Who closes a request.
CLOSED_BY: dict[RequestKind, tuple[Role, ...]] = {
    RequestKind.PROBLEM: (*_EDITORS, Role.CLINICAL_REVIEWER, Role.SECOND_REVIEWER),
    RequestKind.REVIEW: (*_EDITORS, Role.LIBRARIAN, Role.AUTHOR),
    RequestKind.SOURCE: (*_EDITORS, Role.LIBRARIAN, Role.AUTHOR),
}


@dataclass(frozen=True, slots=True)
class Request:
    """One request of a reader; what the reader wrote is "" once it is closed."""

    number: int
    kind: RequestKind
    at: str
    question: str = ""  # the question to review, or the source that is missing
    text: str = ""  # the problem, or why
    article: str = ""  # slug of the article with the problem
    edition: int = 0
    claim: str = ""  # the statement it is about, "" for the whole
    secret: str = ""
    reply: str = ""  # what was done about it, "" while open
    replied_by: str = ""
    replied_at: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it waits for somebody."""
        return not self.reply


def add(connection: Connection, asked: Request) -> Request:
    """Keep a request under the next number."""
    if not asked.question.strip() and not asked.text.strip():
        raise refusal("because")
    waiting = load(connection, is_open=True)
    if len(waiting) >= _MOST_OPEN:
        raise refusal("requests")
    if asked.article and sum(one.article == asked.article for one in waiting) >= _MOST_OPEN_OF_ONE:
        raise refusal("reports")
    last = connection.execute(select(func.max(tables.requests.c.number))).scalar() or 0
    question, text = asked.question.strip()[:_LONGEST], asked.text.strip()[:_LONGEST]
    made = replace(asked, number=last + 1, question=question, text=text, secret=secrets.token_hex(16))
    connection.execute(tables.requests.insert().values(row(made)))
    return made


def reply(connection: Connection, number: int, by: Person, at: str, text: str) -> Request:
    """Close a request with what was done, and erase what its reader wrote."""
    kept = tables.requests.c
    body = connection.execute(select(kept.body).where(kept.number == number)).scalar()
    if body is None:
        raise refusal("no_request", number=number)
    asked = value_of(Request, body)
    roles = CLOSED_BY[asked.kind]
    if not (by.is_active and by.has(*roles)):
        raise refusal("request_role", roles=", ".join(role_words(role) for role in roles), name=by.name)
    if not asked.is_open:
        raise Stale(f"Request {number} was closed meanwhile; nothing of yours was done.", number, asked)
    if not text.strip():
        raise refusal("because")
    if _is_file(connection):
        connection.exec_driver_sql("PRAGMA secure_delete = ON")  # what is erased leaves no bytes in its page
    done = text.strip()[:_LONGEST]
    made = replace(asked, question="", text="", secret="", reply=done, replied_by=by.id, replied_at=at)
    connection.execute(tables.requests.update().where(kept.number == number).values(row(made)))
    return made


def forget(engine: Engine) -> None:
    """Empty the write-ahead log of a library folder, where what was erased still stands; whoever reads is not disturbed."""
    with engine.connect() as connection:
        if _is_file(connection):
            # Beneath SQLAlchemy, which would begin a transaction: a log is not emptied inside of one.
            cursor = connection.connection.cursor()
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.close()


def load(connection: Connection, is_open: bool | None) -> tuple[Request, ...]:
    """Requests, the oldest first; open ones, closed ones, or (None) all."""
    kept = tables.requests.c
    query = select(kept.body).order_by(kept.number)
    if is_open is not None:
        query = query.where(kept.is_open == int(is_open))
    return tuple(value_of(Request, body) for body in connection.execute(query).scalars())


def _is_file(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def row(request: Request) -> dict[str, object]:
    """A request as its row."""
    return {"number": request.number, "is_open": int(request.is_open), "body": written(request)}


def request_print(request: Request) -> str:
    """What the audit log keeps of a request."""
    return fingerprint(written(request))
