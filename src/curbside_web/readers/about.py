"""Pages about the site: how answers are made, privacy, editorial policy with its figures, and the board."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from curbside.archive import Archive
from curbside.articles.person import BOARD, InterestKind, Person
from curbside.articles.words import role_words
from curbside.consult import Desk
from curbside.errors import CurbsideError

from ..desks import desks
from ..pages import render
from ..problems import refusal
from .worded import model


async def how(request: HttpRequest) -> HttpResponse:
    """How answers are made."""
    return render(request, "pages/how.html", {"model": model()}, is_public=True)


async def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of a reader: nothing but a choice, in the reader's own browser."""
    values = {"per_minute": settings.CURBSIDE.site_asks_per_minute, "model": model()}
    return render(request, "pages/privacy.html", values)


async def policy(request: HttpRequest) -> HttpResponse:
    """The editorial policy, with figures counted from what happened."""

    def look(desk: Desk) -> dict[str, object]:
        archive = Archive(desk.library)
        return {"policy": archive.policy, "figures": archive.figures()}

    try:
        return render(request, "pages/policy.html", await desks().do(look), is_public=True)
    except CurbsideError as error:
        return refusal(request, 503, "Not now", str(error))


async def board(request: HttpRequest) -> HttpResponse:
    """The Medical Advisory Board, with what its members declare."""

    def look(desk: Desk) -> tuple[Person, ...]:
        return Archive(desk.library).people(*BOARD)

    try:
        people = await desks().do(look)
    except CurbsideError as error:
        return refusal(request, 503, "Not now", str(error))
    kinds = {kind: kind.value.replace("_", " ") for kind in InterestKind}
    return render(
        request, "pages/board.html", {"people": people, "role_words": role_words, "kinds": kinds}, is_public=True
    )
