"""
Faults at small numbers: kill -9, a full disk, a read-only folder, flipped bits (SAFETY.md P1, P3, P4).

The trials are those of bench/kills.py, which `make endurance` runs in full.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from made import source

from curbside.errors import LibraryError
from curbside.library.database import writing
from curbside.library.library import Library

FULL = bool(os.environ.get("CURBSIDE_ENDURANCE"))


@pytest.fixture(scope="module")
def kills() -> Any:
    path = Path(__file__).resolve().parents[2] / "bench" / "kills.py"
    spec = spec_from_file_location("kills", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.endurance
def test_acknowledged_work_survives_a_kill(kills, tmp_path):
    """P1: after SIGKILL in mid-add nothing acknowledged is lost, nothing is half there, and adding again completes it."""
    counts = kills.kill_while_adding(tmp_path, 200 if FULL else 2, records=60)
    assert counts["lost"] == counts["partial"] == counts["left-over spool"] == 0
    assert counts["opened in 5 s"] == counts["killed"]
    assert counts["completed"] == counts["trials"]


@pytest.mark.endurance
def test_a_full_disk_keeps_what_was_there(kills, tmp_path):
    """P3: when the disk is full the message says so, old data is served, and adding goes on later."""
    paths = kills.make_shelf(tmp_path / "shelf", 60)
    for trial, size in enumerate(range(30_000, 500_000, 10_000 if FULL else 240_000)):
        with Library.open(tmp_path / str(trial)) as library:
            library.add(paths[0])
            old = kills.content(library)
        status, message = kills.run_limited(tmp_path / str(trial), paths, resource.RLIMIT_FSIZE, size)
        with Library.open(tmp_path / str(trial)) as library:
            if status:
                assert status == 2
                assert message.startswith("LibraryError")
                assert "room" in message
            assert set(old) <= set(kills.content(library))
            assert library.doctor() == []
            library.add(*paths)
            assert library.counts().sources == 4 * 60 + 8


@pytest.mark.endurance
def test_damage_is_never_silent(kills, tmp_path):
    """P4: with bits flipped, pages blanked or the end cut off, the answer is the same or an error names the file."""
    counts = kills.corrupt(tmp_path, 1000 if FULL else 25, records=12)
    outcomes = {what.partition(": ")[2] for what in counts}
    assert outcomes <= {"trials", "same answer", "named", "refused"}, counts


def test_a_read_only_library_is_still_read(tmp_path):
    """P3: a library on a disk that cannot be written serves what it holds, and says why nothing can be added."""
    with Library.open(tmp_path / "library") as library:
        library.add_sources([source("pmid:1")])
    place = tmp_path / "mounted"
    place.mkdir()
    mounted = os.geteuid() == 0 and _mounted_read_only(tmp_path / "library", place)
    if not mounted:
        shutil.rmtree(place)
        (tmp_path / "library").rename(place)
        place.chmod(0o555)
        if os.access(place, os.W_OK):
            pytest.skip("this user can write to a read-only folder and may not mount one")
    try:
        with Library.open(place) as library:
            assert library.text("pmid:1")
            assert library.passages(library.keys_of("pmid:1"))
            with pytest.raises(LibraryError, match="cannot be written to"):
                library.add_sources([source("pmid:2")])
            with pytest.raises(LibraryError, match="cannot be"):
                library.add(Path(__file__))
    finally:
        if mounted:
            subprocess.run(["umount", str(place)], check=True)
        else:
            place.chmod(0o755)


def _mounted_read_only(folder: Path, place: Path) -> bool:
    bound = subprocess.run(["mount", "--bind", str(folder), str(place)], capture_output=True)
    if bound.returncode:
        return False
    again = subprocess.run(["mount", "-o", "remount,ro,bind", str(place)], capture_output=True)
    if again.returncode:
        subprocess.run(["umount", str(place)], check=True)
    return again.returncode == 0


def test_a_second_writer_waits_and_then_says_so(tmp_path, monkeypatch):
    """Two writers take turns; one that waits too long is told who holds it up, and readers never wait."""
    monkeypatch.setattr("curbside.library.database.PATIENCE_SECONDS", 0.5)
    with Library.open(tmp_path / "l") as one, Library.open(tmp_path / "l") as two:
        one.add_sources([source("pmid:1")])
        with writing(one.engine, one.location), pytest.raises(LibraryError, match="Another program"):
            two.add_sources([source("pmid:2")])
        with writing(one.engine, one.location):
            assert two.text("pmid:1")
        assert two.add_sources([source("pmid:2")]).added == 1
        assert one.counts().sources == 2


def test_two_adds_at_once_take_turns(kills, tmp_path):
    """Two programs that add to one library, while a third reads it, lose nothing and disturb nobody."""
    paths = kills.make_shelf(tmp_path / "shelf", 40)
    Library.open(tmp_path / "l").close()
    adders = [kills.adding(tmp_path / "l", some) for some in (paths[:2], paths[1:])]
    with Library.open(tmp_path / "l") as library:
        while any(adder.poll() is None for adder in adders):
            counts = library.counts()
            assert sum(counts.by_kind.values()) == counts.sources
            names = [record.source for record in library.sources()][:20]
            assert all(library.passages(library.keys_of(name)) for name in names)
        assert [adder.returncode for adder in adders] == [0, 0]
        assert library.counts().sources == 4 * 40 + 8
        assert library.doctor() == []


def test_what_a_killed_add_left_behind_is_swept_up(tmp_path):
    """Spool folders whose owner is gone are removed by the next add; one in use is left alone."""
    from curbside.library.spools import Spools

    left = tmp_path / "spool" / "old"
    left.mkdir(parents=True)
    (left / "lock").touch()
    (left / "0").write_bytes(b"half")
    with Spools(tmp_path) as first:
        assert not left.exists()
        with Spools(tmp_path) as second:
            assert first.folder.exists()
            assert second.folder.exists()
    assert not any((tmp_path / "spool").iterdir())
