"""National guidelines with shapes of their own: the US Preventive Services Task Force and Nigeria's."""

from __future__ import annotations

import gzip
import io
import json
from typing import Any

import pytest

from corpora import corpus
from curbside.errors import UnreadableError
from curbside.sources.formats.nstg import Nstg
from curbside.sources.formats.uspstf import Uspstf
from curbside.sources.source import Role, Source, SourceKind

TOPIC: dict[str, Any] = {
    "issuer": "USPSTF",
    "topic_id": "1",
    "title": "Falls: Interventions",
    "pub_date": "2018-04-17",
    "url": "https://example.org/falls",
    "keywords": ["Falls"],
    "recommendations": [
        {
            "title": "Falls: Interventions -- Adults 65 years or older",
            "grade": "B",
            "text": "The USPSTF recommends exercise.<br><br>See the Clinical Considerations.",
            "riskText": "<p>At increased risk.</p>",
            "servFreq": None,
        }
    ],
    "html_sections": {
        "rationale": "<h2>Rationale</h2><h3>Harms</h3><p>Falls harm 1 in 3.<sup>1,2</sup></p><p>They include:</p><ul><li>one</li></ul>"
    },
}

CONDITION = """BENIGN SWELLING
Introduction
A swelling that is
harmless.

TREATMENT OF BENIGN SWELLING
Drug Treatment
\u30fb Ketotifen
- Adult: 2 mg orally
- Child: 1 mg orally
\u30fb Doxepin
- Adult: 75 mg
"""


def test_recommendation_carries_its_grade() -> None:
    """A graded recommendation is one passage that opens with the grade and names whom it is for."""
    (source,) = Uspstf().read(io.BytesIO(json.dumps(TOPIC).encode()), "topics.jsonl")
    assert isinstance(source, Source)
    assert (source.kind, source.published) == (SourceKind.GUIDELINE, "2018-04-17")
    (graded,) = [p for p in source.passages if p.role is Role.RECOMMENDATION]
    assert source[graded] == "USPSTF grade B: The USPSTF recommends exercise."
    assert graded.path[-1] == "Adults 65 years or older"


def test_sections_keep_headings_and_lose_citation_marks() -> None:
    """HTML sections become headings, paragraphs and lists; citation numbers are not glued to words."""
    (source,) = Uspstf().read(io.BytesIO(json.dumps(TOPIC).encode()), "topics.jsonl")
    assert isinstance(source, Source)
    (harms,) = [p for p in source.passages if source[p].startswith("Falls harm")]
    assert source[harms] == "Falls harm 1 in 3."
    assert harms.path == ("Falls: Interventions", "Rationale", "Harms")


@pytest.mark.data
def test_dump_and_lines_tell_the_same() -> None:
    """The service's dump and the topic lines give the same topics, recommendations and ids."""
    with gzip.open(corpus("guidelines/uspstf/prevention_taskforce_api_2024-05-02.json.gz")) as stream:
        dump = [source for source in Uspstf().read(io.BytesIO(stream.read()), "x") if isinstance(source, Source)]
    with gzip.open(corpus("guidelines/uspstf/topics.jsonl.gz")) as stream:
        lines = [source for source in Uspstf().read(io.BytesIO(stream.read()), "x") if isinstance(source, Source)]
    assert len(dump) == len(lines) == 90
    assert {source.ids for source in dump} == {source.ids for source in lines}
    graded = sum(1 for source in dump for p in source.passages if p.role is Role.RECOMMENDATION)
    assert graded == 143


def test_dose_stays_with_its_drug() -> None:
    """In the plain text of a condition the doses under a drug are one item with it."""
    (source,) = Nstg().read(io.BytesIO(CONDITION.encode()), "BENIGN SWELLING.txt")
    assert isinstance(source, Source)
    (drugs,) = [p for p in source.passages if p.items]
    assert [source.text[slice(*item)] for item in drugs.items] == [
        "Ketotifen\n- Adult: 2 mg orally\n- Child: 1 mg orally",
        "Doxepin\n- Adult: 75 mg",
    ]
    assert drugs.path[1:] == ("Treatment", "Drug Treatment")


def test_condition_as_json_and_text_is_one_work() -> None:
    """Both files of a condition have the same id, so that they become versions of one work."""
    record = {
        "condition_name": "Benign Swelling",
        "source": "NSTG 2022",
        "introduction": "A swelling.",
        "clinical_features": [{"type": "Signs", "features": ["lump"]}],
        "treatment": {"goals": ["relief"], "drug": []},
    }
    (first,) = Nstg().read(io.BytesIO(json.dumps(record).encode()), "json/BENIGN SWELLING.json")
    (second,) = Nstg().read(io.BytesIO(CONDITION.encode()), "txt/BENIGN SWELLING.txt")
    assert isinstance(first, Source)
    assert isinstance(second, Source)
    assert first.ids == second.ids == ("nstg:benign-swelling",)
    assert first.jurisdiction == "NG"


def test_recognised_by_content() -> None:
    """Both shapes are told by their first bytes, and other JSON or text is not taken."""
    assert Nstg().recognises(CONDITION.encode(), "x")
    assert not Nstg().recognises(b"# Title\nIntroduction\n", "x")
    assert Uspstf().recognises(json.dumps(TOPIC).encode(), "x")
    assert not Uspstf().recognises(b'{"issuer": "CDC"}', "x")
    with pytest.raises(UnreadableError):
        list(Nstg().read(io.BytesIO(b'{"condition_name": "x", "source": "NSTG"'), "x"))
