"""
The archive of a library: the one door through which articles, people and saved answers change.

    archive = Archive(library)
    archive.save_person(Person("ann", "Ann Example", roles=(Role.EDITOR,)), by="program")
    article = archive.draft(answer, by="ann", topics=["tarsal tunnel syndrome"])
    article = archive.act("submit", article.slug, by="ann", if_match=article.version)
    article = archive.act("start_review", article.slug, by="bo", if_match=article.version)
    claims = [one.id for one in article.latest.statements]
    article = archive.act("decide", article.slug, by="bo", if_match=article.version, claims=claims)
    words = archive.statement(article, Reader.CLINICIAN)
    article = archive.act("sign", article.slug, by="bo", if_match=article.version, role="clinical_reviewer",
                          digest=article.latest.digest(), words=words)

Each call is one transaction: permission, change, audit entry, event. Whoever changes something says which version was
seen (`if_match`); when somebody else was faster the error carries what is there now.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from curbside.answers.answer import Answer
from curbside.articles.actions import Acting, act, drafted
from curbside.articles.article import Article, Edition
from curbside.articles.days import stamp
from curbside.articles.event import Event
from curbside.articles.person import Person, Role
from curbside.articles.policy import Policy, policy_of
from curbside.articles.words import refusal, statement
from curbside.errors import CurbsideError, LibraryError, Stale
from curbside.library.database import reading, writing
from curbside.library.library import Library
from curbside.press.reading import answer_of
from curbside.questions.question import Reader

from . import chain, editing, records, tables, texts
from .chain import Entry, Head

_LONGEST_SLUG = 80
#: Who may add or change other people.
_KEEPERS = (Role.EDITOR, Role.MEDICAL_DIRECTOR, Role.PROGRAM)


class Writing(NamedTuple):
    """A write transaction and the end of the audit log as it is inside it."""

    connection: Connection
    head: Head


class Archive:
    """What was published, by whom, and everything that happened to it."""

    def __init__(self, library: Library, *, clock: Callable[[], str] | None = None) -> None:
        self.library = library
        self.policy: Policy = policy_of(library.settings)
        self._clock = clock or (lambda: stamp(datetime.now(UTC)))
        told = library.settings.audit_head
        self.head_file = Path(told).expanduser() if told else library.folder / chain.HEAD_FILE
        self._has_tables = False

    # Reading

    def article(self, slug: str) -> Article:
        """The article at an address."""
        found = self.find(slug)
        if found is None:
            raise CurbsideError(f'There is no article "{slug}".')
        return found

    def find(self, slug: str) -> Article | None:
        """The article at an address, or None; an address that it had before leads to it too."""
        with self._reading() as connection:
            if connection is None:
                return None
            found = records.load_article(connection, slug)
            if found is None:
                moved = connection.execute(select(tables.redirects.c.slug).where(tables.redirects.c.old == slug))
                now = moved.scalar()
                found = records.load_article(connection, now) if now else None
            return found

    def document(self, article: Article, reader: Reader = Reader.CLINICIAN, edition: int = 0) -> dict[str, Any]:
        """What an edition says to a reader, as Answer JSON: what readers see unless an edition is named."""
        asked = self._edition(article, edition)
        digest = asked.digest(reader)
        if not digest:
            raise CurbsideError(f"Edition {asked.number} of {article.slug} has no wording for {reader.value}.")
        with self._reading() as connection:
            assert connection is not None
            return texts.load(connection, article.slug, asked.number, reader, digest)

    def answer(self, article: Article, reader: Reader = Reader.CLINICIAN, edition: int = 0) -> Answer:
        """The same as an answer, to be set on the page."""
        return answer_of(self.document(article, reader, edition))

    def statement(self, article: Article, reader: Reader | None = None) -> str:
        """The words to sign for the latest edition, today; they are handed back unchanged."""
        return statement(article.latest, reader or article.latest.readers[0], self._clock())

    def person(self, person: str) -> Person | None:
        """A person by id, or None."""
        with self._reading() as connection:
            return records.find_person(connection, person) if connection is not None else None

    def events(self, after: int = 0, subject: str = "", limit: int | None = None) -> tuple[Entry, ...]:
        """What happened, in order, from an entry on; of one article when its slug is given as the subject."""
        with self._reading() as connection:
            return () if connection is None else tuple(chain.entries(connection, after, subject, limit))

    # Changing

    def draft(
        self,
        answer: Answer,
        by: str,
        *,
        slug: str = "",
        topics: Sequence[str] = (),
        specialties: Sequence[str] = (),
        readers: Sequence[Reader] = texts.READERS,
    ) -> Article:
        """A new article from an answer, worded for these readers; approval is about the first."""
        documents = texts.documents_of(answer, readers)
        with self._writing() as work:
            acting = self._acting(work, by)
            address = self._free(work.connection, slug or slug_of(answer.title))
            done = drafted(address, documents, acting, topics, specialties)
            article = records.raised(done.article)
            texts.store(work.connection, address, article.latest.number, documents)
            self._keep(work, article, done.event)
        return article

    def act(self, action: str, slug: str, by: str, if_match: int, **arguments: Any) -> Article:
        """Do one thing to an article, as `states.yaml` names it; the arguments are those of the action."""
        with self._writing() as work:
            return self._act(work, action, self._seen(work, slug, if_match), by, arguments)

    def save_person(self, person: Person, by: str, if_match: int = 0) -> Person:
        """Add a person, or change one who is there (`if_match` is the version seen); returns what is kept."""
        with self._writing() as work:
            acting = self._acting(work, by)
            before = records.find_person(work.connection, person.id)
            seen = before.version if before else 0
            if seen != if_match:
                raise Stale(f"{person.name} was changed meanwhile; look again.", if_match, before)
            _may_save(acting.by, before, person)
            kept = replace(person, version=seen + 1)
            left = records.store_person(work.connection, kept)
            event = Event("save_person", f"person:{person.id}", by, acting.at, what={"version": kept.version})
            chain.append(work.connection, work.head.number + 1, work.head.hash, event, left)
        return kept

    # The parts of a change

    def _act(self, work: Writing, action: str, article: Article, by: str, arguments: dict[str, Any]) -> Article:
        acting = self._acting(work, by)
        prepared = editing.prepared(work.connection, self.library, article, action, arguments)
        before = article.current.state
        done = act(article, action, acting, **prepared.arguments)
        after = records.raised(done.article)
        if prepared.documents:
            texts.store(work.connection, after.slug, after.latest.number, prepared.documents)
        what = {**done.event.what, "state": after.latest.state.value}
        if after.current.state is not before:
            what["public_state"] = after.current.state.value
        event = Event(action, after.slug, by, acting.at, done.event.edition, done.event.why, what)
        self._keep(work, after, event)
        return after

    def _keep(self, work: Writing, article: Article, event: Event) -> None:
        left = records.store_article(work.connection, article)
        chain.append(work.connection, work.head.number + 1, work.head.hash, event, left)

    def _seen(self, work: Writing, slug: str, if_match: int) -> Article:
        article = records.load_article(work.connection, slug)
        if article is None:
            raise CurbsideError(f'There is no article "{slug}".')
        if article.version != if_match:
            raise Stale(
                f"The article was changed meanwhile (version {article.version}, you saw {if_match}); look again.",
                if_match,
                article,
            )
        return article

    def _acting(self, work: Writing, by: str) -> Acting:
        return Acting(records.load_person(work.connection, by), self._clock(), self.policy)

    def _free(self, connection: Connection, slug: str) -> str:
        """An address that nothing has, this one or the next with a number."""
        if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug) or len(slug) > _LONGEST_SLUG + 8:
            raise CurbsideError(f'"{slug}" cannot be an address; use small letters, digits and single hyphens.')
        for number in range(1, 1000):
            tried = slug if number == 1 else f"{slug}-{number}"
            taken = connection.execute(select(tables.articles.c.slug).where(tables.articles.c.slug == tried)).first()
            moved = connection.execute(select(tables.redirects.c.old).where(tables.redirects.c.old == tried)).first()
            if taken is None and moved is None:
                return tried
        raise CurbsideError(f'The address "{slug}" is taken a thousand times; choose another.')

    def _edition(self, article: Article, number: int) -> Edition:
        found = article.edition(number) if number else article.current
        if found is None:
            raise CurbsideError(f"{article.slug} has no edition {number}.")
        return found

    # Transactions

    @contextmanager
    def _reading(self) -> Iterator[Connection | None]:
        """One moment of the archive; None where nothing was ever archived."""
        if not self._ready():
            yield None
            return
        with reading(self.library.engine, self.library.location) as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Writing]:
        """A transaction that keeps all or nothing; its head is outside the database before anyone is told of it."""
        if not self._ready():
            tables.create(self.library.engine, self.library.location)
        with writing(self.library.engine, self.library.location) as connection:
            row = connection.execute(select(tables.archive).where(tables.archive.c.id == 1).with_for_update()).one()
            yield Writing(connection, Head(row.last, row.head))
            now = connection.execute(select(tables.archive.c.last, tables.archive.c.head)).one()
        chain.write_head(self.head_file, Head(now.last, now.head))

    def _ready(self) -> bool:
        if not self._has_tables:
            engine, place = self.library.engine, self.library.location
            if not tables.exist(engine, place):
                return False
            with reading(engine, place) as connection:
                schema = connection.execute(select(tables.archive.c.schema)).scalar()
            if schema is None:
                return False
            if schema != tables.SCHEMA:
                raise LibraryError(
                    f"The archive at {place} was written by a newer Curbside (schema {schema}, this one reads "
                    f"{tables.SCHEMA}); install that version."
                )
            self._has_tables = True
        return True


def slug_of(title: str) -> str:
    """An address from a title: small letters, digits and hyphens, cut at a word."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:_LONGEST_SLUG]
        if len(longer) > _LONGEST_SLUG:
            break
        slug = longer
    return slug or "article"


def _may_save(by: Person, before: Person | None, after: Person) -> None:
    """Keepers change anybody; anybody else what they declare of themselves, but not their roles."""
    if by.has(*_KEEPERS):
        return
    if before is None or by.id != before.id or (before.roles, before.is_active) != (after.roles, after.is_active):
        raise refusal("people", name=by.name)
