"""The same library in PostgreSQL: runs where CURBSIDE_TEST_POSTGRES names an empty database."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from made import notice, source
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from curbside.consult import Desk
from curbside.errors import LibraryError
from curbside.library import tables
from curbside.library.library import Library
from curbside.sources.source import Status
from curbside.testing import sample_sources

URL = os.environ.get("CURBSIDE_TEST_POSTGRES", "")


@pytest.mark.skipif(
    not URL, reason="no PostgreSQL to test with (set CURBSIDE_TEST_POSTGRES to the URL of an empty database)"
)
def test_a_database_server_keeps_the_same_library(tmp_path: Path, library: Library) -> None:
    """Works, merges, notices, passages, outbox, doctor and an answer are the same on PostgreSQL as on SQLite."""
    more = [
        source("doi:10.1/x"),
        source("pmid:5", body="b"),
        source("pmid:5", "doi:10.1/x", body="c"),
        notice("pmid:5"),
    ]
    forged = [source("pmid:8", "doi:10.1/z", "pmid:7", body="Forged."), source("pmid:8", "doi:10.1/z", body="Mine.")]
    true = [source("pmid:9", "doi:10.1/z", body="True.")]
    library.add_sources(more)
    library.add_sources(forged, format="html")
    library.add_sources(true, format="pubmed")
    with Library.open(URL, index=tmp_path) as other:
        try:
            other.add_sources(sample_sources(), format="medquad")
            other.add_sources(more)
            other.add_sources(forged, format="html")
            other.add_sources(true, format="pubmed")
            assert other.resolve("doi:10.1/z") == library.resolve("doi:10.1/z") == "pmid:9"
            assert other.snapshot() == library.snapshot()
            assert other.record("doi:10.1/X") == library.record("doi:10.1/x")
            assert other.record("pmid:5").status is Status.RETRACTED
            assert list(other.entries()) == list(library.entries())
            for name in ("pmid:5", "doi:10.1/x", "pmid:8", "pmid:9"):
                assert other.text(name) == library.text(name)
                theirs, ours = (one.passages(list(one.keys_of(name))).values() for one in (other, library))
                assert [(one.record, one.text) for one in theirs] == [(one.record, one.text) for one in ours]
            assert other.doctor() == []
            theirs, ours = (Desk(one).ask("How is carpal tunnel syndrome treated?") for one in (other, library))
            assert theirs.claims
            assert theirs.outcome is ours.outcome
            assert [quote for claim in theirs.claims for quote in claim.quotes] == [
                quote for claim in ours.claims for quote in claim.quotes
            ]
        finally:
            tables.metadata.drop_all(other.engine)


def test_a_database_needs_a_folder_for_its_index() -> None:
    """A URL without an index folder is refused with what to set."""
    with pytest.raises(LibraryError, match="CURBSIDE_INDEX"):
        Library.open("postgresql://nowhere/x")


def test_every_table_compiles_for_postgres() -> None:
    """The schema uses only types that PostgreSQL knows."""
    for table in tables.metadata.sorted_tables:
        assert f"CREATE TABLE {table.name}" in str(CreateTable(table).compile(dialect=postgresql.dialect()))
