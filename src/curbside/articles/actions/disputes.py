"""Dissent, and the tie-breaker who decides it in writing."""

from __future__ import annotations

from dataclasses import replace

from curbside.articles.article import Article, Edition, State
from curbside.articles.event import Done
from curbside.articles.person import Role
from curbside.articles.review import Dispute
from curbside.articles.words import refusal

from .acting import Acting, checked_claim, reason
from .reviewing import unsigned

#: A dissent that is upheld sends the edition back; one that is overruled lets the review go on.
_FOLLOWS = {"upheld": State.CHANGES_REQUESTED, "overruled": State.UNDER_REVIEW}


def dissent(article: Article, acting: Acting, why: str, claim: str = "") -> Done:
    """Object to a statement, or to the whole, so that somebody else has to decide before anyone signs."""
    edition = acting.on(article, "dissent")
    if claim:
        checked_claim(edition, claim)
    dispute = Dispute(acting.by.id, acting.at, reason(why), claim)
    review = replace(edition.review, disputes=(*edition.review.disputes, dispute))
    after = acting.moved(replace(edition, review=review), "dissent", dispute.reason)
    return acting.done(article, "dissent", after, dispute.reason, {"claim": claim})


def name_decider(article: Article, acting: Acting, decider: str) -> Done:
    """Name who decides the open dispute."""
    edition = acting.on(article, "name_decider")
    dispute = _open(edition)
    if decider == dispute.by:
        raise refusal("decider_party", name=decider)
    after = _with(edition, replace(dispute, decider=decider))
    return acting.done(article, "name_decider", after, what={"decider": decider})


def break_tie(article: Article, acting: Acting, outcome: str, why: str) -> Done:
    """Decide the open dispute, with a written reason: a dissent is upheld or overruled."""
    edition = acting.on(article, "break_tie")
    dispute = _open(edition)
    mine = acting.by.id
    if outcome not in _FOLLOWS:
        raise refusal("outcome")
    if mine == dispute.by:
        raise refusal("decider_party", name=acting.by.name)
    if mine in edition.authors:
        raise refusal("decider_author", name=acting.by.name)
    if dispute.decider and dispute.decider != mine:
        raise refusal("decider", name=dispute.decider)
    if not dispute.decider and not acting.by.has(Role.MEDICAL_DIRECTOR):
        raise refusal("no_decider")
    decided = replace(dispute, decider=mine, outcome=outcome, answer=reason(why), decided_at=acting.at)
    after = acting.to(_with(edition, decided), _FOLLOWS[outcome], decided.answer)
    done = acting.done(article, "break_tie", after, decided.answer, {"outcome": outcome, "claim": dispute.claim})
    return done._replace(article=unsigned(done.article)) if outcome == "upheld" else done


def _open(edition: Edition) -> Dispute:
    dispute = edition.review.open_dispute
    assert dispute is not None, "a disputed edition has an open dispute"
    return dispute


def _with(edition: Edition, changed: Dispute) -> Edition:
    open_one = edition.review.open_dispute
    disputes = tuple(changed if one is open_one else one for one in edition.review.disputes)
    return replace(edition, review=replace(edition.review, disputes=disputes))
