"""MEDLINE text: tags, continued lines and labelled abstracts read like the same record in XML."""

from __future__ import annotations

import gzip
import io

import pytest

from corpora import corpus
from curbside.errors import NotADocumentError, UnreadableError
from curbside.sources.formats.medline import Medline
from curbside.sources.reading import Refusal
from curbside.sources.source import Extent, Role, Source, SourceKind, Status

RECORD = """
PMID- 10974959
LR  - 20151119
VI  - 176
IP  - 2
DP  - 2000 Jun-Jul
TI  - Cost-effectiveness of intensive v. standard care for
      severe illness.
PG  - 537-43
LID - 10.1000/ABC [doi]
AB  - BACKGROUND: It is advocated. METHODS: 708 patients were
      allocated. RESULTS: No difference (P < 0.05).
PT  - Randomized Controlled Trial
TA  - Br J Psychiatry
AU  - Byford S
MH  - Critical Care/*economics
EIN - Br J Psychiatry. 2001;1:2. PMID: 11116784
PMC - PMC123

PMID- 2
TI  - Second.
"""


def read(text: str) -> list[object]:
    return list(Medline().read(io.BytesIO(text.encode()), "a.nbib"))


def test_a_record_is_read_whole():
    """Every field has its place; continued lines are joined with a blank; a range of months keeps its words."""
    source, second = read(RECORD)
    assert isinstance(source, Source)
    assert isinstance(second, Source)
    assert source.ids == ("pmid:10974959", "pmcid:PMC123", "doi:10.1000/abc")
    assert source.title == "Cost-effectiveness of intensive v. standard care for severe illness"
    assert (source.journal, source.volume, source.issue, source.pages) == ("Br J Psychiatry", "176", "2", "537-43")
    assert (source.published, source.date_note, source.revised) == ("2000", "2000 Jun-Jul", "2015-11-19")
    assert source.mesh == ("Critical Care/economics",)
    assert source.kind is SourceKind.TRIAL
    assert source.status is Status.CORRECTED
    assert source.relations[0].ids == ("pmid:11116784",)
    assert second.extent is Extent.TITLE


def test_labels_inside_the_abstract_give_paths_and_roles():
    """The labels of a structured abstract are found again, and every word of it is kept."""
    source = read(RECORD)[0]
    assert isinstance(source, Source)
    assert [(p.path[-1], p.role, source[p]) for p in source.passages[1:]] == [
        ("BACKGROUND", Role.BACKGROUND, "It is advocated."),
        ("METHODS", Role.METHODS, "708 patients were allocated."),
        ("RESULTS", Role.RESULTS, "No difference (P < 0.05)."),
    ]


def test_what_is_no_medline_file_is_refused():
    """Bytes that are not text, lines without a tag and files without a record each end with a reason."""
    assert Medline().recognises(b"\n\nPMID- 12230038\nOWN - NLM\n", "x.txt")
    assert not Medline().recognises(b"PMIDs are numbers", "x.txt")
    with pytest.raises(NotADocumentError):
        read("\n\n")
    with pytest.raises(UnreadableError, match="line 1 has no tag"):
        read("some words\n")
    with pytest.raises(UnreadableError, match="UTF-8"):
        list(Medline().read(io.BytesIO(b"PMID- 1\nTI  - 5 \xb5g\n"), "a"))
    assert isinstance(read("PMID- \nTI  - A title\n")[0], Refusal)


@pytest.mark.data
def test_the_real_export_gives_every_record():
    """A thousand records, each with a title and each word of its abstract."""
    data = gzip.decompress(corpus("pubmed_xml/medline_format_1000.txt.gz").read_bytes())
    sources = [source for source in Medline().read(io.BytesIO(data), "export.txt") if isinstance(source, Source)]
    assert len(sources) == data.count(b"PMID- ") == 1000
    assert sum(source.extent is Extent.ABSTRACT for source in sources) > 800
    stored = sum(source.text.count(digit) for source in sources for digit in "0123456789")
    fields = data.decode().replace("\n      ", " ").split("\n")
    written = "".join(line[6:] for line in fields if line[:4] in {"TI  ", "AB  ", "TT  "})
    assert stored >= sum(written.count(digit) for digit in "0123456789")
