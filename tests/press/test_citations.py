"""Citation files hold what the references hold: each is parsed back by a reader that is not ours, or by the library's own."""

from __future__ import annotations

import gzip
import io
import json
from dataclasses import replace
from itertools import islice
from typing import Any

import bibtexparser
import jsonschema
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors, SplitNameParts
from citeproc.source.json import CiteProcJSON
from hypothesis import given, settings
from hypothesis import strategies as st
from test_press import made

from corpora import corpus
from curbside.answers.answer import Answer, Reference
from curbside.errors import CurbsideError
from curbside.press.bibliography import Name, first_and_last, one_line, works
from curbside.press.bibtex import bibtex
from curbside.press.csl import csl
from curbside.press.nbib import nbib, without_number
from curbside.press.ris import ris
from curbside.sources.formats.medline import Medline
from curbside.sources.source import Page, Source, SourceKind, Status
from strategies import record

STATE = "Not reviewed by a clinician."
TRIAL = {
    "source": "pmid:123", "ids": ("pmid:123", "pmcid:PMC9", "doi:10.1/a_b#c"), "title": "Gout & 100% {of} C_max: $5 ~ <10^6> \\ #1",
    "authors": ("Smith JA Jr", "van der Berg P", "O'Neil-Ruiz Ł", "EULAR Working Group II", "Doe, Jane"), "journal": "J Gout & Co",
    "volume": "3", "issue": "1", "pages": "1203-8", "published": "2020-03-09", "status": Status.RETRACTED,
    "status_note": "retracted 2021-02: data {unreliable} (PMID 456)",
}  # fmt: skip
PAGES = (
    Page("medquad:a/1", "Gout: a page", "NIH", "https://example.org/gout?a=1&b={2}", "undated, collected 2016-17"),
    Page("medquad:a-1", "Gout again", "NIH", "javascript:alert(1)", "2019-05"),
)
RECORDS = (
    record(**TRIAL),
    record(source="starter:gout", ids=("starter:gout",), title="Gout", kind=SourceKind.STARTER, pages_drawn_from=PAGES, published=""),
    record(source="starter:gout", ids=("starter:gout",), title="Gout", kind=SourceKind.STARTER, pages_drawn_from=PAGES[:1], published=""),
    record(source="file:1", ids=("file:1",), title="Gout on ward 7", kind=SourceKind.LOCAL_PROTOCOL, owner="Ward 7",
           version_label="2", effective="2026-01-01", review_by="2027-01-01", published=""),
    record(source="doi:10.1/p", ids=("doi:10.1/p",), title="Early gout", kind=SourceKind.PREPRINT, published="2024", url="https://x.org"),
    record(source="file:2", ids=("file:2",), title="A book of gout", kind=SourceKind.TEXTBOOK, issuer="Press", published="2024-13"),
)  # fmt: skip


def citing(*records: object) -> Answer:
    """An answer whose references are these, and which says nothing."""
    references = tuple(Reference(n, one) for n, one in enumerate(records, start=1))  # type: ignore[arg-type]
    return replace(made(), references=references, sections=(), bottom_line=None)


def test_works_are_counted_once_and_pages_stand_for_a_starter_source() -> None:
    """Each public page behind a starter source is one work, under every number that it has in the answer."""
    found = works(citing(*RECORDS), STATE)
    assert [work.numbers for work in found] == [(1,), (2, 3), (2,), (4,), (5,), (6,)]
    assert [work.key for work in found] == [
        "pmid-123",
        "medquad-a-1",
        "medquad-a-1-2",
        "file-1",
        "doi-10-1-p",
        "file-2",
    ]
    assert [work.genre.value for work in found] == ["journal", "web", "web", "report", "preprint", "book"]
    assert found[2].url == ""
    assert found[5].published == (2024,)
    assert found[0].authors == (
        Name("Smith", "J. A.", "Jr"), Name("van der Berg", "P."), Name("O'Neil-Ruiz", "Ł."), Name("EULAR Working Group II"),
        Name("Doe", "Jane"),
    )  # fmt: skip


