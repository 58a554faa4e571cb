"""Who belongs to the newsroom: editors add people, say what they may do, and invite them."""

from __future__ import annotations

from dataclasses import replace

from asgiref.sync import sync_to_async
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from curbside.archive.addresses import slug_of
from curbside.articles.person import Person, Role
from curbside.articles.words import role_words
from curbside.errors import CurbsideError, NotAllowed, Stale

from .. import post
from ..desks import desks
from ..pages import render
from ..problems import refusal
from .forms import version
from .keys import checked_email
from .membership import KEEPERS, member
from .models import Account
from .opening import invite

#: What a person may do; the program's own role is nobody's.
ROLES = tuple((one, role_words(one)) for one in Role if one is not Role.PROGRAM)
_LONGEST = 500
_INVITED = """You are invited to the newsroom of {site}.

Make your account here, within seven days, once:

{link}
"""


@member(*KEEPERS)
async def people(request: HttpRequest, person: Person) -> HttpResponse:
    """Everybody, with what they may do and whether they have an account."""
    everybody = await desks().do(lambda desk: desk.archive.people(is_active=None))
    with_account = await sync_to_async(_accounts)()
    values = {"people": everybody, "accounts": with_account, "role_words": role_words}
    return render(request, "newsroom/people.html", values)


@member(*KEEPERS)
async def one_person(request: HttpRequest, person: Person, name: str = "") -> HttpResponse:
    """Somebody's name, credentials and roles; without an id, of somebody new."""
    known = await desks().do(lambda desk: desk.archive.person(name)) if name else None
    if name and known is None:
        raise Http404
    refused, status = "", 200
    if request.method == "POST":
        try:
            told = _told(request.POST, known or Person("", ""))
            made = told if known else replace(told, id=await _free_id(told.name))
            seen = version(request.POST)
            await desks().do(lambda desk: desk.archive.save_person(made, person.id, seen))
            return HttpResponseRedirect(f"/newsroom/people/{made.id}")
        except Stale as error:
            refused, status = f"{error} What stands below is how it is now.", 409
        except CurbsideError as error:
            refused, status = str(error), 403 if isinstance(error, NotAllowed) else 422
    has_account = bool(name) and name in await sync_to_async(_accounts)()
    values = {"one": known, "roles": ROLES, "refused": refused, "has_account": has_account, "link": ""}
    return render(request, "newsroom/person.html", values, status=status)


@member(*KEEPERS)
async def invited(request: HttpRequest, person: Person, name: str) -> HttpResponse:
    """A link that makes an account for somebody, shown once."""
    if request.method != "POST":
        return HttpResponseRedirect(f"/newsroom/people/{name}")
    known = await desks().do(lambda desk: desk.archive.person(name))
    if known is None:
        raise Http404
    if name in await sync_to_async(_accounts)():
        return refusal(request, 409, "Has an account", f"{known.name} has an account already.")
    email = await sync_to_async(checked_email)(request.POST.get("email", ""))
    token = await sync_to_async(invite)(name, email)
    await desks().do(lambda desk: desk.archive.log("invite", name, person.id))
    public = str(settings.CURBSIDE.site_address).rstrip("/") or request.build_absolute_uri("/").rstrip("/")
    link = f"{public}/newsroom/welcome/{token}"
    if email and post.is_set():
        post.later(lambda: post.send(email, "You are invited", _INVITED.format(site=public, link=link)))
    values = {"one": known, "roles": ROLES, "refused": "", "has_account": False}
    return render(request, "newsroom/person.html", {**values, "link": link})


def _accounts() -> frozenset[str]:
    return frozenset(Account.objects.values_list("person", flat=True))


def _told(given: QueryDict, before: Person) -> Person:
    """The person as the form tells; what a person declares is their own to tell."""

    def line(name: str) -> str:
        return " ".join(given.get(name, "").split())[:_LONGEST]

    if not line("name"):
        raise CurbsideError("Fill in the name.")
    roles = tuple(role for role, _ in ROLES if role.value in given.getlist("roles"))
    return replace(
        before,
        name=line("name"),
        credentials=line("credentials"),
        specialties=tuple(filter(None, (one.strip() for one in line("specialties").split(",")))),
        affiliation=line("affiliation"),
        about=line("about"),
        roles=roles,
        is_active=bool(given.get("is_active")),
    )


async def _free_id(name: str) -> str:
    everybody = await desks().do(lambda desk: {one.id for one in desk.archive.people(is_active=None)})
    wanted, number = slug_of(name), 1
    while (wanted if number == 1 else f"{wanted}-{number}") in everybody | {"program", "new"}:
        number += 1
    return wanted if number == 1 else f"{wanted}-{number}"
