"""What reading processes leave for the store is swept only when nobody needs it."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import Any

import pytest

from curbside.library.spools import Spools


def test_an_add_that_begins_is_not_taken_for_one_that_was_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another add that sweeps at any moment of its beginning leaves its folder alone; one left behind goes."""
    left = tmp_path / "spool" / "left"
    left.mkdir(parents=True)
    (left / "lock").touch()
    lock = fcntl.flock
    sweeps: list[Any] = []

    def swept(file: Any, how: int) -> None:
        if not sweeps and not isinstance(file, int):  # our own, before it is locked
            sweeps.append(file)
            with Spools(tmp_path) as other:
                assert other.folder.is_dir()
        lock(file, how)

    monkeypatch.setattr(fcntl, "flock", swept)
    with Spools(tmp_path) as mine:
        assert sweeps
        assert mine.folder.is_dir()
        with Spools(tmp_path):
            assert mine.folder.is_dir()
    assert list((tmp_path / "spool").iterdir()) == []
