"""A site that is started on what an older Curbside wrote brings it up to this version first, if it is told to."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from website import serve

import curbside
from curbside.articles.person import Person


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A library with an archive of the first schema."""
    with curbside.open(tmp_path) as desk:
        desk.archive.save_person(Person("ann", "Ann"), by="program")
    with closing(sqlite3.connect(tmp_path / "library.sqlite")) as connection:
        connection.execute("UPDATE archive SET schema = 1")
        connection.commit()
    return tmp_path


def test_a_site_brings_its_library_up_when_told(older: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Untold it refuses and says what to run; told it serves; a library that is not there yet is made as ever."""
    command = [sys.executable, "-m", "curbside", "--library", str(older), "serve", "--port", "0"]
    refused = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert refused.returncode == 2
    assert "curbside migrate" in refused.stderr
    for folder in (older, tmp_path_factory.mktemp("new") / "library"):
        for site in serve(folder, "--migrate"):
            assert site.get("readyz").status == 200
