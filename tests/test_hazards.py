"""The list of hazards is kept: a closed hazard has tests that exist, an open one names the work that closes it."""

from __future__ import annotations

from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
HAZARDS = yaml.safe_load((ROOT / "hazards.yaml").read_text(encoding="utf-8"))["hazards"]


def test_every_closed_hazard_has_tests_that_exist() -> None:
    """A hazard that is not open names at least one test file, and every file named is there."""
    for hazard in HAZARDS:
        assert hazard["tests"] or "open" in hazard, f"{hazard['name']}: closed without a test"
        for test in hazard["tests"]:
            assert (ROOT / test).exists(), f"{hazard['name']}: {test} does not exist"


def test_every_open_hazard_names_the_work_that_closes_it() -> None:
    """An open hazard says what is missing and which work closes it."""
    for hazard in HAZARDS:
        assert ("open" in hazard) == ("closed_by" in hazard), hazard["name"]
