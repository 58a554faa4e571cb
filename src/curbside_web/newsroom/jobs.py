"""
Long jobs: a member asks for one, a process of its own does it, the page tells how far it has come, and anybody who may ask
for one may stop it.

What may be asked for is in `KINDS`. The work itself stands in `working`; its process is started here and ends with the site;
what waited when a site stopped is begun again with it. Who asked, who stopped it and what came of it is entered in the
audit log.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from curbside.articles.person import PROGRAM, Person, Role
from curbside.consult import Desk
from curbside.errors import CurbsideError, DamageError

from ..desks import desks
from ..pages import render
from ..problems import refusal
from .forms import number
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

    number: int
    is_open: bool
    label: str
    state: str
    by: str
    asked_at: str
    ended_at: str
    percent: int
    said: tuple[str, ...]


@member(Role.LIBRARIAN, *KEEPERS)
async def jobs(request: HttpRequest, person: Person) -> HttpResponse:
    """What was asked for and how far it is; asking for one, and stopping it."""
    for job in await sync_to_async(give_up_on_silent)():
        await desks().do(partial(entered, job=job, state=Job.State.FAILED, said=job.said))
    if request.method == "POST":
        if "stop" in request.POST:
            return await _stop(request, person, number(request.POST["stop"]))
        return await _ask(request, person, request.POST.get("kind", ""))
    names = await desks().do(lambda desk: {one.id: one.name for one in desk.archive.people(is_active=None)})
    lines, is_busy = await sync_to_async(_lines)(names)
    values = {"lines": lines, "offered": [(kind, *KINDS[kind]) for kind in _offered()], "is_busy": is_busy}
    page = render(request, "newsroom/jobs.html", {**values, "inbox": settings.CURBSIDE.site_inbox})
    if is_busy:
        page.headers["Refresh"] = str(_AGAIN_SECONDS)
    return page


async def _ask(request: HttpRequest, person: Person, kind: str) -> HttpResponse:
    """Ask for a job, in the log and in the line."""
    if kind not in _offered():
        raise CurbsideError("Choose one of the jobs on the page.")
    job = await sync_to_async(_asked)(kind, person.id)
    if job is None:
        return refusal(request, 409, "Asked already", "This job waits or runs already; see how far it is.")

    def enter(desk: Desk) -> None:
        try:
            desk.archive.log_job("ask_job", job.pk, person.id, kind=kind)
        except DamageError as error:
            if kind != "check":  # which is asked for when something is damaged, and changes nothing
                raise CurbsideError("The audit log is damaged, so nothing is changed; check everything.") from error

    try:
        await desks().do(enter)
    except CurbsideError:
        await job.adelete()
        raise
    await sync_to_async(begin)()
    return HttpResponseRedirect("/newsroom/jobs")


async def _stop(request: HttpRequest, person: Person, job: int) -> HttpResponse:
    """Stop a job that waits or runs; its process hears of it within a second."""
    said, now = f"Stopped by {person.name}. What was done until then stays.", timezone.now()
    is_mine = Job.objects.filter(pk=job, state__in=_OPEN)
    if not await is_mine.aupdate(state=Job.State.STOPPED, ended_at=now, said=said):
        return refusal(request, 409, "Not stopped", "This job has ended already; see what came of it.")
    await desks().do(lambda desk: desk.archive.log_job("stop_job", job, person.id))
    return HttpResponseRedirect("/newsroom/jobs")


def begin() -> None:
    """Start the process that does what waits, unless this one's is at work already."""
    _running[:] = [one for one in _running if one.poll() is None]
    if _running or not Job.objects.filter(state=Job.State.WAITING).exists():
        return
    command = [sys.executable, "-m", "curbside_web.work"]
    # It ends when its end of the pipe does: with this process, however that goes.
    _running.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL))  # noqa: S603  # this very program


def give_up_on_silent() -> list[Job]:
    """Say of what showed no sign of life that it was interrupted; those of which it was not said before."""
    now = timezone.now()
    found = list(Job.objects.filter(state=Job.State.RUNNING, heard_at__lt=now - timedelta(seconds=SILENT_SECONDS)))
    said = "It was interrupted; ask for it again, and it goes on."
    return [one for one in found if ended(one, Job.State.FAILED, said)]


def ended(job: Job, state: Job.State, said: str) -> bool:
    """Keep how a job ended; False when somebody said so before."""
    job.state, job.said, job.ended_at = state, said, timezone.now()
    mine = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING)
    return bool(mine.update(state=state, said=said, ended_at=job.ended_at))


def entered(desk: Desk, job: Job, state: Job.State, said: str) -> None:
    """Enter in the audit log what came of a job: the first line of what is said of it, as the others name files."""
    action = "end_job" if state is Job.State.DONE else "fail_job"
    why, _, _ = said.partition("\n")
    desk.archive.log_job(action, job.pk, PROGRAM.id, why, kind=job.kind, asked_by=job.asked_by)


def _offered() -> tuple[str, ...]:
    inbox = settings.CURBSIDE.site_inbox
    return tuple(kind for kind in KINDS if kind != "add" or (inbox and Path(inbox).expanduser().is_dir()))


def _asked(kind: str, by: str) -> Job | None:
    """Ask for a job; None when it is waiting or running already."""
    with transaction.atomic():
        if Job.objects.filter(kind=kind, state__in=_OPEN).exists():
            return None
        return Job.objects.create(kind=kind, asked_by=by, asked_at=timezone.now())


def _lines(names: dict[str, str]) -> tuple[tuple[Line, ...], bool]:
    found = list(Job.objects.order_by("-pk")[:_SHOWN])
    lines = tuple(
        Line(
            number=one.pk,
            is_open=one.state in _OPEN,
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
