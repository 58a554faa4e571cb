"""The record of truth: identity, versions, status, and reading back what was kept."""

from __future__ import annotations

import random
import sqlite3

import pytest
from made import notice, source

from curbside.errors import DamageError, LibraryError
from curbside.evidence.evidence import Trust
from curbside.library.library import Library
from curbside.sources.source import Extent, Relation, SourceKind, Status
from curbside.testing import sample_sources


def test_text_and_passages_come_back_as_the_reader_gave_them(library):
    """What is stored is byte for byte what the reader produced, and a passage is the text at its span."""
    for page in sample_sources():
        record = library.record(page.ids[0])
        text = library.text(page.ids[0])
        assert text == page.text
        assert record.version == page.version
        stored = library.passages(library.keys_of(page.ids[0]))
        assert stored
        for one in stored.values():
            assert one.text == text[one.passage.start : one.passage.end]
            assert one.record == record


def test_every_known_id_answers(empty):
    """A work is found by each of its ids, DOIs without regard to case."""
    empty.add_sources([source("doi:10.1/ABC", "pmid:7", "pmcid:PMC7")])
    assert {empty.resolve(name) for name in ("pmid:7", "pmcid:PMC7", "doi:10.1/abc", "doi:10.1/ABC")} == {"pmid:7"}
    assert empty.resolve("pmid:8") is None


def test_adding_again_changes_nothing(library):
    """The same sources added again count as unchanged and leave no trace in outbox or counts."""
    before = (library.snapshot(), library.stamp(), library.counts())
    report = library.add_sources(sample_sources())
    assert (report.added, report.updated) == (0, 0)
    assert report.unchanged == len(list(sample_sources()))
    assert (library.snapshot(), library.stamp(), library.counts()) == before


def test_full_text_is_preferred_to_abstract(empty):
    """The full text becomes current; the abstract is kept, and a quote from it still verifies."""
    abstract = source("pmid:1", body="Short.", revised="2024")
    full = source("pmid:1", "doi:10.1/x", body="Long.|Longer.", extent=Extent.FULL_TEXT)
    empty.add_sources([abstract])
    old_keys = set(empty.keys_of("pmid:1"))
    assert empty.add_sources([full]).updated == 1
    assert empty.text("pmid:1") == full.text
    assert empty.text("doi:10.1/x", abstract.version) == abstract.text
    assert empty.record("pmid:1", abstract.version).version == abstract.version
    assert old_keys.isdisjoint(empty.keys_of("pmid:1"))
    assert empty.passages(sorted(old_keys)) == {}
    assert empty.add_sources([abstract]).unchanged == 1
    assert empty.text("pmid:1") == full.text
    assert [one.is_current for one in empty.versions("pmid:1")] == [True, False]


def test_newer_revision_replaces_older_of_equal_extent(empty):
    """Of two abstracts the one revised later is current; a lesser or equal one counts as unchanged but is kept."""
    for revised, body, outcome in (("2020", "a", "added"), ("2022", "b", "updated"), ("2021", "c", "unchanged")):
        assert getattr(empty.add_sources([source("pmid:1", body=body, revised=revised)]), outcome) == 1
    assert empty.text("pmid:1").endswith("b")
    assert len(empty.versions("pmid:1")) == 3


def test_a_file_that_links_two_works_merges_them(empty):
    """When a new file names the ids of two known works they become one, under the better id."""
    empty.add_sources([source("doi:10.1/x", body="one"), source("pmid:5", body="two", revised="2021")])
    assert empty.counts().sources == 2
    empty.add_sources([source("pmid:5", "doi:10.1/x", body="three", revised="2022")])
    assert empty.counts().sources == 1
    assert empty.resolve("doi:10.1/x") == "pmid:5"
    assert empty.record("doi:10.1/x").ids == ("pmid:5", "doi:10.1/x")
    assert len(empty.versions("pmid:5")) == 3
    assert _live(empty) == set(empty.keys_of("pmid:5"))
    assert empty.doctor() == []


def test_works_are_merged_within_one_batch(empty):
    """Merging works the same when all three files come together."""
    empty.add_sources([source("doi:10.1/x"), source("pmid:5", body="b"), source("pmid:5", "doi:10.1/x", body="c")])
    assert empty.counts().sources == 1
    assert empty.resolve("doi:10.1/x") == "pmid:5"
    assert _live(empty) == set(empty.keys_of("pmid:5"))
    assert empty.doctor() == []


