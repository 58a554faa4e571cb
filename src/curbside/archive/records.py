"""Rows of articles and people: written with the columns that lists are made from, read back as values."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, select, update

from curbside.articles.article import Article, Edition, State
from curbside.articles.person import PROGRAM, Person
from curbside.errors import NotAllowed

from . import tables, texts
from .chain import fingerprint
from .values import value_of, written

#: States in which an edition waits for somebody.
WAITING = (State.DRAFT, State.SUBMITTED, State.UNDER_REVIEW, State.CHANGES_REQUESTED, State.DISPUTED)


@lru_cache(maxsize=1024)
def article_of(body: str) -> Article:
    """An article from its text; most of what is read has been read before."""
    return value_of(Article, body)


def load_article(connection: Connection, slug: str) -> Article | None:
    """The article at an address, or None."""
    body = connection.execute(select(tables.articles.c.body).where(tables.articles.c.slug == slug)).scalar()
    return article_of(body) if body is not None else None


def find_article(connection: Connection, slug: str) -> Article | None:
    """The article at an address, or at the one that took its place."""
    found = load_article(connection, slug)
    if found is None:
        now = connection.execute(select(tables.redirects.c.slug).where(tables.redirects.c.old == slug)).scalar()
        found = load_article(connection, now) if now else None
    return found


def store_article(connection: Connection, article: Article) -> str:
    """Write an article's row and what it is about; returns the fingerprint that the audit log keeps."""
    values = columns(article)
    kept = tables.articles.c
    changed = connection.execute(update(tables.articles).where(kept.slug == article.slug).values(values))
    if changed.rowcount == 0:
        connection.execute(tables.articles.insert().values(slug=article.slug, **values))
    about = tables.about
    connection.execute(about.delete().where(about.c.slug == article.slug))
    named = named_in(article).items()
    rows = [{"slug": article.slug, "kind": kind, "folded": folded, "name": name} for (kind, folded), name in named]
    if rows:
        connection.execute(about.insert(), rows)
    return article_print(connection, article.slug, str(values["body"]))


def article_print(connection: Connection, slug: str, body: str) -> str:
    """What the audit log keeps of an article: its value and the hash of every text."""
    return fingerprint("\n".join((body, *texts.names_of(connection, slug))))


def columns(article: Article) -> dict[str, Any]:
    """The columns of an article's row but its address; all of them follow from the body."""
    current, pending = article.current, article.pending
    words = " ".join((article.title, article.question, *article.topics, *article.drugs))
    return {
        "version": article.version,
        "state": current.state.value,
        "waiting": pending.state.value if pending and pending.state in WAITING else "",
        "title": article.title,
        "words": " ".join(words.casefold().split()),
        "created_at": article.created_at,
        "updated_at": article.updated_at,
        "reviewed_at": current.approved_at,
        "due": due_of(article),
        "noticed_at": max((one.at for one in article.notices), default=""),
        "is_public": int(article.is_public),
        "body": written(article),
    }


def due_of(article: Article) -> str:
    """The first day on which something has to be done about an article, or ""."""
    return min((due for one in {article.current, article.latest} if (due := _due(one))), default="")


def _due(edition: Edition) -> str:
    if edition.state in WAITING:
        return edition.review.due
    if edition.state in {State.APPROVED, State.APPROVED_UPDATE_DUE, State.OVERDUE}:
        return min(filter(None, (edition.review_by, edition.update_by)), default="")
    return ""


def named_in(article: Article) -> dict[tuple[str, str], str]:
    """Topics and drugs of an article by kind and folded name."""
    several = (("topic", article.topics), ("drug", article.drugs))
    return {(kind, name.casefold()): name for kind, names in several for name in names}


def load_person(connection: Connection, person: str) -> Person:
    """A person by id; the program itself is one."""
    if person == PROGRAM.id:
        return PROGRAM
    found = find_person(connection, person)
    if found is None:
        raise NotAllowed(f'Nobody is known as "{person}"; an editor adds people first.')
    return found


def find_person(connection: Connection, person: str) -> Person | None:
    """A person by id, or None."""
    body = connection.execute(select(tables.people.c.body).where(tables.people.c.id == person)).scalar()
    return value_of(Person, body) if body is not None else None


def all_people(connection: Connection) -> tuple[Person, ...]:
    """Everybody, by name."""
    query = select(tables.people.c.body).order_by(tables.people.c.name, tables.people.c.id)
    return tuple(value_of(Person, body) for body in connection.execute(query).scalars())


def store_person(connection: Connection, person: Person) -> str:
    """Write a person's row; returns the fingerprint that the audit log keeps."""
    body = written(person)
    values = dict(zip(("id", "version", "name", "is_active"), person_columns(person), strict=True)) | {"body": body}
    connection.execute(tables.people.delete().where(tables.people.c.id == person.id))
    connection.execute(tables.people.insert().values(values))
    return fingerprint(body)


def person_columns(person: Person) -> tuple[str, int, str, int]:
    """The columns of a person's row: id, version, name and whether they are active."""
    return person.id, person.version, person.name, int(person.is_active)


def quoted_sources(connection: Connection) -> tuple[str, ...]:
    """Every source that something archived quotes."""
    kept = tables.quoted.c.source
    return tuple(connection.execute(select(kept).distinct().order_by(kept)).scalars())
