"""
What the processes of a site hold in common for a minute: questions that wait for their stream, and who asked how often.

Neither can be read by whoever gets the database: a question is enciphered under a key that only its reader's page has,
and an address is kept as a keyed hash.
"""

from __future__ import annotations

from django.db import models


class Ticket(models.Model):
    """A question that waits to be streamed."""

    name = models.CharField(max_length=64, primary_key=True)
    sealed = models.BinaryField()
    until = models.FloatField(db_index=True)  # seconds since 1970

    def __str__(self) -> str:
        return self.name[:8]


class Bucket(models.Model):
    """How much of what somebody may do is used up: the moment at which nothing of it is."""

    name = models.CharField(max_length=64, primary_key=True)
    full_at = models.FloatField(db_index=True)  # seconds since 1970

    def __str__(self) -> str:
        return self.name[:8]
