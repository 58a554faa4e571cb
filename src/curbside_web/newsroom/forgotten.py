"""
A forgotten password, on the site: ask for a link by mail, and set a new password with a link.

Whoever asks is told the same thing in the same time, whether there is such an account or not.
"""

from __future__ import annotations

from typing import Any

from asgiref.sync import sync_to_async
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters

from .. import post
from ..desks import desks
from ..limits import Limit, address_of
from ..pages import render
from ..problems import refusal
from ..shared import shared
from .models import Account
from .renewal import MAILED_HOURS, account_of, make_link, renew, renewal

#: Links by mail that one address on the network may ask for, and that one mailbox gets, in an hour.
BY_ADDRESS, BY_MAILBOX = Limit("forgotten", 20, 3600), Limit("forgotten-mailbox", 3, 3600)
_MAIL = """Somebody, probably you, asked for a new password for your account at {site}.

Choose it here, within {hours} hour, once:

{link}

If it was not you, do nothing: your password stays as it is.
"""
_SET = """The password of your account at {site} was set anew by a link just now, and every session has ended.

If it was not you, tell the medical director at once.
"""


class Fresh(forms.Form):
    """A new password, twice."""

    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), label="New password", strip=False
    )
    again = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), label="New password, once more", strip=False
    )

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._account = account

    def clean(self) -> dict[str, Any]:
        """The same password twice, and a good one."""
        given = super().clean() or {}
        if given.get("password") != given.get("again"):
            self.add_error("again", "The two passwords differ.")
        elif given.get("password"):
            try:
                validate_password(given["password"], self._account)
            except ValidationError as error:
                self.add_error("password", error)
        return given


async def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link by mail, where mail is sent; else whom to ask."""
    values = {"by_mail": post.is_set(), "is_sent": False, "wrong": ""}
    if request.method != "POST" or not post.is_set():
        return render(request, "account/forgotten.html", values)
    email = request.POST.get("email", "").strip()[:254]
    try:
        validate_email(email)
    except ValidationError:
        return render(request, "account/forgotten.html", {**values, "wrong": "This is no mail address."}, status=422)
    address, mailbox = address_of(request), email.casefold()
    wait, is_enough = await shared(lambda: (BY_ADDRESS.take(address), BY_MAILBOX.take(mailbox)))
    if wait:
        answer = refusal(request, 429, "Too many links", f"Try again in {max(1, round(wait / 60))} minutes.")
        answer.headers["Retry-After"] = str(max(1, round(wait)))
        return answer
    if not is_enough:
        site = request.build_absolute_uri("/")
        post.later(lambda: _mail_link(email, site))
    return render(request, "account/forgotten.html", {**values, "is_sent": True})


def _mail_link(email: str, site: str) -> None:
    account = account_of(email)
    if account is not None:
        link = make_link(account, "program", MAILED_HOURS, site)
        text = _MAIL.format(site=link.partition("/accounts/")[0], hours=MAILED_HOURS, link=link)
        post.send(account.email, "A new password", text)


@sensitive_post_parameters("password", "again")
async def renewed(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a link: a new password, once."""
    found = await sync_to_async(renewal)(token)
    if found is None:
        return refusal(request, 404, "Used or expired", "This link is good once and not for long; ask for a new one.")
    account = found.account
    form = Fresh(account, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not await sync_to_async(renew)(found, form.cleaned_data["password"]):
            return refusal(request, 409, "Used meanwhile", "This link was used meanwhile; ask for a new one.")
        await desks().do(
            lambda desk: desk.archive.log("renew_password", account.person, "program", link_by=found.made_by)
        )
        if account.email and post.is_set():
            site = request.build_absolute_uri("/").rstrip("/")
            post.later(lambda: post.send(account.email, "Your password was set anew", _SET.format(site=site)))
        return render(request, "account/renewed.html")
    return render(request, "account/renew.html", {"form": form, "username": account.username})
