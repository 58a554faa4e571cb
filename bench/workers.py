"""
How much more a site answers with more processes: readers who ask over HTTP, each waiting for the answer.

Run: python bench/workers.py --library FOLDER [--workers 1 2] [--rounds 3]; rounds alternate, since others use the machine too.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import threading
import time
import urllib.parse
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests" / "web")]
QUESTIONS = (
    "What is the initial management for tarsal tunnel syndrome?", "How is celiac disease diagnosed?", "What causes gout?",
    "What are the symptoms of asthma?",
)  # fmt: skip


def reader(address: str, each: int, took: list[float]) -> None:
    """One reader, who asks and waits for the answer."""
    for at in range(each):
        body = urllib.parse.urlencode({"question": QUESTIONS[at % len(QUESTIONS)]}).encode()
        started = time.perf_counter()
        urllib.request.urlopen(f"{address}ask", body, timeout=120).read()
        took.append(time.perf_counter() - started)


def cpu_seconds(address: str, library: Path) -> float:
    """CPU time of every process of the site so far."""
    port, total = address.rsplit(":", 1)[1].strip("/").encode(), 0
    for one in Path("/proc").glob("[0-9]*"):
        try:
            words = (one / "cmdline").read_bytes().split(b"\0")
            spent = (one / "stat").read_text().rpartition(")")[2].split()[11:15]
        except OSError:
            continue
        if (b"serve" in words and str(library).encode() in words) or (
            b"curbside_web.worker" in words and port in words
        ):
            total += int(spent[0]) + int(spent[1])
    return total / os.sysconf("SC_CLK_TCK")


def measured(address: str, readers: int, each: int) -> tuple[float, float]:
    """Questions a second, and the 95th percentile of the wait."""
    took: list[float] = []
    threads = [threading.Thread(target=reader, args=(address, each, took)) for _ in range(readers)]
    started = time.perf_counter()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(took) == readers * each, "some were refused"
    return len(took) / (time.perf_counter() - started), statistics.quantiles(took, n=20)[-1]


def main() -> None:
    """Alternate between so many processes, and print each round and the medians."""
    from website import serve

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--library", type=Path, required=True)
    options.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--readers", type=int, default=16)
    options.add_argument("--each", type=int, default=6)
    given = options.parse_args()
    served = contextmanager(serve)
    rates: dict[int, list[float]] = {count: [] for count in given.workers}
    for _ in range(given.rounds):
        for count in given.workers:
            with served(given.library, "--workers", str(count)) as site:
                measured(site.address, 2, 2)
                before = cpu_seconds(site.address, given.library)
                rate, late = measured(site.address, given.readers, given.each)
                spent = (cpu_seconds(site.address, given.library) - before) / (given.readers * given.each)
                rates[count].append(rate)
                print(
                    f"{count} processes: {rate:.1f} questions a second, p95 {late:.2f} s; {spent * 1000:.0f} ms of CPU a "
                    f"question, {spent * rate:.2f} processors in use; load {os.getloadavg()[0]:.0f}",
                    flush=True,
                )
    for count, found in rates.items():
        print(
            f"{count} processes, median: {statistics.median(found):.1f} ({statistics.median(found) / statistics.median(rates[given.workers[0]]):.2f} of the first)"
        )


if __name__ == "__main__":
    main()
