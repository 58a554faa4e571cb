"""The source beside the text: its words with the quote marked in its paragraph, read from the library at that moment."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from curbside.consult import Desk
from curbside.errors import CurbsideError
from curbside.press.excerpt import Excerpt, excerpt_of

from ..desks import BusyError, desks
from ..pages import render
from ..problems import refusal

_MOST_SPANS = 20


async def source(request: HttpRequest, source: str) -> HttpResponse:
    """One source with the spans that are asked for, as a page or to stand beside an answer."""
    version = request.GET.get("version") or None
    spans = tuple(filter(None, map(_span, request.GET.getlist("at")[:_MOST_SPANS])))
    is_beside = bool(request.headers.get("HX-Request"))

    def look(desk: Desk) -> Excerpt | None:
        known = desk.library.resolve(source)
        return excerpt_of(desk.library, known, version, spans, is_whole=not is_beside) if known else None

    try:
        found = await desks().do(look)
    except BusyError as error:
        return refusal(request, 503, "Not now", str(error))
    except CurbsideError as error:
        return refusal(request, 404, "Not here", str(error))
    if found is None:
        raise Http404
    return render(request, "parts/source.html" if is_beside else "pages/source.html", {"excerpt": found})


def _span(text: str) -> tuple[int, int] | None:
    start, _, end = text.partition("-")
    if not (start.isascii() and start.isdigit() and end.isascii() and end.isdigit() and len(text) < 24):
        return None
    return int(start), int(end)
