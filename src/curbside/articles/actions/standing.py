"""What ends or shakes an approval: new evidence, a suspension, a day that has passed, a newer article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from curbside.articles.article import Article, State
from curbside.articles.days import day
from curbside.articles.event import Done
from curbside.articles.words import refusal

from .acting import Acting, reason

#: How soon new evidence has to be dealt with; the policy says in what time each.
URGENCIES = ("safety", "practice_changing", "confirming")


def mark_update_due(
    article: Article,
    acting: Acting,
    why: str,
    urgency: str = "confirming",
    claims: Sequence[str] = (),
    heard: Sequence[str] = (),
) -> Done:
    """Note new evidence ("safety", "practice_changing" or "confirming") and by when somebody has to deal with it."""
    edition = acting.on(article, "mark_update_due")
    why = reason(why)
    if urgency not in URGENCIES:
        raise refusal("urgency", urgencies=", ".join(URGENCIES))
    due = acting.policy.update_by(acting.at, urgency)
    by = min(filter(None, (edition.update_by, due)))
    affected = tuple(dict.fromkeys((*edition.affected, *claims)))
    after = replace(
        acting.moved(edition, "mark_update_due", why), update_by=by, affected=affected, heard=(*edition.heard, *heard)
    )
    what = {"urgency": urgency, "due": by, "claims": list(claims)}
    return acting.done(article, "mark_update_due", after, why, what)


def confirm_practice_changing(article: Article, acting: Acting, why: str) -> Done:
    """Say that the new evidence changes practice: the approval is suspended on this person's word."""
    edition = acting.on(article, "confirm_practice_changing")
    why = reason(why)
    grounds = (*edition.grounds, f"confirm_practice_changing {acting.by.id}")
    after = replace(acting.moved(edition, "confirm_practice_changing", why), grounds=grounds)
    return acting.done(article, "confirm_practice_changing", after, why)


def dismiss_update(article: Article, acting: Acting, why: str) -> Done:
    """Say that the new evidence changes nothing: the approval stands as it was."""
    edition = acting.on(article, "dismiss_update")
    why = reason(why)
    after = replace(acting.moved(edition, "dismiss_update", why), update_by="", affected=())
    return acting.done(article, "dismiss_update", after, why)


def suspend(article: Article, acting: Acting, why: str, claims: Sequence[str] = (), heard: Sequence[str] = ()) -> Done:
    """Suspend the approval at once, and mark the statements it is about."""
    edition = acting.on(article, "suspend")
    why = reason(why)
    # A second reason is added to the first: both have to be dealt with.
    told = f"{edition.because}; {why}" if edition.state is State.SUSPENDED else why
    affected = tuple(dict.fromkeys((*edition.affected, *claims)))
    grounds = (*edition.grounds, *(heard or (f"suspend {acting.by.id}",)))
    after = replace(
        acting.moved(edition, "suspend", told), affected=affected, heard=(*edition.heard, *heard), grounds=grounds
    )
    return acting.done(article, "suspend", after, why, {"claims": list(claims)})


def take_back(article: Article, acting: Acting, why: str, source: str) -> Done:
    """Note that what was said of a source was taken back: it is news again when it is said once more. The state stays."""
    edition = acting.on(article, "take_back")
    why = reason(why)
    after = replace(edition, heard=tuple(one for one in edition.heard if source_of(one) != source))
    return acting.done(article, "take_back", after, why, {"source": source})


def resume(article: Article, acting: Acting, why: str, otherwise: Sequence[str]) -> Done:
    """
    Approve again what was suspended for sources alone that stand as they did; `otherwise` names those that do not.

    A person decides that, never the program. Whatever else shook the approval needs a review.
    """
    edition = acting.on(article, "resume")
    why = reason(why)
    quoted = {source for one in edition.statements for source in one.sources}
    if not edition.grounds or any(source_of(one) not in quoted for one in edition.grounds) or edition.update_by:
        raise refusal("not_for_sources")
    if otherwise:
        raise refusal("stand_otherwise", sources=", ".join(otherwise))
    after = replace(acting.moved(edition, "resume", why), affected=(), grounds=())
    return acting.done(article, "resume", after, why, {"grounds": list(edition.grounds)})


def expire(article: Article, acting: Acting) -> Done:
    """Note that the day of the next review, or the deadline of an update, has passed."""
    edition = acting.on(article, "expire")
    due = min(filter(None, (edition.review_by, edition.update_by)), default="")
    if not has_passed(due, acting.at):
        raise refusal("not_due", due=due or "a day that was never set")
    after = replace(acting.moved(edition, "expire", due), update_by="")
    return acting.done(article, "expire", replace(after, review_by=due[:10]), due, {"due": due})


def supersede(article: Article, acting: Acting, by_slug: str, why: str) -> Done:
    """Point readers to the article that takes this one's place; the address stays."""
    edition = acting.on(article, "supersede")
    why = reason(why)
    if by_slug == article.slug or not by_slug:
        raise refusal("self_supersede")
    after = replace(closed(article, acting, why), superseded_by=by_slug)
    return acting.done(after, "supersede", acting.moved(edition, "supersede", why), why, {"by": by_slug})


def source_of(heard: str) -> str:
    """The source of what was heard, "pmid:1 retracted"."""
    return heard.rpartition(" ")[0]


def has_passed(due: str, at: str) -> bool:
    """Whether a day or time has passed; a day has when the next one begins."""
    return bool(due) and (due < at if len(due) > 10 else due < day(at))


def closed(article: Article, acting: Acting, why: str) -> Article:
    """The article without an edition in waiting."""
    pending = article.pending
    if pending is None or pending.state is State.DECLINED:
        return article
    return article.with_edition(acting.to(pending, State.DECLINED, why))
