"""
How often somebody may do something, counted over every process of the site.

A bucket that refills evenly is kept as one moment: when it will be full again. Taking moves that moment on, in one
statement of the database, so that two processes never give away the same token. Who somebody is stays unknown to
whoever reads the database: the name of a bucket is a keyed hash, thrown away when the bucket is full.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from django.db import IntegrityError, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from .models import Bucket

#: Addresses of IPv6 that belong to one subscriber.
_SUBSCRIBER_BITS = 64
_ROUNDING_SECONDS = 1e-6


@dataclass(frozen=True, slots=True)
class Limit:
    """So many of one thing in so many seconds; 0 means no limit."""

    name: str
    most: int
    seconds: float

    def take(self, who: str, now: float | None = None) -> float:
        """Take one: 0 when there was one, else the seconds until the next. Asks the database."""
        if self.most <= 0:
            return 0.0
        now = time.time() if now is None else now
        each = self.seconds / self.most
        latest = now + self.seconds - each
        name = salted_hmac(f"curbside.limit.{self.name}", who, algorithm="sha256").hexdigest()
        bucket = Bucket.objects.filter(name=name)
        later = Greatest(F("full_at"), Value(now)) + each
        for _ in range(2):
            if bucket.filter(full_at__lte=latest + _ROUNDING_SECONDS).update(full_at=later):
                return 0.0
            full_at = bucket.values_list("full_at", flat=True).first()
            if full_at is not None:
                return max(full_at - latest, _ROUNDING_SECONDS)
            try:
                with transaction.atomic():
                    Bucket.objects.create(name=name, full_at=now + each)
            except IntegrityError:
                continue  # another process was faster
            return 0.0
        return each


def address_of(request: HttpRequest) -> str:
    """The address that a limit counts: of IPv6 the part that one subscriber has."""
    told = str(request.META.get("REMOTE_ADDR", ""))
    try:
        address = ip_address(told)
    except ValueError:
        return told
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or int(address) >> (128 - _SUBSCRIBER_BITS))
    return told
