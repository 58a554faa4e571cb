"""
Long jobs: a member asks for one, a process of its own does it, and the page tells how far it has come.

What may be asked for is in `KINDS`. The work itself stands in `working`; its process is started here and ends with the site;
what waited when a site stopped is begun again with it.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from curbside.articles.person import Person, Role
from curbside.errors import CurbsideError

from ..desks import desks
from ..pages import render
from ..problems import refusal
from .membership import KEEPERS, member
from .models import Job

#: What can be asked for, and what it does.
KINDS = {
    "add": ("Bring in documents", "Every document in the inbox that is new or changed becomes part of the library."),
    "check": ("Check everything", "Every stored byte is held to its hash, and the audit log to its head outside."),
}
#: Jobs that the page shows, how often it looks again, and after how long a job without a sign of life has ended.
_SHOWN, _AGAIN_SECONDS, SILENT_SECONDS = 20, 3, 60
_OPEN = (Job.State.WAITING, Job.State.RUNNING)
_running: list[subprocess.Popen[bytes]] = []


@dataclass(frozen=True, slots=True)
class Line:
    """A job as it is printed."""

    label: str
    state: str
    by: str
    asked_at: str
    ended_at: str
    percent: int
    said: tuple[str, ...]


@member(Role.LIBRARIAN, *KEEPERS)
async def jobs(request: HttpRequest, person: Person) -> HttpResponse:
    """What was asked for and how far it is; asking for one."""
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        if kind not in _offered():
            raise CurbsideError("Choose one of the jobs on the page.")
        if not await sync_to_async(_asked)(kind, person.id):
            return refusal(request, 409, "Asked already", "This job waits or runs already; see how far it is.")
        await sync_to_async(begin)()
        return HttpResponseRedirect("/newsroom/jobs")
    names = await desks().do(lambda desk: {one.id: one.name for one in desk.archive.people(is_active=None)})
    lines, is_busy = await sync_to_async(_lines)(names)
    values = {"lines": lines, "offered": [(kind, *KINDS[kind]) for kind in _offered()], "is_busy": is_busy}
    page = render(request, "newsroom/jobs.html", {**values, "inbox": settings.CURBSIDE.site_inbox})
    if is_busy:
        page.headers["Refresh"] = str(_AGAIN_SECONDS)
    return page


def begin() -> None:
    """Start the process that does what waits, unless this one's is at work already."""
    _running[:] = [one for one in _running if one.poll() is None]
    if _running or not Job.objects.filter(state=Job.State.WAITING).exists():
        return
    command = [sys.executable, "-m", "curbside_web.work"]
    # It ends when its end of the pipe does: with this process, however that goes.
    _running.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL))  # noqa: S603  # this very program


def give_up_on_silent() -> None:
    """Say of what showed no sign of life that it was interrupted."""
    now = timezone.now()
    silent = Job.objects.filter(state=Job.State.RUNNING, heard_at__lt=now - timedelta(seconds=SILENT_SECONDS))
    silent.update(state=Job.State.FAILED, ended_at=now, said="It was interrupted; ask for it again, and it goes on.")


def _offered() -> tuple[str, ...]:
    inbox = settings.CURBSIDE.site_inbox
    return tuple(kind for kind in KINDS if kind != "add" or (inbox and Path(inbox).expanduser().is_dir()))


def _asked(kind: str, by: str) -> bool:
    """Ask for a job; False when it is waiting or running already."""
    give_up_on_silent()
    with transaction.atomic():
        if Job.objects.filter(kind=kind, state__in=_OPEN).exists():
            return False
        Job.objects.create(kind=kind, asked_by=by, asked_at=timezone.now())
    return True


def _lines(names: dict[str, str]) -> tuple[tuple[Line, ...], bool]:
    give_up_on_silent()
    found = list(Job.objects.order_by("-pk")[:_SHOWN])
    lines = tuple(
        Line(
            label=KINDS[one.kind][0] if one.kind in KINDS else one.kind,
            state=one.state,
            by=names.get(one.asked_by, one.asked_by),
            asked_at=f"{one.asked_at:%Y-%m-%d %H:%M}",
            ended_at=f"{one.ended_at:%Y-%m-%d %H:%M}" if one.ended_at else "",
            percent=min(100, 100 * one.done // one.total) if one.total else 0,
            said=tuple(one.said.splitlines()),
        )
        for one in found
    )
    return lines, any(one.state in _OPEN for one in found)
