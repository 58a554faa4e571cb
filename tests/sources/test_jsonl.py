"""JSON Lines: the shapes that are taken, and what is refused."""

from __future__ import annotations

import gzip
import io
import json
from itertools import islice
from typing import Any

import pytest

from corpora import corpus
from curbside.errors import NotADocumentError
from curbside.sources.formats.jsonl import JsonLines
from curbside.sources.reading import Read, Refusal
from curbside.sources.source import Damage, Extent, Role, Source, SourceKind, Status


def read(*records: dict[str, Any] | str) -> list[Read]:
    lines = "\n".join(record if isinstance(record, str) else json.dumps(record) for record in records)
    return list(JsonLines().read(io.BytesIO(lines.encode("utf-8", "surrogatepass")), "records.jsonl"))


def one(record: dict[str, Any]) -> Source:
    (source,) = read(record)
    assert isinstance(source, Source)
    return source


STRUCTURED = {
    "pmid": "7",
    "title": "[Aspirin and headache].",
    "abstract": "BACKGROUND: Headache is common (ratio 1:2). METHODS: We gave 500 mg: half orally. RESULTS: It fell by 5%. "
    "CONCLUSIONS: Aspirin helped. (ABSTRACT TRUNCATED AT 250 WORDS)",
    "pubtypes": ["Journal Article", "Randomized Controlled Trial"],
    "mesh": ["Humans"],
    "year": "1999",
}


def test_inline_labels_become_roles() -> None:
    """A method is never quoted as a finding: labels inside an abstract give each stretch its role, and stay out of it."""
    source = one(STRUCTURED)
    assert [(p.role, source[p]) for p in source.passages[1:]] == [
        (Role.BACKGROUND, "Headache is common (ratio 1:2)."),
        (Role.METHODS, "We gave 500 mg: half orally."),
        (Role.RESULTS, "It fell by 5%."),
        (Role.CONCLUSION, "Aspirin helped."),
    ]
    assert source.kind is SourceKind.TRIAL
    assert source.extent is Extent.ABSTRACT


def test_cut_abstract_is_marked() -> None:
    """MEDLINE's note that it cut the abstract is not quoted, and what stands before it is marked as cut."""
    source = one(STRUCTURED)
    assert source.passages[-1].damage == (Damage.TRUNCATED,)
    assert all(not p.damage for p in source.passages[:-1])
    assert "TRUNCATED" in source.text


def test_translated_title_loses_its_brackets() -> None:
    """Brackets that mark a translated title go, and the source says so."""
    source = one(STRUCTURED)
    assert source.title == "Aspirin and headache"
    assert "translated" in source.notes[0]


def test_title_alone_is_a_title() -> None:
    """A citation without abstract holds its title and nothing else."""
    source = one({"pmid": "1", "title": "A systematic review.", "doi": "10.1/ABC", "pmcid": "PMC5", "year": "1976"})
    assert source.extent is Extent.TITLE
    assert source.ids == ("pmid:1", "pmcid:PMC5", "doi:10.1/abc")
    assert [p.role for p in source.passages] == [Role.TITLE]
    assert source.kind is SourceKind.SYSTEMATIC_REVIEW


def test_snippets_are_not_the_work() -> None:
    """Snippets say that they are snippets; one that lies within another is not kept twice."""
    source = one({"pmid": "2", "title": None, "passages": ["beta", "alpha beta", "gamma"], "partial": True})
    assert source.extent is Extent.SNIPPETS
    assert [source[p] for p in source.passages] == ["alpha beta", "gamma"]


def test_one_bad_line_leaves_its_neighbours() -> None:
    """A line that cannot be read is refused with its number, and the rest is kept."""
    got = read(
        {"pmid": "1", "title": "A"}, '{"pmid": "2", "title"', {"pmid": "x", "title": "C"}, {"pmid": "4", "title": "D"}
    )
    assert [type(item) for item in got] == [Source, Refusal, Refusal, Source]
    assert isinstance(got[1], Refusal)
    assert got[1].locator == "line 2"


@pytest.mark.parametrize("text", ["bad \\ud800 surrogate", "a \\u0000 nul"])
def test_text_that_cannot_be_stored_is_refused(text: str) -> None:
    """Lone surrogates and NUL never reach the library."""
    got = read({"pmid": "1", "title": "A"}, f'{{"pmid": "2", "title": "B", "abstract": "{text}"}}')
    assert isinstance(got[1], Refusal)


def test_markup_left_in_a_record_keeps_its_numbers() -> None:
    """Tags go, raised digits stay raised, comparisons stay comparisons."""
    source = one(
        {
            "pmid": "3",
            "title": "T",
            "abstract": "10<sup>6</sup> <i>cells</i>, P <0.05, a&lt;b, 5&micro;g, CO<sub>2</sub>",
        }
    )
    assert source[source.passages[1]] == "10⁶ cells, P <0.05, a<b, 5µg, CO2"


def test_general_shape() -> None:
    """Any record with a title and a text is taken, with its blank lines as borders of passages."""
    source = one({"id": "ward:7", "title": "Falls", "text": "One.\n\nTwo.", "kind": "guideline", "issuer": "Ward"})
    assert source.ids == ("ward:7",)
    assert [source[p] for p in source.passages] == ["Falls", "One.", "Two."]
    assert source.kind is SourceKind.GUIDELINE


@pytest.mark.parametrize("record", [{"question": "Why?", "answers": ["a"]}, {}, {"total": 3, "results": []}])
def test_other_json_is_no_document(record: dict[str, Any]) -> None:
    """Questions, search results and settings are skipped, not quarantined."""
    with pytest.raises(NotADocumentError):
        read(record)


def test_retracted_record_says_so() -> None:
    """A retracted publication is marked by its publication type."""
    source = one({"pmid": "9", "title": "T", "pubtypes": ["Retracted Publication"]})
    assert source.status is Status.RETRACTED


def test_animal_work_is_told_apart() -> None:
    """Animals without humans, by MeSH or by title, are animal work; a person bitten by a dog is not."""
    assert one({"pmid": "1", "title": "X", "mesh": ["Animals"]}).kind is SourceKind.ANIMAL_OR_LABORATORY
    assert one({"pmid": "1", "title": "Pain in rats"}).kind is SourceKind.ANIMAL_OR_LABORATORY
    assert one({"pmid": "1", "title": "Treatment of dog bites in children"}).kind is not SourceKind.ANIMAL_OR_LABORATORY
    assert one({"pmid": "1", "title": "Pain in rats", "mesh": ["Animals", "Humans"]}).kind is SourceKind.OTHER


@pytest.mark.data
def test_haystack_abstracts_are_kept_whole() -> None:
    """Every letter of a real abstract lies in one of its passages, but for labels and the note that it was cut."""
    with gzip.open(corpus("haystack/pubmed_abstracts.jsonl.gz")) as stream:
        lines = b"".join(islice(stream, 3000))
    for source in JsonLines().read(io.BytesIO(lines), "x"):
        assert isinstance(source, Source)
        outside = source.text
        for passage in reversed(source.passages):
            outside = outside[: passage.start] + outside[passage.end :]
        assert sum(map(len, (p.path[-1] for p in source.passages if len(p.path) > 1))) + 60 > len(outside.strip())


def test_a_record_marked_in_its_title_alone_is_retracted() -> None:
    """Collections of records name the types late or never: the mark in the title counts."""
    assert one(STRUCTURED).status is Status.CURRENT
    assert one({**STRUCTURED, "title": "RETRACTED: Aspirin and headache."}).status is Status.RETRACTED
