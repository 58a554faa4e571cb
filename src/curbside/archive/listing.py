"""Lists of what was published and of what waits: articles, topics, the board's queue, corrections, what rests on a source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from curbside.articles.actions.standing import has_passed
from curbside.articles.article import Article, Edition, Notice, State
from curbside.articles.days import day
from curbside.articles.person import Person
from curbside.articles.policy import PHARMACIST_KINDS, Policy
from curbside.articles.standing import state_on
from curbside.articles.states import available
from curbside.errors import CurbsideError
from curbside.questions.question import Reader

from . import tables
from .records import WAITING, article_of, due_of

_HAS_DAY = (State.APPROVED.value, State.APPROVED_UPDATE_DUE.value)
_ORDERS = {
    "updated": (tables.articles.c.updated_at.desc(),),
    "reviewed": (tables.articles.c.reviewed_at.desc(),),
    "title": (func.lower(tables.articles.c.title),),
    "due": (tables.articles.c.due == "", tables.articles.c.due),
}
#: States of what readers see that call for work.
_TROUBLED = (State.APPROVED_UPDATE_DUE, State.SUSPENDED, State.OVERDUE)
_IN_REVIEW = (State.SUBMITTED, State.UNDER_REVIEW, State.CHANGES_REQUESTED, State.DISPUTED)


@dataclass(frozen=True, slots=True)
class Limits:
    """Which articles, in which order, and which page of them."""

    search: str
    topic: str
    state: str
    is_public: bool
    order: str
    limit: int
    offset: int


@dataclass(frozen=True, slots=True)
class Found:
    """A page of articles, and how many there are in all."""

    total: int
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Queued:
    """Something that waits for somebody: which edition, since how long, until when, and what is special about it."""

    article: Article
    edition: Edition
    age_days: int
    due: str
    flags: tuple[str, ...]
    missing: tuple[str, ...]  # what is missing to approval, in words
    actions: tuple[str, ...]  # what the person asked about could do now; empty without one


@dataclass(frozen=True, slots=True)
class Corrected:
    """A notice with the article it is about."""

    slug: str
    address: str
    title: str
    notice: Notice


@dataclass(frozen=True, slots=True)
class Resting:
    """A statement that quotes a source: in an article's edition, or in a saved answer (its slug is then "")."""

    slug: str
    edition: int
    answer: str  # digest of a saved answer
    claim: str
    source: str


def articles(connection: Connection, limits: Limits, at: str) -> Found:
    """A page of articles."""
    if limits.order not in _ORDERS:
        raise CurbsideError(f"Articles are ordered by one of: {', '.join(_ORDERS)}.")
    kept = tables.articles.c
    query = select(kept.body)
    if limits.is_public:
        query = query.where(kept.is_public == 1)
    for word in limits.search.casefold().split()[:16]:
        query = query.where(kept.words.contains(word, autoescape=True))
    if limits.topic:
        query = query.where(kept.slug.in_(_slugs_about(limits.topic)))
    if limits.state:
        query = query.where(_in_state(limits.state, at))
    total = connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
    page = query.order_by(*_ORDERS[limits.order], kept.slug).limit(limits.limit).offset(limits.offset)
    return Found(total, tuple(_read(connection, page)))


