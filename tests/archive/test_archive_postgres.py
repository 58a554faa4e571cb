"""The same archive in PostgreSQL: runs where CURBSIDE_TEST_POSTGRES names an empty database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from board import Board, Clock
from sqlalchemy import create_engine, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from curbside.answers.answer import Answer
from curbside.archive import Archive, tables
from curbside.archive.backup import back_up, read_backup, restore
from curbside.articles.article import State
from curbside.errors import CurbsideError, NotAllowed, Stale
from curbside.library.library import Library
from curbside.sources.source import Status
from curbside.testing import sample_sources

URL = os.environ.get("CURBSIDE_TEST_POSTGRES", "")
needs_server = pytest.mark.skipif(
    not URL, reason="no PostgreSQL to test with (set CURBSIDE_TEST_POSTGRES to the URL of an empty database)"
)
#: Tables of their own, so that other tests can use the same database at the same time.
SCHEMA = "archive_test"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Library]:
    """The sample library on a database server."""
    engine = create_engine(URL.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
    try:
        with Library.open(f"{URL}?options=-csearch_path%3D{SCHEMA}", index=tmp_path / "index") as library:
            library.add_sources(sample_sources(), format="medquad")
            yield library
    finally:
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {SCHEMA} CASCADE"))
        engine.dispose()


@needs_server
def test_a_whole_review_on_a_server(server: Library, answer: Answer) -> None:
    """Draft, review, approve, recall, correct, list and verify are the same on PostgreSQL as on SQLite."""
    archive = Archive(server, clock=Clock())
    assert not archive.is_there()
    board = Board(archive, Clock())
    board.join()
    board.article = archive.draft(answer, "ann", topics=["Carpal tunnel syndrome"], specialties=["neurology"])
    board.review()
    board.approve()
    assert archive.article(board.article.slug) == board.article
    assert archive.articles("carpal", topic="carpal tunnel syndrome", state="approved", order="due").total == 1
    assert archive.topics() == {"Carpal tunnel syndrome": 1}
    name = archive.save(answer)
    source = answer.references[0].record.source
    assert {one.slug or one.answer for one in archive.resting_on(source)} == {board.article.slug, name}
    claim = board.article.current.statements[-1].id
    board.act("correct", "ann", claim=claim, words="", why="wrong")
    board.act("start_review", "ann")
    board.approve()
    (board.article,) = archive.mark(source, Status.RETRACTED, "unreliable", by="lib")
    assert board.article.state is State.SUSPENDED
    archive.redirect("carpal-tunnel", board.article.slug, "ann")
    assert archive.find("carpal-tunnel") == board.article
    assert "suspended" in archive.queue()[0].flags
    (board.article,) = archive.take_back(source, "a slip", by="lib")
    assert board.act("resume", "max", why="a slip").state is State.APPROVED
    asked = archive.report(board.article.slug, "It made Ottilie sleep")
    archive.reply(asked.number, "bo", "Looked into")
    with server.engine.begin() as connection:
        (body,) = connection.execute(text("SELECT body FROM requests")).scalars()
    assert "Ottilie" not in body
    assert [one.state for one in archive.alert("prednisone", "bleeding", "max")] == [State.SUSPENDED]
    assert archive.verify() == []
    with server.engine.begin() as connection:
        connection.execute(text("UPDATE audit SET body = replace(body, 'bo', 'al') WHERE number = 14"))
    assert archive.verify()
    with server.engine.begin() as connection:
        connection.execute(text("DELETE FROM audit WHERE number > 12"))
    with pytest.raises(CurbsideError, match="does not reach entry"):
        board.act("comment", "ann", text="x")


@needs_server
def test_a_backup_moves_between_engines(server: Library, board: Board, tmp_path: Path) -> None:
    """What was backed up from a folder is restored on a server, and from there in a folder: the same texts and log."""
    board.review()
    board.approve()
    ours = board.archive
    made = back_up(ours, tmp_path / "backup")
    with pytest.raises(CurbsideError, match="holds a library or accounts already"):
        restore(made.folder, f"{URL}?options=-csearch_path%3D{SCHEMA}", tmp_path / "there")
    with server.engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {SCHEMA} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
    restore(made.folder, f"{URL}?options=-csearch_path%3D{SCHEMA}", tmp_path / "there")
    assert read_backup(made.folder) == made
    with Library.open(f"{URL}?options=-csearch_path%3D{SCHEMA}", index=tmp_path / "there") as library:
        theirs = Archive(library, clock=ours.clock)
        assert theirs.verify() == []
        assert library.doctor() == []
        assert theirs.article(board.article.slug) == board.article
        again = back_up(theirs, tmp_path / "again")
        assert (again.snapshot, again.entries) == (made.snapshot, made.entries)
    restore(again.folder, str(tmp_path / "home"))
    with Library.open(tmp_path / "home") as library:
        assert Archive(library).events() == ours.events()
        assert Archive(library).article(board.article.slug) == board.article


@needs_server
def test_many_reviewers_on_a_server(server: Library, answer: Answer) -> None:
    """Comments of many at once: each is kept, or its writer is told that somebody was faster; none is lost."""
    archive = Archive(server, clock=Clock())
    board = Board(archive, Clock())
    board.join()
    board.article = archive.draft(answer, "ann", topics=["Carpal tunnel syndrome"])
    board.review()
    assert lost_updates(archive, board.article.slug) == 0
    assert archive.verify() == []


def test_many_reviewers(board: Board, archive: Archive) -> None:
    """The same in a library folder."""
    board.review()
    assert lost_updates(archive, board.article.slug) == 0
    assert archive.verify() == []


def lost_updates(archive: Archive, slug: str) -> int:
    """Comments of five people that were acknowledged and are not there."""
    before = archive.article(slug).version

    def write(by: str) -> list[str]:
        kept = []
        for number in range(8):
            while True:
                seen = archive.article(slug)
                try:
                    archive.act("comment", slug, by, seen.version, text=f"{by} {number}")
                except Stale:
                    continue
                kept.append(f"{by} {number}")
                break
        return kept

    with ThreadPoolExecutor(5) as pool:
        acknowledged = [text for kept in pool.map(write, ("ann", "bo", "cy", "di", "lou")) for text in kept]
    article = archive.article(slug)
    there = [one.note for one in article.latest.review.decisions]
    assert sorted(there) == sorted(acknowledged)
    assert article.version == before + len(acknowledged)
    return len(acknowledged) - len(there)


def test_every_table_compiles_for_postgres() -> None:
    """The schema uses only types that PostgreSQL knows."""
    for table in tables.metadata.sorted_tables:
        assert f"CREATE TABLE {table.name}" in str(CreateTable(table).compile(dialect=postgresql.dialect()))


def test_an_action_by_nobody(board: Board) -> None:
    """Whoever is not known acts not."""
    with pytest.raises(NotAllowed, match="Nobody is known"):
        board.act("submit", "eve")
