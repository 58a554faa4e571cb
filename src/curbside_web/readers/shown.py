"""
What the page of an article shows: the state of this moment around a text that never changes.

What an edition says is the same for as long as it exists, so it is set once, and kept under everything that it depends
on: its digest, what the library holds, and what is to be said of its review. The archive's log and the library are
asked each time how far they have come, and the standing is worked out anew: a page can be no older than its request.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.conf import settings
from markupsafe import Markup

from curbside.answers.answer import Answer
from curbside.archive import Archive
from curbside.archive.chain import last_number
from curbside.archive.history import Happened
from curbside.articles.article import Article, Edition
from curbside.articles.person import Person
from curbside.articles.standing import standing
from curbside.articles.states import state_words
from curbside.press.jsonld import Publication, in_script, jsonld, publication
from curbside.press.sheet import Sheet, sheet_of
from curbside.press.state import State, state_of
from curbside.questions.question import Reader

from ..pages import fragment
from .turn import Choice, followed, forms_of, readers

#: Texts kept ready; each is some tens of kilobytes.
_MOST_TEXTS = 512


@dataclass(frozen=True, slots=True)
class Text:
    """An edition in one wording, ready for a page."""

    sheet: Sheet
    lead: Markup  # the bottom line
    body: Markup  # from the first section to the references
    follow: Markup  # where the next question is asked
    foot: Markup
    choices: Markup  # its statements, to choose one from
    jsonld: str
    forms: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """What the page of an article shows."""

    article: Article
    text: Text
    edition: int
    is_current: bool
    address: str  # its path
    canonical: str  # the whole address, "" while the site has none
    is_indexed: bool
    readers: tuple[Choice, ...]
    editions: tuple[tuple[int, str, str], ...]  # (number, made on, state)
    history: tuple[Happened, ...]
    instead: str  # the slug of the article to read instead


@dataclass(frozen=True, slots=True)
class _Asked:
    """A page by what was asked for, and how far the log of the archive had come by then."""

    location: str
    entries: int
    slug: str
    reader: str
    number: int
    archive: Archive = field(compare=False)


@dataclass(frozen=True, slots=True)
class _Found:
    """What the archive holds of it."""

    article: Article
    edition: Edition
    reader: Reader
    people: Mapping[str, Person]
    history: tuple[Happened, ...]


@dataclass(frozen=True, slots=True)
class _Named:
    """A text by everything that it depends on."""

    location: str
    snapshot: str  # what the library holds, and with which status
    slug: str
    edition: int
    digest: str
    made_on: str
    state: State
    published: Publication
    answer: Callable[[], Answer] = field(compare=False)


def page_of(archive: Archive, slug: str, reader: str, number: int) -> ArticlePage | None:
    """The page of an article, or of one of its editions, for a reader by name; None when readers are shown none."""
    library = archive.library
    with archive.moment() as connection:
        if connection is None:
            return None
        entries = last_number(connection)
    found = _find(_Asked(library.location, entries, slug, reader if reader in set(Reader) else "", number, archive))
    if found is None:
        return None
    article, edition, chosen = found.article, found.edition, found.reader
    is_current = edition.number == article.current.number
    now = standing(article, edition, chosen, archive.clock(), archive.policy, found.people)
    own = path_of(article)
    address = f"{settings.CURBSIDE.site_address.rstrip('/')}{own}" if settings.CURBSIDE.site_address else ""
    text = _set(
        _Named(
            location=library.location,
            snapshot=library.snapshot(),
            slug=article.slug,
            edition=edition.number,
            digest=edition.digest(chosen),
            made_on=edition.made_at[:10],
            state=state_of(now),
            published=publication(now, address, edition.approved_at[:10]),
            answer=lambda: archive.answer(article, chosen, edition.number, is_live=True),
        )
    )
    return ArticlePage(
        article=article,
        text=text,
        edition=edition.number,
        is_current=is_current,
        address=own if is_current else f"{own}/editions/{edition.number}",
        canonical=address,
        is_indexed=bool(address) and now.is_approved and is_current,
        readers=readers(chosen, edition.readers),
        editions=tuple(
            (one.number, one.made_at[:10], state_words(one.state))
            for one in article.editions
            if is_told(article, one.number)
        ),
        history=found.history,
        instead=article.superseded_by,
    )


def path_of(article: Article) -> str:
    """The path of an article's page."""
    return f"/articles/{article.address}"


def is_told(article: Article, number: int) -> bool:
    """Whether readers may see an edition: the current one, and any that was once approved."""
    edition = article.edition(number)
    return edition is not None and (number == article.current.number or bool(edition.approved_at))


def reader_of(article: Article, number: int, name: str) -> Reader:
    """The reader of this name, if an edition has words for one; else whom it was first written for."""
    edition = (article.edition(number) if number else None) or article.current
    return next((one for one in edition.readers if one.value == name), edition.main)


@lru_cache(_MOST_TEXTS)
def _find(asked: _Asked) -> _Found | None:
    archive, number = asked.archive, asked.number
    article = archive.find(asked.slug)
    if article is None or not article.is_public or (number and not is_told(article, number)):
        return None
    edition = (article.edition(number) if number else None) or article.current
    people = {one.id: one for one in archive.people(is_active=None)}
    return _Found(article, edition, reader_of(article, number, asked.reader), people, archive.history(article))


@lru_cache(_MOST_TEXTS)
def _set(named: _Named) -> Text:
    answer = named.answer()
    sheet = sheet_of(answer, named.made_on, named.state)
    return Text(
        sheet=sheet,
        lead=fragment("parts/article_lead.html", {"sheet": sheet}),
        body=fragment("parts/article_body.html", {"sheet": sheet}),
        follow=fragment("parts/next.html", {"sheet": sheet, "turn": followed(answer), "p": "", "h": 2}),
        foot=fragment("answer/foot.html", {"sheet": sheet}),
        choices=fragment("parts/statements.html", {"sheet": sheet}),
        jsonld=in_script(jsonld(answer, named.published)),
        forms=forms_of(sheet),
    )
