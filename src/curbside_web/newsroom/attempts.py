"""
How often one address may try to log in, in whatever way and as whomever.

Counted by the site itself, in one statement: the part that checks passwords counts by the account alone, and holds a
lock while it does, which everybody behind one address would wait for.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from ..limits import Limit, address_of
from ..problems import too_many

LOGINS = Limit("login", settings.CURBSIDE.site_logins_per_minute, 60)


def counted(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The page of a login, refused to an address that tries too often."""

    @wraps(view)
    def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and (wait := LOGINS.take(address_of(request))):
            return too_many(request, wait_seconds=wait)
        return view(request, *args, **kwargs)

    return seen
