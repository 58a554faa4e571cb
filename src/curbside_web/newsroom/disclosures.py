"""What somebody declares of themselves: competing interests, by topic, once a year."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from curbside.articles.days import is_day, later
from curbside.articles.person import Interest, InterestKind, Person
from curbside.consult import Desk
from curbside.errors import CurbsideError, Stale

from ..desks import desks
from ..pages import render
from .forms import version
from .membership import member

#: Empty lines that the form offers, and the most that one declares.
_SPARE, _MOST = 3, 60
KINDS = tuple((one.value, one.value.replace("_", " ")) for one in InterestKind)


@member()
async def disclosures(request: HttpRequest, person: Person) -> HttpResponse:
    """The declaration of whoever looks; nobody declares for another."""
    refused, status = "", 200
    if request.method == "POST":
        given = request.POST

        def declare(desk: Desk) -> None:
            today = desk.archive.clock()[:10]
            told = replace(person, interests=_told(given), declared_on=today)
            desk.archive.save_person(told, person.id, version(given))

        try:
            await desks().do(declare)
            return HttpResponseRedirect("/newsroom/disclosures?done=yes")
        except Stale as error:
            refused, status = f"{error} What stands below is how it is now.", 409
        except CurbsideError as error:
            refused, status = str(error), 422
    days = await desks().do(lambda desk: desk.archive.policy.declaration_days)
    values = {
        "person": person,
        "rows": [*person.interests, *[None] * _SPARE],
        "kinds": KINDS,
        "refused": refused,
        "is_done": "done" in request.GET,
        "until": later(person.declared_on, days=days) if person.declared_on else "",
    }
    return render(request, "newsroom/disclosures.html", values, status=status)


def _told(given: QueryDict) -> tuple[Interest, ...]:
    """The interests that a form tells, in its order; a line without words is left out."""
    columns = [given.getlist(name)[:_MOST] for name in ("kind", "text", "topics", "ended")]
    told = []
    for kind, text, topics, ended in zip(*columns, strict=False):
        words = " ".join(text.split())[:1000]
        if not words:
            continue
        if ended and not is_day(ended):
            raise CurbsideError(f"“{ended}” is no day; write it as 2026-03-01, or leave it empty while it lasts.")
        if kind not in set(InterestKind):
            raise CurbsideError("Choose what kind of interest it is.")
        named = tuple(filter(None, (one.strip() for one in topics[:500].split(","))))
        told.append(Interest(InterestKind(kind), words, named, ended))
    return tuple(told)
