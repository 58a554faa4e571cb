"""The first start: a database for accounts, and a link, good once, that makes the owner."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from curbside.errors import CurbsideError

from .models import Account, Invitation

#: How long an invitation is good, in days.
INVITED_DAYS = 7


def prepare() -> None:
    """Bring the database of accounts up to what this version keeps."""
    kept = settings.DATABASES["default"]
    if kept["ENGINE"].endswith("sqlite3"):
        Path(kept["NAME"]).touch(mode=0o600)  # for its owner's eyes: it holds the secrets of second factors
    _refuse_newer()
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    call_command("createcachetable", verbosity=0)


def _refuse_newer() -> None:
    """An older program leaves alone what a newer one keeps: it would write rows that lack what came since."""
    loader = MigrationLoader(connection)
    newer = sorted(set(loader.applied_migrations) - set(loader.disk_migrations))
    # Tables of a provider stay when it is not used any more.
    if newer := [one for one in newer if one[0] != "socialaccount"]:
        raise CurbsideError(
            f"The accounts were kept by a newer Curbside ({newer[0][0]} {newer[0][1]}). Downgrade refused, nothing was "
            "touched: install that version, or restore a backup that was taken before the upgrade."
        )


def first_link(address: str) -> str:
    """The link that makes the owner, while nobody has an account; a new start makes the one before useless."""
    with transaction.atomic():
        if Account.objects.exists():
            return ""
        Invitation.objects.filter(person="").delete()
        public = str(settings.CURBSIDE.site_address) or address  # behind a proxy, cookies are bound to its name
        return f"{public.rstrip('/')}/newsroom/welcome/{invite('')}"


def invite(person: str, email: str = "") -> str:
    """A token that makes an account for a person, once; earlier ones of that person are void."""
    token = secrets.token_urlsafe(24)
    Invitation.objects.filter(person=person, used_at=None).delete()
    Invitation.objects.create(
        token_hash=hashed(token),
        person=person,
        email=email,
        expires_at=timezone.now() + timedelta(days=INVITED_DAYS),
    )
    return token


def invitation(token: str) -> Invitation | None:
    """The invitation of a token, while it is good."""
    return Invitation.objects.filter(token_hash=hashed(token), used_at=None, expires_at__gt=timezone.now()).first()


def use(invited: Invitation) -> bool:
    """Use an invitation up; False when somebody else was faster."""
    return Invitation.objects.filter(pk=invited.pk, used_at=None).update(used_at=timezone.now()) == 1


def hashed(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
