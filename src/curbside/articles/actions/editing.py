"""
Changing the text while it is written or reviewed: strike, reword, add a quote.

The new text is handed in as Answer JSON; whoever reworded or added a quote is from then on an author of that
statement. Decisions on other statements stand, because their marks do; signatures fall, because the digest changed.
"""

from __future__ import annotations

from dataclasses import replace

from curbside.articles.article import Article, Edition
from curbside.articles.event import Done
from curbside.articles.review import Decision, Verdict
from curbside.articles.statements import Documents, authors_by_statement, statements_of, wordings_of
from curbside.articles.words import refusal

from .acting import Acting, checked_claim, reason


def strike(article: Article, acting: Acting, claim: str, documents: Documents, why: str) -> Done:
    """Take a statement out, with the reason."""
    edition = acting.on(article, "strike")
    checked_claim(edition, claim)
    why = reason(why)
    if len(edition.statements) == 1:
        raise refusal("last_statement")
    noted = _noted(edition, acting, claim, Verdict.STRIKE, why)
    after = with_text(noted, documents)
    return acting.done(article, "strike", after, why, {"claim": claim, "digest": after.digest()})


def reword(
    article: Article, acting: Acting, claim: str, reader: str, old: str, new: str, documents: Documents, why: str = ""
) -> Done:
    """Say a statement in other words for one reader; the words were checked against its own quote."""
    edition = acting.on(article, "reword")
    checked_claim(edition, claim)
    noted = _noted(edition, acting, claim, Verdict.REWORD, why)
    after = with_text(noted, documents, {claim: acting.by.id})
    what = {"claim": claim, "reader": reader, "old": old, "new": new, "digest": after.digest()}
    return acting.done(article, "reword", after, why, what)


def add_quote(
    article: Article, acting: Acting, documents: Documents, added: str, claim: str = "", why: str = ""
) -> Done:
    """Add a quote of the library to a statement, which becomes the statement `added`; or as a statement of its own."""
    edition = acting.on(article, "add_quote")
    if claim:
        checked_claim(edition, claim)
        edition = _noted(edition, acting, claim, Verdict.ADD_QUOTE, why)
    authors = {added: acting.by.id}
    earlier = edition.statement(claim) if claim else None
    after = with_text(edition, documents, authors, {added: earlier.authors} if earlier else {})
    return acting.done(article, "add_quote", after, why, {"claim": claim, "added": added, "digest": after.digest()})


def recheck(article: Article, acting: Acting, documents: Documents, why: str) -> Done:
    """Show the sources of a text under review as they stand now; what rested on a changed one is decided anew."""
    edition = acting.on(article, "recheck")
    after = with_text(edition, documents)
    return acting.done(article, "recheck", after, reason(why), {"digest": after.digest()})


def with_text(
    edition: Edition,
    documents: Documents,
    authors: dict[str, str] | None = None,
    inherited: dict[str, tuple[str, ...]] | None = None,
) -> Edition:
    """The edition with another text; `authors` are those who changed statements, by id."""
    known = authors_by_statement(edition) | (inherited or {})
    for claim, person in (authors or {}).items():
        known[claim] = tuple(dict.fromkeys((*known.get(claim, ()), person)))
    statements = statements_of(documents, known)
    marks = {one.id: one.mark for one in edition.statements}
    unchanged = {one.id for one in statements if marks.get(one.id) == one.mark}
    carried = tuple(claim for claim in edition.review.carried if claim in unchanged)
    review = replace(edition.review, signatures=(), carried=carried)
    return replace(edition, wordings=wordings_of(documents), statements=statements, review=review)


def _noted(edition: Edition, acting: Acting, claim: str, verdict: Verdict, note: str) -> Edition:
    found = edition.statement(claim)
    mark = found.mark if found else ""
    decision = Decision(claim, verdict, acting.by.id, acting.at, mark, note)
    return replace(edition, review=replace(edition.review, decisions=(*edition.review.decisions, decision)))
