"""Reading happens in processes that can be ended: a hostile file costs itself, and nothing beside it."""

from __future__ import annotations

import gzip
import io
import pickle
import zipfile
from pathlib import Path
from typing import Any

import pytest

from curbside.sources.child import Job
from curbside.sources.limits import Limits
from curbside.sources.pool import Event, Pool, _PlainUnpickler, spooled

TIGHT = Limits(memory_bytes=400_000_000, cpu_seconds=1, wall_seconds=6, document_bytes=1_000_000)


@pytest.fixture
def reading(tmp_path, monkeypatch):
    """Reads files with the hostile format and returns the events."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))

    def read(files: dict[str, bytes], limits: Limits = TIGHT, *, parts: int = 1, workers: int = 2) -> list[Event]:
        jobs = []
        for name, content in files.items():
            (tmp_path / name).write_bytes(content)
            for part in range(parts):
                number = len(jobs)
                spool = str(tmp_path / f"spool-{number}")
                jobs.append(Job(number, str(tmp_path / name), name, "hostile", part, parts, 0, spool))
        pool = Pool(limits, workers, "hostile:pack")
        events: list[Event] = []
        try:
            pool.give(jobs)
            while not pool.is_idle:
                events += pool.events(0.5)
        finally:
            pool.close()
        return events

    return read


def texts(events: list[Event]) -> dict[str, list[str]]:
    """What was read of each document that ended well."""
    found = {}
    for event in events:
        if event.kind == "document":
            batches = spooled(Path(event.job.spool), event.told["offset"], event.told["length"])
            found[event.told["name"]] = [row[1] for batch in batches for row in batch]
    return found


def reasons(events: list[Event]) -> dict[str, str]:
    """Why the others were not."""
    return {event.told["name"]: event.told["reason"] for event in events if event.kind == "refused"}


FAULTS = {
    "memory": "memory",
    "spin": "reading took",
    "hang": "longer than 6 s",
    "abort": "signal 11",
    "leave": "status 3",
    "connect": "not allowed",
    "run": "not allowed",
    "shell": "not allowed",
    "fail": "its reader failed (KeyError",
    "unreadable": "not well-formed",
    "empty": "a dictionary",
}


def test_a_hostile_file_costs_itself_alone(reading):
    """Whatever a file does to its reader, it is named with a reason, and every other file is read whole."""
    files = {}
    for number, fault in enumerate(FAULTS):
        files[f"{number}-good"] = b"say one\nsay two\n"
        files[f"{number}-{fault}"] = f"say half\n{fault}\nsay never\n".encode()
    files["last-good"] = b"say one\nsay two\n"
    events = reading(files)
    assert texts(events) == {name: ["one", "two"] for name in files if name.endswith("good")}
    told = reasons(events)
    assert set(told) == {name for name in files if not name.endswith("good")}
    for name, reason in told.items():
        assert FAULTS[name.partition("-")[2]] in reason, (name, reason)


def test_members_of_an_archive_beside_a_hostile_one_are_read(reading, tmp_path):
    """In a shared archive a killed reader costs one member; the rest are read by the next one, each once."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(12):
            order = "abort" if number in (3, 4, 9) else "say fine"
            archive.writestr(f"{number:02}", f"say {number}\n{order}\n")
    events = reading({"a.zip": packed.getvalue()}, parts=2)
    told = [event.told["name"] for event in events if event.kind == "document"]
    assert sorted(told) == [f"{number:02}" for number in range(12) if number not in (3, 4, 9)]
    assert set(reasons(events)) == {"03", "04", "09"}


def test_a_document_larger_than_allowed_is_refused(reading):
    """The size is counted while reading, so a compressed document is no way around it."""
    line = b"say " + b"long words " * 50 + b"\n"
    files = {"plain": line * 2500, "packed.gz": gzip.compress(b"".join(b"say %d" % n + line for n in range(2500)))}
    told = reasons(reading(files))
    assert "larger than the 1 MB" in told["plain"]
    assert "larger than the 1 MB" in told["packed"]


def test_what_a_reader_prints_is_not_taken_for_what_is_told(reading):
    """A library that writes to standard output cannot speak for the process."""
    assert texts(reading({"a": b"say one\nchatter\nsay two\n"})) == {"a": ["one", "two"]}


def test_a_spool_can_name_no_function():
    """Frames hold plain values; a pickle that calls something is refused unread."""

    class Trap:
        def __reduce__(self) -> Any:
            return (print, ("taken over",))

    with pytest.raises(pickle.UnpicklingError):
        _PlainUnpickler(io.BytesIO(pickle.dumps([Trap()]))).load()
    assert _PlainUnpickler(io.BytesIO(pickle.dumps([("a", 1, b"b")]))).load() == [("a", 1, b"b")]


def test_refusals_of_records_are_told_with_their_place(reading):
    """A record that is not taken is named, and its neighbours are kept."""
    (event,) = [one for one in reading({"a": b"say one\nrefuse broken\nsay two\n"}) if one.kind == "document"]
    assert event.told["refusals"] == [["line 1", "broken", False]]
    assert event.told["records"] == 3


def test_a_stream_earns_its_time(reading):
    """Processor time is for one document; a stream gets more with its bytes and its records."""
    limits = Limits(cpu_seconds=20)
    assert limits.cpu_budget(0, 0) == 20
    assert limits.cpu_budget(120_000_000, 0) == 60
    assert limits.cpu_budget(0, 100_000) == 220


def test_children_are_gone_when_the_pool_is_closed(reading, tmp_path):
    """Closing ends every child, also those that hang."""
    (tmp_path / "a").write_bytes(b"hang\n")
    pool = Pool(Limits(), 3, "hostile:pack")
    pool.give([Job(n, str(tmp_path / "a"), "a", "hostile", 0, 1, 0, str(tmp_path / f"spool-{n}")) for n in range(3)])
    next(iter(pool.events(10.0)), None)
    processes = [child.process for child in pool._children]
    assert len(processes) == 3
    pool.close()
    assert all(process.poll() is not None for process in processes)
