"""What was learnt and ships with the package says where it comes from, and NOTICE names it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "curbside"
SHIPPED = sorted(PACKAGE.glob("*/data/*.json"))
#: Read by people and in a patch; more than this is a data set, not a few weights.
MOST_BYTES_OF_A_ROOM = 1_000_000


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_a_learnt_file_states_script_data_licence_and_date(path: Path) -> None:
    """Each shipped array says by which script, from which data, under which licence and when it was made."""
    about = json.loads(path.read_text(encoding="utf-8"))["about"]
    assert (ROOT / about["script"]).is_file(), about["script"]
    assert about["data"]
    assert about["licence"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", about["date"])
    assert "healthver" not in json.dumps(about).casefold(), "a collection without a licence trains nothing"


def test_notice_names_every_shipped_data_file() -> None:
    """Every file under a room's data folder stands in NOTICE, with the licence that its own text states."""
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    files = [path for path in PACKAGE.glob("*/data/*") if path.suffix not in {".yaml", ".pyc"} and path.is_file()]
    assert files
    missing = [path.name for path in files if path.name not in notice]
    assert missing == []
    for path in SHIPPED:
        stated = json.loads(path.read_text(encoding="utf-8"))["about"]["licence"]
        part = next(part for part in re.split(r"\n(?=src/|tests/)", notice) if path.name in part.split("\n")[0])
        for licence in re.findall(r"CC BY \d\.\d|MIT|Apache-2\.0", stated):
            assert licence in " ".join(part.split()), f"{path.name}: {licence}"


def test_shipped_arrays_stay_small() -> None:
    """What a room carries of learnt weights stays below a megabyte."""
    for room in {path.parent for path in SHIPPED}:
        assert sum(path.stat().st_size for path in room.glob("*.json")) < MOST_BYTES_OF_A_ROOM, room
