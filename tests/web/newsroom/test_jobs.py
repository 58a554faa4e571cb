"""Long jobs: asked for on a page, done by a process of their own, told as they come along."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from accounts import PASSWORD, environment, settle
from member import Member, Page
from website import Site, serve

import curbside
from curbside.articles.event import Event

_DOCUMENT = """---
title: Care of the zanthia splint
kind: local_protocol
owner: Example Hospital
version: "1"
effective: 2026-01-01
review_by: 2099-01-01
---

# Care of the zanthia splint

The zanthia splint is dried every evening and is never worn in the bath.
"""
_SILENT = """
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from curbside_web.newsroom.models import Job
long_ago = timezone.now() - timedelta(minutes=5)
Job.objects.create(kind="check", state="running", asked_by="lib", asked_at=long_ago, heard_at=long_ago)
Job.objects.create(kind="add", state="waiting", asked_by="lib", asked_at=long_ago)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with people, and an inbox with a document and something that is none."""
    made = tmp_path_factory.mktemp("jobs")
    inbox = made / "inbox"
    inbox.mkdir()
    settle(made / "library")
    (inbox / "splint.md").write_text(_DOCUMENT, encoding="utf-8")
    (inbox / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    return made


@pytest.fixture(scope="module")
def working(folder: Path) -> Iterator[Site]:
    """A site on it."""
    yield from serve(folder / "library", site_inbox=str(folder / "inbox"))


@pytest.fixture(scope="module")
def librarian(working: Site) -> Member:
    """Who may ask for jobs."""
    one = Member(working.address)
    one.login("lib", PASSWORD)
    return one


def asked(one: Member, kind: str) -> Page:
    """Ask for a job by its form, and look until it has ended."""
    page = one.get("newsroom/jobs")
    page = one.post("newsroom/jobs", {"csrfmiddlewaretoken": page.token, "kind": kind})
    assert page.status == 200, page.said
    return ended(one)


def ended(one: Member) -> Page:
    """The page once nothing waits or runs."""
    until = time.monotonic() + 90
    while (page := one.get("newsroom/jobs")).headers["Refresh"] and time.monotonic() < until:
        time.sleep(0.3)
    return page


def events(library: Path) -> list[Event]:
    """Every event of the log."""
    with curbside.open(library) as desk:
        return [one.event for one in desk.archive.events()]


def test_documents_are_brought_in(working: Site, librarian: Member, folder: Path) -> None:
    """What is new is added, what cannot be read is named with its reason, and readers find what came in; twice changes nothing."""
    said = asked(librarian, "add").said
    assert "Bring in documents : done" in said
    assert "1 added" in said
    assert "broken.pdf" in said
    assert str(folder / "inbox" / "broken.pdf") not in said
    assert "Libby Shelf" in said
    assert "Care of the zanthia splint" in working.get("library?title=zanthia").text
    assert "0 added, 0 updated, 1 unchanged" in asked(librarian, "add").said


def test_everything_is_checked(librarian: Member) -> None:
    """Every byte and the log, without a terminal."""
    assert "Everything matches its hash." in asked(librarian, "check").said


def test_who_asked_and_what_came_of_it_is_in_the_log(working: Site, librarian: Member, folder: Path) -> None:
    """Each job is two entries of the chain, which the page of the log shows and doctor checks."""
    asked(librarian, "check")
    number = next(one.subject for one in reversed(events(folder / "library")) if one.subject.startswith("job:"))
    ann = Member(working.address)
    ann.login("ann", PASSWORD)
    log = ann.get(f"newsroom/audit?subject={number}").said
    assert re.search(r"Libby Shelf long job asked for job:\d+ details .*kind.*check", log)
    assert re.search(r"Curbside long job done job:\d+ Everything matches its hash. details .*asked_by.*lib", log)
    assert ann.get("newsroom/audit").said.count("long job") >= 2
    with curbside.open(folder / "library") as desk:
        assert desk.archive.verify() == []


def test_a_job_is_stopped(working: Site, librarian: Member, folder: Path) -> None:
    """What runs ends within seconds, what was kept until then stays, the log tells who stopped it, and the next is done."""
    for count in range(300):
        (folder / "inbox" / f"many-{count}.md").write_text(
            _DOCUMENT.replace("zanthia", f"zan{count}"), encoding="utf-8"
        )
    page = librarian.get("newsroom/jobs")
    page = librarian.post("newsroom/jobs", {"csrfmiddlewaretoken": page.token, "kind": "add"})
    until = time.monotonic() + 60
    while "Bring in documents : running" not in page.said and time.monotonic() < until:
        time.sleep(0.05)
        page = librarian.get("newsroom/jobs")
    stop = re.findall(r'name="stop" value="(\d+)"', page.text)[0]
    stopped = librarian.post("newsroom/jobs", {"csrfmiddlewaretoken": page.token, "stop": stop})
    assert "Bring in documents : stopped" in stopped.said
    assert "Stopped by Libby Shelf. What was done until then stays." in stopped.said
    late = librarian.post("newsroom/jobs", {"csrfmiddlewaretoken": page.token, "stop": stop})
    assert (late.status, "has ended already" in late.said) == (409, True)
    assert "Everything matches its hash." in asked(librarian, "check").said
    entries = [event for event in events(folder / "library") if event.subject == f"job:{stop}"]
    assert [(one.action, one.by) for one in entries] == [("ask_job", "lib"), ("stop_job", "lib")]
    with curbside.open(folder / "library") as desk:
        assert desk.library.counts().sources < 300
    for count in range(300):
        (folder / "inbox" / f"many-{count}.md").unlink()


def test_a_check_can_be_asked_for_when_the_log_is_damaged(tmp_path: Path) -> None:
    """Nothing else can: what cannot be entered is not done. The check says what is wrong, and that it is not in the log."""
    library, inbox = tmp_path / "library", tmp_path / "inbox"
    inbox.mkdir()
    settle(library)
    for site in serve(library, site_inbox=str(inbox)):
        one = Member(site.address)
        one.login("lib", PASSWORD)
        with closing(sqlite3.connect(library / "library.sqlite")) as connection, connection:
            connection.execute("DELETE FROM audit WHERE number = (SELECT max(number) FROM audit)")
        page = one.get("newsroom/jobs")
        refused = one.post("newsroom/jobs", {"csrfmiddlewaretoken": page.token, "kind": "add"})
        assert (refused.status, "damaged" in refused.said) == (400, True), refused.said
        said = asked(one, "check").said
    assert "Bring in documents :" not in said
    assert "Check everything : done" in said
    assert "it was cut short" in said
    assert "It is not in the audit log" in said


def test_jobs_are_for_librarians_and_keepers(working: Site) -> None:
    """Neither a reviewer nor a stranger sees them or asks for one; what is not offered is not done."""
    bo = Member(working.address)
    bo.login("bo", PASSWORD)
    assert bo.get("newsroom/jobs").status == 403
    token = bo.get("newsroom/disclosures").token
    assert bo.post("newsroom/jobs", {"csrfmiddlewaretoken": token, "kind": "check"}).status == 403
    ann = Member(working.address)
    ann.login("ann", PASSWORD)
    page = ann.get("newsroom/jobs")
    assert ann.post("newsroom/jobs", {"csrfmiddlewaretoken": page.token, "kind": "rm"}).status == 400
    assert "/accounts/login/" in Member(working.address).get("newsroom/jobs").address


def test_what_was_interrupted_is_said_and_what_waits_is_done(tmp_path: Path) -> None:
    """A job without a sign of life has ended; one that waited when the site stopped is done when it runs again."""
    library, inbox = tmp_path / "library", tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "splint.md").write_text(_DOCUMENT, encoding="utf-8")
    settle(library)
    subprocess.run([sys.executable, "-c", _SILENT], env={**os.environ, **environment(library)}, check=True)
    for site in serve(library, site_inbox=str(inbox)):
        one = Member(site.address)
        one.login("lib", PASSWORD)
        said = ended(one).said
    assert "It was interrupted" in said
    assert "1 added" in said