def test_an_article_behind_a_starter_source_is_an_article() -> None:
    """A page that is known by its PubMed number or DOI is cited as the journal article it is."""
    page = Page("pmid:36072502", "Tarsal tunnel", "Orthopedic Reviews (abstract)", "https://pubmed.ncbi.nlm.nih.gov/36072502/", "2022-09-05")  # fmt: skip
    (work,) = works(citing(record(kind=SourceKind.STARTER, pages_drawn_from=(page,))), STATE)
    assert (work.genre.value, work.container, work.pmid) == ("journal", "Orthopedic Reviews", "36072502")
    assert work.notes == ()
    assert "(Curbside, library 000000000000). There it was summarised by Curbside. Not reviewed" in work.cited_in


@pytest.mark.parametrize(
    ("pages", "first", "last"),
    [("9-12", "9", "12"), ("1203-8", "1203", "1208"), ("e12-e15", "e12", "e15"), ("S1-9", "S1", "S9"), ("e5", "e5", ""),
     ("9-12, 20", "9-12, 20", ""), ("", "", "")],
)  # fmt: skip
def test_pages_are_first_and_last(pages: str, first: str, last: str) -> None:
    """A shortened last page is written out; what is no range stays whole."""
    assert first_and_last(pages) == (first, last)


def test_ris_is_read_back() -> None:
    """A reader of RIS finds type, title, authors, date, pages and identifiers as the record has them."""
    trial, page, other, ward, preprint, book = rispy.loads(ris(citing(*RECORDS), STATE), skip_unknown_tags=False)
    assert [one["type_of_reference"] for one in (trial, page, ward, preprint, book)] == [
        "JOUR",
        "ELEC",
        "RPRT",
        "UNPB",
        "BOOK",
    ]
    assert trial["title"] == f"[RETRACTED] {TRIAL['title']}"
    assert trial["authors"] == [
        "Smith, J. A., Jr",
        "van der Berg, P.",
        "O'Neil-Ruiz, Ł.",
        "EULAR Working Group II",
        "Doe, Jane",
    ]
    assert (trial["year"], trial["date"]) == ("2020", "2020/03/09/")
    assert (trial["start_page"], trial["end_page"]) == ("1203", "1208")
    assert (trial["doi"], trial["accession_number"], trial["secondary_title"]) == ("10.1/a_b#c", "123", "J Gout & Co")
    assert "Status: retracted." in trial["notes"]
    assert "retracted 2021-02: data {unreliable} (PMID 456)" in trial["notes"]
    assert any(note.endswith(STATE) and note.startswith('Cited as [2, 3] in "') for note in page["notes"])
    assert "undated, collected 2016-17" in page["notes"]
    assert "urls" not in other
    assert ward["edition"] == "2"


def test_ris_lines_are_as_the_format_asks() -> None:
    """TY first, ER last, one tag a line, carriage return and line feed."""
    lines = ris(citing(*RECORDS), STATE).split("\r\n")
    assert lines[0] == "TY  - JOUR"
    assert lines[-2:] == ["ER  - ", ""]
    assert all(line[2:6] == "  - " for line in lines[:-1])


