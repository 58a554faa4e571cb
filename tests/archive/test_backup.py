"""A backup is one whole moment, and what is restored is the same (at large, with accounts: tests/promises)."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from board import Board
from test_doors import said

from curbside.archive import Archive
from curbside.archive.backup import back_up, read_backup, restore
from curbside.consult import Desk
from curbside.errors import CurbsideError, DamageError
from curbside.library.library import Library
from curbside.testing import sample_library


def contents(library: Library) -> list[object]:
    """What a library holds and what was published from it, as far as anybody can ask."""
    archive = Archive(library)
    articles = archive.articles(is_public=False).articles
    texts = [archive.document(a, r, e.number) for a in articles for e in a.editions for r in e.readers]
    sources = [(record.source, library.text(record.source)) for record in library.sources()]
    return [library.snapshot(), sources, articles, texts, archive.people(), archive.events()]


def test_what_is_restored_is_the_same(board: Board, archive: Archive, tmp_path: Path) -> None:
    """Works, texts, articles, people and the log are the same after backup and restore, by the command line too."""
    board.review()
    board.approve()
    code, told = said(archive, "backup", str(tmp_path / "backup"))
    assert (code, told["entries"]) == (0, archive.events()[-1].number)
    assert told["accounts"] == 0
    restore(tmp_path / "backup", str(tmp_path / "restored"))
    with Library.open(tmp_path / "restored") as restored:
        assert contents(restored) == contents(archive.library)
        assert restored.doctor() == []
        other = Archive(restored, clock=archive.clock)
        assert other.verify() == []
        other.act("comment", board.article.slug, "bo", board.article.version, text="goes on")
        with Desk(restored) as desk:
            assert desk.ask("How is carpal tunnel syndrome treated?").claims
    with Library.open(tmp_path / "backup") as copy:  # a backup is a library, too
        assert contents(copy) == contents(archive.library)


def test_a_backup_under_write_load_is_one_moment(board: Board, archive: Archive, tmp_path: Path) -> None:
    """While reviewers go on writing, each backup verifies, and holds everything acknowledged before it began."""
    board.review()
    is_over = threading.Event()

    def write() -> None:
        other = Archive(archive.library, clock=archive.clock)
        while not is_over.is_set():
            seen = other.article(board.article.slug)
            other.act("comment", seen.slug, "bo", seen.version, text="x")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            before = archive.events()[-1].number
            made = back_up(archive, tmp_path / f"backup {number}")
            assert made.entries >= before
            restore(made.folder, str(tmp_path / f"restored {number}"))
            with Library.open(tmp_path / f"restored {number}") as restored:
                assert Archive(restored).verify() == []
                assert Archive(restored).events()[-1].number == made.entries
    finally:
        is_over.set()
        writer.join()


def test_a_damaged_backup_is_refused(board: Board, archive: Archive, tmp_path: Path) -> None:
    """One changed byte, a missing file or a folder that is none: refused, and nothing is written over."""
    made = back_up(archive, tmp_path / "backup")
    assert read_backup(made.folder) == made
    with pytest.raises(CurbsideError, match="not empty"):
        back_up(archive, tmp_path / "backup")
    with pytest.raises(CurbsideError, match="not empty"):
        restore(made.folder, archive.library.location)
    with pytest.raises(CurbsideError, match="no backup"):
        read_backup(tmp_path)
    file = made.folder / "library.sqlite"
    content = bytearray(file.read_bytes())
    content[5000] ^= 1
    file.write_bytes(content)
    with pytest.raises(DamageError, match="not what was written"):
        restore(made.folder, str(tmp_path / "restored"))
    assert not (tmp_path / "restored").exists()


def test_a_log_cut_short_is_not_backed_up(board: Board, archive: Archive, tmp_path: Path) -> None:
    """A backup does not turn a log that was cut off into one that looks whole."""
    with archive.library.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM audit WHERE number > 3")
    with pytest.raises(DamageError, match="does not reach entry"):
        back_up(archive, tmp_path / "backup")


def test_a_library_without_an_archive(tmp_path: Path) -> None:
    """What was never published from is backed up as well."""
    with sample_library(tmp_path / "library") as library:
        made = back_up(Archive(library), tmp_path / "backup")
        assert made.entries == 0
        restore(made.folder, str(tmp_path / "restored"))
        with Library.open(tmp_path / "restored") as restored:
            assert restored.snapshot() == library.snapshot()


def test_a_backup_is_on_the_disk_when_it_is_told(
    board: Board, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every file of it, and the folder that names them, is synced."""
    synced: set[int] = set()
    sync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (synced.add(os.fstat(handle).st_ino), sync(handle)))
    folder = back_up(archive, tmp_path / "backup").folder
    assert {one.stat().st_ino for one in (folder, *folder.iterdir())} <= synced
