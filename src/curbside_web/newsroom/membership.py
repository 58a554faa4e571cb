"""Who asks: the person of the archive behind a session, and the refusals that every page of the board shares."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import quote

from allauth.mfa.models import Authenticator
from asgiref.sync import sync_to_async
from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from curbside.articles.person import Person, Role
from curbside.articles.words import role_words
from curbside.errors import CurbsideError, NotAllowed

from ..desks import BusyError, desks
from ..problems import refusal
from .middleware import may_be_member

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Person, P], Coroutine[Any, Any, HttpResponseBase]]

#: Who may see the audit log, and add people.
KEEPERS = (Role.EDITOR, Role.MEDICAL_DIRECTOR)
#: Who may draft an article.
DRAFTING = (Role.AUTHOR, Role.EDITOR)


def member(
    *roles: Role,
) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], Coroutine[Any, Any, HttpResponseBase]]]:
    """A page for members, or for those who have one of these roles; everybody else is told what to do."""

    def around(view: View[P]) -> Callable[Concatenate[HttpRequest, P], Coroutine[Any, Any, HttpResponseBase]]:
        @wraps(view)
        async def seen(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            user = await request.auser() if may_be_member(request) else None
            if user is None or not user.is_authenticated:
                there = request.get_full_path() if request.method == "GET" else "/newsroom"
                return HttpResponseRedirect(f"/accounts/login/?next={quote(there)}")
            if settings.CURBSIDE.site_second_factor and not await sync_to_async(has_second_factor)(user):
                return HttpResponseRedirect("/accounts/second/")
            try:
                person = await _person(getattr(user, "person", ""))
                if person is None or not person.is_active:
                    return refusal(
                        request,
                        403,
                        "Not a member",
                        "Your account belongs to nobody who is active here; ask an editor.",
                    )
                if not person.roles:
                    return refusal(
                        request,
                        403,
                        "No role yet",
                        "You belong to the newsroom, and nobody has said yet what you do in it; ask an editor.",
                    )
                if roles and not person.has(*roles):
                    said = ", ".join(role_words(role) for role in roles)
                    return refusal(
                        request, 403, "Not yours to do", f"This page is for: {said}. You have none of these roles."
                    )
                vars(request)["member"] = person  # for what the pages around it show
                return await view(request, person, *args, **kwargs)
            except BusyError as error:
                return refusal(request, 503, "Not now", str(error))
            except NotAllowed as error:
                return refusal(request, 403, "Not allowed", str(error))
            except CurbsideError as error:
                return refusal(request, 400, "Not done", str(error))

        return seen

    return around


def has_second_factor(user: Any) -> bool:
    """Whether an account has a passkey or an authenticator app."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user=user, type__in=kinds).exists())


async def may_draft(request: HttpRequest) -> bool:
    """Whether whoever reads this answer may make an article of it."""
    if not may_be_member(request):
        return False
    user = await request.auser()
    person = await _person(getattr(user, "person", "")) if user.is_authenticated else None
    return person is not None and person.is_active and person.has(*DRAFTING)


async def _person(name: str) -> Person | None:
    def look(desk: Any) -> Person | None:
        return desk.archive.person(name) if name else None

    return await desks().do(look)
