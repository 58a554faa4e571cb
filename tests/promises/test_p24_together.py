"""P24: readers, programs that add and reviewers at once on one site: no error, no lost update, whole moments (at length: bench/together.py)."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from asked import ENDURANCE

pytest.importorskip("django", reason="the site needs curbside[web]")
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

from together import together


@pytest.mark.endurance
def test_many_at_once(shelf: Path, tmp_path: Path) -> None:
    """Nobody meets an error, who is overtaken is told, nothing acknowledged is lost, and every answer is of one moment."""
    seconds, readers = (600, 50) if ENDURANCE else (6, 5)
    figures = together(shelf, tmp_path, seconds, readers=readers, think=4 if ENDURANCE else 2, articles=2, comments=3)
    assert (figures["errors"], figures["first_errors"]) == (0, [])
    assert figures["comments_acknowledged"] >= 3
    assert figures["ingests"] >= 2
    assert figures["quotes_checked"] > 0
    for broken in (
        "lost_updates",
        "kept_though_refused",
        "sources_missing",
        "snapshots_with_two_counts",
        "quotes_inexact",
        "doctor",
    ):
        assert not figures[broken], broken
