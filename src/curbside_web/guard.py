"""
Who may ask: by the host that is named, by the page that sends, and only so often from one address.

A form on another site cannot post here: browsers say where a request comes from, and one that comes from elsewhere is
refused. So readers need no cookie and no token.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import async_only_middleware

from curbside.errors import CurbsideError

from .limits import Limit, address_of
from .newsroom.middleware import is_of_board
from .problems import refusal
from .shared import shared

Handler = Callable[[HttpRequest], Awaitable[HttpResponseBase]]
_SAFE = frozenset(["GET", "HEAD", "OPTIONS"])


@async_only_middleware
def guard(get_response: Handler) -> Handler:
    """Refuse foreign hosts, foreign pages that post, and whoever asks too fast."""
    limit = Limit("ask", settings.CURBSIDE.site_asks_per_minute, 60)

    async def guarded(request: HttpRequest) -> HttpResponseBase:
        try:
            host = request.get_host()
        except DisallowedHost:
            return refusal(request, 400, "Unknown host", "This site answers under its own name only.")
        if request.method not in _SAFE:
            if _is_foreign(request, host):
                return refusal(request, 403, "Sent from another site", "Ask on this site itself.")
            # The board is at work behind a login, which counts its own attempts.
            if limit.most <= 0 or is_of_board(request):
                return await get_response(request)
            address = address_of(request)
            try:
                wait = await shared(lambda: limit.take(address))
            except CurbsideError as error:
                return refusal(request, 503, "Not now", str(error))
            if wait:
                answer = refusal(request, 429, "Too many questions", f"Try again in {wait:.0f} seconds.")
                answer.headers["Retry-After"] = str(max(1, round(wait)))
                return answer
        return await get_response(request)

    return guarded


def _is_foreign(request: HttpRequest, host: str) -> bool:
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin", "")
    # Programs send neither; a browser that is too old for both cannot be told from them, and has no session to abuse.
    return bool(origin) and urlsplit(origin).netloc != host
