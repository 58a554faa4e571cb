"""A library with people and their accounts, and no article: enough to log in to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from board import MEMBERS, Person, declared
from member import Member, Page

from curbside.articles.person import Role

PASSWORD = "tarsal tunnel 2026"
_MAKE = """
import json, sys, django
django.setup()
from curbside_web.newsroom.models import Account
from curbside_web.newsroom.opening import prepare
prepare()
for one in json.load(sys.stdin):
    Account.objects.create_user(password=sys.argv[1], **one)
"""
OWNER = Person("olga", "Olga Owner", roles=(Role.EDITOR, Role.MEDICAL_DIRECTOR, Role.LIBRARIAN))


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """What a program of the site on this library is told."""
    told = {"CURBSIDE_LIBRARY": str(folder), "DJANGO_SETTINGS_MODULE": "curbside_web.configuration"}
    return {**os.environ, **told, **{f"CURBSIDE_{name.upper()}": value for name, value in settings.items()}}


def settle(folder: Path) -> None:
    """People of a board, each with an account and a mail address, and an owner."""
    import curbside

    with curbside.open(folder) as desk:
        for one in (*MEMBERS, OWNER):
            desk.archive.save_person(declared(one, desk.archive.clock()[:10]), by="program")
    accounts: list[dict[str, Any]] = [
        {"username": one.id, "person": one.id, "email": f"{one.id}@board.example"} for one in MEMBERS
    ]
    owner = {"username": "olga", "person": "olga", "email": "olga@board.example"}
    accounts.append({**owner, "is_staff": True, "is_superuser": True})
    subprocess.run(
        [sys.executable, "-c", _MAKE, PASSWORD],
        input=json.dumps(accounts),
        env=environment(folder),
        check=True,
        text=True,
    )


def proved(one: Member, path: str) -> Page:
    """A page that asks once more who is at the keyboard, after that was answered."""
    page = one.get(path)
    if "/accounts/again/" in page.address:
        again = {"csrfmiddlewaretoken": page.token, "password": PASSWORD}
        page = one.post(page.address.removeprefix(one.address), again)
    return page


def session(one: Member) -> str:
    """The session of a member, "" when there is none."""
    return next((cookie.value or "" for cookie in one.jar if cookie.name == "session"), "")
