"""Formats are told by content, and each of ours is told apart from the others."""

from __future__ import annotations

import gzip
import zipfile

import pytest

from corpora import corpus
from curbside.sources.detect import format_of, unrecognised
from curbside.sources.reading import HEAD_BYTES

HEADS = {
    "markdown": b"---\ntitle: A\n---\n# A\n",
    "html": b"<!DOCTYPE html><html><body>",
    "pdf": b"%PDF-1.7\n",
    "jsonl": b'{"pmid": "1", "title": "A"}\n',
    "openfda": b'{"meta": {"terms": "https://open.fda.gov/terms/"}, "results": [',
    "uspstf": b'{"issuer": "USPSTF", "topic_id": "1"',
    "nstg": b'{\n "condition_name": "X",\n "source": "NSTG 2022"',
    "medquad": b'<?xml version="1.0"?><Document id="1" source="GARD" url="x"><Focus>A</Focus>',
}


@pytest.mark.parametrize("name", HEADS)
def test_each_format_is_recognised_whatever_its_name(name: str) -> None:
    """A misleading name does not mislead."""
    for label in ("x", "x.html", "x.bin", "x.pdf"):
        found = format_of(HEADS[name], label)
        assert found is not None
        assert found.name == name


@pytest.mark.parametrize(
    ("head", "says"),
    [
        (b"pmid\ttitle\tyear\n1\tA\t1999\n2\tB\t2000\n", "TSV"),
        (b"a,b,c\n1,2,3\n4,5,6\n", "CSV"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"", "empty"),
        (b"<?xml version='1.0'?><faers/>", "XML"),
        (b"\0\1\2\3", "binary"),
    ],
)
def test_what_is_no_document_is_named(head: bytes, says: str) -> None:
    """A manifest, picture or database is skipped with a reason that names it."""
    assert format_of(head, "x") is None
    assert says in unrecognised(head, "x")


@pytest.mark.data
def test_real_files() -> None:
    """Files of the corpora find their readers."""
    with gzip.open(corpus("labels/openfda_labels.jsonl.gz")) as stream:
        found = format_of(stream.read(HEAD_BYTES), "x")
    assert found is not None
    assert found.name == "openfda"
    with zipfile.ZipFile(corpus("guidelines/nstg2022/nstg2022.zip")) as archive:
        names = {"json": 0, "txt": 0}
        for name in archive.namelist()[::9]:
            with archive.open(name) as member:
                found = format_of(member.read(HEAD_BYTES), name)
            if found is not None and found.name == "nstg":
                names[name.rpartition(".")[2]] += 1
        total = {kind: len([n for n in archive.namelist()[::9] if n.endswith(kind)]) for kind in names}
    assert names["json"] == total["json"]
    assert names["txt"] > 0.8 * total["txt"]
