"""P21: what an older Curbside wrote is upgraded whole, killed or not; what a newer one wrote is refused and left alone."""

from __future__ import annotations

import logging
import multiprocessing
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import older
import pytest
from asked import ENDURANCE
from typer.testing import CliRunner

from curbside.archive import Archive, tables
from curbside.archive.upgrade import upgraded
from curbside.cli import app
from curbside.errors import LibraryError
from curbside.library.library import Library
from curbside.testing import sample_library

_log = logging.getLogger(__name__)
TRIALS = 150 if ENDURANCE else 3
#: A process that has loaded everything and does nothing but start those that are killed, at once.
_STARTED = multiprocessing.get_context("forkserver")
_STARTED.set_forkserver_preload(["older"])


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The library that an older Curbside wrote."""
    return older.folder(tmp_path / "old")


def engine_prints(location: str, index: Path) -> tuple[dict[str, str], str]:
    """What is kept, and in which tables, whoever wrote it."""
    library = Library.at(location, index=index)
    try:
        return older.prints(library.engine), older.form(library.engine)
    finally:
        library.close()


def test_an_older_library_is_refused_until_it_is_upgraded(old: Path) -> None:
    """Reading and writing say what to run, and change nothing; after `curbside migrate` everything is as it was."""
    before, _ = engine_prints(str(old), old)
    with Library.open(old) as library:
        archive = Archive(library)
        for use in (archive.articles, archive.people, lambda: archive.request("review", "Why?")):
            with pytest.raises(LibraryError, match=r"older Curbside .*: curbside migrate"):
                use()
    assert engine_prints(str(old), old)[0] == before
    told = CliRunner().invoke(app, ["migrate", "--library", str(old)])
    assert (told.exit_code, told.stdout) == (
        0,
        "The archive is now of schema 2: keep what readers ask the board for.\nEverything is of this version.\n",
    )
    assert CliRunner().invoke(app, ["migrate", "--library", str(old)]).stdout == "Everything is of this version.\n"
    assert engine_prints(str(old), old)[0] == before
    assert older.whole(str(old), old) == []
    with Library.open(old) as library:
        archive = Archive(library)
        (article,) = archive.articles().articles
        assert article.state == "approved"
        assert archive.find("carpal-tunnel") == article
        assert archive.answer(article).claims
        assert archive.events()[-1].event.action == "upgrade"
        assert archive.request("review", "Why?").number == 1
        assert archive.verify() == []


def test_upgraded_tables_are_those_of_a_new_library(old: Path, tmp_path: Path) -> None:
    """Nothing tells an upgraded database from one that this version made, but its contents."""
    list(upgraded(str(old)))
    with sample_library(tmp_path / "new") as library:
        tables.create(library.engine, library.location)
        assert engine_prints(str(old), old)[1] == older.form(library.engine)


@older.needs_server
def test_upgraded_tables_are_those_of_a_new_library_on_a_server(tmp_path: Path) -> None:
    """The same on PostgreSQL, and every row is the one that was there."""
    with older.server(tmp_path / "index") as url:
        before, _ = engine_prints(url, tmp_path / "index")
        assert [one.schema for one in upgraded(url, tmp_path / "index")] == [2]
        after, form = engine_prints(url, tmp_path / "index")
        assert after == before
        assert before == engine_prints(str(older.folder(tmp_path / "old")), tmp_path)[0]
        assert older.whole(url, tmp_path / "index") == []
    with sample_library(tmp_path / "new") as library:
        tables.create(library.engine, library.location)
        assert form == older.form(library.engine)


def test_a_newer_library_is_refused(old: Path) -> None:
    """An older program neither reads, writes nor migrates what a newer one wrote, and says so; not a byte changes."""
    list(upgraded(str(old)))
    with Library.open(old) as library:
        running = Archive(library)
        (article,) = running.articles().articles
        with older.tomorrow():
            list(upgraded(str(old)))
        before = (old / "library.sqlite").read_bytes()
        # A program that had opened it before the upgrade is refused too, when it writes.
        with pytest.raises(LibraryError, match="Downgrade refused"):
            running.act("comment", article.slug, "bo", article.version, text="x")
        with pytest.raises(LibraryError, match="Downgrade refused"):
            library.retire("medquad:x", "x")
    with pytest.raises(LibraryError, match=r"newer Curbside .*Downgrade refused"):
        Library.open(old)
    with closing(sqlite3.connect(old / "library.sqlite")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = (old / "library.sqlite").read_bytes()
    for command in (["ask", "x"], ["migrate"], ["doctor"], ["backup", str(old / "b")], ["status"]):
        said = CliRunner().invoke(app, [*command, "--library", str(old)])
        assert isinstance(said.exception, LibraryError)
        assert "Downgrade refused" in str(said.exception)
    assert (old / "library.sqlite").read_bytes() == before


def test_the_site_does_not_open_on_an_older_archive(old: Path) -> None:
    """Whoever starts it is told what to run; readers meet no page that fails."""
    pytest.importorskip("django", reason="the site needs curbside[web]")
    command = [sys.executable, "-m", "curbside", "--library", str(old), "serve", "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=180)
    assert (done.returncode, done.stdout) == (2, "")
    assert "run: curbside migrate" in done.stderr


def test_a_newer_archive_alone_is_refused(old: Path) -> None:
    """The archive has a number of its own."""
    list(upgraded(str(old)))
    with closing(sqlite3.connect(old / "library.sqlite")) as connection, connection:
        connection.execute("UPDATE archive SET schema = 9")
    with Library.open(old) as library, pytest.raises(LibraryError, match=r"archive .*newer .*Downgrade refused"):
        Archive(library).articles()
    with pytest.raises(LibraryError, match="Downgrade refused"):
        list(upgraded(str(old)))


def test_nothing_is_made_where_nothing_is(tmp_path: Path) -> None:
    """There is no library to upgrade in an empty folder, and none comes to be."""
    said = CliRunner().invoke(app, ["migrate", "--library", str(tmp_path / "none")])
    assert "no library" in str(said.exception)
    assert not (tmp_path / "none").exists()


def test_a_log_that_was_tampered_with_is_not_upgraded(old: Path) -> None:
    """The step is not written behind a log that was cut short, which it would hide."""
    with closing(sqlite3.connect(old / "library.sqlite")) as connection, connection:
        connection.execute("DELETE FROM audit WHERE number > 10")
        connection.execute("UPDATE archive SET last = 10, head = (SELECT hash FROM audit WHERE number = 10)")
    with pytest.raises(LibraryError, match="does not reach entry"):
        list(upgraded(str(old)))
    assert "requests" not in engine_prints(str(old), old)[1]


@pytest.mark.endurance
def test_a_killed_upgrade_is_taken_up_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SIGKILL at random moments of an upgrade of five steps: each is there whole or not at all, and the rest follows."""

    def fresh(trial: int) -> tuple[str, Path]:
        shutil.rmtree(tmp_path / f"{trial - 1}", ignore_errors=True)
        return str(older.folder(tmp_path / f"{trial}")), tmp_path / f"{trial}"

    killed_in(fresh, monkeypatch)


