"""
Tickets: a question waits for a minute until its reader comes for the stream, at whichever process that may be.

What waits is enciphered, and the key is made from the ticket, which the reader's page alone has: neither the database
nor a copy of it tells what was asked. A ticket is good once.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .models import Ticket
from .shared import shared

SECONDS = 60
#: A key enciphers one message, so its nonce may be the same each time.
_NONCE = bytes(12)


async def keep(value: dict[str, Any]) -> str:
    """The ticket for something that waits; `value` is plain JSON."""
    ticket = secrets.token_urlsafe(18)
    sealed = AESGCM(_of(ticket, "key")).encrypt(_NONCE, json.dumps(value).encode(), None)
    name = _of(ticket, "name").hex()
    await shared(lambda: Ticket.objects.create(name=name, sealed=sealed, until=time.time() + SECONDS))
    return ticket


async def redeem(ticket: str) -> dict[str, Any] | None:
    """What waited for a ticket, once; None when it is used, too old or was never given."""
    name = _of(ticket, "name").hex()

    def take() -> bytes | None:
        found = Ticket.objects.filter(name=name).first()
        # Of two who come with the same ticket one deletes it, and that one has it.
        if found is None or not Ticket.objects.filter(name=name).delete()[0] or found.until < time.time():
            return None
        return bytes(found.sealed)

    sealed = await shared(take)
    if sealed is None:
        return None
    value: dict[str, Any] = json.loads(AESGCM(_of(ticket, "key")).decrypt(_NONCE, sealed, None))
    return value


def _of(ticket: str, use: str) -> bytes:
    return hashlib.sha256(f"curbside.ticket.{use}:{ticket}".encode()).digest()
