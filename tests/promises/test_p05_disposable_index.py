"""P5: the index is disposable; deleted, rebuilt or grown with retirements, it ranks the same."""

from __future__ import annotations

import shutil
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import BinaryIO, cast

import pytest
from asked import ENDURANCE, questions

from curbside.consult import open_desk
from curbside.library.library import Library
from curbside.sources.formats.markdown import Markdown
from curbside.sources.source import Source
from curbside.starter import files

ASKED = [question.text for question in questions(500 if ENDURANCE else 12)]
Ranking = list[list[tuple[str, str, float]]]


def ranks(folder: Path) -> Ranking:
    """The ten best passages of each question, with their scores to the last bit."""
    with open_desk(folder) as desk:
        found = [desk.search(text, 10) for text in ASKED]
        assert desk.index.pending() == 0
    return [[(one.record.source, one.passage.position, one.score) for one in hits] for hits in found]


@pytest.mark.endurance
def test_a_deleted_index_comes_back_the_same(library: Path) -> None:
    """With its index folder gone, the library answers every question with the same passages in the same order."""
    before = ranks(library)
    assert sum(map(bool, before)) > 0.9 * len(before)
    shutil.rmtree(library / "index")
    assert ranks(library) == before


@pytest.mark.endurance
def test_a_grown_and_pruned_index_ranks_like_one_written_at_once(tmp_path: Path) -> None:
    """
    Grown in steps with searches between, and a fifth retired on the way, ranks to the last bit like all at once.

    Retired are pages that the other library never held, so that nothing of them may stay in the counts.
    """
    pages = [read(page) for page in files()]
    whole = library_of(tmp_path / "whole", [page for number, page in enumerate(pages) if number % 5])
    grown = library_of(tmp_path / "grown", [])
    for first in range(0, len(pages), 20):
        with open_desk(library_of(grown, pages[first : first + 20])) as desk:
            desk.search("What is the treatment?", 10)
            for page in pages[first : first + 20 : 5]:
                desk.library.retire(page.ids[0], "a test")
    before = ranks(grown)
    assert before == ranks(whole)
    shutil.rmtree(grown / "index")
    assert ranks(grown) == before


def read(page: Traversable) -> Source:
    """One starter page, as its reader gives it."""
    with page.open("rb") as stream:
        (source,) = Markdown().read(cast(BinaryIO, stream), page.name)
    assert isinstance(source, Source)
    return source


def library_of(folder: Path, pages: list[Source]) -> Path:
    """The folder of a library, with these pages added."""
    with Library.open(folder) as library:
        library.add_sources(pages, format="starter")
    return folder
