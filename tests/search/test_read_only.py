"""An index that this process may not write, or cannot read."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from curbside.library.library import Library
from curbside.search.engine import IndexReadOnlyError
from curbside.search.engines.tantivy import TantivyEngine
from curbside.search.find import Index
from curbside.testing import sample_library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library with its index."""
    with sample_library(tmp_path / "made") as library:
        index = Index(library, TantivyEngine(library.folder / "index"))
        index.catch_up()
        index.close()
    return tmp_path / "made"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "mounted"
    place.mkdir()
    yield place
    subprocess.run(["umount", str(place)], capture_output=True)
    place.chmod(0o755)


def _without_writing(folder: Path, place: Path) -> None:
    """The folder at another place where nothing can be written, or a skipped test."""
    if (
        os.geteuid() == 0
        and not subprocess.run(["mount", "--bind", str(folder), str(place)], capture_output=True).returncode
    ):
        subprocess.run(["mount", "-o", "remount,ro,bind", str(place)], check=True)
        return
    shutil.copytree(folder, place, dirs_exist_ok=True)
    for each in (place, *place.rglob("*")):
        each.chmod(0o555 if each.is_dir() else 0o444)
    if os.access(place, os.W_OK):
        pytest.skip("this user can write to a read-only folder and may not mount one")


def _titles(folder: Path) -> list[str]:
    with Library.open(folder) as library:
        index = Index(library, TantivyEngine(library.folder / "index"))
        try:
            return [one.record.title for one in index.search_text("pain treatment")]
        finally:
            index.close()


def _spoil(folder: Path) -> None:
    """Make the index one of another version."""
    (meta,) = (folder / "index").glob("index-*/meta.json")
    meta.write_text(meta.read_text(encoding="utf-8").replace('"asked"', '"other"'), encoding="utf-8")


def test_a_library_that_cannot_be_written_is_searched(folder: Path, place: Path) -> None:
    """A read-only library with a good index is searched as any other, and nothing is left behind."""
    expected = _titles(folder)
    _without_writing(folder, place)
    assert expected
    assert _titles(place) == expected
    assert not os.access(place, os.W_OK)


def test_an_index_of_another_version_is_made_again_and_a_person_is_told(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody waits for an index to be made again without knowing why."""
    expected = _titles(folder)
    assert not caplog.records
    _spoil(folder)
    assert _titles(folder) == expected
    assert "made by another version" in caplog.text


def test_an_index_that_can_neither_be_read_nor_written_is_named(folder: Path, place: Path) -> None:
    """Where there is nothing to search and never will be, an error says what to do."""
    _spoil(folder)
    _without_writing(folder, place)
    with pytest.raises(IndexReadOnlyError, match="make the folder writable"):
        _titles(place)
