"""
What can be read of an archive: articles and their texts, standing, lists, people, what happened, saved answers.

A library in which nothing was ever archived has no tables for it, and reads as an empty archive. What was read is kept
until the audit log grows, which one short query tells: readers are many, and changes few.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, select

from curbside.answers.answer import Answer
from curbside.articles.article import Article, Edition
from curbside.articles.changes import Change, changes
from curbside.articles.days import day, stamp
from curbside.articles.person import Person
from curbside.articles.policy import Policy, policy_of
from curbside.articles.standing import Standing, standing
from curbside.articles.words import statement
from curbside.errors import CurbsideError, DamageError
from curbside.library.database import reading
from curbside.library.library import Library
from curbside.library.report import Finding
from curbside.library.upgrade import check_schema
from curbside.press.reading import answer_of
from curbside.prose.reword import reword
from curbside.questions.question import Reader

from . import chain, listing, records, requests, tables, texts
from .alerts import Alert, alert_on, since
from .chain import Entry
from .editing import unnumbered
from .figures import Figures, figures_of
from .history import Happened, history_of
from .listing import Corrected, Found, Queued, Resting
from .requests import Request

_T = TypeVar("_T")
#: Values of one kind that are kept for reading at most.
_MOST_KEPT = 1000


@dataclass(slots=True)
class Known:
    """What was read of the archive of one library, and until which log entry it holds."""

    #: The last log entry, and what was read then; replaced as one, so that no thread meets one without the other.
    values: tuple[int, dict[Hashable, Any]] = field(default_factory=lambda: (-1, {}))
    answers: dict[str, Answer] = field(default_factory=dict)  # by digest, so they hold for ever
    has_tables: bool = False
    swept: tuple[str, int] = ("", -1)  # library and log as they were when nothing was left to recall
    is_made: bool = False  # every table was seen to


#: Of each open library, so that an archive can be opened on it as often as is convenient.
_KNOWN: WeakKeyDictionary[Library, Known] = WeakKeyDictionary()


class Published:
    """The reading side of an archive."""

    def __init__(self, library: Library, *, clock: Callable[[], str] | None = None) -> None:
        self.library = library
        self.policy: Policy = policy_of(library.settings)
        self.clock = clock or (lambda: stamp(datetime.now(UTC)))
        told = library.settings.audit_head
        self.head_file = Path(told).expanduser() if told else library.folder / chain.HEAD_FILE
        self._known = _KNOWN.setdefault(library, Known())

    # One article

    def article(self, slug: str) -> Article:
        """The article at an address."""
        found = self.find(slug)
        if found is None:
            raise CurbsideError(f'There is no article "{slug}".')
        return found

    def find(self, slug: str) -> Article | None:
        """The article at an address, or None; an address that it had before leads to it too."""
        return self._kept(("article", slug), lambda connection: records.find_article(connection, slug), None)

    def document(self, article: Article, reader: Reader = Reader.CLINICIAN, edition: int = 0) -> dict[str, Any]:
        """What an edition says to a reader, as Answer JSON: what readers see unless an edition is named."""
        asked = edition_of(article, edition)
        digest = asked.digest(reader)
        if not digest:
            raise CurbsideError(f"Edition {asked.number} of {article.slug} has no wording for {reader.value}.")
        with self.moment() as connection:
            assert connection is not None
            return texts.load(connection, article.slug, asked.number, reader, digest)

    def answer(
        self, article: Article, reader: Reader = Reader.CLINICIAN, edition: int = 0, *, is_live: bool = False
    ) -> Answer:
        """
        The same as an answer, to be set on the page; live, with the status that its sources have today.

        A reader for whom nothing was written gets the first wording reworded, which nobody reviewed: `standing` says so.
        """
        asked = edition_of(article, edition)
        digest = asked.digest(reader)
        if not digest:
            return reword(unnumbered(self.answer(article, asked.main, edition, is_live=is_live)), reader)
        answers = self._known.answers
        answer = answers.get(digest) or answer_of(self.document(article, reader, edition))
        if len(answers) >= _MOST_KEPT:
            answers.clear()
        answers[digest] = answer
        return _live(answer, self.library) if is_live else answer

    def standing(self, article: Article, reader: Reader = Reader.CLINICIAN, edition: int = 0) -> Standing:
        """What a page says about the review of an edition for a reader, now: steps, banners, names, dates."""
        asked = edition_of(article, edition)
        people = {one.id: one for one in self.people(is_active=None)}
        return standing(article, asked, reader, self.clock(), self.policy, people)

    def statement(self, article: Article, reader: Reader | None = None) -> str:
        """The words to sign for the latest edition, today; they are handed back unchanged."""
        return statement(article.latest, reader or article.latest.main, self.clock())

    def changes(
        self, article: Article, before: int, after: int, reader: Reader = Reader.CLINICIAN
    ) -> tuple[Change, ...]:
        """What differs between two editions for a reader, statement by statement."""
        return changes(self.document(article, reader, before), self.document(article, reader, after))

    # Lists

    def articles(
        self,
        search: str = "",
        *,
        topic: str = "",
        state: str = "",
        is_public: bool = True,
        order: str = "updated",
        limit: int = 50,
        offset: int = 0,
    ) -> Found:
        """Articles by words, topic and state; order is updated, reviewed, title or due."""
        limits = listing.Limits(search, topic, state, is_public, order, limit, offset)
        now = day(self.clock())
        return self._kept((limits, now), lambda connection: listing.articles(connection, limits, now), Found(0, ()))

    def topics(self) -> dict[str, int]:
        """Topics of the public articles, with how many there are."""
        none: dict[str, int] = {}
        return dict(self._kept(("topics",), listing.topics, none))

    def queue(self, *, state: str = "", topic: str = "", person: str = "", flag: str = "") -> tuple[Queued, ...]:
        """What waits for somebody, the most urgent first; for one person: what that person can move."""
        asking = self.person(person) if person else None
        if person and asking is None:
            return ()
        nothing: tuple[Article, ...] = ()
        several = self._kept(("every",), listing.every, nothing)
        reported = {one.article for one in self.requests()}
        found = listing.queue(several, reported, self.policy, self.clock(), asking)
        return listing.narrowed(found, state=state, topic=topic, flag=flag)

    def corrections(self, limit: int = 200) -> tuple[Corrected, ...]:
        """Corrections and withdrawals of all articles, the newest first."""
        with self.moment() as connection:
            return listing.corrections(connection, limit) if connection is not None else ()

    def figures(self) -> Figures:
        """How review goes, counted now: the figures of the editorial policy."""
        nothing: tuple[Article, ...] = ()
        return figures_of(self._kept(("every",), listing.every, nothing), self.clock())

    # People, events, saved answers

    def person(self, person: str) -> Person | None:
        """A person by id, or None."""
        with self.moment() as connection:
            return records.find_person(connection, person) if connection is not None else None

    def people(self, *roles: str, is_active: bool | None = True) -> tuple[Person, ...]:
        """People by name, those who have one of these roles when any is named; None: former ones too."""
        nobody: tuple[Person, ...] = ()
        several = self._kept(("people",), records.all_people, nobody)
        return tuple(
            one
            for one in several
            if is_active in {None, one.is_active} and (not roles or any(role in one.roles for role in roles))
        )

    def events(self, after: int = 0, subject: str = "", limit: int | None = None) -> tuple[Entry, ...]:
        """What happened, in order, from an entry on; of one article when its slug is given as the subject."""
        with self.moment() as connection:
            return () if connection is None else tuple(chain.entries(connection, after, subject, limit))

    def saved(self, digest: str) -> dict[str, Any] | None:
        """A saved answer by its digest, as Answer JSON."""
        with self.moment() as connection:
            return texts.load_saved(connection, digest) if connection is not None else None

    def resting_on(self, source: str) -> tuple[Resting, ...]:
        """Every statement, of articles and saved answers, that quotes a source."""
        with self.moment() as connection:
            return listing.resting_on(connection, [source]) if connection is not None else ()

    def alerted(self, drug: str) -> Alert:
        """What a safety alert on a drug would touch: the articles that name it, under any of its names."""
        with self.moment() as connection:
            return alert_on(connection, drug)

    def alerted_since(self, alert: Alert, version: int) -> tuple[Entry, ...]:
        """What happened after a version to what an alert touches."""
        with self.moment() as connection:
            return since(connection, alert, version)

    def requests(self, is_open: bool | None = True, article: str = "") -> tuple[Request, ...]:
        """What readers asked for, the oldest first: open requests, closed ones, or all; those about one article."""
        nothing: tuple[Request, ...] = ()
        found = self._kept(("requests", is_open), lambda connection: requests.load(connection, is_open), nothing)
        return tuple(one for one in found if one.article == article) if article else found

    def history(self, article: Article) -> tuple[Happened, ...]:
        """What readers are told of an article's past, the newest first: who did what to which edition, and why."""
        names = {one.id: one.name for one in self.people(is_active=None)}
        nothing: tuple[Entry, ...] = ()
        told = self._kept(("history", article.slug), lambda c: tuple(chain.entries(c, subject=article.slug)), nothing)
        return history_of(told, names)

    def verify(self) -> list[Finding]:
        """Everything that is wrong with the archive; empty when it is whole, or when there is none."""
        from . import verify

        try:
            with self.moment() as connection:
                if connection is not None:
                    return verify.examine(connection, self.head_file)
                return [verify.gone(self.head_file)] if self.head_file.exists() else []
        except CurbsideError as error:
            return [Finding("archive", str(error), "See the message; then run doctor again.")]

    # Moments

    def _kept(self, key: Hashable, make: Callable[[Connection], _T], otherwise: _T) -> _T:
        """What was read before, if nothing was changed since; else it is read, and kept. `otherwise` where nothing is."""
        with self.moment() as connection:
            if connection is None:
                return otherwise
            last = chain.last_number(connection)
            known = self._known
            at, values = known.values
            if last != at or len(values) >= _MOST_KEPT:
                # A new dictionary: another thread may still be filling the old one with what is not true any more.
                values = {}
                known.values = last, values
            if key not in values:
                values[key] = make(connection)
            found: _T = values[key]
            return found

    @contextmanager
    def moment(self) -> Iterator[Connection | None]:
        """One moment of the archive; None where nothing was ever archived."""
        if not self.is_there():
            yield None
            return
        with reading(self.library.engine, self.library.location) as connection:
            yield connection

    def is_there(self) -> bool:
        """Whether anything was ever archived here."""
        if not self._known.has_tables:
            engine, place = self.library.engine, self.library.location
            if not tables.exist(engine, place):
                return False
            with reading(engine, place) as connection:
                schema = connection.execute(select(tables.archive.c.schema)).scalar()
                has_entries = connection.execute(select(tables.audit.c.number).limit(1)).first() is not None
            if schema is None:
                if has_entries:
                    raise DamageError(f"The archive at {place} has lost its first row; restore it from a backup.")
                return False
            check_schema("archive", schema, tables.SCHEMA, place)
            self._known.has_tables = True
        return True


def edition_of(article: Article, number: int) -> Edition:
    """An edition by its number; 0 is what readers see."""
    found = article.edition(number) if number else article.current
    if found is None:
        raise CurbsideError(f"{article.slug} has no edition {number}.")
    return found


def _live(answer: Answer, library: Library) -> Answer:
    """The answer with the status that its sources have in the library today."""
    now = library.records(dict.fromkeys(one.record.source for one in answer.references))
    references = tuple(
        replace(one, record=replace(one.record, status=found.status, status_note=found.status_note))
        if (found := now.get(one.record.source))
        else one
        for one in answer.references
    )
    return replace(answer, references=references)
