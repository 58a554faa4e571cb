"""Markdown: front matter, structure, and the starter library's statements."""

from __future__ import annotations

import io

import pytest

from curbside.errors import NotADocumentError, UnreadableError
from curbside.sources.formats.markdown import Markdown
from curbside.sources.source import Audience, Role, Source, SourceKind

PROTOCOL = """---
kind: local_protocol
id: protocol:sepsis-ed
title: Sepsis in the emergency department
owner: Dr A. Example, Emergency Medicine
version: "3.2"
effective: 2026-01-15
review_by: 2027-01-15
jurisdiction: GB
audience: professional
synonyms: [septic shock, blood poisoning]
licence: internal
---
# Sepsis in the emergency department

## First hour

Do the following within 60 minutes:

- Take two sets of blood cultures (10<sup>6</sup> CFU is **not** needed).
- Give 500 mL if lactate is >2 mmol/L and <4 mmol/L:
  - adult: 500 mL
  - child: 10 mL/kg

Do not delay for imaging.

| Drug | Dose |
|------|------|
| Drug A | 1\\*2 g |
| Drug B | <5 mg |
"""

HASH = "a" * 64
STARTER = f"""---
kind: starter
id: starter:example
title: Example syndrome
audience: patient
pages:
  - {{source: "medquad:X/1", title: "Example", publisher: "P", url: "https://example.org", published: "undated"}}
---
# Example syndrome

## Clinical features

- Example syndrome causes pain.[^1]
- Example syndrome causes numbness.[^1][^2]

## Causes and mechanism

- Example syndrome is caused by pressure.[^2]

[^1]: medquad:X/1 10 20 {HASH}
[^2]: medquad:X/1 30 40 {HASH} ; medquad:X/1 50 60 {HASH}
"""


def read(page: str, name: str = "page.md") -> Source:
    (source,) = Markdown().read(io.BytesIO(page.encode()), name)
    assert isinstance(source, Source)
    return source


def test_local_protocol_says_who_answers_for_it() -> None:
    """Owner, version, dates, jurisdiction and audience of a local protocol are kept as written."""
    source = read(PROTOCOL)
    assert source.kind is SourceKind.LOCAL_PROTOCOL
    assert (source.owner, source.version_label) == ("Dr A. Example, Emergency Medicine", "3.2")
    assert (source.effective, source.review_by) == ("2026-01-15", "2027-01-15")
    assert (source.jurisdiction, source.audience) == ("GB", Audience.PROFESSIONAL)
    assert source.synonyms == ("septic shock", "blood poisoning")
    assert source.ids == ("protocol:sepsis-ed",)


@pytest.mark.parametrize("field", ["owner", "version", "effective", "review_by", "title"])
def test_protocol_without_a_field_is_refused_by_name(field: str) -> None:
    """A local protocol that does not say who, which or until when is refused, and the message names the field."""
    page = "\n".join(line for line in PROTOCOL.split("\n") if not line.startswith(f"{field}:"))
    with pytest.raises(UnreadableError, match=f"'{field}'"):
        read(page)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("effective: 2026-01-15", "effective: soon", "'effective'"),
        ("review_by: 2027-01-15", "review_by: 2025-01-15", "'review_by'"),
        ("kind: local_protocol", "kind: gossip", "choose one of"),
        ("audience: professional", "audience: everyone", "'audience'"),
        ("owner: Dr", "owner: [Dr", "YAML"),
        ("owner: Dr A. Example, Emergency Medicine", "owner: [a, b]", "one value"),
    ],
)
def test_wrong_front_matter_is_refused_with_what_to_do(before: str, after: str, says: str) -> None:
    """A field that cannot be trusted refuses the file."""
    assert before in PROTOCOL
    with pytest.raises(UnreadableError, match=says):
        read(PROTOCOL.replace(before, after))


