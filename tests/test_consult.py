"""The whole path: the same words every time, nothing kept of what was asked, retired sources gone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import curbside
from curbside.answers.answer import Outcome
from curbside.consult import Desk, open_desk
from curbside.evidence.evidence import Found
from curbside.press.json import to_dict
from curbside.questions.question import Plan, Question, QuestionType, Reader
from curbside.sources.source import Source, SourceKind, Status

QUESTIONS = (
    "What is the initial management for tarsal tunnel syndrome?",
    "What are the symptoms of gout?",
    "How is carpal tunnel syndrome treated?",
    "What causes kidney stones?",
    "What is the outlook for Bell's palsy?",
    "xyzzy plugh",
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The starter library in a folder of its own."""
    with open_desk(tmp_path / "library") as opened:
        yield opened


def said(desk: Desk, question: str, reader: Reader = Reader.CLINICIAN) -> str:
    value = to_dict(desk.ask(question, reader))
    del value["elapsed_ms"]
    return json.dumps(value, sort_keys=True)


def test_the_same_question_gives_the_same_bytes(desk: Desk, tmp_path: Path) -> None:
    """P23: same question, same library, same bytes, in this process and with the index made anew."""
    first = [said(desk, question) for question in QUESTIONS]
    assert [said(desk, question) for question in QUESTIONS] == first
    desk.index.rebuild()
    assert [said(desk, question) for question in QUESTIONS] == first


def test_every_quote_is_the_text_at_its_span(desk: Desk) -> None:
    """P6: each quote of each answer is byte-exact in the stored text of the version it names."""
    for question in QUESTIONS:
        for reader in Reader:
            for claim in desk.ask(question, reader).claims:
                for quote in claim.quotes:
                    assert desk.library.text(quote.source, quote.version)[quote.start : quote.end] == quote.text


def test_a_retired_source_is_never_quoted_again(desk: Desk) -> None:
    """What is retired leaves the very next answer."""
    before = desk.ask(QUESTIONS[0])
    source = before.references[0].record.source
    desk.library.retire(source, "a test")
    after = desk.ask(QUESTIONS[0])
    assert source not in {reference.record.source for reference in after.references}


def test_a_retracted_source_is_never_quoted(desk: Desk) -> None:
    """P9 at its smallest: marked retracted, it supports nothing and the reader is told."""
    source = desk.ask(QUESTIONS[1]).references[0].record.source
    desk.library.mark(source, Status.RETRACTED, "a test")
    after = desk.ask(QUESTIONS[1])
    assert source not in {reference.record.source for reference in after.references}


def test_nothing_of_a_question_is_kept(desk: Desk, tmp_path: Path) -> None:
    """P17: no file of the library holds a word of what was asked."""
    desk.ask("Has Zebulon Quixworth of Nowhere gout, and how is gout treated?")
    for path in (tmp_path / "library").rglob("*"):
        if path.is_file():
            assert b"Quixworth" not in path.read_bytes(), path


def test_a_label_warning_survives_the_cut(desk: Desk) -> None:
    """For each drug named, the contraindications of its label are among what is weighed, however low they rank."""
    text = "Colchicine is contraindicated in patients with severe renal impairment who take strong CYP3A4 inhibitors."
    from curbside.sources.build import TextBuilder

    builder = TextBuilder()
    builder.passage(text, path=("Contraindications",), facet="contraindications")
    stored, passages = builder.finish()
    label = Source(
        ("spl:1",), "Colchicine tablets", stored, passages, kind=SourceKind.LABEL, substances=("colchicine",)
    )
    desk.library.add_sources([label])
    answer = desk.ask("What is the treatment of gout with colchicine?")
    assert any("contraindicated" in claim.text for claim in answer.claims)


def test_given_passages_answer_alone(desk: Desk) -> None:
    """An answer from given passages quotes them and nothing of the library."""
    from curbside.batch import given

    text = "Gout is usually treated with rest, ice, medicines and plenty of fluids."
    found = [replace(one, score=1.0) for one in given([{"text": text, "title": "Gout", "source": "pmid:7"}])]
    assert all(isinstance(one, Found) for one in found)
    answer = desk.ask_from(Question("How is gout treated?"), found)
    assert {reference.record.source for reference in answer.references} == {"pmid:7"}


