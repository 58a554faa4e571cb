"""
What is written down of a request: which page, how it ended, how long it took. Never what was asked, nor by whom.

Counts are kept for whoever watches the site (`/metrics`); lines of JSON are written when
asked for. An error is told by its type and the lines it came from: its message may hold words of a question.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import async_only_middleware

from .counts import Counts

Handler = Callable[[HttpRequest], Awaitable[HttpResponseBase]]

_log = logging.getLogger("curbside.site")
counts = Counts()


class Lines(logging.Formatter):
    """A line of JSON for each record."""

    def format(self, record: logging.LogRecord) -> str:
        """The record without any text that a request brought."""
        told: dict[str, object] = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        told.update(record.args if isinstance(record.args, dict) else {"what": record.name})
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])
            told["error"] = record.exc_info[0].__name__
            told["from"] = [
                f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno}" for frame in frames[-12:]
            ]
        return json.dumps(told, ensure_ascii=False)


def begin(*, tells_all: bool) -> None:
    """Write lines to stderr: of errors, or of every request."""
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(Lines())
    for name, level in (("curbside.site", logging.INFO if tells_all else logging.ERROR), ("django", logging.ERROR)):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [lines], False
        logger.setLevel(level)


@async_only_middleware
def journal(get_response: Handler) -> Handler:
    """Count every request, and tell of it."""

    async def told(request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        response = await get_response(request)
        seconds = time.perf_counter() - started
        match = request.resolver_match
        page = (match.url_name or match.route) if match else "none"
        counts.add(page, response.status_code, seconds)
        _log.info("%s", {"page": page, "status": response.status_code, "ms": round(seconds * 1000, 1)})
        return response

    return told


async def metrics(request: HttpRequest) -> HttpResponse:
    """Requests by page and status, and the time they took, of all processes of the site."""
    return HttpResponse(counts.text(), content_type="text/plain; version=0.0.4; charset=utf-8")
