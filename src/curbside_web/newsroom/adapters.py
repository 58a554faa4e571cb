"""How allauth behaves here: nobody signs up unasked, and passkeys belong to the name that the site is known by."""

from __future__ import annotations

from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by invitation alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up unasked."""
        return False


class Factors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Second factors as this site has them."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Whose passkeys these are: of the public name of the site, else of the name that was asked for."""
        public = urlsplit(str(settings.CURBSIDE.site_address)).hostname
        return {"id": public or context.request.get_host().partition(":")[0], "name": "Curbside"}

    def generate_authenticator_name(self, user: object, type: Authenticator.Type) -> str:
        """A name to begin with."""
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"
