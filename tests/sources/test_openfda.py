"""openFDA labels: sections, subsections, tables and identity."""

from __future__ import annotations

import gzip
import io
import json
from itertools import islice
from typing import Any

import pytest

from corpora import corpus
from curbside.errors import NotADocumentError, UnreadableError
from curbside.sources.formats.openfda import OpenFda
from curbside.sources.labels import subsections, title_of
from curbside.sources.passages import settle
from curbside.sources.reading import Refusal
from curbside.sources.source import Audience, Passage, Role, Source, SourceKind

META = {"meta": {"terms": "https://open.fda.gov/terms/", "results": {"skip": 0}}}
LABEL: dict[str, Any] = {
    "set_id": "ABC-1",
    "id": "x",
    "effective_time": "20230815",
    "version": "4",
    "openfda": {
        "generic_name": ["EXAMPLINE"],
        "brand_name": ["Exa"],
        "manufacturer_name": ["Maker Inc."],
        "substance_name": ["EXAMPLINE HYDROCHLORIDE"],
        "route": ["ORAL"],
    },
    "spl_product_data_elements": ["Exa exampline STARCH"],
    "boxed_warning": ["WARNING: BLEEDING Exampline can cause bleeding."],
    "contraindications": ["4 CONTRAINDICATIONS Exampline must not be given to patients with active bleeding."],
    "precautions": [
        (
            "PRECAUTIONS General Use with care in patients of all ages. Pregnancy There are no data in pregnant women. "
            "Other things are told here."
        )
    ],
    "pregnancy": ["Pregnancy There are no data in pregnant women."],
    "warnings_and_cautions": ["5 WARNINGS AND PRECAUTIONS 5.1 Bleeding It bleeds by 5.5 points. 5.2 Rash It itches."],
    "adverse_reactions": ["6 ADVERSE REACTIONS Nausea occurred."],
    "adverse_reactions_table": [
        (
            "<table><caption>Table 1</caption><tr><th>Event</th><th>%</th></tr><tr><td>Nausea<footnote>Mild.</footnote></td>"
            "<td>8.2</td></tr></table>"
        )
    ],
    "spl_medguide": ["Take Exa with food. Ask your doctor."],
}


def read(*results: dict[str, Any]) -> list[Any]:
    answer = json.dumps({**META, "results": list(results)})
    return list(OpenFda().read(io.BytesIO(answer.encode()), "label.json"))


def one() -> Source:
    (source,) = read(LABEL)
    assert isinstance(source, Source)
    return source


def test_label_says_what_it_is() -> None:
    """Identity, maker, date and drugs of a label; the id is that of its SPL document."""
    source = one()
    assert source.ids == ("spl:abc-1",)
    assert (source.kind, source.issuer, source.published) == (SourceKind.LABEL, "Maker Inc.", "2023-08-15")
    assert source.substances == ("EXAMPLINE", "Exa", "EXAMPLINE HYDROCHLORIDE")
    assert source.title == "Exa (exampline)"


def test_every_word_is_kept_once_under_its_finest_heading() -> None:
    """A subsection that stands in its section and beside it is one passage, and what follows it belongs to the section."""
    source = one()
    assert source.text.count("There are no data in pregnant women.") == 1
    by_words = {source[p]: p for p in source.passages}
    pregnancy = by_words["There are no data in pregnant women."]
    assert pregnancy.facet == "pregnancy"
    assert pregnancy.path == ("Exa (exampline)", "Precautions", "Pregnancy")
    assert by_words["Other things are told here."].facet == "precautions"


def test_heading_is_no_part_of_the_first_sentence() -> None:
    """The flattened heading stays in the text and outside the passage."""
    source = one()
    (contraindication,) = [p for p in source.passages if p.facet == "contraindications"]
    assert source[contraindication] == "Exampline must not be given to patients with active bleeding."
    assert "4 CONTRAINDICATIONS" in source.text


