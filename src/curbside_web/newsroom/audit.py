"""The audit log: everything that was done, each entry chained to the one before, and the chain checked on demand."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse

from curbside.archive.chain import Entry, read_head
from curbside.articles.person import PROGRAM, Person
from curbside.articles.words import words
from curbside.consult import Desk
from curbside.errors import without_password
from curbside.library.report import Finding

from ..desks import desks
from ..pages import render
from .membership import KEEPERS, member

#: Entries on one page.
PAGE = 100


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it is printed."""

    number: int
    at: str
    what: str
    subject: str
    by: str
    why: str
    details: str
    hash: str


@dataclass(frozen=True, slots=True)
class Log:
    """A page of the log, the newest first."""

    lines: tuple[Line, ...]
    subject: str
    last: int
    before: int  # number after which the older page begins, -1 when there is none
    findings: tuple[Finding, ...] | None  # None while nobody asked
    head: str


@member(*KEEPERS)
async def audit(request: HttpRequest, person: Person) -> HttpResponse:
    """The log, of everything or of one subject."""
    subject = request.GET.get("subject", "").strip()[:200]
    until, checks = request.GET.get("until", ""), "check" in request.GET

    def look(desk: Desk) -> Log:
        archive = desk.archive
        head = read_head(archive.head_file)
        last = head.number if head else 0
        end = int(until) if until.isascii() and until.isdigit() and len(until) < 12 else last
        after = max(0, end - PAGE)
        # Of one subject all are read: there are few.
        entries = archive.events(subject=subject) if subject else archive.events(after=after, limit=end - after)
        names = {PROGRAM.id: PROGRAM.name, **{one.id: one.name for one in archive.people(is_active=None)}}
        return Log(
            lines=tuple(_line(one, names) for one in reversed(entries)),
            subject=subject,
            last=last,
            before=after if after and not subject else -1,
            findings=tuple(map(_told, archive.verify())) if checks else None,
            head=head.hash if head else "",
        )

    return render(request, "newsroom/audit.html", {"log": await desks().do(look)})


def _told(one: Finding) -> Finding:
    return replace(one, place=without_password(one.place), problem=without_password(one.problem))


def _line(entry: Entry, names: dict[str, str]) -> Line:
    event = entry.event
    details = {name: value for name, value in event.what.items() if value not in ("", [], None)}
    return Line(
        number=entry.number,
        at=event.at,
        what=words()["actions"].get(event.action, event.action),
        subject=event.subject,
        by=names.get(event.by, event.by),
        why=event.why,
        details=json.dumps(details, ensure_ascii=False, sort_keys=True) if details else "",
        hash=entry.hash,
    )
