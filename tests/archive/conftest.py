"""An archive on the sample library, with a board; the library is made once and copied."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from board import Board, Clock

from curbside.answers.answer import Answer
from curbside.archive import Archive
from curbside.consult import Desk
from curbside.library.library import Library
from curbside.testing import sample_library

QUESTION = "How is carpal tunnel syndrome treated?"


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample library with its index, written once."""
    folder = tmp_path_factory.mktemp("archive") / "library"
    with sample_library(folder) as library, Desk(library) as desk:
        desk.index.catch_up()
    return folder


@pytest.fixture(scope="session")
def answer(shelf: Path, tmp_path_factory: pytest.TempPathFactory) -> Answer:
    """An answer of that library."""
    folder = shutil.copytree(shelf, tmp_path_factory.mktemp("asked") / "library")
    with Desk(Library.open(folder)) as desk:
        return desk.ask(QUESTION)


@pytest.fixture
def library(shelf: Path, tmp_path: Path) -> Iterator[Library]:
    """A copy that a test may change."""
    with Library.open(shutil.copytree(shelf, tmp_path / "library")) as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def archive(library: Library, clock: Clock) -> Archive:
    return Archive(library, clock=clock)


@pytest.fixture
def board(archive: Archive, clock: Clock, answer: Answer) -> Board:
    """A board and an article in draft."""
    made = Board(archive, clock)
    made.join()
    made.article = archive.draft(answer, "ann", topics=["Carpal tunnel syndrome"], specialties=["neurology"])
    return made
