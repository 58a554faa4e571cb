"""
How fast the site is: an approved article's page against a bare Django view, asking by many at once, and page weight.

Pages are asked for in this process, so that CPU time is that of the server alone; readers come over HTTP to a server
process of its own. Run: python bench/pages.py --library FOLDER (a copy: an article is drafted and approved in it).
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import os
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests" / "archive"), str(ROOT / "tests" / "web")]
QUESTION = "What is the initial management for tarsal tunnel syndrome?"
ANEW = ("anew", "anew, for who brings a session", "anew, its text set for the first time")
QUESTIONS = [QUESTION, "How is celiac disease diagnosed?", "What causes gout?", "What are the symptoms of asthma?"]


def approved(library: Path) -> str:
    """The slug of an article that a board approved in this library."""
    from board import Board, Clock

    import curbside
    from curbside.archive import Archive

    with curbside.open(library) as desk:
        clock = Clock(time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()))
        board = Board(Archive(desk.library, clock=clock), clock)
        if not board.archive.people():
            board.join()
        board.article = board.archive.draft(desk.ask(QUESTION), "ann", topics=("Nerve",), specialties=("Neurology",))
        board.review()
        return board.approve().slug


async def fetched(app: Any, path: str, *headers: tuple[bytes, bytes]) -> bytes:
    """The body at a path, asked of an ASGI application."""
    body = b""
    asked = [0]

    async def receive() -> dict[str, Any]:
        asked[0] += 1
        if asked[0] > 1:
            await asyncio.sleep(3600)  # nobody hangs up
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        nonlocal body
        body += message.get("body", b"")

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "path": path,
        "raw_path": path.encode(), "query_string": b"", "headers": [(b"host", b"127.0.0.1"), *headers],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    await app(scope, receive, send)
    return body


async def per_cpu_second(app: Any, path: str, times: int, *headers: tuple[bytes, bytes]) -> float:
    """How many pages a second of CPU makes."""
    await fetched(app, path, *headers)
    started = time.process_time()
    for _ in range(times):
        await fetched(app, path, *headers)
    return times / (time.process_time() - started)


async def first_time(app: Any, path: str, times: int, shown: Any) -> float:
    """The same with nothing ready, not even the text of the edition."""
    started = time.process_time()
    for _ in range(times):
        shown._find.cache_clear()
        shown._set.cache_clear()
        await fetched(app, path, (b"cookie", b"session=none"))
    return times / (time.process_time() - started)


async def pages(slug: str) -> None:
    """The article's page, kept and made anew, as ratios to a bare view in the same run."""
    from django.core.handlers.asgi import ASGIHandler
    from django.test import override_settings

    from curbside_web import asgi
    from curbside_web.readers import shown

    application = asgi.application
    with override_settings(MIDDLEWARE=[]):
        bare = ASGIHandler()
    await asyncio.sleep(1.5)  # until pages are kept
    path, keeps = f"/articles/{slug}", asgi._kept._stamp
    rates: dict[str, list[float]] = {name: [] for name in ("bare view", *ANEW)}
    rates["kept"] = []
    for _ in range(7):  # in turns, since others use the machine too
        rates["bare view"].append(await per_cpu_second(bare, "/healthz", 200))
        rates["kept"].append(await per_cpu_second(application, path, 200))
        asgi._kept._stamp = lambda: None  # nothing is kept, as while the library changes
        rates["anew"].append(await per_cpu_second(application, path, 60))
        rates["anew, for who brings a session"].append(
            await per_cpu_second(application, path, 60, (b"cookie", b"session=none"))
        )
        asgi._kept._stamp = keeps
        rates["anew, its text set for the first time"].append(await first_time(application, path, 30, shown))
    best = {name: max(values) for name, values in rates.items()}
    for name, rate in best.items():
        print(f"{name}: {rate:.0f} pages per CPU second, {rate / best['bare view']:.2f} of a bare view")
    body = await fetched(application, path)
    from curbside.press.hypertext import stylesheet

    plain = {"page": body, "stylesheet": stylesheet().encode()}
    print(
        "; ".join(
            f"{name} {len(b) / 1000:.1f} KB ({len(gzip.compress(b, 6)) / 1000:.1f} sent)" for name, b in plain.items()
        )
    )


def reader(address: str, each: int, took: list[float], failed: list[int]) -> None:
    """One reader, who asks and waits for the answer."""
    for i in range(each):
        body = urllib.parse.urlencode({"question": QUESTIONS[i % len(QUESTIONS)]}).encode()
        started = time.perf_counter()
        try:
            urllib.request.urlopen(f"{address}ask", body, timeout=120).read()
        except urllib.error.HTTPError as error:
            failed.append(error.code)
        took.append(time.perf_counter() - started)


def readers(library: Path, count: int, each: int) -> None:
    """Readers who ask at once."""
    from website import serve

    for site in serve(library):
        took: list[float] = []
        failed: list[int] = []
        started = time.perf_counter()
        threads = [threading.Thread(target=reader, args=(site.address, each, took, failed)) for _ in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took.sort()
        rate = len(took) / (time.perf_counter() - started)
        print(
            f"{count} readers at once, {len(took)} questions: {rate:.1f} a second, median {took[len(took) // 2]:.2f} s, "
            f"p95 {took[int(len(took) * 0.95)]:.2f} s, refused or failed {len(failed)}"
        )


def paint(library: Path, slug: str) -> None:
    """What a browser sees of the article: first byte, largest paint, and everything it loads."""
    from playwright.sync_api import sync_playwright
    from website import ARGUMENTS, CHROMIUM, serve

    largest = """new Promise(done => new PerformanceObserver(list => done(list.getEntries().at(-1).startTime))
        .observe({type: "largest-contentful-paint", buffered: true}))"""
    timing = "performance.getEntriesByType('navigation')[0].responseStart"
    weight = "performance.getEntries().reduce((sum, one) => sum + (one.transferSize || 0), 0)"
    for site in serve(library):
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            seen = []
            for _ in range(7):
                page = browser.new_context().new_page()  # with an empty cache
                page.goto(f"{site.address}articles/{slug}", wait_until="load")
                seen.append((page.evaluate(timing), page.evaluate(largest), page.evaluate(weight)))
            browser.close()
    byte, painted, bytes_sent = (sorted(values)[len(values) // 2] for values in zip(*seen, strict=True))
    print(
        f"first byte {byte:.0f} ms, largest paint {painted:.0f} ms, {bytes_sent / 1000:.1f} KB sent in all (medians of 7)"
    )


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--library", type=Path, required=True)
    options.add_argument("--readers", type=int, default=50)
    options.add_argument("--each", type=int, default=4)
    given = options.parse_args()
    os.environ |= {"CURBSIDE_LIBRARY": str(given.library), "CURBSIDE_SITE_ASKS_PER_MINUTE": "0"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "curbside_web.configuration"
    slug = approved(given.library)
    asyncio.run(pages(slug))
    paint(given.library, slug)
    readers(given.library, given.readers, given.each)


if __name__ == "__main__":
    main()
