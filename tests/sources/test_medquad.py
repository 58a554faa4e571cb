"""MedQuAD: each answered question is a passage under the position it has in its file, and the text is known to be damaged."""

from __future__ import annotations

import io
import zipfile

import pytest
from xml_hostile import HOSTILE, refuses

from corpora import corpus
from curbside.errors import NotADocumentError
from curbside.sources.formats.medquad import UNDATED, MedQuad
from curbside.sources.source import Audience, Role, Source, SourceKind, TextQuality

PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<Document id="0006012" source="{source}" url="https://example.org/p"><Focus>Tarsal tunnel syndrome</Focus>
<FocusAnnotations><Synonyms><Synonym>Posterior tibial nerve neuralgia</Synonym></Synonyms></FocusAnnotations><QAPairs>
<QAPair pid="1"><Question qid="1" qtype="information">What is it ?</Question><Answer>{first}</Answer></QAPair>
<QAPair pid="2"><Question qid="2" qtype="symptoms">What are the symptoms ?</Question><Answer/></QAPair>
<QAPair pid="3"><Question qid="3" qtype="treatment">How is it treated ?</Question><Answer>{third}</Answer></QAPair>
</QAPairs></Document>"""


def page(first: str = "A nerve &amp; a tunnel.", third: str = "Rest.", source: str = "GARD") -> Source:
    data = PAGE.format(first=first, third=third, source=source).encode()
    assert MedQuad().recognises(data, "x")
    (found,) = MedQuad().read(io.BytesIO(data), "MedQuAD/2_GARD_QA/0006012.xml")
    assert isinstance(found, Source)
    return found


def test_positions_are_those_of_the_file():
    """An unanswered question keeps its number, so that a passage id always means the same pair."""
    source = page()
    assert source.ids == ("medquad:2_GARD_QA/0006012",)
    assert [(p.position, p.role, p.question, p.facet, source[p]) for p in source.passages] == [
        ("0", Role.TITLE, "", "", "Tarsal tunnel syndrome"),
        ("1", Role.BODY, "What is it ?", "information", "A nerve & a tunnel."),
        ("3", Role.BODY, "How is it treated ?", "treatment", "Rest."),
    ]


def test_a_page_is_for_patients_undated_and_damaged():
    """No year is made up, and the collection is never taken for undamaged."""
    source = page()
    assert (source.kind, source.audience, source.quality) == (
        SourceKind.PATIENT_PAGE,
        Audience.PATIENT,
        TextQuality.DAMAGED,
    )
    assert (source.published, source.date_note) == ("", UNDATED)
    assert source.synonyms == ("Posterior tibial nerve neuralgia",)


def test_a_page_without_answers_or_of_no_known_source_is_skipped():
    """Some collections lost all their answers; such a page holds nothing to quote."""
    with pytest.raises(NotADocumentError, match="answers removed"):
        page(first="", third="")
    with pytest.raises(NotADocumentError, match="unknown MedQuAD source"):
        page(source="Elsewhere")


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_refused(name: str):
    """The same attacks, as a page."""
    refuses(MedQuad(), HOSTILE[name])


@pytest.mark.data
def test_real_pages_are_stored_byte_for_byte():
    """Answers are stored as the file has them, but for the blanks around them; nothing is repaired."""
    with zipfile.ZipFile(corpus("medquad/medquad_answered.zip")) as pages:
        names = [name for name in pages.namelist() if name.endswith("2_GARD_QA/0002114.xml")]
        assert names
        (source,) = MedQuad().read(io.BytesIO(pages.read(names[0])), names[0])
    assert isinstance(source, Source)
    assert "1525 mg once weekly" in source.text
    assert source.ids == ("medquad:2_GARD_QA/0002114",)
