"""Corrections and withdrawals: dated notices that stay for ever."""

from __future__ import annotations

from dataclasses import replace

from curbside.articles.article import Article, Notice, NoticeKind, State
from curbside.articles.days import later
from curbside.articles.event import Done
from curbside.articles.review import Review, ReviewKind
from curbside.articles.statements import Documents, carried
from curbside.articles.words import refusal

from .acting import Acting, checked_claim, reason
from .editing import with_text
from .standing import closed


def correct(
    article: Article,
    acting: Acting,
    claim: str,
    documents: Documents,
    old: str,
    new: str,
    why: str,
    effect: str = "",
) -> Done:
    """Publish a corrected text at once, with its notice and without approval: any change takes that away."""
    before = acting.on(article, "correct")
    checked_claim(before, claim)
    why = reason(why)
    if not new and len(before.statements) == 1:
        raise refusal("last_published")
    if article.pending is not None and article.pending.state is not State.DECLINED:
        raise refusal("pending", n=article.pending.number)
    number = article.latest.number + 1
    notice = Notice(NoticeKind.CORRECTION, acting.at, acting.by.id, why, old, new, effect.strip(), claim, number)
    changed = with_text(before, documents, {claim: acting.by.id} if new else {})
    kept = tuple(one for one in carried(before, changed.statements) if one not in before.affected)
    edition = acting.to(replace(changed, number=number, made_at=acting.at, made_by=acting.by.id), State.SUBMITTED, why)
    due = later(acting.at, days=acting.policy.first_days)
    edition = replace(
        edition,
        review=Review(ReviewKind.UPDATE, acting.at, acting.by.id, due=due, carried=kept),
        approved_at="",
        review_by="",
        update_by="",
        affected=(),
        grounds=(),
    )
    article = article.with_edition(acting.to(before, State.SUPERSEDED, why))
    article = replace(article, notices=(*article.notices, notice))
    what = {"claim": claim, "old": old, "new": new, "effect": notice.effect, "digest": edition.digest()}
    return acting.done(article, "correct", edition, why, what)


def withdraw(article: Article, acting: Acting, why: str, effect: str = "") -> Done:
    """Withdraw what readers see; the address and the text stay, struck through."""
    edition = acting.on(article, "withdraw")
    why = reason(why)
    notice = Notice(NoticeKind.WITHDRAWAL, acting.at, acting.by.id, why, effect=effect.strip(), edition=edition.number)
    article = replace(closed(article, acting, why), notices=(*article.notices, notice))
    return acting.done(article, "withdraw", acting.moved(edition, "withdraw", why), why, {"effect": notice.effect})