def test_numbered_subsections_are_cut() -> None:
    """Each numbered subsection is its own passage, and a decimal number is none."""
    source = one()
    parts = [(p.path[-1], source[p]) for p in source.passages if p.facet == "warnings_and_cautions"]
    assert ("5.1 Bleeding", "5.1 Bleeding It bleeds by 5.5 points.") in parts
    assert ("5.2 Rash", "5.2 Rash It itches.") in parts


def test_table_is_rows_under_its_caption() -> None:
    """A table keeps caption and header as lead-in, and a footnote is not glued to its cell."""
    source = one()
    (table,) = [p for p in source.passages if p.role is Role.TABLE_ROW]
    assert table.lead_in is not None
    assert source.text[slice(*table.lead_in)] == "Table 1\nEvent | %"
    assert [source.text[slice(*row)] for row in table.items] == ["Nausea (Mild.) | 8.2"]


def test_patient_guide_is_for_patients() -> None:
    """The medication guide is marked as written for patients."""
    source = one()
    (guide,) = [p for p in source.passages if p.facet == "spl_medguide"]
    assert guide.audience is Audience.PATIENT


def test_answers_without_labels_are_no_documents() -> None:
    """Counts and errors of the service are skipped; a cut file is refused."""
    with pytest.raises(NotADocumentError):
        read({"term": "NAUSEA", "count": 5})
    cut = json.dumps({**META, "results": [LABEL]})[:-300].encode()
    with pytest.raises(UnreadableError):
        list(OpenFda().read(io.BytesIO(cut), "label.json"))


def test_many_answers_and_neighbours() -> None:
    """One answer a line works like one answer; a broken field refuses its label only."""
    line = json.dumps({**META, "results": [LABEL]})
    assert len(list(OpenFda().read(io.BytesIO(f"{line}\n{line}\n".encode()), "x.jsonl"))) == 2
    got = read(LABEL, {**LABEL, "openfda": 7}, LABEL)
    assert [type(item) for item in got] == [Source, Refusal, Source]


@pytest.mark.data
def test_real_labels() -> None:
    """Real labels: no digit of a section is lost, boxed warnings have their facet."""
    with gzip.open(corpus("labels/openfda_labels.jsonl.gz")) as stream:
        lines = list(islice(stream, 8))
    for line in lines:
        (result,) = json.loads(line)["results"]
        (source,) = OpenFda().read(io.BytesIO(line), "x")
        assert isinstance(source, Source)
        for field in ("dosage_and_administration", "contraindications"):
            for value in result.get(field, ()):
                stored = "".join(source.text.split())
                for word in value.split():
                    assert word in stored
        assert bool(result.get("boxed_warning")) == any(p.facet == "boxed_warning" for p in source.passages)


def test_subsections_are_told_by_the_order_of_their_numbers() -> None:
    """A number that comes next begins a subsection though no stop stands before it; one in a sentence does not."""
    section = (
        "2.1 Adults Take 5 mg with food 2.2 Dosage in Children The dose is 2.4 Mg at most, see Section 2.3 Other words. "
        "It is 2.3 Percent of weight. 2.3 Missed Dose Skip it."
    )
    assert subsections(section) == {
        0: "2.1",
        section.index("2.2 "): "2.2",
        section.index("2.3 Missed"): "2.3",
    }
    assert title_of("2.2 Dosage in Children The dose is 2 mg.") == "2.2 Dosage in Children"
    assert title_of("No number") == ""


def test_what_is_most_common_is_kept_beside_where_it_is_reported() -> None:
    """The highlights of a label go on without a stop from the commonest adverse reactions to a telephone number."""
    words = "Most common adverse reactions (>2%) are: rash and nausea. ( 6.1 ) "
    report = "To report SUSPECTED ADVERSE REACTIONS, contact Maker at 1-800-438-1985 or www.fda.gov/medwatch."
    passage = Passage("1", 0, len(words + report))
    source = settle(Source(ids=("spl:1",), title="Brandol", text=words + report, passages=(passage,)))
    assert [(source[one].strip(), one.role) for one in source.passages] == [
        (words.strip(), Role.BODY),
        (report, Role.RESOURCE),
    ]
