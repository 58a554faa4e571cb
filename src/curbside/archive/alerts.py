"""
Safety alerts on a drug: which articles name it, under any of its names, in what readers see or what waits for review.

Every text is read for the names as whole words. The index of drugs would be faster and know less: it holds what the
vocabulary knew when a text was made, and an alert may be about what is new.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from curbside.articles.article import Article, Edition
from curbside.articles.statements import claims_of
from curbside.articles.words import refusal, words
from curbside.language.vocabulary import aliases, is_drug

from . import chain, editing, recall, records, texts
from .chain import Entry
from .recall import Step

#: What an entry about an alert is about, with the drug behind it.
SUBJECT = "drug:"
_LONGEST = 200
_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,480}")


@dataclass(frozen=True, slots=True)
class Named:
    """An article that names a drug, in what readers see of it or in what waits behind that."""

    article: Article
    claims: tuple[str, ...]  # of the statements that readers see, those that name it
    falls: bool  # whether an alert suspends an approval
    waits: bool  # whether a text that names it is on its way to approval, and has to be signed after the alert


@dataclass(frozen=True, slots=True)
class Alert:
    """A drug, and the articles that an alert on it touches."""

    drug: str
    names: tuple[str, ...]  # that were looked for
    is_known: bool  # as a medicine, to the vocabulary
    named: tuple[Named, ...]
    version: int = 0  # the last entry of the log that it knows of; what If-Match names


def alert_on(connection: Connection | None, drug: str) -> Alert:
    """What an alert on a drug touches now; nothing where nothing was ever archived."""
    asked = " ".join(drug.split())[:_LONGEST]
    if not asked:
        raise refusal("drug")
    names = (asked, *aliases(asked))
    version = chain.last_number(connection) if connection is not None else 0
    found = tuple(_named(connection, names)) if connection is not None else ()
    return Alert(asked, names, any(is_drug(name) for name in names), found, version)


def since(connection: Connection | None, alert: Alert, version: int) -> tuple[Entry, ...]:
    """What happened after a version to the drug or to the articles that name it now."""
    if connection is None:
        return ()
    about = {f"{SUBJECT}{name.casefold()}" for name in alert.names} | {one.article.slug for one in alert.named}
    return tuple(one for one in chain.entries(connection, version) if one.event.subject in about)


def step_of(alert: Alert, one: Named, because: str, source: str) -> Step:
    """The suspension of an article that an alert asks for; one that was dealt with is known by its words."""
    told = reason_of(alert.drug, because, source)
    return Step("suspend", told, one.claims, (f"alert {told}",))


def reason_of(drug: str, because: str, source: str) -> str:
    """The reason that a banner prints: on which drug, what was published, and where."""
    if not because.strip():
        raise refusal("because")
    if source and not _ADDRESS.fullmatch(source):
        raise refusal("address", address=source)
    told = f"{words()['recall']['safety'].format(n=drug)}: {because.strip()}"
    return f"{told} ({source})" if source else told


def _named(connection: Connection, names: tuple[str, ...]) -> Iterable[Named]:
    spelt = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names)
    says = re.compile(rf"(?<!\w)(?:{spelt})s?(?!\w)", re.IGNORECASE)
    probe = Step("suspend", "", (), ())
    for slug in texts.mentioning(connection, {name.split()[0] for name in names}):
        article = records.load_article(connection, slug)
        if article is None:
            continue
        claims = _saying(connection, article, article.current, says)
        is_titled = bool(says.search(f"{article.title} {article.question}"))
        falls = (bool(claims) or is_titled) and recall.applies(probe, article)
        waits = article.latest.state in records.WAITING
        waits = waits and (is_titled or bool(_saying(connection, article, article.latest, says)))
        if claims or is_titled or waits:
            yield Named(article, claims, falls, waits)


def _saying(connection: Connection, article: Article, edition: Edition, says: re.Pattern[str]) -> tuple[str, ...]:
    """The statements of an edition that say it to some reader."""
    found: dict[str, None] = {}
    for document in editing.texts_of(connection, article, edition).values():
        for _, claim in claims_of(document):
            if says.search(claim["text"]) or says.search(claim["wording"]["text"]):
                found[claim["id"]] = None
    return tuple(found)