def test_bibtex_is_read_back() -> None:
    """A reader of BibTeX that understands TeX finds the same words, and people apart from bodies."""
    text = bibtex(citing(*RECORDS), STATE)
    parsed = bibtexparser.parse_string(
        text, append_middleware=[LatexDecodingMiddleware(keep_math_mode=False), SeparateCoAuthors()]
    )
    assert not parsed.failed_blocks
    assert [entry.entry_type for entry in parsed.entries] == ["article", "misc", "misc", "techreport", "misc", "book"]
    trial = parsed.entries[0]
    # The reader knows no other circumflex than the accent.
    assert trial["title"].strip("{}").replace("ˆ", "^") == f"[RETRACTED] {TRIAL['title']}"
    assert (trial["journal"], trial["year"], trial["month"]) == ("J Gout & Co", "2020", "mar")
    assert (trial["pages"], trial["number"]) in {("1203--8", "1"), ("1203–8", "1")}
    assert trial["note"] == "Status: retracted. retracted 2021-02: data {unreliable} (PMID 456)"
    assert trial["annote"].endswith(STATE)
    assert r"Gout \& 100\% $\lbrace$of$\rbrace$ C\_max: \$5 \textasciitilde{} $<$10\textasciicircum{}6$>$" in text
    assert "url = {https://example.org/gout?a=1&b=%7B2%7D}," in text
    assert [name.strip("{}") for name in trial["author"]] == [
        "Smith, Jr, J. A.", "van der Berg, P.", "O'Neil-Ruiz, Ł.", "EULAR Working Group II", "Doe, Jane",
    ]  # fmt: skip
    assert "@" not in bibtex(citing(record(title="Gout")), "").replace("@article", "").replace("@misc", "")


def test_bibtex_names_fall_into_their_parts() -> None:
    """Family name, given name and "Jr" are where BibTeX looks for them; a body is one word."""
    text = bibtex(citing(RECORDS[0]), STATE)
    parsed = bibtexparser.parse_string(text, append_middleware=[SeparateCoAuthors(), SplitNameParts()])
    smith, berg, _, body, _ = parsed.entries[0]["author"]
    assert (smith.last, smith.first, smith.jr) == (["Smith"], ["J.", "A."], ["Jr"])
    assert (berg.von, berg.last) == (["van", "der"], ["Berg"])
    assert body.last == ["{EULAR Working Group II}"]


def test_nbib_is_read_back_by_the_library() -> None:
    """What is exported can be added again: same ids, names, dates and standing."""
    answer = citing(*RECORDS)
    (back,) = Medline().read(io.BytesIO(nbib(answer, STATE).encode()), "x.nbib")
    assert isinstance(back, Source)
    assert Medline().recognises(nbib(answer, STATE).encode()[:200], "x")
    assert set(back.ids) == {"pmid:123", "pmcid:PMC9", "doi:10.1/a_b#c"}
    assert back.authors == ("Smith JA Jr", "van der Berg P", "O'Neil-Ruiz Ł", "Doe Jane", "EULAR Working Group II")
    assert (back.journal, back.volume, back.issue, back.pages) == ("J Gout & Co", "3", "1", "1203-8")
    assert (back.published, back.status) == ("2020-03-09", Status.RETRACTED)
    assert "PT  - Retracted Publication\n" in nbib(answer, STATE)
    assert without_number(answer) == ("Gout: a page", "Gout again", "Gout on ward 7", "Early gout", "A book of gout")
    with pytest.raises(CurbsideError, match="No reference of this answer has a PubMed number"):
        nbib(citing(RECORDS[1]), STATE)


TEXT = {"type": "string"}
#: The fields that we write, with the types that csl-data.json of the Citation Style Language (1.0.2) gives them.
CSL_DATA: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            "type": {"enum": ["article-journal", "article", "book", "report", "webpage", "document"]},
            "author": {
                "type": "array",
                "items": {
                    "additionalProperties": False,
                    "properties": dict.fromkeys(("family", "given", "suffix", "literal"), TEXT),
                },
            },
            "issued": {
                "additionalProperties": False,
                "properties": {
                    "literal": {"type": "string"},
                    "date-parts": {
                        "type": "array", "minItems": 1, "maxItems": 2,
                        "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": ["string", "number"]}},
                    },
                },
            },
            **dict.fromkeys(("id", "title", "container-title", "publisher", "volume", "issue", "page", "version", "genre", "DOI", "PMID", "PMCID", "URL", "status", "note", "annote"), TEXT),
        },
    },
}  # fmt: skip


