"""Reading for an answer: by the standard library alone, by many at once, one moment at a time."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from curbside.errors import LibraryError
from curbside.library import reads
from curbside.library.library import Library

_SCRIPT = """
import sys
from curbside.library.library import Library
with Library.open(sys.argv[1]) as library:
    assert library.passages([1]) and library.counts().sources and library.snapshot()
    print("sqlalchemy" in sys.modules)
"""


def test_what_an_answer_reads_needs_no_sqlalchemy(library: Library) -> None:
    """A folder is read with the standard library alone: importing SQLAlchemy takes longer than answering."""
    done = subprocess.run([sys.executable, "-c", _SCRIPT, str(library.folder)], capture_output=True, text=True)
    assert done.stdout == "False\n", done.stderr


def test_more_readers_than_there_is_room_for_take_turns(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many threads read one library; who waits too long is told why."""
    monkeypatch.setattr(reads, "MOST_READERS", 2)
    with Library.open(library.folder) as crowded, ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: crowded.passages([1, 2, 3]), range(40)))
        assert all(one == found[0] for one in found)
        monkeypatch.setattr(reads, "PATIENCE_SECONDS", 0.01)
        with crowded._reads.moment(), crowded._reads.moment(), pytest.raises(LibraryError, match="too many readers"):
            crowded.counts()


def test_a_moment_does_not_see_what_is_written_meanwhile(library: Library) -> None:
    """What is read through one moment belongs together; the next one sees what was written."""
    (first, *_) = library.sources()
    with library._reads.moment() as moment:
        before = moment.rows("SELECT work, status FROM works ORDER BY work")
        library.mark(first.source, "retracted", "unreliable data")
        assert moment.rows("SELECT work, status FROM works ORDER BY work") == before
    with library._reads.moment() as moment:
        assert moment.rows("SELECT work, status FROM works ORDER BY work") != before


def test_years_count_every_source_once(library: Library) -> None:
    """How old a library is adds up to how much it holds, with what is undated under no year."""
    years = library.years()
    assert sum(years.values()) == library.counts().sources
    assert list(years) == sorted(years)
    dated = [one.published[:4] for one in library.sources() if one.published]
    assert {year: dated.count(year) for year in years if year} == {year: n for year, n in years.items() if year}
