"""Reviewing an edition: begin, ask reviewers, decide on statements, comment, ask for changes, decline, step back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from curbside.articles.article import Article, Edition
from curbside.articles.days import is_day
from curbside.articles.event import Done
from curbside.articles.review import Decision, Recusal, Verdict
from curbside.articles.words import refusal

from .acting import Acting, checked_claim, reason


def start_review(article: Article, acting: Acting, reviewers: Sequence[str] = ()) -> Done:
    """Begin the review; reviewers can be asked by name."""
    edition = acting.on(article, "start_review")
    review = replace(
        edition.review, opened_at=acting.at, reviewers=tuple(dict.fromkeys(reviewers)) or edition.review.reviewers
    )
    after = acting.moved(replace(edition, review=review), "start_review")
    return acting.done(article, "start_review", after, what={"reviewers": list(review.reviewers)})


def assign(article: Article, acting: Acting, reviewers: Sequence[str], due: str = "") -> Done:
    """Say who is asked to review, and by which day."""
    edition = acting.on(article, "assign")
    if due and not is_day(due):
        raise refusal("day", value=due)
    review = replace(edition.review, reviewers=tuple(dict.fromkeys(reviewers)), due=due or edition.review.due)
    what = {"reviewers": list(review.reviewers), "due": review.due}
    return acting.done(article, "assign", replace(edition, review=review), what=what)


def decide(
    article: Article, acting: Acting, claims: Sequence[str], verdict: str = Verdict.ACCEPT, note: str = ""
) -> Done:
    """Accept statements as they are now; whoever wrote one of them cannot."""
    edition = acting.on(article, "decide")
    if verdict != Verdict.ACCEPT:
        raise refusal("verdict", verdict=verdict)
    if acting.by.id in edition.authors:
        raise refusal("author", name=acting.by.name)
    made = []
    for claim in dict.fromkeys(claims):
        found = edition.statement(checked_claim(edition, claim))
        assert found is not None
        if acting.by.id in found.authors:
            raise refusal("own_claim", name=acting.by.name, claim=claim)
        made.append(Decision(claim, Verdict.ACCEPT, acting.by.id, acting.at, found.mark, note))
    what = {"claims": [one.claim for one in made], "verdict": Verdict.ACCEPT.value}
    return acting.done(article, "decide", _with(edition, made), note, what)


def comment(article: Article, acting: Acting, text: str, claim: str = "") -> Done:
    """Say something about a statement, or about the whole; it decides nothing."""
    edition = acting.on(article, "comment")
    found = edition.statement(checked_claim(edition, claim)) if claim else None
    mark = found.mark if found else ""
    made = Decision(claim, Verdict.COMMENT, acting.by.id, acting.at, mark, reason(text))
    return acting.done(article, "comment", _with(edition, [made]), made.note, {"claim": claim})


def request_changes(article: Article, acting: Acting, why: str) -> Done:
    """Send the edition back to its authors; who signed it signs what comes back anew."""
    done = _ended(article, acting, "request_changes", why)
    return done._replace(article=unsigned(done.article))


def decline(article: Article, acting: Acting, why: str) -> Done:
    """End the work on an edition without approving it."""
    return _ended(article, acting, "decline", why)


def recuse(article: Article, acting: Acting, why: str) -> Done:
    """Step back from a review: own decisions and signatures no longer count."""
    edition = acting.on(article, "recuse")
    mine = acting.by.id
    review = edition.review
    review = replace(
        review,
        reviewers=tuple(one for one in review.reviewers if one != mine),
        decisions=tuple(one for one in review.decisions if one.by != mine or one.verdict is Verdict.COMMENT),
        signatures=tuple(one for one in review.signatures if one.by != mine),
        recusals=(*review.recusals, Recusal(mine, acting.at, reason(why))),
    )
    return acting.done(article, "recuse", replace(edition, review=review), reason(why))


def unsigned(article: Article) -> Article:
    """The article without the signatures on its latest edition."""
    edition = article.latest
    return article.with_edition(replace(edition, review=replace(edition.review, signatures=())))


def _ended(article: Article, acting: Acting, action: str, why: str) -> Done:
    edition = acting.on(article, action)
    why = reason(why)
    return acting.done(article, action, acting.moved(edition, action, why), why)


def _with(edition: Edition, made: Sequence[Decision]) -> Edition:
    return replace(edition, review=replace(edition.review, decisions=(*edition.review.decisions, *made)))
