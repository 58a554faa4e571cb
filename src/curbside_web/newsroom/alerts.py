"""A safety alert on a drug: what names it is shown, and on a second word every approval of that falls at once."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from curbside.archive.alerts import Alert
from curbside.articles.article import Article
from curbside.articles.person import Person
from curbside.articles.states import state_words
from curbside.consult import Desk

from ..desks import desks
from ..pages import render
from .membership import KEEPERS, member


@member(*KEEPERS)
async def alert(request: HttpRequest, person: Person) -> HttpResponse:
    """Look for what names a drug; raise the alert once it is confirmed."""
    given = request.POST
    drug, because, source = (" ".join(given.get(name, "").split())[:2000] for name in ("drug", "because", "source"))
    is_done = "confirmed" in given

    def look(desk: Desk) -> tuple[Alert, tuple[Article, ...]]:
        archive = desk.archive
        fell = archive.alert(drug, because, person.id, source) if is_done else ()
        return archive.alerted(drug), fell

    values: dict[str, Any] = {
        "drug": drug,
        "because": because,
        "source": source,
        "alert": None,
        "fell": (),
        "is_done": is_done,
    }
    if request.method == "POST":
        found, fell = await desks().do(look)
        named = tuple(
            (one.article.slug, one.article.title, state_words(one.article.state), len(one.claims), one.falls, one.waits)
            for one in found.named
        )
        changed = tuple((one.slug, one.title, state_words(one.state)) for one in fell)
        values |= {"alert": found, "named": named, "fell": changed}
    return render(request, "newsroom/alert.html", values)
