"""
Break the library on purpose, many times, and count (SAFETY.md P1, P3, P4).

    python bench/kills.py [--kills 200] [--offsets 50] [--flips 300]

P1 kills an adding process at random instants and adds again; P3 takes away disk, write permission, file handles
and memory; P4 flips bits, blanks pages and cuts off ends of the library's file and asks the same things again.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

from curbside.errors import DamageError, LibraryError
from curbside.library.library import Library

SAMPLE = Path(str(files("curbside.testing"))) / "sample"

ADD = """
import sys
from curbside.errors import CurbsideError
from curbside.library.library import Library
try:
    with Library.open(sys.argv[1]) as library:
        library.add(*sys.argv[2:], progress=lambda p: print(p.report.sources, flush=True))
        print("end", flush=True)
except CurbsideError as error:
    print(f"{type(error).__name__}: {error}", flush=True)
    sys.exit(2)
"""


def make_shelf(folder: Path, records: int) -> list[Path]:
    """A stream of records and the sample pages, as files to be added."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for part in range(4):
        lines = []
        for number in range(part * records, (part + 1) * records):
            abstract = f"Background: drug {number} is old. Methods: we gave it. Results: {number} of 900 improved."
            lines.append(json.dumps({"pmid": number + 1, "title": f"Trial {number}", "abstract": abstract * 3}))
        path = folder / f"records-{part}.jsonl.gz"
        path.write_bytes(gzip.compress("\n".join(lines).encode()))
        paths.append(path)
    for page in sorted(SAMPLE.glob("*.xml")):
        paths.append(Path(shutil.copy(page, folder / page.name)))
    return paths


def content(library: Library) -> list[tuple[Any, ...]]:
    """What a library holds, without the numbers it gave out."""
    return sorted((row[1:]) for rows in library.entries() for row in rows)


def adding(folder: Path, paths: list[Path], **more: Any) -> subprocess.Popen[str]:
    """A process that adds, and prints how many sources it has been told are on the disk."""
    command = [sys.executable, "-c", ADD, str(folder), *map(str, paths)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **more)


def kill_while_adding(folder: Path, trials: int, *, records: int = 400, seed: int = 1) -> Counter[str]:
    """P1: acknowledged work survives a kill, nothing is half there, and adding again completes it."""
    generator = random.Random(seed)
    counts: Counter[str] = Counter()
    paths = make_shelf(folder / "shelf", records)
    with Library.open(folder / "whole") as library:
        began = time.monotonic()
        library.add(*paths)
        usual = time.monotonic() - began
        wanted, snapshot = content(library), library.snapshot()
    for trial in range(trials):
        place = folder / f"trial-{trial}"
        acknowledged = 0
        for _ in range(generator.randrange(1, 4)):
            process = adding(place, paths)
            assert process.stdout is not None
            time.sleep(generator.random() * (usual + 1.0))
            process.send_signal(signal.SIGKILL)
            told = [line.strip() for line in process.stdout.read().splitlines()]
            process.wait()
            numbers = [int(line) for line in told if line.isdigit()]
            counts["killed"] += 1
            began = time.monotonic()
            with Library.open(place) as library:
                counts["opened in 5 s"] += time.monotonic() - began < 5
                held = library.counts().sources
                # Progress of a second run counts again what the first one added, so the larger claim is what binds.
                acknowledged = max([acknowledged, *numbers])
                counts["lost"] += held < acknowledged
                counts["partial"] += bool(library.doctor())
                live = {key for keys in library.removals(0) for key in keys}
                counts["partial"] += bool(live)
        with Library.open(place) as library:
            library.add(*paths)
            counts["completed"] += content(library) == wanted and library.snapshot() == snapshot
            counts["left-over spool"] += any((library.folder / "spool").iterdir())
        counts["trials"] += 1
        shutil.rmtree(place)
    return counts


def run_limited(folder: Path, paths: list[Path], limit: int, value: int) -> tuple[int, str]:
    """Add under a resource limit; the exit status and the last line printed."""

    def limited() -> None:
        resource.setrlimit(limit, (value, value))

    process = adding(folder, paths, preexec_fn=limited, stderr=subprocess.PIPE)
    output, errors = process.communicate(timeout=300)
    lines = (output or "").strip().splitlines() or (errors or "").strip().splitlines()
    return process.returncode, lines[-1] if lines else ""


