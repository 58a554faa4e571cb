"""
How long jobs are done: one after another, until none waits.

The process that does it is as patient as a program can be (the lowest claim on processors), tells how far it is every
second, and leaves nothing half done that a second run would not finish: documents are kept one by one, and checking
changes nothing. So a job can be stopped anywhere, as with Ctrl+C. What came of it is entered in the audit log.
"""

from __future__ import annotations

import _thread
import logging
import os
import signal
import threading
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from curbside.consult import Desk, open_desk
from curbside.errors import CurbsideError, without_password
from curbside.library.report import AddReport, Progress

from ..journal import begin
from ..workers import stop_with_parent
from .jobs import ended, entered, give_up_on_silent
from .models import Job

_log = logging.getLogger("curbside.site")
_TELL_SECONDS = 1.0
#: Lines of what went wrong that are kept with a job.
_MOST_LINES = 30


class Teller:
    """Tells the page how far a job is, from a thread of its own, and breaks the work off when the page says so."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._tell, name="teller", daemon=True)
        self.done, self.total, self.said = 0, 0, ""
        self.is_stopped = False

    def __enter__(self) -> Teller:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def hear(self, now: Progress) -> None:
        """Take in how far an add is."""
        self.done, self.total = now.done_bytes, now.total_bytes
        self.said = f"{now.report.added:,} added, {now.report.updated:,} updated so far."

    def _tell(self) -> None:
        while not self._is_over.wait(_TELL_SECONDS):
            mine = Job.objects.filter(pk=self._job.pk, state=Job.State.RUNNING)
            if not mine.update(heard_at=timezone.now(), done=self.done, total=self.total, said=self.said):
                self.is_stopped = True
                _thread.interrupt_main()  # a KeyboardInterrupt where the work is done
                break
        connection.close()


def do_all() -> None:
    """Do what waits, in the order in which it was asked for."""
    stop_with_parent()
    begin(tells_all=False)
    os.nice(10)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a site in the background has it ignored
    while job := _next():
        _do(job)


def _do(job: Job) -> None:
    """Do one job, keep how it ended, and enter that in the audit log."""
    said, state, teller = "", Job.State.DONE, Teller(job)
    try:
        with open_desk(settings.LIBRARY) as desk, teller:
            said = _WORK[job.kind](desk, teller)
    except KeyboardInterrupt:
        if not teller.is_stopped:
            raise
        return  # who stopped it has said so
    except CurbsideError as error:
        said, state = str(error), Job.State.FAILED
    # Whatever it was, the next job is done; the log tells where this one broke.
    except Exception:
        _log.exception("%s", {"what": "job failed"})
        said, state = "It broke off; the log of the site tells where.", Job.State.FAILED
    # In the log first: what the page says has ended is there already.
    ended(job, state, said + _enter(job, state, said))


def _enter(job: Job, state: Job.State, said: str) -> str:
    """Enter what came of a job; where the log itself is damaged, a line that says so."""
    try:
        with open_desk(settings.LIBRARY) as desk:
            entered(desk, job, state, said)
    except CurbsideError as error:
        return f"\nIt is not in the audit log: {error}"
    return ""


def _next() -> Job | None:
    """The next job, which is this process's from now on; None while another process has one."""
    for silent in give_up_on_silent():
        _enter(silent, Job.State.FAILED, silent.said)
    if Job.objects.filter(state=Job.State.RUNNING).exists():
        return None
    job = Job.objects.filter(state=Job.State.WAITING).order_by("pk").first()
    if job is None:
        return None
    mine = Job.objects.filter(pk=job.pk, state=Job.State.WAITING)
    return job if mine.update(state=Job.State.RUNNING, heard_at=timezone.now()) else None


def _add(desk: Desk, teller: Teller) -> str:
    inbox = Path(settings.CURBSIDE.site_inbox).expanduser()
    report = desk.library.add(inbox, progress=teller.hear)
    desk.index.catch_up()
    desk.archive.recall()  # what came in may say that a source of an article has fallen
    return _told(report, inbox)


def _check(desk: Desk, teller: Teller) -> str:
    findings = [*desk.library.doctor(), *desk.archive.verify()]
    lines = [without_password(f"{one.place}: {one.problem} {one.remedy}") for one in findings]
    if not lines:
        return "Everything matches its hash."
    return _cut(
        [f"{len(lines):,} found that should not be." if len(lines) > 1 else "Something is not as it should be.", *lines]
    )


def _told(report: AddReport, inbox: Path) -> str:
    first = (
        f"{report.added:,} added, {report.updated:,} updated, {report.unchanged:,} unchanged, "
        f"{len(report.skipped):,} skipped, {len(report.quarantined):,} quarantined, {report.retired:,} retired."
    )
    lines = [
        f"{word}: {str(one.path).removeprefix(str(inbox)).lstrip('/')}: {one.reason}"
        for word, rows in (("skipped", report.skipped), ("quarantined", report.quarantined))
        for one in rows
    ]
    return _cut([first, *lines])


def _cut(lines: list[str]) -> str:
    more = len(lines) - _MOST_LINES
    return "\n".join([*lines[:_MOST_LINES], *([f"... and {more:,} more"] if more > 0 else [])])


_WORK = {"add": _add, "check": _check}
