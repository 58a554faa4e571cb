"""Rows read for an answer, some of them for the second time."""

from __future__ import annotations

import sqlite3

import pytest

from curbside.errors import DamageError
from curbside.library.library import Library

CHANGES = (
    "UPDATE works SET status = 'corrected' WHERE work = 1",
    'UPDATE versions SET details = replace(details, \'"title":"\', \'"title":"No \') WHERE work = 1',
    "UPDATE versions SET text = (SELECT text FROM versions WHERE work = 2) WHERE work = 1",
    "UPDATE versions SET text = substr(text, 1, length(text) - 3) WHERE work = 1",
    "UPDATE versions SET text = text || x'00' WHERE work = 1",
    "UPDATE passages SET role = 'conclusion' WHERE version = 1",
    "DELETE FROM passages WHERE key = 2",
    "DELETE FROM versions WHERE version = 1",
    "DELETE FROM works WHERE work = 1",
)


@pytest.mark.parametrize("change", CHANGES)
def test_a_row_that_changed_after_it_was_read_is_checked_again(library: Library, change: str) -> None:
    """What is remembered of a row is never given for another one that stands in its place."""
    keys = range(1, 4)
    assert library.passages(keys)
    with sqlite3.connect(library.folder / "library.sqlite") as connection:
        assert connection.execute(change).rowcount > 0
    with pytest.raises(DamageError):
        library.passages(keys)


def test_a_status_set_while_a_library_is_open_is_seen(library: Library) -> None:
    """A work that was marked in another process is read with its new status, and its counts are read anew."""
    (first, *_) = library.sources()
    keys = library.keys_of(first.source)
    before = library.passages(keys)[keys[0]].record.status, library.snapshot()
    with Library.open(library.folder) as other:
        other.mark(first.source, "retracted", "unreliable data")
    after = library.passages(keys)[keys[0]].record.status, library.snapshot()
    assert after[0] == "retracted"
    assert before[0] != after[0]
    assert before[1] != after[1]
