"""
A safety alert on a drug: what names it is shown, and on a second word every approval of that falls at once.

The second word names the version of what was shown. When something of it changed meanwhile nothing falls; the page tells
what happened and shows what the alert touches now, to be confirmed again.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from curbside.archive.alerts import Alert
from curbside.articles.article import Article
from curbside.articles.person import Person
from curbside.articles.states import state_words
from curbside.consult import Desk
from curbside.errors import Stale

from ..desks import desks
from ..pages import render
from .acting import Since, told
from .forms import version
from .membership import KEEPERS, member


@member(*KEEPERS)
async def alert(request: HttpRequest, person: Person) -> HttpResponse:
    """Look for what names a drug; raise the alert once it is confirmed."""
    given = request.POST
    drug, because, source = (" ".join(given.get(name, "").split())[:2000] for name in ("drug", "because", "source"))
    seen = version(given) if "confirmed" in given else None

    def look(desk: Desk) -> tuple[Alert, tuple[Article, ...], tuple[Since, ...] | None]:
        archive = desk.archive
        try:
            fell = archive.alert(drug, because, person.id, source, if_match=seen) if seen is not None else ()
        except Stale as overtaken:
            now = archive.alerted(drug)
            return now, (), told(archive, archive.alerted_since(now, int(overtaken.given)))
        return archive.alerted(drug), fell, None

    values: dict[str, Any] = {"drug": drug, "because": because, "source": source, "alert": None, "since": None}
    if request.method != "POST":
        return render(request, "newsroom/alert.html", {**values, "fell": (), "is_done": False})
    found, fell, since = await desks().do(look)
    named = tuple(
        (one.article.slug, one.article.title, state_words(one.article.state), len(one.claims), one.falls, one.waits)
        for one in found.named
    )
    changed = tuple((one.slug, one.title, state_words(one.state)) for one in fell)
    values |= {"alert": found, "named": named, "fell": changed, "since": since}
    values["is_done"] = seen is not None and since is None
    return render(request, "newsroom/alert.html", values, status=200 if since is None else 409)
