"""Sources that fell: marked by hand, so that every approval that rests on them falls at once."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from curbside.articles.article import Article
from curbside.articles.person import Person, Role
from curbside.articles.states import state_words
from curbside.consult import Desk
from curbside.errors import CurbsideError

from ..desks import desks
from ..pages import render
from .membership import KEEPERS, member

#: What a source can be marked as; "retire" takes it out of use.
STATUSES = (
    ("retracted", "retracted"),
    ("concern", "of concern"),
    ("corrected", "corrected"),
    ("superseded", "superseded"),
    ("retire", "taken out of use"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A source, its standing, and the articles that rest on it."""

    source: str
    title: str
    status: str
    note: str
    resting: tuple[tuple[str, str, int], ...]  # (slug, title, how many statements)


@member(Role.LIBRARIAN, *KEEPERS)
async def sources(request: HttpRequest, person: Person) -> HttpResponse:
    """Look a source up, see what rests on it, and mark it."""
    given = request.POST if request.method == "POST" else request.GET
    name = given.get("source", "").strip()[:500]
    refused, status = "", 200
    fell: tuple[tuple[str, str, str], ...] = ()
    if request.method == "POST":
        said, because = given.get("status", ""), " ".join(given.get("because", "").split())[:2000]
        seen = given.get("if_match", "")

        def mark(desk: Desk) -> tuple[tuple[str, str, str], ...]:
            now = _shown(desk, name)
            if now is None:
                raise CurbsideError(f"The library holds no source “{name}”.")
            if said not in dict(STATUSES) or not because:
                raise CurbsideError("Say what happened to it, and why or where it was published.")
            if now.status != seen:
                raise _MeanwhileError(
                    f"Somebody marked it meanwhile: it is {now.status} now. Nothing of yours was done."
                )
            archive = desk.archive
            changed: tuple[Article, ...] = (
                archive.retire(now.source, because, person.id)
                if said == "retire"
                else archive.mark(now.source, said, because, person.id)
            )
            return tuple((one.slug, one.title, state_words(one.state)) for one in changed)

        try:
            fell = await desks().do(mark)
        except _MeanwhileError as error:
            refused, status = str(error), 409
    shown = await desks().do(lambda desk: _shown(desk, name)) if name else None
    values = {
        "name": name,
        "shown": shown,
        "statuses": STATUSES,
        "fell": fell,
        "is_done": request.method == "POST" and not refused,
        "refused": refused,
    }
    return render(request, "newsroom/sources.html", values, status=status)


class _MeanwhileError(CurbsideError):
    """The source was marked by somebody else since it was looked at."""


def _shown(desk: Desk, name: str) -> Shown | None:
    known = desk.library.resolve(name)
    if known is None:
        return None
    record = desk.library.record(known)
    counted: dict[str, set[str]] = {}
    for one in desk.archive.resting_on(known):
        if one.slug:
            counted.setdefault(one.slug, set()).add(one.claim)
    titles = {slug: desk.archive.article(slug).title for slug in counted}
    return Shown(
        source=known,
        title=record.title or known,
        status=record.status.value,
        note=record.status_note,
        resting=tuple((slug, titles[slug], len(claims)) for slug, claims in sorted(counted.items())),
    )
