"""
Sessions, logins and form tokens for members, and nothing of them for readers.

A reader has no session, so a page for readers is made without looking for one. Whoever brings a session, or comes to
a page of the board, passes Django's own layers.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, cast

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.deprecation import MiddlewareMixin

from ..problems import refusal

#: Pages that belong to members; every form on them carries a token.
BOARD = ("/newsroom", "/accounts/", "/admin/")


def is_of_board(request: HttpRequest) -> bool:
    """Whether the page belongs to members."""
    return request.path.startswith(BOARD)


def may_be_member(request: HttpRequest) -> bool:
    """Whether there is anything to find out about who asks."""
    return is_of_board(request) or settings.SESSION_COOKIE_NAME in request.COOKIES


class _ForMembers(MiddlewareMixin):
    async def __acall__(self, request: HttpRequest) -> HttpResponseBase:
        onward = cast("Callable[[HttpRequest], Awaitable[HttpResponseBase]]", self.get_response)
        if not may_be_member(request):
            return await onward(request)
        # Nothing is looked up on the way in (Django does it when it is asked for), nor written on the way out but a
        # changed session: so a page that asks for no member costs no threads.
        refused: HttpResponseBase | None = self.process_request(request)  # type: ignore[attr-defined]  # each has one
        response = refused or await onward(request)
        if not hasattr(self, "process_response"):
            return response
        if request.session.modified:
            answered: HttpResponseBase = await sync_to_async(self.process_response)(request, response)
            return answered
        done: HttpResponseBase = self.process_response(request, response)
        return done


class Sessions(_ForMembers, SessionMiddleware):
    """Sessions, for members."""


class Members(_ForMembers, AuthenticationMiddleware):
    """Who is logged in."""


class Messages(_ForMembers, MessageMiddleware):
    """What a member is told on the next page."""


class Tokens(_ForMembers, CsrfViewMiddleware):
    """Form tokens on the pages of the board; readers' forms need none, as they act for nobody."""

    async def process_view(  # type: ignore[override]  # asynchronous, to spare readers a thread
        self, request: HttpRequest, callback: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Refuse a form without its token."""
        if not is_of_board(request):
            return None
        # Pages tell nobody where a reader comes from, so browsers name no origin; they do say that it is this site.
        if request.headers.get("Origin") == "null" and request.headers.get("Sec-Fetch-Site") == "same-origin":
            request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
        return super().process_view(request, callback, args, kwargs)


def no_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without its token, or with one of another session."""
    return refusal(
        request, 403, "Not taken", "The form was too old or came from elsewhere. Go back, reload, try again."
    )
