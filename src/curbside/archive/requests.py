"""
What readers ask the board for: a review of an answer, or a source that is missing.

A request keeps the words that its reader chose to send and nothing about who that was. It is closed with what was
done about it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import Connection, func, select

from curbside.articles.words import refusal

from . import tables
from .chain import fingerprint
from .values import value_of, written

_LONGEST = 4000
#: Open requests at most: more would fill the record, not the shelf.
_MOST_OPEN = 5000


class RequestKind(StrEnum):
    """What is asked for."""

    REVIEW = "review"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Request:
    """One request of a reader."""

    number: int
    kind: RequestKind
    at: str
    question: str
    text: str = ""
    answer: str = ""  # digest of the answer it is about, "" for none
    reply: str = ""  # what was done about it, "" while open
    replied_by: str = ""


def add(connection: Connection, kind: RequestKind, at: str, question: str, text: str, answer: str) -> Request:
    """Keep a request under the next number."""
    kept = tables.requests.c
    if not question.strip() and not text.strip():
        raise refusal("because")
    if connection.execute(select(func.count()).where(kept.is_open == 1)).scalar_one() >= _MOST_OPEN:
        raise refusal("requests")
    last = connection.execute(select(func.max(kept.number))).scalar() or 0
    made = Request(last + 1, kind, at, question.strip()[:_LONGEST], text.strip()[:_LONGEST], answer)
    connection.execute(tables.requests.insert().values(row(made)))
    return made


def reply(connection: Connection, number: int, by: str, text: str) -> Request:
    """Close a request with what was done."""
    kept = tables.requests.c
    body = connection.execute(select(kept.body).where(kept.number == number, kept.is_open == 1)).scalar()
    if body is None:
        raise refusal("no_request", number=number)
    if not text.strip():
        raise refusal("because")
    made = replace(value_of(Request, body), reply=text.strip()[:_LONGEST], replied_by=by)
    connection.execute(tables.requests.update().where(kept.number == number).values(row(made)))
    return made


def load(connection: Connection, is_open: bool | None) -> tuple[Request, ...]:
    """Requests, the oldest first; open ones, closed ones, or (None) all."""
    kept = tables.requests.c
    query = select(kept.body).order_by(kept.number)
    if is_open is not None:
        query = query.where(kept.is_open == int(is_open))
    return tuple(value_of(Request, body) for body in connection.execute(query).scalars())


def row(request: Request) -> dict[str, object]:
    """A request as its row."""
    return {"number": request.number, "is_open": int(not request.reply), "body": written(request)}


def request_print(request: Request) -> str:
    """What the audit log keeps of a request."""
    return fingerprint(written(request))
