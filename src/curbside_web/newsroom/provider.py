"""
Logging in with an identity provider (OpenID Connect).

The provider says who somebody is; who may enter is decided here: whoever has an account or an open invitation with the
address that the provider has verified, and nobody else unless the settings say so. From then on they are known by the
provider's own number for them, not by an address that may become somebody else's. What the provider says is believed
only when it is signed, meant for this site, and answers the question that this browser asked.
"""

from __future__ import annotations

import hmac
import secrets
from typing import Any

from allauth.account.internal.userkit import filter_users_by_username
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from asgiref.sync import async_to_sync
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import urlencode

from curbside.archive.addresses import slug_of
from curbside.articles.person import Person
from curbside.consult import Desk
from curbside.errors import CurbsideError

from ..desks import desks
from ..pages import render
from ..problems import refusal
from .models import Account, Invitation
from .opening import use

_NONCE = "oidc_nonce"


class _Signed(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth has no types
    """What the provider says, believed only with its signature."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself, at the address that was set and under that name."""
        told: dict[str, Any] = super().openid_config
        if str(told.get("issuer", "")).rstrip("/") != settings.CURBSIDE.site_oidc_issuer.rstrip("/"):
            raise OAuth2Error("The provider goes by another name than the one that is set.")
        return told

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Who came back from the provider."""
        self.did_fetch_access_token = False  # so that the signature is looked at, however the token came
        try:
            claims: dict[str, Any] = self._decode_id_token(app, kwargs["response"]["id_token"])
            if not hmac.compare_digest(str(claims.get("nonce", "")), request.session.pop(_NONCE, secrets.token_hex())):
                raise OAuth2Error("This answers a question that was not asked here.")
            if "email" not in claims:
                told = self._fetch_user_info(token.token)
                if told["sub"] != claims["sub"]:
                    raise OAuth2Error("The provider speaks of two people.")
                claims = {**told, **claims}
        except (KeyError, TypeError, ValueError) as error:
            raise OAuth2Error("The provider's answer cannot be read.") from error
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})


class Entrance(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Who may enter."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the account of whoever comes; nobody goes on to sign up."""
        if sociallogin.is_existing:
            return
        claims = sociallogin.account.extra_data["id_token"]
        try:
            account = _account_for(claims)
        except CurbsideError as error:
            raise ImmediateHttpResponse(refusal(request, 403, "Not let in", str(error))) from error
        sociallogin.connect(request, account)
        async_to_sync(desks().do)(lambda desk: desk.archive.log("tie", account.person, "program"))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **_: Any) -> None:
        """Say that it did not work, and not what an attacker would like to know."""
        detail = (
            "The identity provider did not say who you are. Log in again; if it stays so, tell whoever runs the site."
        )
        raise ImmediateHttpResponse(refusal(request, 403, "Not logged in", detail))


def enter(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Send a browser to the provider, with a question of its own."""
    if request.method != "POST":
        return HttpResponseRedirect("/accounts/login/")
    try:
        adapter = _Signed(request, provider_id)
        assert adapter.openid_config  # it is there, and goes by its name
        response = OAuth2LoginView.adapter_view(adapter)(request)
    except (OAuth2Error, OSError, ValueError):
        return refusal(request, 503, "Not now", "The identity provider cannot be reached; try again in a moment.")
    if response.status_code != 302:
        return _checked(response)
    nonce = request.session[_NONCE] = secrets.token_urlsafe(24)
    there = f"{response['Location']}&{urlencode({'nonce': nonce})}"
    # A form of this site may lead nowhere else, not even by way of an answer: so a page goes on from here by itself.
    page = render(request, "account/onward.html", {"there": there, "name": settings.CURBSIDE.site_oidc_name})
    page.headers["Refresh"] = f"0; url={there}"
    return page


def back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Whoever comes back from the provider."""
    return _checked(OAuth2CallbackView.adapter_view(_Signed(request, provider_id))(request))


def _checked(response: Any) -> HttpResponse:
    assert isinstance(response, HttpResponse)
    return response


def _account_for(claims: dict[str, Any]) -> Account:
    """The account of a person whom the provider knows: theirs, one that they are invited to, or a newcomer's."""
    email = str(claims.get("email", "")).strip()
    verified = claims.get("email_verified")
    if not email or not (verified is True or verified == "true"):
        raise CurbsideError("The identity provider does not vouch for your mail address; ask whoever runs it.")
    with transaction.atomic():
        account = Account.objects.filter(email__iexact=email).first()
        if account is None:
            return _newly_made(claims, email)
        if SocialAccount.objects.filter(user=account).exists():
            raise CurbsideError(
                "The account with your address belongs to another person of the provider; ask the medical director."
            )
    return account


def _newly_made(claims: dict[str, Any], email: str) -> Account:
    open_ones = Invitation.objects.filter(email__iexact=email, used_at=None, expires_at__gt=timezone.now())
    invited = open_ones.exclude(person="").first()
    if invited is not None and use(invited):
        person = invited.person
    elif settings.CURBSIDE.site_oidc_newcomers:
        person = _joined(str(claims.get("name") or email.partition("@")[0])[:200])
    else:
        raise CurbsideError("Nobody with your address is invited; ask an editor for an invitation to it.")
    account = Account(username=_free_name(email), email=email, person=person)
    account.set_unusable_password()
    account.save()
    async_to_sync(desks().do)(lambda desk: desk.archive.log("join", person, "program"))
    return account


def _joined(name: str) -> str:
    """The id of a new person without any role."""

    def join(desk: Desk) -> str:
        taken = {one.id for one in desk.archive.people(is_active=None)} | {"program", "new"}
        wanted = slug_of(name)
        free = next(
            one for n in range(1, len(taken) + 2) if (one := wanted if n == 1 else f"{wanted}-{n}") not in taken
        )
        return desk.archive.save_person(Person(free, name), by="program").id

    return async_to_sync(desks().do)(join)


def _free_name(email: str) -> str:
    names = (email if n == 1 else f"{email}-{n}" for n in range(1, 100))
    return next(one[:150] for one in names if not filter_users_by_username(one[:150]).exists())
