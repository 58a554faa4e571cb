"""
Every article, those that wait for nobody too: where an editor finds the one that a reader wrote about.

The queue shows what waits. What is approved and signed waits for nothing, and is still corrected, withdrawn or given
another address.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from curbside.articles.article import State
from curbside.articles.person import Person
from curbside.articles.standing import state_on
from curbside.articles.states import state_words
from curbside.consult import Desk

from ..desks import desks
from ..pages import render
from .membership import member

#: Articles on one page.
PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """An article in the list."""

    slug: str
    title: str
    topics: tuple[str, ...]
    state: str  # of what readers see, or of the draft that nobody sees yet
    waiting: str  # of the edition behind it, "" for none
    is_public: bool
    updated_on: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of the list."""

    lines: tuple[Line, ...]
    total: int
    states: tuple[tuple[str, str], ...]
    search: str
    state: str
    before: str  # addresses of the pages before and after, "" when there is none
    after: str


@member()
async def articles(request: HttpRequest, person: Person) -> HttpResponse:
    """All articles by words and state, what changed last first."""
    asked = request.GET
    search, state, number = asked.get("search", "")[:200], asked.get("state", ""), asked.get("page", "1")
    state = state if state in set(State) else ""
    page = int(number) if number.isascii() and number.isdigit() and 0 < int(number[:6]) < 10_000 else 1

    def look(desk: Desk) -> Shelf:
        archive = desk.archive
        found = archive.articles(search, state=state, is_public=False, limit=PAGE, offset=(page - 1) * PAGE)
        now = archive.clock()
        return Shelf(
            lines=tuple(
                Line(
                    slug=one.slug,
                    title=one.title,
                    topics=one.topics,
                    state=state_words(state_on(one.current, now)),
                    waiting=f"{state_words(one.pending.state)}, edition {one.pending.number}" if one.pending else "",
                    is_public=one.is_public,
                    updated_on=one.updated_at[:10],
                )
                for one in found.articles
            ),
            total=found.total,
            states=tuple((one.value, state_words(one)) for one in State),
            search=search,
            state=state,
            before=_turned(search, state, page - 1) if page > 1 else "",
            after=_turned(search, state, page + 1) if page * PAGE < found.total else "",
        )

    return render(request, "newsroom/articles.html", {"shelf": await desks().do(look)})


def _turned(search: str, state: str, page: int) -> str:
    given = {"search": search, "state": state, "page": str(page)}
    return "/newsroom/articles?" + urlencode({name: value for name, value in given.items() if value})
