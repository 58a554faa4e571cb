"""Patients are told of doses by what was written for them, the guide within a label too, and by nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from curbside.answers.answer import Answer
from curbside.consult import Desk
from curbside.library.library import Library
from curbside.press.json import to_dict
from curbside.press.reading import read
from curbside.prose.reword import reword
from curbside.questions.question import Question, Reader
from curbside.sources.build import TextBuilder
from curbside.sources.source import Audience, Source, SourceKind

PROFESSIONAL = "If a dose of warfarin is missed, the patient should take 5 mg of warfarin on the same day."
GUIDE = "If you miss a dose of warfarin, take the dose as soon as possible on the same day."
ASKED = "I missed my dose of warfarin last night, what should I do?"


def label(*passages: tuple[str, Audience | None]) -> Source:
    built = TextBuilder()
    for text, audience in passages:
        built.passage(text, path=("Dosage and administration",), facet="dosage_and_administration", audience=audience)
    stored, spans = built.finish()
    made = Source(ids=("spl:1",), title="Coumadin (warfarin sodium)", text=stored, passages=spans)
    return replace(made, kind=SourceKind.LABEL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


def asked(folder: Path, source: Source, reader: Reader) -> Answer:
    with Library.open(folder) as library:
        library.add_sources([source])
        with Desk(library) as desk:
            return desk.ask(Question(ASKED, reader))


def test_the_guide_within_a_label_answers_a_patient(folder: Path) -> None:
    """Though the label itself is written for professionals."""
    answer = asked(folder, label((PROFESSIONAL, None), (GUIDE, Audience.PATIENT)), Reader.PATIENT)
    assert [claim.text for claim in answer.claims] == [GUIDE]
    assert answer.bottom_line
    assert answer.bottom_line.text == GUIDE


def test_a_dose_for_professionals_is_not_shown_to_a_patient(folder: Path) -> None:
    """A clinician is shown it."""
    source = label((PROFESSIONAL, None))
    assert not asked(folder, source, Reader.PATIENT).claims
    assert [claim.text for claim in asked(folder, source, Reader.CLINICIAN).claims] == [PROFESSIONAL]


def test_what_was_written_for_patients_is_still_known_of_an_answer_that_was_kept(folder: Path) -> None:
    """Read back and worded again for a patient, it keeps what the guide tells; only such a quote says for whom it was written."""
    answer = asked(folder, label((PROFESSIONAL, None), (GUIDE, Audience.PATIENT)), Reader.PATIENT)
    document = json.loads(json.dumps(to_dict(answer)))
    again = reword(read(document), Reader.PATIENT)
    assert [claim.text for claim in again.claims] == [GUIDE]
    assert [quote["audience"] for section in document["sections"] for one in section["claims"] for quote in one["quotes"]] == ["patient"]  # fmt: skip