def test_retired_source_is_not_given_out_again(library):
    """A retired source's passages are left out, also for an index that has not heard; its text still verifies."""
    page = next(sample_sources())
    keys = list(library.keys_of(page.ids[0]))
    before = library.counts().sources
    library.retire(page.ids[0], "replaced by our own page")
    assert library.passages(keys) == {}
    assert len(library.keys_of(page.ids[0])) == 0
    assert library.counts().sources == before - 1
    assert library.text(page.ids[0]) == page.text
    assert page.ids[0] not in {record.source for record in library.sources()}
    assert library.add_sources([page]).skipped[0].reason == "retired: replaced by our own page"
    assert _live(library).isdisjoint(keys)


@pytest.mark.parametrize("notice_first", [True, False])
def test_a_retraction_notice_marks_the_work_it_names(empty, notice_first):
    """A notice marks its work whichever of the two arrives first."""
    sources = [source("pmid:1", "doi:10.1/x"), notice("doi:10.1/X", "retracted-article")]
    for one in reversed(sources) if notice_first else sources:
        empty.add_sources([one])
    record = empty.record("pmid:1")
    assert record.status is Status.RETRACTED
    assert "pmid:900" in record.status_note
    assert empty.record("pmid:900").status is Status.CURRENT


def test_the_gravest_status_holds(empty):
    """Retracted outranks concern, corrected and superseded, whoever says so; a lesser mark never lowers it."""
    empty.add_sources([source("pmid:1", relations=(Relation("ErratumIn", ("pmid:2",)),))])
    assert empty.record("pmid:1").status is Status.CORRECTED
    empty.mark("pmid:1", "retracted", "unreliable data")
    empty.mark("pmid:1", "superseded", "there is an update")
    record = empty.record("pmid:1")
    assert (record.status, record.status_note) == (Status.RETRACTED, "unreliable data")


def test_the_same_words_said_to_be_retracted_are_retracted(empty):
    """A record that comes again with the same text and a graver status changes the status."""
    empty.add_sources([source("pmid:1")])
    report = empty.add_sources([source("pmid:1", status=Status.RETRACTED)])
    assert report.updated == 1
    assert empty.record("pmid:1").status is Status.RETRACTED
    empty.add_sources([source("pmid:1", body="better", extent=Extent.FULL_TEXT)])
    assert empty.record("pmid:1").status is Status.RETRACTED


def test_snapshot_names_the_content_not_the_order(tmp_path):
    """Libraries with the same works in the same versions and status have the same snapshot, in whatever order built."""
    sources = [source(f"pmid:{n}", body=f"Body {n}.") for n in range(1, 30)]
    sources += [source("pmid:3", body="Full.", extent=Extent.FULL_TEXT), notice("pmid:4")]
    names = set()
    for seed in range(3):
        random.Random(seed).shuffle(sources)
        with Library.open(tmp_path / str(seed)) as library:
            for start in range(0, len(sources), 7):
                library.add_sources(sources[start : start + 7])
            names.add(library.snapshot())
            counts = library.counts()
    assert len(names) == 1
    with Library.open(tmp_path / "0") as library:
        assert library.counts().by_kind == counts.by_kind
        before = library.snapshot()
        library.mark("pmid:5", "concern", "under inquiry")
        assert library.snapshot() != before


def test_outbox_followed_from_any_point_gives_the_live_passages(empty):
    """An index that takes removals and then entries holds exactly the live passages, whenever it joined in."""
    generator = random.Random(3)
    held: set[int] = set()
    stamp = 0
    for step in range(60):
        number = generator.randrange(8)
        extent = generator.choice(list(Extent))
        empty.add_sources([source(f"pmid:{number}", body=f"Step {step}.", extent=extent, revised=f"20{step:02}")])
        if generator.random() < 0.1:
            empty.retire(f"pmid:{number}", "test")
        if generator.random() < 0.3:
            until = empty.stamp()
            empty.add_sources([source("pmid:99", body=f"Meanwhile {step}.", revised=f"20{step:02}")])
            held -= {key for keys in empty.removals(stamp, until) for key in keys}
            came = {row.key for rows in empty.entries(stamp, until) for row in rows}
            assert held.isdisjoint(came)
            held |= came
            stamp = until
    held -= {key for keys in empty.removals(stamp) for key in keys}
    held |= {row.key for rows in empty.entries(stamp) for row in rows}
    assert held == _live(empty)
    counted = empty.counts()
    assert len(_live(empty)) == counted.passages
    assert empty.doctor() == []


