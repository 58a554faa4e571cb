"""Where the corpora lie, for tests that read real files; such a test skips with a reason when they are absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("CURBSIDE_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")


def corpus(name: str) -> Path:
    """The path of one corpus file; skips the calling test when it is not there."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip("the corpora are not beside the project (set CURBSIDE_DATA to their folder)")
    return path