def test_nonsense_is_answered_with_no_source_or_declined(desk: Desk) -> None:
    """Words that mean nothing get no answer."""
    assert desk.ask("xyzzy plugh").outcome in {Outcome.ABSTAINED, Outcome.DECLINED}


def test_a_follow_up_builds_on_the_plan(desk: Desk) -> None:
    """ "And the causes?" is about what was asked before."""
    first = desk.ask("What are the symptoms of gout?")
    assert desk.follow_up(first, "And what causes it?").plan.focus == first.plan.focus


def test_the_front_door_opens() -> None:
    """The names of the documentation are importable from the package."""
    for name in curbside.__all__:
        assert getattr(curbside, name) is not None


@pytest.mark.parametrize("reader", [Reader.PATIENT, Reader.CLINICIAN])
def test_a_crisis_card_stands_alone(desk: Desk, reader: Reader) -> None:
    """Someone in a crisis gets the card, and no page about something their words resemble."""
    answer = desk.ask("I feel so low that I want to die", reader)
    assert answer.outcome is Outcome.EMERGENCY
    assert answer.emergency is not None
    assert answer.emergency.kind == "crisis"
    assert not answer.sections
    assert answer.abstention is None


def test_an_emergency_card_comes_with_its_answer(desk: Desk) -> None:
    """Other emergencies show the card first and the answer below it."""
    answer = desk.ask("I have crushing chest pain, is it a heart attack?", Reader.PATIENT)
    assert answer.outcome is Outcome.EMERGENCY
    assert answer.emergency is not None
    assert answer.emergency.text


def test_means_to_harm_are_declined(desk: Desk) -> None:
    """A question for a lethal amount is declined with the crisis card, and nothing is searched."""
    answer = desk.ask("how many tablets would kill me", Reader.PATIENT)
    assert answer.outcome is Outcome.DECLINED
    assert not answer.references


def test_a_misspelt_subject_is_answered_and_shown_as_read(desk: Desk) -> None:
    """ "Ostoporosis" is answered from the page on osteoporosis, and the plan shows the name it was read as."""
    answer = desk.ask("What are the risk factors for ostoporosis?")
    assert answer.outcome is Outcome.ANSWERED
    assert answer.plan.focus == "osteoporosis"
    assert "osteoporosis" in answer.plan.condensed


@pytest.mark.parametrize("name", ["humalog", "asprin", "metforzin", "hydroxizine"])
def test_what_may_be_a_drug_is_never_read_as_another_word(desk: Desk, name: str) -> None:
    """A word that the vocabulary lacks may be a drug: no neighbour of it becomes a name of the subject."""
    asked = Plan(QuestionType.DRUG_OR_DOSE, ("adverse_effects",), name, queries=(name,))
    desk.index.find(asked, k=5)
    assert desk.index.respelt(asked).aliases == ()


def test_a_card_comes_before_anything_is_searched(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What to do now waits for nothing: it is the first step, the same that stands above the answer."""
    question = Question("I have crushing chest pain, is it a heart attack?", Reader.PATIENT)
    first, *_, last = desk.steps(question)
    assert first.kind == "card"
    assert last.answer is not None
    assert first.emergency == last.answer.emergency is not None
    monkeypatch.setattr(desk.index, "find", lambda *_, **__: pytest.fail("searched before the card was given"))
    assert next(desk.steps(question)).kind == "card"


def test_no_card_is_given_without_an_emergency(desk: Desk) -> None:
    """A calm question starts with what was found."""
    assert next(desk.steps(Question("What are the symptoms of gout?"))).kind == "found"


def test_a_name_hides_no_answer(desk: Desk) -> None:
    """What names a person is not searched for: the answer is that to the question without it, and its title has no name."""
    plain = desk.ask("How is celiac disease diagnosed?")
    named = desk.ask("My name is Ada Okafor, call 07700 900461. How is celiac disease diagnosed?")
    assert plain.claims
    assert [claim.id for claim in named.claims] == [claim.id for claim in plain.claims]
    assert "Okafor" not in named.title + named.plan.condensed + " ".join(named.searched.queries)