def starve(folder: Path, offsets: int, *, records: int = 200, seed: int = 2) -> Counter[str]:
    """P3: with no room, no handles or no memory the message is clear, old data is served, and adding resumes."""
    generator = random.Random(seed)
    counts: Counter[str] = Counter()
    paths = make_shelf(folder / "shelf", records)
    with Library.open(folder / "old") as library:
        library.add(*paths[:1])
        old = content(library)
    with Library.open(folder / "whole") as library:
        library.add(*paths)
        wanted = content(library)
        full = max(file.stat().st_size for file in library.folder.iterdir() if file.is_file())
    trials: list[tuple[str, int, int]] = []
    for _ in range(offsets):
        trials.append(("disk", resource.RLIMIT_FSIZE, generator.randrange(20_000, full)))
    for handles in range(6, 30, max(1, 24 // max(1, offsets // 4))):
        trials.append(("handles", resource.RLIMIT_NOFILE, handles))
    for megabytes in range(60, 400, max(20, 340 // max(1, offsets // 4))):
        trials.append(("memory", resource.RLIMIT_AS, megabytes * 1_000_000))
    for number, (kind, limit, value) in enumerate(trials):
        place = folder / f"trial-{number}"
        shutil.copytree(folder / "old", place)
        status, message = run_limited(place, paths, limit, value)
        counts[f"{kind}: trials"] += 1
        with Library.open(place) as library:
            now = content(library)
            counts[f"{kind}: old data served"] += set(old) <= set(now) and not library.doctor()
            if status == 0 and now == wanted:
                counts[f"{kind}: enough after all"] += 1
            elif "Error: " in message and status == 2 and "Traceback" not in message:
                counts[f"{kind}: said so"] += 1
            else:
                # Python itself could not start or import: nothing of ours ran.
                started = "ImportError" not in message and "MemoryError" not in message and "OSError" not in message
                counts[f"{kind}: {'unclear' if started else 'Python did not start'}"] += 1
                if started:
                    print(kind, value, status, message[:300], file=sys.stderr)
            library.add(*paths)
            counts[f"{kind}: resumed"] += content(library) == wanted
        shutil.rmtree(place)
    return counts


def questions(library: Library, keys: list[int], names: list[str]) -> list[Any]:
    """Everything that an answer rests on, for these passages and works."""
    told: list[Any] = [library.counts(), library.snapshot(), library.stamp()]
    told.append([library.resolve(name) for name in names])
    told.append(library.records(names))
    told.append([library.text(name) for name in names])
    told.append(library.passages(keys))
    return told


def damage(data: bytes, generator: random.Random) -> tuple[str, bytes]:
    """One fault in the bytes of a file."""
    kind = generator.choice(["bit", "bit", "bit", "page", "cut"])
    place = generator.randrange(len(data))
    if kind == "bit":
        return kind, data[:place] + bytes([data[place] ^ (1 << generator.randrange(8))]) + data[place + 1 :]
    if kind == "page":
        start = place // 4096 * 4096
        return kind, data[:start] + bytes(min(4096, len(data) - start)) + data[start + 4096 :]
    return kind, data[:place]


def corrupt(folder: Path, trials: int, *, records: int = 100, seed: int = 3) -> Counter[str]:
    """P4: after a fault in any file of the store, the exact same is told, or an error names the file or the source."""
    generator = random.Random(seed)
    counts: Counter[str] = Counter()
    paths = make_shelf(folder / "shelf", records)
    original = folder / "whole"
    with Library.open(original) as library:
        library.add(*paths)
        library.mark("pmid:7", "retracted", "unreliable")
        names = sorted({record.source for record in library.sources()})
        keys = sorted(key for name in names for key in library.keys_of(name))
        wanted = questions(library, keys, names)
    with sqlite3.connect(original / "library.sqlite") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = (original / "library.sqlite").read_bytes()
    for trial in range(trials):
        kind, broken = damage(data, generator)
        place = folder / f"trial-{trial}"
        place.mkdir()
        (place / "library.sqlite").write_bytes(broken)
        counts[f"{kind}: trials"] += 1
        try:
            with Library.open(place) as library:
                told = questions(library, keys, names)
            same = told == wanted
            counts[f"{kind}: {'same answer' if same else 'SILENTLY WRONG'}"] += 1
        except DamageError as error:
            named = "library.sqlite" in str(error)
            counts[f"{kind}: {'named' if named else 'not named'}"] += 1
        except LibraryError as error:
            counts[
                f"{kind}: {'refused' if str(place) in str(error) or 'No source' in str(error) else 'not named'}"
            ] += 1
        except Exception as error:
            counts[f"{kind}: {type(error).__name__}"] += 1
            print(kind, repr(error)[:300], file=sys.stderr)
        shutil.rmtree(place)
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--offsets", type=int, default=50)
    parser.add_argument("--flips", type=int, default=300)
    chosen = parser.parse_args()
    for name, measure, trials in (
        ("P1, killed while adding", kill_while_adding, chosen.kills),
        ("P3, starved while adding", starve, chosen.offsets),
        ("P4, damaged", corrupt, chosen.flips),
    ):
        if trials:
            with tempfile.TemporaryDirectory() as folder:
                began = time.monotonic()
                counts = measure(Path(folder), trials)
                print(f"\n{name} ({time.monotonic() - began:.0f} s)")
                for what, count in sorted(counts.items()):
                    print(f"  {what}: {count}")


if __name__ == "__main__":
    main()
