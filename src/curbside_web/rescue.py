"""
A link for an owner who is locked out, made in the terminal of the machine that the site runs on.

Whoever can run this can read the database too, so it asks nothing; the audit log tells that it was done.
"""

from __future__ import annotations

import os

import django

from curbside.consult import open_desk
from curbside.errors import CurbsideError


def owner_link(address: str, login: str, *, forgets_factors: bool) -> str:
    """A link that lets an owner choose a new password, or makes the first owner where nobody has an account."""
    open_desk().close()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "curbside_web.configuration")
    django.setup()
    from allauth.mfa.models import Authenticator
    from django.conf import settings

    from .newsroom.models import Account
    from .newsroom.opening import first_link, prepare
    from .newsroom.renewal import GIVEN_HOURS, end_sessions, make_link

    prepare()
    if link := first_link(address):
        return link
    owners = list(Account.objects.filter(is_superuser=True).order_by("username"))
    names = ", ".join(f'"{one.username}"' for one in owners)
    chosen = [one for one in owners if one.username == login] if login else owners
    if len(chosen) != 1:
        raise CurbsideError(f"Say whose link it is with --login NAME; owners are: {names or 'none'}.")
    (owner,) = chosen
    owner.is_active = True
    owner.save(update_fields=["is_active"])
    link = make_link(owner, "program", GIVEN_HOURS, address)
    if forgets_factors:
        Authenticator.objects.filter(user=owner).delete()
        end_sessions(owner)
    with open_desk(settings.LIBRARY) as desk:
        desk.archive.log("renew_link", owner.person, "program", where="terminal")
        if forgets_factors:
            desk.archive.log("drop_factors", owner.person, "program", where="terminal")
    return link