def test_list_shares_a_passage_with_its_lead_in() -> None:
    """Items are never separated from the words that introduce them, and a nested list stays with its item."""
    source = read(PROTOCOL)
    (listing,) = [p for p in source.passages if p.role is Role.LIST_ITEM]
    assert listing.lead_in is not None
    assert source.text[slice(*listing.lead_in)] == "Do the following within 60 minutes:"
    items = [source.text[slice(*item)] for item in listing.items]
    assert items[0] == "Take two sets of blood cultures (10⁶ CFU is not needed)."
    assert items[1] == "Give 500 mL if lactate is >2 mmol/L and <4 mmol/L:\n- adult: 500 mL\n- child: 10 mL/kg"
    assert listing.path == ("Sepsis in the emergency department", "First hour")


def test_table_rows_keep_their_header_and_signs() -> None:
    """A table is one passage, its rows are items, and neither '*' nor '<' is taken for markup."""
    source = read(PROTOCOL)
    (table,) = [p for p in source.passages if p.role is Role.TABLE_ROW]
    assert [source.text[slice(*row)] for row in table.items] == ["Drug A | 1*2 g", "Drug B | <5 mg"]
    assert table.lead_in is not None
    assert source.text[slice(*table.lead_in)] == "Drug | Dose"


def test_starter_items_are_statements_with_their_spans() -> None:
    """Each item of a starter page is one passage that names the spans it was drawn from; markers are not stored."""
    source = read(STARTER)
    statements = [p for p in source.passages if p.role is Role.BODY]
    assert [source[p] for p in statements] == [
        "Example syndrome causes pain.",
        "Example syndrome causes numbness.",
        "Example syndrome is caused by pressure.",
    ]
    assert [len(p.drawn_from) for p in statements] == [1, 3, 2]
    assert [p.facet for p in statements] == ["presentation", "presentation", "causes"]
    assert "[^" not in source.text
    assert source.pages_drawn_from[0].source == "medquad:X/1"


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("pain.[^1]", "pain.", "without a footnote"),
        ("pain.[^1]", "pain.[^9]", "no definition"),
        ("## Causes and mechanism", "## Why", "section kind"),
        ("medquad:X/1 30 40", "medquad:Y/1 30 40", "not under 'pages'"),
        ("10 20", "20 10", "must read"),
    ],
)
def test_starter_page_that_cannot_be_proved_is_refused(before: str, after: str, says: str) -> None:
    """A starter statement without a well-formed, declared span never enters."""
    with pytest.raises(UnreadableError, match=says):
        read(STARTER.replace(before, after))


def test_readme_is_skipped() -> None:
    """A README or licence is valid and no document."""
    with pytest.raises(NotADocumentError):
        read("# Data\n\nWhat is in this folder.\n", "x/README.md")


def test_recognised_by_content() -> None:
    """JSON, HTML and binary files are not taken for Markdown."""
    reader = Markdown()
    assert reader.recognises(PROTOCOL.encode(), "noname")
    assert reader.recognises(b"# A\n\ntext\n\n## B\n", "x.txt")
    assert not reader.recognises(b'{"a": 1}\n', "x.txt")
    assert not reader.recognises(b"%PDF-1.4\n\0\0", "x.md")
    assert not reader.recognises(b"pmid\ttitle\n1\tA\n", "x.tsv")


def test_passages_lie_in_order_and_never_overlap() -> None:
    """Spans of passages follow each other."""
    for page in (PROTOCOL, STARTER):
        source = read(page)
        ends = [0]
        for passage in source.passages:
            assert passage.start >= ends[-1]
            ends.append(passage.end)
        assert len({p.position for p in source.passages}) == len(source.passages)


@pytest.mark.parametrize("named", ["pmid:12345678", "PMID:1", "doi:10.1000/x", "starter:gout", "uspstf:449"])
def test_a_page_of_ones_own_takes_no_name_of_a_published_work(named: str) -> None:
    """It would become the text that is quoted under that name; the refusal says what to write instead."""
    page = f"---\nid: {named}\ntitle: Gout\npublished: 2026-01-01\n---\n# Gout\n\nGout is treated with rest.\n"
    with pytest.raises(UnreadableError, match="local:gout"):
        read(page)
