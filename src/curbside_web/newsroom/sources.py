"""Sources that fell: marked by hand, so that every approval that rests on them falls at once; and marks taken back."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from curbside.articles.article import Article
from curbside.articles.person import Person, Role
from curbside.articles.states import state_words
from curbside.consult import Desk
from curbside.errors import CurbsideError, Stale
from curbside.library.library import RETIRE, TAKE_BACK

from ..desks import desks
from ..pages import render
from .membership import KEEPERS, member

#: What a source can be marked as; the last takes it out of use.
STATUSES = (
    ("retracted", "retracted"),
    ("concern", "of concern"),
    ("corrected", "corrected"),
    ("superseded", "superseded"),
    (RETIRE, "taken out of use"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A source, its standing, what people marked it as, and the articles that rest on it."""

    source: str
    title: str
    status: str
    note: str
    marks: tuple[tuple[str, str, str], ...]  # (as what, why, on which day)
    seen: str  # what a form sends back, so that nothing is decided about another standing
    resting: tuple[tuple[str, str, int], ...]  # (slug, title, how many statements)


@member(Role.LIBRARIAN, *KEEPERS)
async def sources(request: HttpRequest, person: Person) -> HttpResponse:
    """Look a source up, see what rests on it, and mark it or take a mark back."""
    given = request.POST if request.method == "POST" else request.GET
    name, said = given.get("source", "").strip()[:500], given.get("status", "")
    because, seen = " ".join(given.get("because", "").split())[:2000], given.get("if_match", "")
    refused, status = "", 200
    fell: tuple[Article, ...] = ()
    if request.method == "POST":
        try:
            fell = await desks().do(lambda desk: _decided(desk, person, name, said, because, seen))
        except Stale as error:
            now = str(error.current).partition(" ")[0]
            refused, status = f"Somebody marked it meanwhile: it is {now} now. Nothing of yours was done.", 409
    shown = await desks().do(lambda desk: _shown(desk, name)) if name else None
    values = {
        "name": name,
        "shown": shown,
        "statuses": STATUSES,
        "fell": tuple((one.slug, one.title, state_words(one.state)) for one in fell),
        "done": "" if request.method != "POST" or refused else "Taken back." if said == TAKE_BACK else "Marked.",
        "refused": refused,
    }
    return render(request, "newsroom/sources.html", values, status=status)


def _decided(desk: Desk, person: Person, name: str, said: str, because: str, seen: str) -> tuple[Article, ...]:
    """What became of the articles that rest on a source, after a decision about it."""
    known = desk.library.resolve(name)
    if known is None:
        raise CurbsideError(f"The library holds no source “{name}”.")
    if said not in {TAKE_BACK, *dict(STATUSES)} or not because:
        raise CurbsideError("Say what happened to it, and why or where it was published.")
    archive = desk.archive
    if said == TAKE_BACK:
        return archive.take_back(known, because, person.id, if_match=seen)
    if said == RETIRE:
        return archive.retire(known, because, person.id, if_match=seen)
    return archive.mark(known, said, because, person.id, if_match=seen)


def _shown(desk: Desk, name: str) -> Shown | None:
    known = desk.library.resolve(name)
    if known is None:
        return None
    record, decisions = desk.library.record(known), desk.library.decisions(known)
    counted: dict[str, set[str]] = {}
    for one in desk.archive.resting_on(known):
        if one.slug:
            counted.setdefault(one.slug, set()).add(one.claim)
    titles = {slug: desk.archive.article(slug).title for slug in counted}
    words = dict(STATUSES)
    return Shown(
        source=known,
        title=record.title or known,
        status=record.status.value,
        note=record.status_note,
        marks=tuple((words[one.action], one.because, one.at[:10]) for one in decisions),
        seen=desk.archive.standing_of(known),
        resting=tuple((slug, titles[slug], len(claims)) for slug, claims in sorted(counted.items())),
    )
