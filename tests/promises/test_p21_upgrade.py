"""P21: what an older Curbside wrote is upgraded whole, killed or not; what a newer one wrote is refused and left alone."""

from __future__ import annotations

import json
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

from curbside.archive import Archive, chain, tables
from curbside.archive.upgrade import upgraded
from curbside.archive.values import written
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
        (
            "The library is now of schema 2: let marks of sources be taken back.\n"
            "The archive is now of schema 2: keep what readers ask the board for.\n"
            "The archive is now of schema 3: erase what readers wrote in requests that were closed.\n"
            "Everything is of this version.\n"
        ),
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
        assert [one.schema for one in upgraded(url, tmp_path / "index")] == [2, 2, 3]
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


def test_a_mark_taken_back_keeps_out_programs_that_cannot_read_it(old: Path) -> None:
    """An older library is used as it is, and older programs read it, until the first mark is taken back."""
    with Library.open(old) as library:
        (source,) = (one.source for one in list(library.sources())[:1])
        library.mark(source, "concern", "a rumour")
        assert _schema(old) == 1
        library.take_back(source, "it was none")
        assert _schema(old) == 2
        assert library.record(source).status == "current"
        assert library.doctor() == []
    with pytest.MonkeyPatch.context() as yesterday:
        for module in ("library", "state"):
            yesterday.setattr(f"curbside.library.{module}.SCHEMA", 1)
        with pytest.raises(LibraryError, match=r"newer Curbside .*Downgrade refused"):
            Library.open(old)
    assert [one.part for one in upgraded(str(old))] == ["archive", "archive"]


def _schema(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "library.sqlite")) as connection:
        return int(connection.execute("SELECT schema FROM state").fetchone()[0])


WORDS = "Zorblaxine made my neighbour Ottilie sleep"
CLOSED = {"answer": "a" * 64, "at": "2026-11-23T03:00:00Z", "kind": "review", "number": 1, "question": WORDS,
          "replied_by": "ann", "reply": "An article was drafted", "text": WORDS}  # fmt: skip
OPEN = CLOSED | {"number": 2, "question": "How is gout treated?", "text": "", "reply": "", "replied_by": ""}
REPORT = {"at": "2026-11-23T03:00:00Z", "edition": 1, "claim": "", "answer": "", "answered_by": ""}
REPORTS = [
    REPORT | {"number": 1, "text": WORDS, "answer": "It was reworded", "answered_by": "ann"},
    REPORT | {"number": 2, "text": "This looks old"},
]


def test_what_readers_wrote_in_closed_requests_is_erased(old: Path) -> None:
    """After an upgrade no file holds their words; what is open waits still, and reports are requests now."""
    with closing(sqlite3.connect(old / "library.sqlite")) as connection, connection:
        connection.execute("CREATE TABLE requests (number INTEGER PRIMARY KEY, is_open INTEGER, body TEXT)")
        for one in (CLOSED, OPEN):
            body = written(one)
            connection.execute("INSERT INTO requests VALUES (?, ?, ?)", (one["number"], int(not one["reply"]), body))
            _enter(connection, old, f"request:{one['number']}", body)
        slug, body = connection.execute("SELECT slug, body FROM articles").fetchone()
        body = written(json.loads(body) | {"reports": REPORTS})
        connection.execute("UPDATE articles SET body = ?", (body,))
        names = connection.execute("SELECT edition, reader, sha256 FROM texts ORDER BY edition, reader").fetchall()
        left = "\n".join((body, *(f"{one[0]} {one[1]} {one[2]}" for one in names)))
        _enter(connection, old, slug, left)
    list(upgraded(str(old)))
    for path in old.rglob("*"):
        if path.is_file():
            assert b"Ottilie" not in path.read_bytes(), path
    with Library.open(old) as library:
        archive = Archive(library)
        assert [(one.number, one.kind, one.question or one.text, one.article) for one in archive.requests()] == [
            (2, "review", "How is gout treated?", ""),
            (3, "problem", "This looks old", slug),
        ]
        (closed,) = archive.requests(is_open=False)
        assert (closed.question, closed.text, closed.reply) == ("", "", "An article was drafted")
        assert archive.verify() == []
        archive.reply(3, "ann", "It is not")
        assert archive.verify() == []


def _enter(connection: sqlite3.Connection, folder: Path, subject: str, left: str) -> None:
    """An entry as the older program wrote it, with the head outside."""
    number, before = connection.execute("SELECT last, head FROM archive").fetchone()
    event = {"action": "x", "subject": subject, "by": "ann", "at": "x", "edition": 0, "why": "", "what": {}}
    body, print_ = written(event), chain.fingerprint(left)
    made = chain.hash_of(number + 1, before, body, print_)
    row = (number + 1, subject, "x", "ann", "x", body, print_, before, made)
    connection.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    connection.execute("UPDATE archive SET last = ?, head = ?", (number + 1, made))
    (folder / "audit-head.json").write_text(json.dumps({"number": number + 1, "hash": made}), encoding="utf-8")


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
    assert len(forms) == len(set(forms)) == 8
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
    _log.info("killed %d times, with steps done: %s", len(seen), {n: seen.count(n) for n in range(8)})
    if ENDURANCE:
        assert set(seen) >= set(range(8))


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
