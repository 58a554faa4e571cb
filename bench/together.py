"""
P24, many at once: readers, two programs that add sources and five reviewers on one site, over HTTP.

    python bench/together.py --library FOLDER --minutes 10 [--readers 50] [--think 4] [--workers 1]

The folder is copied. Readers ask and read like people, with pauses; each ingest is `curbside add` after `curbside add`;
the reviewers all work on the same article at a time, so that they overtake each other. Counted are errors (any status but 200; for
reviewers 200 and 409), comments acknowledged and not kept, comments refused and kept all the same, quotes that are not in the
library as told, and answers whose counts do not belong to the snapshot that they name.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests" / one) for one in ("archive", "web", "web/newsroom", "promises")]

REVIEWERS = ("ann", "bo", "cy", "di", "phil")
PASSWORD = "tarsal tunnel 2026"
QUESTIONS = (
    "What is the initial management for tarsal tunnel syndrome?",
    "What are the symptoms of gout?",
    "How is celiac disease diagnosed?",
    "How is carpal tunnel syndrome treated?",
)
ASKED = (*QUESTIONS, "What causes asthma?", "What are the warning signs of a stroke?", "How can falls be prevented?")
PAGES = ("", "articles", "library", "board", "corrections", "policy", "articles.atom")
PER_INGEST, PATIENCE_SECONDS = 10, 120
_ACCOUNTS = """
import sys, django
django.setup()
from curbside_web.newsroom.models import Account
from curbside_web.newsroom.opening import prepare
prepare()
for name in sys.argv[2:]:
    Account.objects.create_user(name, password=sys.argv[1], person=name)
"""


@dataclass
class Seen:
    """What everybody met; one lock for all."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    errors: list[str] = field(default_factory=list)
    times: dict[str, list[float]] = field(default_factory=dict)
    quotes: set[tuple[str, str, int, int, str]] = field(default_factory=set)
    snapshots: dict[str, set[tuple[int, int]]] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)  # comments that were acknowledged
    refused: list[str] = field(default_factory=list)  # comments that met a newer version
    asked_to_wait: int = 0  # logins told to come back in a moment
    added: int = 0
    ingests: int = 0

    def error(self, what: str) -> None:
        """Something that must not happen."""
        with self.lock:
            self.errors.append(what)

    def took(self, kind: str, seconds: float) -> None:
        """How long a request took."""
        with self.lock:
            self.times.setdefault(kind, []).append(seconds)


def prepared(source: Path, folder: Path, articles: int) -> list[str]:
    """A copy of a library with articles under review and accounts for the reviewers; the addresses of the articles."""
    from board import MEMBERS, Board, Clock, declared

    import curbside
    from curbside.archive import Archive

    shutil.copytree(source, folder)
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    slugs = []
    with curbside.open(folder) as desk:
        board = Board(Archive(desk.library), Clock(now))
        for one in MEMBERS:
            board.archive.save_person(declared(one, now[:10]), by="program")
        for number in range(articles):
            answer = desk.ask(QUESTIONS[number % len(QUESTIONS)])
            board.article = board.archive.draft(answer, "ann", topics=("Test",), specialties=("Neurology",))
            board.review()
            slugs.append(board.article.slug)
    told = {"CURBSIDE_LIBRARY": str(folder), "DJANGO_SETTINGS_MODULE": "curbside_web.configuration"}
    command = [sys.executable, "-c", _ACCOUNTS, PASSWORD, *REVIEWERS]
    subprocess.run(command, env={**os.environ, **told}, check=True)
    return slugs


# Readers


def reader(address: str, slugs: list[str], seen: Seen, is_over: threading.Event, think: float, number: int) -> None:
    """Somebody who asks and reads until it is over."""
    chance = random.Random(f"reader {number}")
    last: Counter[str] = Counter()
    is_over.wait(chance.uniform(0, min(think, 5.0)))
    while not is_over.is_set():
        what = chance.random()
        if what < 0.35:
            _ask(address, seen, chance, last)
        elif what < 0.45:
            form = {"question": chance.choice(ASKED), "reader": chance.choice(("clinician", "patient"))}
            _fetch(seen, "asked by form", f"{address}ask", urllib.parse.urlencode(form).encode())
        elif what < 0.65:
            _fetch(seen, "article page", f"{address}articles/{chance.choice(slugs)}")
        elif what < 0.85:
            _article(address, chance.choice(slugs), seen, last)
        else:
            _fetch(seen, "other page", address + chance.choice(PAGES))
        is_over.wait(chance.expovariate(1 / think))


def _ask(address: str, seen: Seen, chance: random.Random, last: Counter[str]) -> None:
    from curbside.answers.digest import digest

    body = json.dumps({"question": chance.choice(ASKED), "reader": chance.choice(("clinician", "patient"))}).encode()
    told = _fetch(seen, "asked by program", f"{address}api/v1/ask", body, {"Content-Type": "application/json"})
    if told is None:
        return
    answer = json.loads(told)
    if digest(answer) != answer["digest"]:
        seen.error("an answer is not what its digest names")
    counts = (answer["searched"]["sources"], answer["searched"]["passages"])
    with seen.lock:
        seen.snapshots.setdefault(answer["library"]["snapshot"], set()).add(counts)
        seen.quotes |= _quotes(answer)
    if counts[0] < last["sources"]:
        seen.error(f"a reader saw {last['sources']} sources, and later {counts[0]}")
    last["sources"] = counts[0]


