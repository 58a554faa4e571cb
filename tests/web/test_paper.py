"""PDF files are set one at a time and kept, so that no number of them keeps readers from their answers."""

from __future__ import annotations

import asyncio
import importlib
import os
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor

import pytest
from website import APPROVED, SLUG, Site

from curbside_web.desks import BusyError
from curbside_web.readers.paper import LONGEST_LINE, MOST_KEPT, Paper


def missing() -> str:
    """Why no PDF can be made here, "" when one can; a machine that was promised to make them has to."""
    try:
        importlib.import_module("weasyprint")
    except (ImportError, OSError) as error:
        return "" if os.environ.get("CURBSIDE_REQUIRE_BROWSER") == "1" else f"PDF needs curbside[pdf]: {error}"
    return ""


def run(made: Coroutine[None, None, None]) -> None:
    """Run it in a thread of its own: where browsers are tried, this one has a loop already."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, made).result()


def test_what_was_made_is_not_made_again() -> None:
    """Those who ask for the same at once get one file; what depends on something else is another; few are kept."""
    paper, made = Paper(), []

    def make() -> bytes:
        made.append(threading.get_ident())
        time.sleep(0.01)
        return b"%PDF"

    async def ask() -> None:
        assert await asyncio.gather(*(paper.make("one", make) for _ in range(LONGEST_LINE))) == [b"%PDF"] * LONGEST_LINE
        assert len(made) == 1
        await paper.make("other", make)
        await paper.make(None, make)
        await paper.make(None, make)
        assert len(made) == 4
        for number in range(MOST_KEPT):
            await paper.make(number, lambda: b"%PDF")
        await paper.make("one", make)

    run(ask())
    assert len(made) == 5
    assert len(set(made)) == 1


def test_a_line_that_is_too_long_is_refused_at_once() -> None:
    """Whoever comes when it is full is told to come back, and those in it get their files."""
    paper, is_open = Paper(), threading.Event()

    def make() -> bytes:
        is_open.wait()
        return b"%PDF"

    async def ask() -> None:
        first = [asyncio.ensure_future(paper.make(None, make)) for _ in range(LONGEST_LINE)]
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await paper.make(None, lambda: b"%PDF")
        is_open.set()
        assert await asyncio.gather(*first) == [b"%PDF"] * LONGEST_LINE

    run(ask())


def test_a_pdf_carries_its_state(site: Site) -> None:
    """Of an article, twice, and of an answer; where no PDF can be made the site says what is missing."""
    if missing():
        pytest.skip(missing())
    for _ in range(2):
        with urllib.request.urlopen(f"{site.address}articles/{SLUG}/as/pdf", timeout=60) as file:
            assert file.headers["Content-Type"] == "application/pdf"
            assert file.read().startswith(b"%PDF")
    body = urllib.parse.urlencode({"question": APPROVED, "to": "pdf"}).encode()
    with urllib.request.urlopen(f"{site.address}take", body, timeout=60) as file:
        assert file.read().startswith(b"%PDF")