def test_trust_is_never_raised_by_what_a_file_claims(empty):
    """A Markdown file that calls itself a guideline is an upload; a published record is not."""
    empty.add_sources([source("file:abc", kind=SourceKind.GUIDELINE)], format="markdown")
    empty.add_sources([source("pmid:1", kind=SourceKind.GUIDELINE)], format="pubmed")
    empty.add_sources([source("file:def", kind=SourceKind.LOCAL_PROTOCOL)], format="markdown")
    assert [empty.record(name).trust for name in ("file:abc", "pmid:1", "file:def")] == [
        Trust.UPLOAD,
        Trust.PUBLISHED,
        Trust.LOCAL,
    ]


def test_what_one_version_lacks_another_supplies(empty):
    """Publication types and journal of the abstract's record serve the full text that has none."""
    types = ("Randomized Controlled Trial",)
    empty.add_sources([source("pmid:1", journal="Foot", publication_types=types)])
    empty.add_sources([source("pmid:1", body="All.", extent=Extent.FULL_TEXT, kind=SourceKind.OTHER)])
    record = empty.record("pmid:1")
    assert (record.journal, record.design.value) == ("Foot", "randomised trial")


def test_a_changed_passage_is_never_quoted(library, tmp_path):
    """When stored words no longer match their SHA-256 the source is named instead of being quoted."""
    page = next(sample_sources())
    keys = list(library.keys_of(page.ids[0]))
    library.close()
    with sqlite3.connect(library.folder / "library.sqlite") as connection:
        connection.execute("UPDATE passages SET start = start + 1 WHERE key = ?", (keys[1],))
    with Library.open(library.folder) as again:
        with pytest.raises(DamageError, match=page.ids[0]):
            again.passages(keys)
        assert any(page.version[:12] in finding.place for finding in again.doctor())


def test_unknown_ids_and_statuses_are_refused_in_words(library):
    """An error says what to do next."""
    with pytest.raises(LibraryError, match="curbside sources"):
        library.text("pmid:404")
    with pytest.raises(LibraryError, match="retracted, concern, corrected or superseded"):
        library.mark(next(sample_sources()).ids[0], "current", "x")
    with pytest.raises(LibraryError, match="--because"):
        library.retire(next(sample_sources()).ids[0], " ")


def test_a_newer_library_is_refused(library):
    """A library written by a newer program is not touched."""
    library.close()
    with sqlite3.connect(library.folder / "library.sqlite") as connection:
        connection.execute("UPDATE state SET schema = 99")
    with pytest.raises(LibraryError, match="newer Curbside"):
        Library.open(library.folder)


def test_the_newest_is_the_newest_of_what_is_there(empty):
    """A work that goes, or a date that was put right, is not counted as the newest any more."""
    empty.add_sources([source("pmid:1", published="2020"), source("pmid:2", body="b", published="2099")])
    assert empty.counts().newest == "2099"
    empty.retire("pmid:2", "a wrong date")
    assert empty.counts().newest == "2020"
    empty.take_back("pmid:2", "a wrong decision")
    assert empty.counts().newest == "2099"
    empty.add_sources([source("pmid:2", body="c", published="2021", revised="2026")])
    assert empty.counts().newest == "2021"


def test_a_title_is_looked_for_as_it_is_written(empty):
    """Signs that a database takes for any letter are only themselves."""
    empty.add_sources(
        [source("pmid:1", title="HLA_B27 in 50% of cases"), source("pmid:2", title="HLA-B27 in 50 cases")]
    )
    for words, found in (("hla_b27", 1), ("50%", 1), ("HLA", 2), ("%", 1)):
        assert len(list(empty.sources(title=words))) == found


def test_a_failed_batch_leaves_nothing(empty):
    """Sources are kept all or none: a reader that fails midway leaves no trace."""

    def failing():
        for number in range(700):
            yield source(f"pmid:{number}")
        raise RuntimeError("reader failed")

    with pytest.raises(RuntimeError):
        empty.add_sources(failing())
    assert empty.counts().sources == 0
    assert empty.stamp() == 0
    assert empty.add_sources([source("pmid:1")]).added == 1


def _live(library: Library) -> set[int]:
    """Keys that are live by the plain account of changes."""
    live: set[int] = set()
    for change in library.changes(0, 1_000_000):
        live |= set(change.added)
        live -= set(change.removed)
    return live
