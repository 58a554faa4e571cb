"""
Accounts and what leads to them.

Who somebody is on the page, with roles and interests, is a person of the archive; an account is only the key to one.
"""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class Account(AbstractUser):
    """A login, and the person of the archive who uses it."""

    person = models.CharField(max_length=100, unique=True, help_text="Id of the person in the archive.")

    REQUIRED_FIELDS = ["person"]  # noqa: RUF012  # Django reads a list


class Invitation(models.Model):
    """A link that makes an account, once; the link itself is kept by nobody."""

    token_hash = models.CharField(max_length=64, unique=True)
    person = models.CharField(max_length=100, blank=True)  # "" for the first owner, who says who they are
    email = models.EmailField(blank=True)  # becomes that of the account
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"invitation of {self.person or 'the first owner'}"


class Renewal(models.Model):
    """A link that sets a new password, once; the link itself is kept by nobody."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.CharField(max_length=100)  # a person of the archive, or "program" for a mail and the terminal
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"renewal of {self.account}"


class Job(models.Model):
    """Something long that a member asked for: who, when, how far it has come, and what came of it."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        STOPPED = "stopped"

    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING, db_index=True)
    asked_by = models.CharField(max_length=100)  # a person of the archive
    asked_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True, blank=True)  # the last sign of life while it runs
    ended_at = models.DateTimeField(null=True, blank=True)
    done = models.BigIntegerField(default=0)  # bytes
    total = models.BigIntegerField(default=0)
    said = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
