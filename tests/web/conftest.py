"""A real server on a small library of its own, and a real browser where there is one."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("django", reason="the site needs curbside[web]")
sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "archive"))

from website import APPROVED, ARGUMENTS, CHROMIUM, WAITING, WITHDRAWN, Site, serve

#: A document that tries to run as a page, in every part of it that is shown.
POISON = {
    "id": "file:poison",
    "title": 'Zorblax fever <script>alert(1)</script> {{ 7 * 7 }} " onload=alert(2)',
    "kind": "guideline",
    "url": "javascript:alert(3)",
    "text": "Zorblax fever is treated with rest, <u>fluids</u> & a splint. See <img src=x onerror=alert(4)> also.",
}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site on the starter library, with three articles and a document that means harm."""
    folder = tmp_path_factory.mktemp("site")
    _fill(folder)
    yield from serve(folder)


def _fill(folder: Path) -> None:
    from board import Board, Clock

    import curbside
    from curbside.archive import Archive

    library = folder / "library.jsonl"
    library.write_text(json.dumps(POISON) + "\n", encoding="utf-8")
    with curbside.open(folder) as desk:
        desk.library.add(library)
        clock = Clock("2026-11-20T09:00:00Z")
        board = Board(Archive(desk.library, clock=clock), clock)
        board.join()
        for question in (APPROVED, WAITING, WITHDRAWN):
            board.article = board.archive.draft(desk.ask(question), "ann", topics=("Test",), specialties=("Neurology",))
            board.review()
            if question != WAITING:
                board.approve()
        board.act("withdraw", "max", why="Its source was taken down", effect="Read another page")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium without a window; a machine that has none skips, unless it was promised to have one."""
    missing = "" if CHROMIUM else "no Chromium on this machine (set CURBSIDE_CHROMIUM to its path)"
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing = "Playwright is not installed"
    if missing:
        if os.environ.get("CURBSIDE_REQUIRE_BROWSER"):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()