@older.needs_server
@pytest.mark.endurance
def test_a_killed_upgrade_is_taken_up_again_on_a_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same on PostgreSQL."""
    opened = []

    def fresh(trial: int) -> tuple[str, Path]:
        while opened:
            opened.pop().__exit__(None, None, None)
        opened.append(older.server(tmp_path / "index"))
        return opened[-1].__enter__(), tmp_path / "index"

    try:
        killed_in(fresh, monkeypatch)
    finally:
        while opened:
            opened.pop().__exit__(None, None, None)


def killed_in(fresh: Callable[[int], tuple[str, Path]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(older.HERE))  # where the process that starts the others finds `older`
    chance = random.Random("p21 upgrade")
    location, index = fresh(-2)
    before, form = engine_prints(location, index)
    forms = [form]
    with older.tomorrow():
        for _ in upgraded(location, index):
            forms.append(engine_prints(location, index)[1])  # the state after each step
        assert older.whole(location, index) == []
        location, index = fresh(-1)
        began = time.monotonic()
        list(upgraded(location, index))
        lasts = time.monotonic() - began
    assert len(forms) == len(set(forms)) == 6
    seen: list[int] = []
    for trial in range(TRIALS):
        location, index = fresh(trial)
        for attempt in range(2):  # an upgrade that takes up another is killed as well
            told = _killed(location, str(index), chance.uniform(0, lasts * (1.5 if attempt else 1.1)))
            kept, form = engine_prints(location, index)
            assert kept == before
            assert form in forms
            seen.append(forms.index(form))
            assert seen[-1] - (seen[-2] if attempt else 0) >= told, "a step was told and is not there"
        with older.tomorrow():
            list(upgraded(location, index))
            assert engine_prints(location, index) == (before, forms[-1])
            assert older.whole(location, index) == []
    _log.info("killed %d times, with steps done: %s", len(seen), {n: seen.count(n) for n in range(6)})
    if ENDURANCE:
        assert set(seen) >= {0, 1, 2, 3, 4, 5}


def _killed(location: str, index: str, after: float) -> int:
    """How many steps an upgrade told of, before it was killed."""
    ours, theirs = _STARTED.Pipe(duplex=False)
    process = _STARTED.Process(target=older.upgrade_tomorrow, args=(location, index, theirs))
    process.start()
    theirs.close()
    assert ours.recv() == "ready"
    time.sleep(after)
    process.kill()
    process.join()
    told = 0
    with suppress(EOFError):
        while ours.recv():
            told += 1
    ours.close()
    return told
