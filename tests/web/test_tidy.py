"""What ran out is thrown away though nobody comes: questions, counts, attempts, sessions and links."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from website import serve

_FILL = """
import sys, time, django
django.setup()
from datetime import timedelta
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone
from curbside_web.models import Bucket, Ticket
from curbside_web.newsroom.models import Account, Invitation, Renewal
from curbside_web.newsroom.opening import prepare
prepare()
now, hour = timezone.now(), timedelta(hours=1)
ann = Account.objects.create_user("ann", person="ann")
for name, ahead in (("old", -1), ("new", 1)):
    Ticket.objects.create(name=name, sealed=b"", until=time.time() + ahead * 3600)
    Bucket.objects.create(name=name, full_at=time.time() + ahead * 3600)
    Session.objects.create(session_key=name, session_data="", expire_date=now + ahead * hour)
    Invitation.objects.create(token_hash=name, person="bo", expires_at=now + ahead * hour)
    Renewal.objects.create(token_hash=name, account=ann, made_by="x", expires_at=now + ahead * hour)
    cache.set(name, 1, 3600 if ahead > 0 else 1)
Invitation.objects.create(token_hash="used", person="cy", expires_at=now + hour, used_at=now)
time.sleep(2)
"""
_LOOK = """
import django
django.setup()
from django.contrib.sessions.models import Session
from django.db import connection
from curbside_web.models import Bucket, Ticket
from curbside_web.newsroom.models import Invitation, Renewal
for model, field in ((Ticket, "name"), (Bucket, "name"), (Session, "session_key"), (Invitation, "token_hash"), (Renewal, "token_hash")):
    print(*model.objects.exclude(person="").values_list(field, flat=True) if model is Invitation else model.objects.values_list(field, flat=True))
with connection.cursor() as cursor:
    cursor.execute("SELECT cache_key FROM attempts")
    print(*(key.rpartition(":")[2] for (key,) in cursor.fetchall()))
"""


def run(code: str, folder: Path) -> list[str]:
    told = {"CURBSIDE_LIBRARY": str(folder), "DJANGO_SETTINGS_MODULE": "curbside_web.configuration"}
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, env={**os.environ, **told}, check=True, capture_output=True, text=True
    ).stdout.splitlines()


def test_what_ran_out_is_thrown_away_unasked(tmp_path: Path) -> None:
    """A site that nobody visits keeps nothing that is over, and everything that is not."""
    run(_FILL, tmp_path)
    for _ in serve(tmp_path):
        until = time.monotonic() + 20
        while (left := run(_LOOK, tmp_path)) != ["new"] * 6 and time.monotonic() < until:
            time.sleep(0.2)
    assert left == ["new"] * 6