def test_csl_json_follows_its_schema_and_is_read_back() -> None:
    """Valid for the schema of the Citation Style Language, and a citation processor takes every item."""
    items = json.loads(csl(citing(*RECORDS), STATE))
    jsonschema.validate(items, CSL_DATA)
    trial, page = items[:2]
    assert trial["issued"] == {"date-parts": [[2020, 3, 9]]}
    assert trial["author"][0] == {"family": "Smith", "given": "J. A.", "suffix": "Jr"}
    assert trial["author"][3] == {"literal": "EULAR Working Group II"}
    assert (trial["status"], trial["PMCID"]) == ("retracted", "PMC9")
    assert page["issued"] == {"literal": "undated, collected 2016-17"}
    read = CiteProcJSON([item for item in items if "literal" not in item.get("issued", {"literal": ""})])
    assert list(read["pmid-123"]["title"]) == [trial["title"]]
    assert str(read["pmid-123"]["page"]) == "1203-8"


_TEXT = st.text(st.characters(codec="utf-8"), max_size=40)


@settings(max_examples=60, deadline=None)
@given(_TEXT, st.lists(_TEXT, max_size=3), _TEXT, _TEXT, _TEXT)
def test_no_text_breaks_a_citation_file(title: str, authors: list[str], journal: str, pages: str, note: str) -> None:
    """Whatever a document calls itself, each file holds two works, and their titles."""
    hostile = record(title=title, authors=tuple(authors), journal=journal, pages=pages, status_note=note)
    answer = citing(hostile, record(source="pmid:2", ids=("pmid:2",), title="Second"))
    said = one_line(title)
    first, second = rispy.loads(ris(answer, STATE), skip_unknown_tags=False)
    assert (first.get("title", ""), second["title"]) == (said, "Second")
    assert [item.get("title", "") for item in json.loads(csl(answer, STATE))] == [said, "Second"]
    parsed = bibtexparser.parse_string(bibtex(answer, STATE))
    assert not parsed.failed_blocks
    assert [entry.key for entry in parsed.entries] == ["pmid-1", "pmid-2"]
    tags = [line[:6] for line in nbib(answer, STATE).splitlines()]
    assert tags.count("PMID- ") == 2


@pytest.mark.data
def test_pubmed_records_come_back() -> None:
    """Real names, dates, pages and identifiers survive NBIB, RIS and BibTeX; every person stays a person."""
    path = corpus("pubmed_xml/medline_format_1000.txt.gz")
    with gzip.open(path) as stream:
        read = islice((one for one in Medline().read(stream, path.name) if isinstance(one, Source)), 400)
        sources = {one.ids[0]: one for one in read}
    same = ("ids", "title", "status", "authors", "journal", "volume", "issue", "pages", "published", "date_note")
    records = [record(**{name: getattr(one, name) for name in same}, source=key) for key, one in sources.items()]
    answer = citing(*records)
    found = works(answer, STATE)
    back = {
        one.ids[0]: one
        for one in Medline().read(io.BytesIO(nbib(answer, STATE).encode()), "x")
        if isinstance(one, Source)
    }
    assert len(back) == len(sources) > 350
    for key, one in back.items():
        told = sources[key]
        for name in ("journal", "volume", "issue", "pages", "published", "date_note"):
            assert getattr(one, name) == getattr(told, name), key
        assert sorted(one.authors) == sorted(told.authors)
        assert (one.status is Status.RETRACTED) == (told.status is Status.RETRACTED)
        assert set(one.ids) == {i for i in told.ids if i.split(":")[0] in {"pmid", "pmcid", "doi"}}
    entries = rispy.loads(ris(answer, STATE), skip_unknown_tags=False)
    assert [len(entry.get("authors", [])) for entry in entries] == [len(work.authors) for work in found]
    parsed = bibtexparser.parse_string(bibtex(answer, STATE), append_middleware=[SeparateCoAuthors(), SplitNameParts()])
    assert not parsed.failed_blocks
    for entry, work in zip(parsed.entries, found, strict=True):
        for person, name in zip(entry["author"] if work.authors else [], work.authors, strict=True):
            if name.given:
                assert (" ".join([*person.von, *person.last]), " ".join(person.jr)) == (name.family, name.suffix)
