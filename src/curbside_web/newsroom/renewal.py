"""
A new password for somebody who lost the old one: a link, good once and not for long.

Who sets a password by a link is not logged in by it: the login follows, and asks for the second factor as ever. All
sessions of the account end, other links to it too, and the audit log tells who made the link and that it was used.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from curbside.articles.person import Person, Role

from .models import Account, Renewal
from .opening import hashed

#: How long a link is good, in hours: one given by hand, and one that came by mail.
GIVEN_HOURS, MAILED_HOURS = 24, 1
_LOGIN_KEY = "account_login"  # where allauth keeps who has given a password and not yet the second factor


def may_renew(actor: Account, person: Person, account: Account) -> bool:
    """Whether somebody may make a link for an account: the owner for all, a medical director for all but owners."""
    return actor.is_superuser or (person.has(Role.MEDICAL_DIRECTOR) and not account.is_superuser)


def make_link(account: Account, by: str, hours: int, address: str = "") -> str:
    """A link that sets a new password for an account; earlier ones are void."""
    token = secrets.token_urlsafe(24)
    Renewal.objects.filter(account=account, used_at=None).delete()
    Renewal.objects.create(
        account=account, token_hash=hashed(token), made_by=by, expires_at=timezone.now() + timedelta(hours=hours)
    )
    public = str(settings.CURBSIDE.site_address) or address
    return f"{public.rstrip('/')}/accounts/renew/{token}/"


def renewal(token: str) -> Renewal | None:
    """The renewal behind a token, while it is good and its account is not locked."""
    return (
        Renewal.objects.filter(
            token_hash=hashed(token), used_at=None, expires_at__gt=timezone.now(), account__is_active=True
        )
        .select_related("account")
        .first()
    )


def renew(found: Renewal, password: str) -> bool:
    """Set the password and end every session; False when somebody else was faster with the link."""
    with transaction.atomic():
        if not Renewal.objects.filter(pk=found.pk, used_at=None).update(used_at=timezone.now()):
            return False
        found.account.set_password(password)
        found.account.save(update_fields=["password"])
        Renewal.objects.filter(account=found.account, used_at=None).delete()
        end_sessions(found.account)
    return True


def end_sessions(account: Account) -> None:
    """End every session of an account, and every login to it that waits for a second factor."""
    name = str(account.pk)
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        held = session.get_decoded()
        waits = held.get(_LOGIN_KEY)
        if held.get("_auth_user_id") == name or (isinstance(waits, dict) and str(waits.get("user_pk")) == name):
            session.delete()


def account_of(email: str) -> Account | None:
    """The one account that has an address and a password; None when there is none, or when two have it."""
    found = [
        one for one in Account.objects.filter(email__iexact=email, is_active=True)[:2] if one.has_usable_password()
    ]
    return found[0] if len(found) == 1 else None
