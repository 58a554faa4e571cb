"""P2: what was acknowledged is there after the power failed at any moment, and it is whole (500 moments: bench/power.py)."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from asked import ENDURANCE

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

from power import power_lost

needs_strace = pytest.mark.skipif(
    shutil.which("strace") is None, reason="no strace to record what is written and synced"
)


@needs_strace
@pytest.mark.endurance
def test_power_may_fail_at_any_moment(tmp_path: Path) -> None:
    """Sources, reviews and the log of what a process said was done survive, whatever of the rest reached the disk."""
    counts = lost(tmp_path, 500 if ENDURANCE else 6, 12 if ENDURANCE else 2, syncs=True)
    assert counts["acknowledged"] >= 14
    assert counts["with something lost that was not synced"] > counts["states"] / 4
    assert counts["whole"] == counts["states"], counts


@needs_strace
def test_a_disk_that_pretends_is_found_out(tmp_path: Path) -> None:
    """Where no sync holds, things are lost, and the same check says so: it does look."""
    counts = lost(tmp_path, 6, 2, syncs=False)
    assert counts["whole"] < counts["states"]


def lost(place: Path, states: int, turns: int, *, syncs: bool) -> dict[str, int]:
    try:
        return power_lost(place, states, turns, syncs=syncs)
    except RuntimeError as error:
        if "PTRACE" in str(error) or "ptrace" in str(error):
            pytest.skip("this machine does not let a process be watched")
        raise
