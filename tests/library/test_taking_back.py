"""A mark or a retirement that was a mistake is taken back; what files say is not."""

from __future__ import annotations

import pytest
from made import notice, source

from curbside.consult import Desk
from curbside.errors import LibraryError
from curbside.library.library import Library
from curbside.sources.source import Relation, Status


def test_a_mark_is_taken_back(empty: Library) -> None:
    """The status is again what files say, the snapshot is what it was, and a later mark counts again."""
    empty.add_sources([source("pmid:1", relations=(Relation("ErratumIn", ("pmid:2",)),))])
    before = (empty.record("pmid:1").status, empty.record("pmid:1").status_note, empty.snapshot())
    assert before[0] is Status.CORRECTED
    empty.mark("pmid:1", "concern", "a rumour")
    empty.mark("pmid:1", "retracted", "the wrong number was typed")
    assert [(one.action, one.because) for one in empty.decisions("pmid:1")] == [
        ("concern", "a rumour"),
        ("retracted", "the wrong number was typed"),
    ]
    empty.take_back("pmid:1", "it is about pmid:11")
    assert (empty.record("pmid:1").status, empty.record("pmid:1").status_note, empty.snapshot()) == before
    assert empty.decisions("pmid:1") == ()
    with pytest.raises(LibraryError, match="Nobody has marked"):
        empty.take_back("pmid:1", "again")
    empty.mark("pmid:1", "retracted", "now it is")
    assert empty.record("pmid:1").status is Status.RETRACTED
    assert empty.doctor() == []


def test_what_a_notice_says_is_not_taken_back(empty: Library) -> None:
    """A retraction that a file tells of stands, whatever a person set and took back beside it."""
    empty.add_sources([source("pmid:1"), notice("pmid:1")])
    empty.mark("pmid:1", "retracted", "seen too")
    empty.take_back("pmid:1", "not mine to say")
    assert empty.record("pmid:1").status is Status.RETRACTED
    assert "pmid:900" in empty.record("pmid:1").status_note


def test_taking_back_one_of_two_works_leaves_the_others_marks(empty: Library) -> None:
    """When two works prove to be one, what was said of the second stands, though the first was taken back later."""
    empty.add_sources([source("pmid:1"), source("doi:10.1/a", body="Other words.")])
    empty.mark("doi:10.1/a", "retracted", "so the journal")
    empty.mark("pmid:1", "concern", "a rumour")
    empty.take_back("pmid:1", "it was none")
    empty.add_sources([source("pmid:1", "doi:10.1/a", body="They are one.")])
    record = empty.record("pmid:1")
    assert (record.status, record.status_note) == (Status.RETRACTED, "so the journal")
    empty.take_back("pmid:1", "the journal took it back")
    assert empty.record("pmid:1").status is Status.CURRENT


def test_what_was_taken_out_of_use_is_found_again(library: Library) -> None:
    """After a retirement was taken back the source is searched and quoted as before."""
    with Desk(library) as desk:
        before = desk.ask("How is carpal tunnel syndrome treated?")
        retired = before.references[0].record.source
        library.retire(retired, "the wrong one")
        assert retired not in {one.record.source for one in desk.ask(before.question).references}
        library.take_back(retired, "it was another")
        assert library.decisions(retired) == ()
        again = desk.ask(before.question)
        assert [one.record.source for one in again.references] == [one.record.source for one in before.references]
    assert library.doctor() == []


def test_a_reason_is_needed(empty: Library) -> None:
    """Nothing is taken back without a word why, or of a source that is not there."""
    empty.add_sources([source("pmid:1")])
    empty.mark("pmid:1", "corrected", "a table")
    with pytest.raises(LibraryError, match="Say why"):
        empty.take_back("pmid:1", " ")
    with pytest.raises(LibraryError, match="No source is known"):
        empty.take_back("pmid:7", "x")
    with pytest.raises(LibraryError, match="can be marked"):
        empty.mark("pmid:1", "current", "x")
    assert empty.record("pmid:1").status is Status.CORRECTED
