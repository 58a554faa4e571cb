from __future__ import annotations

from curbside.language.datafiles import listed, table


def test_a_file_is_read_by_its_name_and_kept() -> None:
    """YAML and JSON of any room are read alike, and only once."""
    words = table("curbside.answers", "words.yaml")
    assert words["not_reviewed"]
    assert table("curbside.answers", "words.yaml") is words
    assert table("curbside.claims", "data/ranker.json")["about"]
    assert all(row["term"] for row in listed("curbside.language", "data/glossary.yaml"))
