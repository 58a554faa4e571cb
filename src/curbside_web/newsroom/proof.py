"""
Who signs proves to be who they are, with every signature: a session that was left open signs nothing.

The password, where the account has one, and the second factor, where there is one: a passkey or the code of the
authenticator. Who comes in through an identity provider and has no password here signs with a second factor alone,
and with none of either not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.http import HttpRequest

from .models import Account
from .passkeys import Second

_KINDS = Authenticator.Type


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of somebody who signs."""

    password: bool
    code: bool
    passkey: dict[str, Any] | None  # what the browser tells the passkey, None without one


def asked(account: Account) -> Asked:
    """What this account can prove itself with; call it for each page, as a passkey answers a question of its own."""
    kinds = _factors(account)
    passkey = begin_authentication(account) if _KINDS.WEBAUTHN in kinds else None
    return Asked(account.has_usable_password(), _KINDS.TOTP in kinds, passkey)


def not_proved(request: HttpRequest, account: Account) -> str:
    """Why whoever signs is not believed to be the account's owner; "" when they are."""
    given = request.POST
    if not ratelimit.consume(request, action="reauthenticate", user=account):
        return "Too many attempts; wait a minute."
    kinds = _factors(account)
    if not account.has_usable_password() and not kinds:
        return "Add a passkey or an authenticator app to your account first; nothing was signed."
    if account.has_usable_password() and not account.check_password(given.get("password", "")):
        return "This is not your password; nothing was signed."
    if _KINDS.WEBAUTHN in kinds and given.get("credential"):
        shown = Second(user=account, data={"credential": given["credential"]})
        return "" if shown.is_valid() else "This passkey was not accepted; nothing was signed."
    if _KINDS.TOTP in kinds:
        factor = Authenticator.objects.get(user=account, type=_KINDS.TOTP)
        if not factor.wrap().validate_code(given.get("code", "").strip()):
            return "This is not the code that your authenticator shows now; nothing was signed."
    elif _KINDS.WEBAUTHN in kinds:
        return "Use your passkey to sign; nothing was signed."
    return ""


def _factors(account: Account) -> frozenset[str]:
    kinds = Authenticator.objects.filter(user=account, type__in=(_KINDS.TOTP, _KINDS.WEBAUTHN))
    return frozenset(kinds.values_list("type", flat=True))
