"""Adding files: parallel, in order, resumable, and nothing half-read is ever kept."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import zipfile
from importlib.resources import files
from pathlib import Path

import pytest

from curbside.errors import LibraryError
from curbside.library.library import Library

SAMPLE = Path(str(files("curbside.testing"))) / "sample"


def records(first: int, last: int) -> bytes:
    """Lines of a citation file."""
    lines = [
        json.dumps({"pmid": number, "title": f"Trial {number}", "abstract": f"Drug {number} was given. It helped."})
        for number in range(first, last)
    ]
    return ("\n".join(lines) + "\n").encode()


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder with an archive of pages, a stream of records, and files that are no documents."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    with zipfile.ZipFile(folder / "pages.zip", "w") as archive:
        for page in sorted(SAMPLE.glob("*.xml")):
            archive.write(page, page.name)
        archive.writestr("__MACOSX/._x", b"x")
    (folder / "records.jsonl.gz").write_bytes(gzip.compress(records(1, 1200)))
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    (folder / "broken.xml").write_bytes(b'<Document id="1" source="GARD"><Focus>x</Focus><QAPairs>')
    (folder / "empty.txt").write_bytes(b"")
    return folder


def test_a_folder_is_read_and_every_refusal_has_its_reason(empty, shelf):
    """Documents are added; what is none is skipped, what is damaged is in quarantine, each with path and reason."""
    report = empty.add(shelf)
    assert report.added == 8 + 1199
    skipped = {Path(one.path).name: one.reason for one in report.skipped}
    assert set(skipped) == {"._x", "picture.png", "empty.txt"}
    assert [Path(one.path).name for one in report.quarantined] == ["broken.xml"]
    assert "well-formed" in report.quarantined[0].reason
    assert {path for path, _, _ in empty.refusals()} == {one.path for one in [*report.skipped, *report.quarantined]}
    assert empty.counts().by_format == {"medquad": 8, "jsonl": 1199}
    assert empty.doctor() == []
    assert not any((empty.folder / "spool").iterdir())


def test_adding_again_changes_nothing_and_reports_the_same(empty, shelf):
    """A second identical add reads nothing, changes nothing, and names the same refusals."""
    first = empty.add(shelf)
    before = (empty.snapshot(), empty.stamp())
    second = empty.add(shelf)
    assert (second.added, second.updated, second.unchanged) == (0, 0, first.added)
    assert {one.path for one in second.skipped} == {one.path for one in first.skipped}
    assert second.quarantined == first.quarantined
    assert "read" not in second.seconds
    assert (empty.snapshot(), empty.stamp()) == before


def test_a_file_known_by_its_content_is_not_read_again(empty, shelf, tmp_path):
    """A copy, or a file whose time changed, is recognised by its SHA-256; a changed file is read."""
    empty.add(shelf / "records.jsonl.gz")
    copy = shutil.copy(shelf / "records.jsonl.gz", tmp_path / "copy.jsonl.gz")
    os.utime(shelf / "records.jsonl.gz", (1, 1))
    for path in (copy, shelf / "records.jsonl.gz"):
        report = empty.add(path)
        assert (report.unchanged, "read" in report.seconds) == (1199, False)
    (shelf / "records.jsonl.gz").write_bytes(gzip.compress(records(1100, 1300)))
    report = empty.add(shelf / "records.jsonl.gz")
    assert (report.added, report.unchanged) == (100, 100)


def test_a_stream_that_ends_badly_leaves_nothing(empty, shelf):
    """Of a file that is cut short no record is kept, however many could be read."""
    whole = (shelf / "records.jsonl.gz").read_bytes()
    (shelf / "records.jsonl.gz").write_bytes(whole[: len(whole) * 3 // 4])
    report = empty.add(shelf / "records.jsonl.gz", shelf / "pages.zip")
    assert report.added == 8
    assert [one.reason for one in report.quarantined] == [
        reason for _, reason, quarantined in empty.refusals() if quarantined
    ]
    assert "damaged" in report.quarantined[0].reason
    assert empty.counts().by_kind == {"patient_page": 8}
    (shelf / "records.jsonl.gz").write_bytes(whole)
    assert empty.add(shelf / "records.jsonl.gz").added == 1199
    assert not any(quarantined for _, _, quarantined in empty.refusals())


def test_the_same_files_give_the_same_library(tmp_path, shelf):
    """Keys, passages and versions do not depend on how many processes read, or which was faster."""
    kept = []
    for workers in ("1", "3"):
        with Library.open(tmp_path / workers) as library:
            (library.folder / "settings.toml").write_text(f"workers = {workers}\n")
        with Library.open(tmp_path / workers) as library:
            library.add(shelf)
            kept.append([row for rows in library.entries() for row in rows])
    assert kept[0] == kept[1]


def test_progress_ends_at_the_whole(empty, shelf):
    """Progress never goes back, and ends with every byte done."""
    seen = []
    empty.add(shelf, progress=lambda progress: seen.append((progress.done_bytes, progress.total_bytes)))
    done = [one for one, _ in seen]
    assert done == sorted(done)
    assert seen[-1][0] == seen[-1][1]


def test_a_name_that_is_not_there_is_refused_in_words(empty, tmp_path):
    """A wrong path or format name is refused before anything is read."""
    with pytest.raises(LibraryError, match="no file or folder"):
        empty.add(tmp_path / "nothing.pdf")
    with pytest.raises(Exception, match="No format is called"):
        empty.add(SAMPLE, format="papyrus")


def test_the_library_does_not_read_itself(tmp_path):
    """A folder that holds the library is added without the library's own files."""
    (tmp_path / "page.xml").write_bytes((SAMPLE / "0006012.xml").read_bytes())
    with Library.open(tmp_path / "library") as library:
        report = library.add(tmp_path)
        assert (report.added, report.skipped, report.quarantined) == (1, [], [])
