"""
What ran out is thrown away, every minute for as long as the site runs and whether anybody comes or not.

Questions whose stream nobody fetched, counts of who asked how often, attempts to log in, sessions, and links that were
used or are too old: none of them is good for anything any more, and some would tell of somebody.
"""

from __future__ import annotations

import asyncio
import logging
import time

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from .models import Bucket, Ticket
from .newsroom.jobs import begin
from .newsroom.models import Invitation, Renewal
from .shared import shared

_log = logging.getLogger("curbside.site")
#: How often it is done.
SECONDS = 60.0


def tidy() -> None:
    """Throw away what ran out."""
    now, moment = timezone.now(), time.time()
    Ticket.objects.filter(until__lt=moment).delete()
    Bucket.objects.filter(full_at__lt=moment).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    is_spent = Q(expires_at__lt=now) | Q(used_at__isnull=False)
    Invitation.objects.filter(is_spent).delete()
    Renewal.objects.filter(is_spent).delete()
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    with connection.cursor() as cursor:  # Django's own cache forgets what nobody asks for only when it is full
        cursor.execute(
            f"DELETE FROM {table} WHERE expires < %s",  # noqa: S608  # our own name
            [connection.ops.adapt_datetimefield_value(now.replace(microsecond=0))],
        )


async def keep_tidy() -> None:
    """Throw away what ran out, now and every minute, until cancelled."""
    while True:
        try:
            await shared(tidy)
            await shared(begin)  # what waited when a site was stopped
        # A database that is away comes back; until then nothing runs out that somebody could use.
        except Exception:
            _log.exception("%s", {"what": "tidying failed"})
        await asyncio.sleep(SECONDS)
