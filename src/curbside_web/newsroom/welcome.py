"""An invitation: whoever has the link chooses a name to log in with and a password, and is in."""

from __future__ import annotations

from typing import Any

from asgiref.sync import sync_to_async
from django import forms
from django.contrib.auth import alogin
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.debug import sensitive_post_parameters

from curbside.archive.addresses import slug_of
from curbside.articles.person import Person, Role
from curbside.consult import Desk
from curbside.errors import CurbsideError

from ..desks import desks
from ..pages import render
from ..problems import refusal
from .models import Account, Invitation
from .opening import invitation, use

#: What the first one may do: keep people and sources, publish and withdraw. Who reviews is invited.
OWNER = (Role.EDITOR, Role.MEDICAL_DIRECTOR, Role.LIBRARIAN)
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Arrival(forms.Form):
    """A new account."""

    username = forms.RegexField(r"^[\w.@+-]+$", max_length=150, label="Name to log in with")
    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), label="Password", strip=False
    )
    again = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), label="Password, once more", strip=False
    )

    def clean(self) -> dict[str, Any]:
        """The same password twice, and a good one."""
        given = super().clean() or {}
        if given.get("password") != given.get("again"):
            self.add_error("again", "The two passwords differ.")
        elif given.get("password"):
            try:
                validate_password(given["password"], Account(username=given.get("username", "")))
            except ValidationError as error:
                self.add_error("password", error)
        if Account.objects.filter(username__iexact=given.get("username", "")).exists():
            self.add_error("username", "This name is taken; choose another.")
        return given


class Owner(Arrival):
    """The first account, of somebody who is not known yet."""

    name = forms.CharField(max_length=200, label="Your name, as it stands on the page")
    credentials = forms.CharField(max_length=100, required=False, label="Credentials, as in MD, PhD")
    field_order = ("name", "credentials", "username", "password", "again")


@sensitive_post_parameters("password", "again")
async def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind an invitation."""
    invited = await sync_to_async(invitation)(token)
    if invited is None:
        return refusal(request, 404, "Used or expired", "This link is good once and for seven days; ask for a new one.")
    kind = Arrival if invited.person else Owner
    form = kind(request.POST or None)
    if request.method == "POST" and await sync_to_async(form.is_valid)():
        try:
            account = await _arrive(invited, form.cleaned_data)
        except CurbsideError as error:
            return refusal(request, 409, "Not done", str(error))
        await alogin(request, account, backend=_BACKEND)
        return HttpResponseRedirect("/newsroom")
    return render(request, "newsroom/welcome.html", {"form": form, "is_owner": not invited.person})


async def _arrive(invited: Invitation, given: dict[str, Any]) -> Account:
    person = invited.person or slug_of(given["name"])

    def make() -> Account:
        with transaction.atomic():
            if not use(invited):
                raise CurbsideError("This link was used meanwhile.")
            return Account.objects.create_user(
                given["username"],
                password=given["password"],
                email=invited.email,
                person=person,
                is_staff=not invited.person,
                is_superuser=not invited.person,
            )

    def keep(desk: Desk) -> None:
        archive = desk.archive
        if not invited.person and archive.person(person) is None:
            owner = Person(person, given["name"], given.get("credentials", ""), roles=OWNER)
            archive.save_person(owner, by="program")
        archive.log("enter", person, "program")

    try:
        account = await sync_to_async(make)()
    except IntegrityError as error:
        raise CurbsideError("This name is taken; choose another.") from error
    await desks().do(keep)
    return account
