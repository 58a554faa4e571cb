"""
P2, power loss: replay prefixes of what a process wrote and synced, and open what would have been on the disk.

    python bench/power.py [--states 500]

A process adds sources and reviews an article in a library folder while `strace` records each write, truncation, sync and
rename. A state is a moment of that record: of each file everything up to its last sync is there, and of what was
written since then an arbitrary part, sector by sector and in no order; a rename that no sync of its folder followed
may be missing. Every state has to open, to hold all that the process had said was done, and to be whole. The search index
is left out: it is made anew (P5).
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests" / "archive")]

SECTOR = 512
FILES = ("library.sqlite", "library.sqlite-wal", "audit-head.json", "audit-head.json.new")

#: Adds and reviews in turn, and says what is done once it was acknowledged.
WORK = """
import sys
from dataclasses import replace
from curbside.archive import Archive
from curbside.library.library import Library
from curbside.testing import sample_sources
some = list(sample_sources())[:3]
with Library.open(sys.argv[1]) as library:
    archive = Archive(library)
    (article,) = archive.articles(is_public=False).articles
    claims = [one.id for one in article.latest.statements]
    for turn in range(int(sys.argv[2])):
        for step in range(6):
            if step % 3 == 2:
                article = archive.act("decide", article.slug, "cy", article.version, claims=claims, note=f"{turn}.{step}")
            else:
                article = archive.act("comment", article.slug, "bo", article.version, text=f"{turn}.{step}")
            print(f"entries {archive.events()[-1].number}", flush=True)
        library.add_sources([replace(one, ids=(f"file:{turn}-{n}",)) for n, one in enumerate(some)])
        print(f"sources {library.counts().sources}", flush=True)
        if turn % 4 == 3:
            library.engine.raw_connection().execute("PRAGMA wal_checkpoint(PASSIVE)")
