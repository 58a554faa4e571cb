"""
Who may ask, and how often: the host that is named, the page that sends, and a bucket of tokens for each address.

A form on another site cannot post here: browsers say where a request comes from, and one that comes from elsewhere is
refused. So readers need no cookie and no token.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import async_only_middleware

from .newsroom.middleware import is_of_board
from .problems import refusal

Handler = Callable[[HttpRequest], Awaitable[HttpResponseBase]]
_SAFE = frozenset(["GET", "HEAD", "OPTIONS"])
_MOST_ADDRESSES = 20_000
#: Where members work, having logged in: a reviewer decides statement by statement, and not at the pace of a reader.
_WORK = ("/newsroom", "/admin/")


class Buckets:
    """A bucket of tokens for each address, refilled evenly; the longest unseen is forgotten first."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, address: str, now: float) -> float:
        """Take a token: 0 when there was one, else the seconds until the next."""
        if self._per_minute <= 0:
            return 0.0
        tokens, then = self._left.pop(address, (float(self._per_minute), now))
        tokens = min(float(self._per_minute), tokens + (now - then) * self._per_minute / 60)
        has_one = tokens >= 1
        self._left[address] = (tokens - 1 if has_one else tokens, now)
        if len(self._left) > _MOST_ADDRESSES:
            self._left.popitem(last=False)
        return 0.0 if has_one else (1 - tokens) * 60 / self._per_minute


@async_only_middleware
def guard(get_response: Handler) -> Handler:
    """Refuse foreign hosts, foreign pages that post, and whoever asks too fast."""
    buckets = Buckets(settings.CURBSIDE.site_asks_per_minute)

    async def guarded(request: HttpRequest) -> HttpResponseBase:
        try:
            host = request.get_host()
        except DisallowedHost:
            return refusal(request, 400, "Unknown host", "This site answers under its own name only.")
        if request.method not in _SAFE:
            if _is_foreign(request, host):
                return refusal(request, 403, "Sent from another site", "Ask on this site itself.")
            # The board is at work behind a login, which counts its own attempts.
            wait = 0.0 if is_of_board(request) else buckets.take(request.META.get("REMOTE_ADDR", ""), time.monotonic())
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
