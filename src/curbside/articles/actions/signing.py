"""
Signing a text, and the approval that follows when nothing is missing.

A signature is bound to the digest of what was read: one edition, one reader's wording. Authors do not sign what they
wrote, and nobody signs statements they have not accepted one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from curbside.articles.article import ONCE_APPROVED, Article, Edition, State
from curbside.articles.days import later
from curbside.articles.event import Done
from curbside.articles.person import CLINICAL, Person, Role
from curbside.articles.policy import PHARMACIST_KINDS
from curbside.articles.review import Signature
from curbside.articles.words import named, refusal, role_words, signature, statement
from curbside.articles.words import words as fixed_words
from curbside.questions.question import Reader

from .acting import Acting, chosen


def sign(
    article: Article,
    acting: Acting,
    role: str,
    digest: str,
    words: str,
    reader: str = "",
    fallen: Sequence[str] = (),
) -> Done:
    """
    Sign one reader's wording; the last signature that is needed approves it.

    `words` are those of `articles.words.statement`, as they were shown; `fallen` are sources of this edition that may
    not support anything any more.
    """
    edition = acting.on(article, "sign")
    signed_as = _role(acting.by, role)
    main = edition.readers[0]
    asked = chosen(Reader, reader) if reader else main
    _checked_text(edition, asked, digest, words, acting.at)
    if edition.state is not State.UNDER_REVIEW and asked is main:
        raise refusal("closed_signature")
    without = _checked_person(edition, acting, asked)
    _checked_role(article, edition, acting, signed_as, asked)
    _checked_decisions(edition, acting.by, signed_as)
    if fallen:
        raise refusal("fallen", sources=", ".join(fallen))
    made = _made(article, edition, acting, signed_as, asked, without)
    review = replace(edition.review, signatures=(*edition.review.signatures, made))
    after = replace(edition, review=review)
    what: dict[str, Any] = {"role": signed_as.value, "reader": asked.value, "digest": digest, "words": made.words}
    if edition.state is State.UNDER_REVIEW and not acting.policy.missing(article, after):
        article, after = _approved(article, after, acting)
        what["approves"] = True
    return acting.done(article, "sign", after, what=what)


def interests_of(article: Article, person: Person, at: str, months: int) -> str:
    """The competing interests that bear on an article, as its signature prints them; "" for none."""
    return "; ".join(one.text for one in person.relevant(article.topics, at[:10], months))


def _role(person: Person, role: str) -> Role:
    may = [one for one in person.roles if one in CLINICAL or one in {Role.PHARMACIST, Role.LAY_READER, Role.EDITOR}]
    if role not in may:
        raise refusal(
            "role_not_theirs", name=person.name, role=role, roles=", ".join(role_words(one) for one in may) or "none"
        )
    return Role(role)


def _checked_text(edition: Edition, reader: Reader, digest: str, words: str, at: str) -> None:
    if reader not in edition.readers:
        raise refusal("wording", reader=fixed_words()["readers"][reader.value])
    if digest != edition.digest(reader):
        raise refusal("digest", digest=edition.digest(reader))
    if words != statement(edition, reader, at):
        raise refusal("words")


def _checked_person(edition: Edition, acting: Acting, reader: Reader) -> tuple[str, ...]:
    """The statements that the signer is an author of; an author of the whole, and whoever signed or stepped back, is refused."""
    person, review = acting.by, edition.review
    if person.id in edition.authors:
        raise refusal("author", name=person.name)
    if any(one.by == person.id for one in review.recusals):
        raise refusal("recused", name=person.name)
    if any(one.by == person.id for one in review.of(reader, edition.digest(reader))):
        raise refusal("twice", name=person.name)
    valid_from = later(acting.at, days=-acting.policy.declaration_days)
    if not person.declared_on or person.declared_on < valid_from:
        raise refusal("undeclared", name=person.name, since=valid_from)
    return tuple(one.id for one in edition.statements if person.id in one.authors)


def _checked_role(article: Article, edition: Edition, acting: Acting, role: Role, reader: Reader) -> None:
    if role is Role.PHARMACIST and not edition.kinds & PHARMACIST_KINDS:
        raise refusal("not_pharmacist_part")
    if role is Role.LAY_READER and reader is not Reader.PATIENT:
        raise refusal("lay_only_patients")
    if role is Role.EDITOR:
        if not acting.policy.editor or reader is not edition.readers[0]:
            raise refusal("no_editor")
        others = [one for one in acting.policy.missing(article, edition) if one != fixed_words()["missing"]["editor"]]
        if others:
            raise refusal("editor_last", missing="; ".join(others))


def undecided(edition: Edition, person: Person, role: Role) -> tuple[str, ...]:
    """Ids of the statements that somebody has to accept before signing in a role: others' statements that it is about."""
    if role not in CLINICAL and role is not Role.PHARMACIST:
        return ()
    asked = [one for one in edition.statements if role in CLINICAL or one.kind in PHARMACIST_KINDS]
    accepted = edition.review.accepted_by(person.id, {one.id: one.mark for one in edition.statements})
    return tuple(one.id for one in asked if one.id not in accepted and person.id not in one.authors)


def _checked_decisions(edition: Edition, person: Person, role: Role) -> None:
    if open_ones := undecided(edition, person, role):
        raise refusal("undecided", count=len(open_ones), name=person.name, claims=", ".join(open_ones))


def _made(
    article: Article, edition: Edition, acting: Acting, role: Role, reader: Reader, without: tuple[str, ...]
) -> Signature:
    person = acting.by
    interests = interests_of(article, person, acting.at, acting.policy.interest_months)
    needed = {one.casefold() for one in article.specialties}
    return Signature(
        by=person.id,
        role=role,
        reader=reader,
        edition=edition.number,
        digest=edition.digest(reader),
        at=acting.at,
        words=signature(edition, reader, person, role, acting.at, interests, without),
        name=named(person),
        interests=interests,
        is_conflicted=bool(interests),
        is_matched=bool(needed & {one.casefold() for one in person.specialties}),
        without=without,
    )


def _approved(article: Article, edition: Edition, acting: Acting) -> tuple[Article, Edition]:
    """The edition approved, and the one it replaces closed."""
    for one in article.editions:
        if one.number != edition.number and one.state in ONCE_APPROVED:
            article = article.with_edition(acting.to(one, State.SUPERSEDED, f"edition {edition.number}"))
    approved = acting.to(edition, State.APPROVED)
    return article, replace(
        approved, approved_at=acting.at, review_by=acting.policy.next_review(acting.at), update_by="", affected=()
    )
