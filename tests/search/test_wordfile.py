"""The file of each passage's terms: what is counted is what was written, or an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from curbside.search.analysis import terms, written
from curbside.search.engine import Entry, IndexDamageError
from curbside.search.engines.tantivy import TantivyEngine
from curbside.search.wordfile import WordFile, WordWriter, length, pack


def _file(path: Path, *texts: tuple[str, str]) -> tuple[WordFile, list[int]]:
    with WordWriter(path, 0) as writer:
        rows = []
        for fields in texts:
            found = [written(text) for text in fields]
            rows.append(writer.append(pack(found, [length(one) for one in found])))
        writer.sync()
    return WordFile(path), rows


def test_a_term_said_twice_in_a_row_counts_twice(tmp_path: Path) -> None:
    """Neighbours that are alike are each counted, and a term is never found inside another."""
    text = "Cell cell CELL, cellulitis; cells. 2.5 mg is not 5 mg"
    words, rows = _file(tmp_path / "terms", (text, "cell?"), ("", ""))
    told = words.tallies(rows, terms("cell cellulitis 2.5 5 mg absent"))
    assert told.counts["text"] == [{"cell": 4, "cellul": 1, "2.5": 1, "5": 1, "mg": 2}, {}]
    assert told.counts["asked"] == [{"cell": 1}, {}]
    assert told.lengths["text"] == [len(terms(text)), 0]


def test_no_changed_byte_is_counted(tmp_path: Path) -> None:
    """Whatever byte of a row changes, and wherever the file is cut, the row is refused."""
    words, (row,) = _file(tmp_path / "terms", ("fever and chills", "what is fever"))
    whole = (tmp_path / "terms").read_bytes()
    assert words.row(row) == [written("fever and chills"), written("what is fever")]
    for place in range(len(whole)):
        for broken in (whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :], whole[:place]):
            path = tmp_path / f"broken-{place}-{len(broken)}"
            path.write_bytes(broken)
            with pytest.raises(IndexDamageError):
                WordFile(path).tallies([row], ["fever"])


def test_an_index_of_an_older_form_is_made_again(tmp_path: Path) -> None:
    """An index without the file that this version reads opens as an empty one, and is written anew."""
    engine = TantivyEngine(tmp_path)
    engine.write([Entry(1, "fever")], [], 3)
    engine.close()
    (terms_file,) = tmp_path.rglob("terms")
    terms_file.rename(terms_file.with_name("words"))
    reopened = TantivyEngine(tmp_path)
    assert reopened.stamp() == 0
    reopened.write([Entry(1, "fever")], [], 3)
    assert reopened.stamp() == 3
    reopened.close()