"""


@dataclass(frozen=True)
class Step:
    """One thing that the process asked the system to do."""

    kind: str  # "write", "cut", "sync", "rename", "remove", "sync folder" or "said"
    file: str = ""
    offset: int = 0
    data: bytes = b""
    to: str = ""


# What was recorded

_CALL = re.compile(r"^(\w+)\((.*)\)\s+= (-?\d+)")
_HANDLE = re.compile(r"^(?:AT_FDCWD|\d+)<([^>]*)>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


def recorded(folder: Path, turns: int, trace: Path) -> list[Step]:
    """What a process that adds and reviews does to the files of a library."""
    calls = "trace=openat,write,pwrite64,ftruncate,fsync,fdatasync,rename,unlink"
    command = ["strace", "-y", "-xx", "-s", "10000000", "-e", calls, "-e", "signal=none", "-o", str(trace)]
    done = subprocess.run(
        [*command, sys.executable, "-c", WORK, str(folder), str(turns)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"the process ended with {done.returncode}: {done.stderr[-500:]}")
    with trace.open(encoding="ascii") as lines:
        return list(_steps(lines, str(folder)))


def _steps(lines: Iterator[str], folder: str) -> Iterator[Step]:
    ends: dict[str, int] = {}  # of files that are written from their start on
    for line in lines:
        found = _CALL.match(line)
        if not found or int(found[3]) < 0:
            continue
        name, rest = found[1], found[2]
        texts = [bytes.fromhex(one.replace("\\x", "")) for one in _TEXT.findall(rest)]
        handle = _HANDLE.match(rest)
        path = _decoded(handle[1]) if handle else ""
        file = path.removeprefix(f"{folder}/") if path.startswith(f"{folder}/") else ""
        if name == "write" and rest.startswith("1<"):
            yield Step("said", data=texts[0])
        elif name in {"rename", "unlink"}:
            names = [one.decode().removeprefix(f"{folder}/") for one in texts]
            if names[0] in FILES:
                yield Step("remove", names[0]) if name == "unlink" else Step("rename", names[0], to=names[1])
        elif name == "openat":
            opened = texts[0].decode().removeprefix(f"{folder}/")
            if opened in FILES and "O_TRUNC" in rest:
                ends[opened] = 0
                yield Step("cut", opened, 0)
        elif name in {"fsync", "fdatasync"} and path == folder:
            yield Step("sync folder")
        elif file in FILES:
            if name == "pwrite64":
                yield Step("write", file, int(rest.rsplit(", ", 1)[1]), texts[0])
            elif name == "write":
                yield Step("write", file, ends.get(file, 0), texts[0])
                ends[file] = ends.get(file, 0) + len(texts[0])
            elif name == "ftruncate":
                yield Step("cut", file, int(rest.rsplit(", ", 1)[1]))
            else:
                yield Step("sync", file)


def _decoded(path: str) -> str:
    return re.sub(r"\\x([0-9a-f]{2})", lambda one: chr(int(one[1], 16)), path)


# What would be on the disk


def state_after(
    before: dict[str, bytes], steps: list[Step], keeps: Callable[[], bool]
) -> tuple[dict[str, bytes], Counter[str]]:
    """The files after a power loss behind these steps, and what was said until then; `keeps` decides what was not synced."""
    synced = {
        file: max((n for n, one in enumerate(steps) if one.kind == "sync" and one.file == file), default=-1)
        for file in FILES
    }
    named = max((n for n, one in enumerate(steps) if one.kind == "sync folder"), default=-1)
    files = {name: bytearray(content) for name, content in before.items()}
    said: Counter[str] = Counter()
    for number, step in enumerate(steps):
        is_safe = number < synced.get(step.file, -1)
        if step.kind == "said":
            for line in step.data.decode().split("\n"):
                if line:
                    word, count = line.split()
                    said[word] = int(count)
        elif step.kind == "write":
            _write(files.setdefault(step.file, bytearray()), step, is_safe, keeps)
        elif step.kind == "cut" and (is_safe or keeps()):
            content = files.setdefault(step.file, bytearray())
            del content[step.offset :]
            content.extend(b"\0" * (step.offset - len(content)))
        elif step.kind == "rename" and (number < named or keeps()):
            # A file whose name was changed before its words were synced would be found empty; ours is synced first.
            files[step.to] = files.pop(step.file, bytearray())
        elif step.kind == "remove" and (number < named or keeps()):
            files.pop(step.file, None)
    return {name: bytes(content) for name, content in files.items()}, said


def _write(content: bytearray, step: Step, is_safe: bool, keeps: Callable[[], bool]) -> None:
    end = step.offset + len(step.data)
    if is_safe:
        content.extend(b"\0" * (end - len(content)))
        content[step.offset : end] = step.data
        return
    at = step.offset
    while at < end:
        stop = min(end, at - at % SECTOR + SECTOR)
        if keeps():
            content.extend(b"\0" * (stop - len(content)))
            content[at:stop] = step.data[at - step.offset : stop - step.offset]
        at = stop


# Whether it is whole


def prepared(folder: Path) -> None:
    """A library with an article under review, closed."""
    from board import Board, Clock

    from curbside.archive import Archive
    from curbside.consult import Desk
    from curbside.testing import sample_library

    with sample_library(folder) as library, Desk(library) as desk:
        board = Board(Archive(library), Clock())
        board.join()
        board.article = board.archive.draft(desk.ask("How is carpal tunnel syndrome treated?"), "ann", topics=["Test"])
        board.review()
    shutil.rmtree(folder / "index", ignore_errors=True)


def faults(folder: Path, said: Counter[str]) -> list[str]:
    """What is wrong with a library after a power loss; empty when nothing is."""
    from curbside.archive import Archive
    from curbside.errors import CurbsideError
    from curbside.library.library import Library

    try:
        began = time.monotonic()
        with Library.open(folder) as library:
            archive = Archive(library)
            (article,) = archive.articles(is_public=False).articles
            sources, entries = library.counts().sources, archive.events()[-1].number
            found = [f"opened after {time.monotonic() - began:.0f} s"] if time.monotonic() - began > 5 else []
            found += (
                [f"{said['sources']} sources were acknowledged, {sources} are there"]
                if sources < said["sources"]
                else []
            )
            found += (
                [f"{said['entries']} entries were acknowledged, {entries} are there"]
                if entries < said["entries"]
                else []
            )
            found += [str(one) for one in (*library.doctor(), *archive.verify())]
            archive.act("comment", article.slug, "bo", article.version, text="goes on")
            return found + [str(one) for one in archive.verify()]
    except CurbsideError as error:
        return [f"{type(error).__name__}: {error}"]


def keeping(share: float, chance: random.Random) -> Callable[[], bool]:
    """A disk that had written such a share of what was not synced."""
    return lambda: chance.random() < share


def power_lost(place: Path, states: int, turns: int, *, syncs: bool = True, seed: int = 2) -> Counter[str]:
    """
    Record once, lose power many times; how many states were whole, and what was wrong with the others.

    Without syncs the disk is one that only pretends to have written: then things must be found lost, or nothing is tried here.
    """
    folder = place / "library"
    prepared(folder)
    before = {name: (folder / name).read_bytes() for name in FILES if (folder / name).exists()}
    steps = recorded(folder, turns, place / "trace")
    counts: Counter[str] = Counter(steps=len(steps), syncs=sum(one.kind.startswith("sync") for one in steps))
    counts["acknowledged"] = sum(one.kind == "said" and one.data.strip() != b"" for one in steps)
    whole, _ = state_after(before, steps, lambda: True)
    for name in ("library.sqlite", "audit-head.json"):
        if (folder / name).read_bytes() != whole[name]:
            raise RuntimeError(f"the record does not lead to {name} as it is; nothing can be told from it")
    if not syncs:
        steps = [one for one in steps if not one.kind.startswith("sync")]
    chance = random.Random(seed)
    for number in range(states):
        until = chance.randrange(1, len(steps) + 1)
        share = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        files, said = state_after(before, steps[:until], keeping(share, chance))
        lost = place / f"state {number}"
        lost.mkdir()
        for name, content in files.items():
            (lost / name).write_bytes(content)
        found = faults(lost, said)
        counts["states"] += 1
        counts["with something lost that was not synced"] += (
            files != state_after(before, steps[:until], lambda: True)[0]
        )
        counts["whole"] += not found
        for one in found[:1]:
            counts[one] += 1
        shutil.rmtree(lost)
    return counts


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--states", type=int, default=500)
    parser.add_argument("--turns", type=int, default=12)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        counts = power_lost(Path(name), told.states, told.turns)
    sys.stdout.write(json.dumps(counts, indent=1) + "\n")


if __name__ == "__main__":
    main()