def _article(address: str, slug: str, seen: Seen, last: Counter[str]) -> None:
    from curbside.answers.digest import digest

    told = _fetch(seen, "article by program", f"{address}api/v1/articles/{slug}")
    if told is None:
        return
    article = json.loads(told)
    if digest(article["answer"]) != article["digest"]:
        seen.error(f"{slug}: the text is not what its digest names")
    if article["version"] < last[slug]:
        seen.error(f"{slug}: a reader saw version {last[slug]}, and later {article['version']}")
    last[slug] = article["version"]
    with seen.lock:
        seen.quotes |= _quotes(article["answer"])


def _quotes(answer: dict[str, Any]) -> set[tuple[str, str, int, int, str]]:
    """Every quote in an Answer JSON."""
    claims = [claim for section in answer["sections"] for claim in section["claims"]]
    found = [quote for claim in claims for quote in claim["quotes"]]
    return {(one["source"], one["version"], one["start"], one["end"], one["sha256"]) for one in found}


def _fetch(
    seen: Seen, kind: str, address: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> bytes | None:
    began = time.monotonic()
    try:
        with urllib.request.urlopen(urllib.request.Request(address, body, headers or {}), timeout=60) as answer:
            found: bytes = answer.read()
    except (OSError, urllib.error.HTTPError) as error:
        detail = error.read()[:300] if isinstance(error, urllib.error.HTTPError) else b""
        seen.error(f"{kind}: {error!r} {detail!r}")
        return None
    seen.took(kind, time.monotonic() - began)
    return found


# Reviewers


def reviewer(
    address: str, name: str, now: Callable[[], str], seen: Seen, is_over: threading.Event, think: float
) -> None:
    """A member of the board who comments on what everybody works on, and tries again when overtaken."""
    from member import Member

    chance = random.Random(f"reviewer {name}")
    one = Member(address)
    for _ in range(5):
        page = one.login(name, PASSWORD)
        if page.status != 429:
            break
        with seen.lock:
            seen.asked_to_wait += (
                1  # logins of one address pass one at a time, and wait a second for each other at most
            )
        time.sleep(1)
    if "/newsroom" not in page.address:
        seen.error(f"{name} could not log in: {page.status} {page.address} {page.said[:300]}")
        return
    number = 0
    while not is_over.is_set():
        number += 1
        text, is_late = f"{name} says {number}", number % 8 == 0
        while not is_over.is_set():
            status = _comment(one, now(), text, seen, is_late, chance.uniform(0, think / 4))
            if status == 409:
                with seen.lock:
                    seen.refused.append(text)
                if is_late:  # a form that was left open: this one is given up
                    break
                continue
            if status == 200 and not is_late:
                with seen.lock:
                    seen.kept.append(text)
            elif status != 0:
                seen.error(f"{name}: status {status} for a comment{' on an old version' if is_late else ''}")
            break
        is_over.wait(chance.expovariate(1 / think))


def _comment(one: Any, slug: str, text: str, seen: Seen, is_late: bool, reads_for: float) -> int:
    try:
        began = time.monotonic()
        page = one.get(f"newsroom/articles/{slug}")
        seen.took("newsroom page", time.monotonic() - began)
        version = re.findall(r'name="if_match" value="(\d+)"', page.text)
        if page.status != 200 or not version:
            seen.error(f"the page of {slug} in the newsroom: {page.status} {page.address} {page.said[:200]}")
            return 0
        time.sleep(reads_for)
        fields = {"csrfmiddlewaretoken": page.token, "if_match": int(version[0]) - is_late, "text": text}
        began = time.monotonic()
        done = one.post(f"newsroom/articles/{slug}/do/comment", fields)
        seen.took("comment", time.monotonic() - began)
        return int(done.status)
    except OSError as error:
        seen.error(f"a reviewer: {error!r}")
        return 0


# Programs that add


def ingest(library: Path, name: str, seen: Seen, is_over: threading.Event, place: Path) -> None:
    """`curbside add`, again and again, each time with pages that are new."""
    number = 0
    while not is_over.is_set():
        number += 1
        folder = place / f"{name} {number}"
        folder.mkdir(parents=True)
        for page in range(PER_INGEST):
            of = f"{name} {number}.{page}"
            (folder / f"{page}.md").write_text(_page(of), encoding="utf-8")
        command = [sys.executable, "-m", "curbside", "--library", str(library), "--json", "add", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        told = json.loads(done.stdout) if done.returncode == 0 else {}
        if told.get("added") != PER_INGEST:
            seen.error(f"add ended with {done.returncode}: {done.stdout[:200]} {done.stderr[-300:]}")
        with seen.lock:
            seen.added += told.get("added", 0)
            seen.ingests += 1
        is_over.wait(1)


def _page(name: str) -> str:
    return (
        f"# Care of tarsal tunnel syndrome in clinic {name}\n\nIn clinic {name}, tarsal tunnel syndrome is first treated with "
        "rest, orthoses and anti-inflammatory drugs.\n\nSurgery is considered when symptoms persist.\n\n"
        f"Gout causes sudden pain and swelling of a joint, often the big toe, as seen in clinic {name}.\n"
    )


# Together


@contextmanager
def served(library: Path, workers: int) -> Iterator[tuple[str, int]]:
    """A site, at an address, and its process."""
    command = [sys.executable, "-m", "curbside", "--library", str(library), "serve", "--port", "0"]
    command += ["--workers", str(workers)] if workers > 1 else []
    told = {**os.environ, "CURBSIDE_SITE_ASKS_PER_MINUTE": "0"}  # everybody comes from one address here
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=told) as process:
        assert process.stdout
        try:
            line = process.stdout.readline()
            yield line[line.index("http://") :].split("/ ")[0] + "/", process.pid
        finally:
            process.terminate()


def together(
    source: Path,
    place: Path,
    seconds: float,
    *,
    readers: int,
    think: float,
    articles: int = 10,
    workers: int = 1,
    comments: int = 0,
) -> dict[str, Any]:
    """Let everybody work at once for so long, and until there are so many comments; what was met, as figures."""
    library = place / "library"
    slugs = prepared(source, library, articles)
    seen, is_over = Seen(), threading.Event()
    began = time.monotonic()
    turn = max(4.0, seconds / articles)

    def now() -> str:
        return slugs[int((time.monotonic() - began) / turn) % len(slugs)]

    from curbside.library.library import Library

    with Library.open(library) as opened:
        before = opened.counts().sources
    with served(library, workers) as (address, pid):
        began = time.monotonic()
        with ThreadPoolExecutor(readers + len(REVIEWERS) + 2) as pool:
            jobs = [pool.submit(reader, address, slugs, seen, is_over, think, n) for n in range(readers)]
            jobs += [pool.submit(reviewer, address, one, now, seen, is_over, min(think, 3)) for one in REVIEWERS]
            jobs += [pool.submit(ingest, library, name, seen, is_over, place / "pages") for name in ("north", "south")]
            try:
                time.sleep(seconds)
                while len(seen.kept) < comments and time.monotonic() < began + seconds + PATIENCE_SECONDS:
                    time.sleep(0.1)  # a slow machine
            finally:
                is_over.set()
            for job in jobs:
                job.result()
        lasted = time.monotonic() - began
        memory = _peak_mib(pid)
    figures = {"seconds": round(lasted), "readers": readers, "server_peak_mib": memory, **_requests(seen)}
    return {**figures, **_afterwards(library, seen, slugs, before)}


def _requests(seen: Seen) -> dict[str, Any]:
    return {
        "errors": len(seen.errors),
        "first_errors": seen.errors[:10],
        "requests": {
            kind: {
                "count": len(times),
                "p50_ms": round(1000 * median(times)),
                "p95_ms": round(1000 * sorted(times)[int(len(times) * 0.95)]),
                "max_ms": round(1000 * max(times)),
            }
            for kind, times in sorted(seen.times.items())
        },
    }


def _afterwards(library: Path, seen: Seen, slugs: list[str], before: int) -> dict[str, Any]:
    """What is there when all is over, against what everybody was told."""
    import hashlib

    from curbside.archive import Archive
    from curbside.library.library import Library

    with Library.open(library) as opened:
        archive = Archive(opened)
        there = Counter(one.note for slug in slugs for one in archive.article(slug).latest.review.decisions)
        inexact = 0
        for source, version, start, end, sha256 in seen.quotes:
            text = opened.text(source, version)[start:end]
            inexact += hashlib.sha256(text.encode()).hexdigest() != sha256
        return {
            "comments_acknowledged": len(seen.kept),
            "overtaken_409": len(seen.refused),
            "logins_asked_to_wait_429": seen.asked_to_wait,
            "lost_updates": sum(there[text] != 1 for text in seen.kept),
            "kept_though_refused": sum(there[text] > (text in set(seen.kept)) for text in set(seen.refused)),
            "ingests": seen.ingests,
            "sources_added": seen.added,
            "sources_missing": before + seen.added - opened.counts().sources,
            "snapshots_seen": len(seen.snapshots),
            "snapshots_with_two_counts": sum(len(counts) > 1 for counts in seen.snapshots.values()),
            "quotes_checked": len(seen.quotes),
            "quotes_inexact": inexact,
            "doctor": [str(one) for one in (*opened.doctor(), *archive.verify())],
        }


def _peak_mib(pid: int) -> int:
    try:
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    except OSError:
        return 0
    return int(found[1]) // 1024 if found else 0


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--think", type=float, default=4, help="seconds between two requests of one reader, on average")
    parser.add_argument("--workers", type=int, default=1)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        figures = together(
            told.library, Path(name), told.minutes * 60, readers=told.readers, think=told.think, workers=told.workers
        )
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
