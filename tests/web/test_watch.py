"""P9 on the running site: approval falls by itself when another process learns of a source."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from website import APPROVED, SLUG, Site, serve

#: How often the site under test looks, and how long it may take until readers are told.
EVERY_SECONDS, WITHIN_SECONDS = 1, 30.0


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Site]:
    """A site with one approved article, which looks for fallen sources every second."""
    from board import Board, Clock

    import curbside
    from curbside.archive import Archive

    with curbside.open(tmp_path) as desk:
        clock = Clock("2026-11-20T09:00:00Z")
        board = Board(Archive(desk.library, clock=clock), clock)
        board.join()
        board.article = board.archive.draft(desk.ask(APPROVED), "ann", topics=("Test",), specialties=("Neurology",))
        board.review()
        board.approve()
    yield from serve(tmp_path, site_recall_seconds=str(EVERY_SECONDS))


def state(site: Site) -> str:
    return str(json.loads(site.get(f"api/v1/articles/{SLUG}").text)["state"])


def comes(site: Site, wanted: str) -> bool:
    """Whether the article is in this state before the time is over."""
    end = time.monotonic() + WITHIN_SECONDS
    while state(site) != wanted and time.monotonic() < end:
        time.sleep(0.2)
    return state(site) == wanted


def test_approval_falls_while_the_site_runs(watched: Site) -> None:
    """A mark made by another process, by Python or `curbside mark`, is on the page without a restart."""
    assert "Reviewed and approved by" in watched.get(f"articles/{SLUG}").text
    told = json.loads(watched.get(f"api/v1/articles/{SLUG}").text)["answer"]
    source = told["sections"][0]["claims"][0]["quotes"][0]["source"]
    # A program that only knows of the library leaves the recall to the site.
    program = "import sys; from curbside.library.library import Library\nwith Library.open(sys.argv[1]) as o: o.mark(*sys.argv[2:])"
    subprocess.run([sys.executable, "-c", program, str(watched.library), source, "corrected", "shown"], check=True)
    assert 'class="status">corrected' in watched.get(f"articles/{SLUG}", Cookie="session=none").text  # made anew
    subprocess.run([sys.executable, "-c", program, str(watched.library), source, "superseded", "shown"], check=True)
    assert comes(watched, "approved_update_due")
    assert SLUG in watched.get("sitemap.xml").text
    command = [sys.executable, "-m", "curbside", "--library", str(watched.library), "mark", source, "retracted"]
    subprocess.run([*command, "--because", "shown"], check=True, capture_output=True)
    assert comes(watched, "suspended")
    page = watched.get(f"articles/{SLUG}").text
    assert "Approval suspended on" in page
    assert "Reviewed and approved by" not in page
    assert SLUG not in watched.get("sitemap.xml").text