def topics(connection: Connection) -> dict[str, int]:
    """Topics of public articles, with how many there are, by name."""
    kept = tables.about.c
    public = select(tables.articles.c.slug).where(tables.articles.c.is_public == 1)
    query = (
        select(func.min(kept.name), func.count())
        .where(kept.kind == "topic", kept.slug.in_(public))
        .group_by(kept.folded)
        .order_by(kept.folded)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def queue(
    several: Iterable[Article], reported: Container[str], policy: Policy, at: str, person: Person | None
) -> tuple[Queued, ...]:
    """Everything that waits among these articles: suspended approvals, then the nearest day first, then the oldest."""
    found = [one for article in several for one in _queued(article, article.slug in reported, policy, at, person)]
    return tuple(
        sorted(
            found,
            key=lambda one: ("suspended" not in one.flags, one.due == "", one.due, one.edition.since, one.article.slug),
        )
    )


def narrowed(several: Iterable[Queued], *, state: str, topic: str, flag: str) -> tuple[Queued, ...]:
    """Those that are in a state, about a topic and with a flag; "" for any."""
    return tuple(
        one
        for one in several
        if (not state or one.edition.state == state)
        and (not topic or topic.casefold() in {name.casefold() for name in one.article.topics})
        and (not flag or flag in one.flags)
    )


def corrections(connection: Connection, limit: int) -> tuple[Corrected, ...]:
    """Notices of public articles, the newest first."""
    kept = tables.articles.c
    query = select(kept.body).where(kept.is_public == 1, kept.noticed_at != "").order_by(kept.noticed_at.desc())
    found = [
        Corrected(a.slug, a.address, a.title, notice)
        for a in _read(connection, query.limit(limit))
        for notice in a.notices[::-1]
    ]
    return tuple(sorted(found, key=lambda one: one.notice.at, reverse=True)[:limit])


def every(connection: Connection) -> tuple[Article, ...]:
    """Every article by address."""
    return tuple(_read(connection, select(tables.articles.c.body).order_by(tables.articles.c.slug)))


def past_due(connection: Connection, at: str) -> tuple[Article, ...]:
    """Approved articles whose review day or deadline has passed."""
    kept = tables.articles.c
    query = select(kept.body).where(kept.state.in_(_HAS_DAY), kept.due != "", kept.due < at).order_by(kept.slug)
    return tuple(one for one in _read(connection, query) if state_on(one.current, at) is State.OVERDUE)


def resting_on(connection: Connection, sources: Sequence[str]) -> tuple[Resting, ...]:
    """Every statement that quotes one of these sources, each once."""
    kept = tables.quoted.c
    query = (
        select(kept.holder, kept.edition, kept.claim, kept.source)
        .where(kept.source.in_(sources))
        .distinct()
        .order_by(kept.holder, kept.edition, kept.claim, kept.source)
    )
    return tuple(
        Resting("", 0, holder.removeprefix("answer:"), claim, source)
        if holder.startswith("answer:")
        else Resting(holder, edition, "", claim, source)
        for holder, edition, claim, source in connection.execute(query)
    )


def _read(connection: Connection, query: Select[Any]) -> Iterable[Article]:
    return [article_of(body) for body in connection.execute(query).scalars()]


def _slugs_about(topic: str) -> Select[Any]:
    kept = tables.about.c
    return select(kept.slug).where(kept.kind == "topic", kept.folded == topic.casefold())


def _in_state(state: str, at: str) -> Any:
    """An article in a state; one whose day has passed is overdue whatever its row says."""
    kept = tables.articles.c
    has_passed = (kept.state.in_(_HAS_DAY)) & (kept.due != "") & (kept.due < day(at))
    if state == State.OVERDUE:
        return or_(kept.state == state, has_passed)
    return (kept.state == state) & ~has_passed if state in _HAS_DAY else kept.state == state


def _queued(article: Article, is_reported: bool, policy: Policy, at: str, person: Person | None) -> Iterable[Queued]:
    current, latest = article.current, article.latest
    waits = [latest] if latest.state in WAITING else []
    unsigned = _unsigned(article, current, policy)
    troubled = state_on(current, at) in _TROUBLED
    if (troubled or is_reported or unsigned) and current not in waits:
        waits.append(current)
    for edition in waits:
        actions = available(article, person) if person else ()
        if person and not actions:
            continue
        flags = list(_flags(article, edition, at, person, unsigned if edition is current else ()))
        flags += ["reports"] if is_reported else []
        due = edition.review.due if edition.state in WAITING else due_of(article)
        began = edition.review.submitted_at or edition.made_at
        missing = policy.missing(article, edition) if edition.state in _IN_REVIEW else ()
        yield Queued(article, edition, _days(began, at), due, tuple(flags), missing, actions)


def _flags(
    article: Article, edition: Edition, at: str, person: Person | None, unsigned: tuple[Reader, ...]
) -> Iterable[str]:
    """Closed list: late, disputed, suspended, update_due, overdue, pharmacist, conflict, unassigned, wording, yours."""
    review, state = edition.review, state_on(edition, at)
    if has_passed(review.due if edition.state in WAITING else due_of(article), at):
        yield "late"
    if state is State.DISPUTED:
        yield "disputed"
    if state in _TROUBLED:
        yield {"approved_update_due": "update_due"}.get(state.value, state.value)
    if edition.state in _IN_REVIEW:
        if edition.kinds & PHARMACIST_KINDS:
            yield "pharmacist"
        if any(one.is_conflicted for one in review.signatures):
            yield "conflict"
        if not review.reviewers:
            yield "unassigned"
    if unsigned:
        yield "wording"
    if person and person.id in review.reviewers:
        yield "yours"


def _unsigned(article: Article, edition: Edition, policy: Policy) -> tuple[Reader, ...]:
    """Readers whose wording of an approved edition nobody has approved yet."""
    if edition.state not in {State.APPROVED, State.APPROVED_UPDATE_DUE}:
        return ()
    others = edition.readers[1:]
    return tuple(reader for reader in others if policy.missing(article, edition, reader))


def _days(since: str, at: str) -> int:
    return (date.fromisoformat(day(at)) - date.fromisoformat(day(since))).days


def by_state(several: Iterable[Article], at: str) -> Counter[str]:
    """How many public articles are in each state on a day."""
    return Counter(state_on(one.current, at).value for one in several if one.is_public)
