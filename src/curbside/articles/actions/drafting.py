"""Writing an edition: draft, describe, rename, submit, revise, renew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from curbside.articles.article import ONCE_APPROVED, Article, Edition, State
from curbside.articles.days import day, later
from curbside.articles.event import Done, Event
from curbside.articles.person import Role
from curbside.articles.review import Review, ReviewKind
from curbside.articles.statements import Documents, authors_by_statement, carried, statements_of, wordings_of
from curbside.articles.words import refusal, role_words, words

from .acting import Acting, chosen, reason

_DRAFTING = (Role.AUTHOR, Role.EDITOR)


def drafted(
    slug: str,
    documents: Documents,
    acting: Acting,
    topics: Sequence[str] = (),
    specialties: Sequence[str] = (),
    drugs: Sequence[str] = (),
) -> Done:
    """A new article from an answer, given as Answer JSON for each reader; the first is what approval is about."""
    if not acting.by.has(*_DRAFTING):
        roles = ", ".join(role_words(role) for role in _DRAFTING)
        raise refusal("role", action=words()["actions"]["draft"], roles=roles, name=acting.by.name)
    first = next(iter(documents.values()))
    edition = _edition(1, documents, acting)
    article = Article(
        slug=slug,
        title=first["title"],
        question=first["question"],
        topics=_tidy(topics) or _tidy([first["plan"]["focus"]]),
        specialties=_tidy(specialties),
        drugs=_tidy((*drugs, *first["plan"]["drugs"])),
        editions=(edition,),
        created_at=acting.at,
        updated_at=acting.at,
    )
    return Done(article, Event("draft", slug, acting.by.id, acting.at, 1, what={"digest": edition.digest()}))


def describe(
    article: Article,
    acting: Acting,
    title: str = "",
    topics: Sequence[str] | None = None,
    specialties: Sequence[str] | None = None,
) -> Done:
    """
    Change the title on lists, the topics or the specialties; the text stays as it is.

    Topics and specialties decide whose interests are relevant and whose signature is needed, so signatures fall.
    """
    edition = acting.on(article, "describe")
    after = replace(
        article,
        title=title.strip() or article.title,
        topics=article.topics if topics is None else _tidy(topics),
        specialties=article.specialties if specialties is None else _tidy(specialties),
    )
    if not after.topics:
        raise refusal("topics")
    if (after.topics, after.specialties) != (article.topics, article.specialties):
        edition = replace(edition, review=replace(edition.review, signatures=()))
    what = {"title": after.title, "topics": list(after.topics), "specialties": list(after.specialties)}
    return acting.done(after, "describe", edition, what=what)


def rename(article: Article, acting: Acting, address: str, why: str) -> Done:
    """Give the page another address, to which earlier ones lead; neither text nor review knows of it."""
    edition = acting.on(article, "rename")
    after = replace(article, renamed="" if address == article.slug else address)
    return acting.done(after, "rename", edition, reason(why), {"old": article.address, "new": address})


def submit(article: Article, acting: Acting, why: str = "") -> Done:
    """Hand the latest edition in for review; statements unchanged since approval are carried where it is an update."""
    edition = acting.on(article, "submit")
    if not edition.statements:
        raise refusal("nothing_to_submit")
    if not article.topics:
        raise refusal("topics")
    due = edition.review.due or later(acting.at, days=acting.policy.first_days)
    review = replace(
        edition.review,
        due=due,
        carried=_carried(article, edition),
        submitted_at=edition.review.submitted_at or acting.at,
        submitted_by=edition.review.submitted_by or acting.by.id,
    )
    return acting.done(article, "submit", acting.moved(replace(edition, review=review), "submit", why), why)


def revise(article: Article, acting: Acting, documents: Documents, why: str) -> Done:
    """A new text: in place of one that nobody has approved, else as a new edition that waits for its own review."""
    why = reason(why)
    before = acting.on(article, "revise")
    if before.state in {State.DRAFT, State.CHANGES_REQUESTED}:
        fresh = _edition(before.number, documents, acting)
        review = replace(before.review, signatures=(), carried=())
        authors = tuple(dict.fromkeys((*before.authors, acting.by.id)))
        edition = replace(fresh, state=before.state, since=before.since, authors=authors, review=review)
        edition = replace(edition, because=before.because, who=before.who)
    else:
        kind = _kind(article, acting.at)
        edition = replace(_edition(before.number + 1, documents, acting), review=Review(kind))
    return acting.done(article, "revise", edition, why, {"digest": edition.digest()})


def renew(article: Article, acting: Acting, documents: Documents, why: str = "", kind: str = "full") -> Done:
    """
    Begin the review of the current text once more, as a new edition: the yearly one reads everything.

    The text is handed in as it stands, with its sources in the standing they have now.
    """
    before = acting.on(article, "renew")
    if article.pending is not None and article.pending.state is not State.DECLINED:
        raise refusal("pending", n=article.pending.number)
    asked = chosen(ReviewKind, kind)
    reviewed = ReviewKind.FULL if _kind(article, acting.at) is ReviewKind.FULL else asked
    edition = replace(
        _edition(article.latest.number + 1, documents, acting),
        state=State.SUBMITTED,
        because=why,
        made_by=before.made_by,
        statements=statements_of(documents, authors_by_statement(before)),
        authors=before.authors,
        searched=before.searched,
        review=Review(reviewed, acting.at, acting.by.id, due=later(acting.at, days=acting.policy.first_days)),
    )
    edition = replace(edition, review=replace(edition.review, carried=_carried(article, edition)))
    return acting.done(article, "renew", edition, why, {"kind": reviewed.value, "from": before.number})


def _edition(number: int, documents: Documents, acting: Acting) -> Edition:
    first = next(iter(documents.values()))
    return Edition(
        number=number,
        state=State.DRAFT,
        since=acting.at,
        made_at=acting.at,
        made_by=acting.by.id,
        wordings=wordings_of(documents),
        statements=statements_of(documents),
        authors=(acting.by.id,),
        searched=first["searched"]["through"] or day(acting.at),
        who=acting.by.id,
    )


def _kind(article: Article, at: str) -> ReviewKind:
    """An update, unless the yearly review is due: that one reads everything."""
    current = article.current
    is_due = not current.approved_at or (current.review_by and current.review_by <= day(at))
    return ReviewKind.FULL if is_due else ReviewKind.UPDATE


def _carried(article: Article, edition: Edition) -> tuple[str, ...]:
    if edition.review.kind is ReviewKind.FULL:
        return ()
    approved = [one for one in article.editions if one.approved_at and one.number < edition.number]
    doubted = {claim for one in approved if one.state in ONCE_APPROVED for claim in one.affected}
    kept = carried(approved[-1] if approved else None, edition.statements)
    return tuple(claim for claim in kept if claim not in doubted)


def _tidy(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (" ".join(name.split()) for name in names))))
