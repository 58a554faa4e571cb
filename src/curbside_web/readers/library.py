"""What is in this library: how much, of which kinds and specialties, how new, and what it lacks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from django.http import HttpRequest, HttpResponse

from curbside.consult import Desk
from curbside.errors import CurbsideError
from curbside.library.report import Counts
from curbside.press.words import kind_words

from ..desks import desks
from ..pages import render
from ..problems import refusal
from .ages import Age, ages
from .specialties import Specialties, specialties

#: Titles that one page lists.
MOST_TITLES = 100
#: Kinds that clinicians expect, and what it means when there are none.
_EXPECTED = {
    "guideline": "No guideline: nothing here speaks for a society or an agency.",
    "label": "No drug label: no dose, interaction or warning is quoted from one.",
    "local_protocol": "No local protocol of your institution.",
    "systematic_review": "No systematic review.",
    "safety_alert": "No safety alert.",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """Sources of one kind, and their share of the largest."""

    name: str
    words: str
    count: int
    share: int  # percent of the largest kind


@dataclass(frozen=True, slots=True)
class Title:
    """A source in a list."""

    source: str
    title: str
    kind: str
    when: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the page of the library shows."""

    counts: Counts
    kinds: tuple[Kind, ...]
    ages: tuple[Age, ...]
    specialties: Specialties
    gaps: tuple[str, ...]
    snapshot: str
    search: str
    kind: str
    titles: tuple[Title, ...]
    is_cut: bool


async def library(request: HttpRequest) -> HttpResponse:
    """The page of the library, with titles that hold the words looked for."""
    search, kind = request.GET.get("title", "").strip()[:200], request.GET.get("kind", "")
    try:
        shelf = await desks().do(lambda desk: _shelf(desk, search, kind))
    except CurbsideError as error:
        return refusal(request, 503, "The library cannot be read", str(error))
    return render(request, "pages/library.html", {"shelf": shelf}, is_public=not search)


def _shelf(desk: Desk, search: str, kind: str) -> Shelf:
    counts = desk.library.counts()
    most = max(counts.by_kind.values(), default=1)
    kinds = tuple(
        Kind(name, kind_words(name), count, max(1, 100 * count // most))
        for name, count in sorted(counts.by_kind.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    chosen = kind if kind in counts.by_kind else ""
    titles: tuple[Title, ...] = ()
    if search or chosen or counts.sources <= MOST_TITLES:
        found = islice(desk.library.sources(kind=chosen or None, title=search or None), MOST_TITLES + 1)
        titles = tuple(
            Title(
                one.source,
                one.title or one.source,
                kind_words(one.kind.value),
                one.published[:10] or one.date_note or "undated",
            )
            for one in found
        )
    return Shelf(
        counts=counts,
        kinds=kinds,
        ages=ages(desk.library.years(), datetime.now(UTC).year),
        specialties=specialties(desk),
        gaps=tuple(said for name, said in _EXPECTED.items() if not counts.by_kind.get(name)),
        snapshot=desk.library.snapshot(),
        search=search,
        kind=chosen,
        titles=titles[:MOST_TITLES],
        is_cut=len(titles) > MOST_TITLES,
    )
