"""The starter library, added once; a promise that changes a library gets a copy of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from curbside.consult import Desk, open_desk


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the starter library and its index, written once and then only copied."""
    folder = tmp_path_factory.mktemp("promises") / "library"
    with open_desk(folder) as desk:
        desk.index.catch_up()
    return folder


@pytest.fixture
def library(shelf: Path, tmp_path: Path) -> Path:
    """A copy of the starter library that a test may change."""
    return Path(shutil.copytree(shelf, tmp_path / "library"))


@pytest.fixture
def desk(library: Path) -> Iterator[Desk]:
    """A desk on a copy of the starter library."""
    with open_desk(library) as opened:
        yield opened
