"""What a label forbids is said where it has to do with the question, and stands behind the answer where a drug is to be given."""

from __future__ import annotations

import pytest

from curbside.claims.barring import bars, is_to_be_given, speaks
from curbside.claims.quote import Quoted, quote
from curbside.claims.units import units
from curbside.evidence.evidence import Evidence
from curbside.evidence.weigh import weigh
from curbside.questions.plan import plan as understand
from curbside.questions.question import Plan, Question, QuestionType, Reader
from curbside.settings import Settings
from curbside.sources.source import SourceKind
from strategies import evidence

MAOI = "Duloxetine is contraindicated in patients who take a monoamine oxidase inhibitor."
LIVER = "Duloxetine should not be used in patients with chronic liver disease or cirrhosis."


def label(text: str, facet: str = "contraindications", number: int = 1) -> Evidence:
    about = {"kind": SourceKind.LABEL, "title": "Cymbalta (duloxetine)", "substances": ("duloxetine", "Cymbalta")}
    return evidence(text, facet=facet, source=f"spl:{number}", family=f"f{number}", **about)


def asked(text: str) -> Plan:
    return understand(Question(text), Settings())


def quoted(plan: Plan, *passages: Evidence) -> Quoted:
    return quote(plan, weigh(plan, tuple(one.found for one in passages)), Reader.CLINICIAN)


def speaking(text: str, question: str) -> bool:
    (unit,) = units(label(text))
    assert bars(unit)
    return speaks(unit, asked(question))


@pytest.mark.parametrize(
    ("question", "speak"),
    [
        ("duloxetine and cirrhosis", (False, True)),
        ("duloxetine with a monoamine oxidase inhibitor?", (True, False)),
        ("who should not take duloxetine?", (True, True)),
        ("coming off duloxetine, can I just stop?", (False, False)),
        ("duloxetine and tendon pain", (False, False)),
    ],
)
def test_a_prohibition_speaks_to_what_the_question_names(question: str, speak: tuple[bool, bool]) -> None:
    """It does where it tells of the illness or the drug asked about, or where all who must not have it are asked for."""
    assert (speaking(MAOI, question), speaking(LIVER, question)) == speak


def test_stopping_a_drug_brings_no_list_of_who_must_not_have_it() -> None:
    """Whoever asks how to stop is not told with which other drug it must not be begun."""
    plan = asked("Coming off duloxetine, can I just stop?")
    slowly = label("Stop duloxetine gradually rather than abruptly whenever possible.", "dosage_and_administration", 2)
    other = label("Use of duloxetine within 14 days of stopping a monoamine oxidase inhibitor is contraindicated.")
    assert [claim.text for claim in quoted(plan, slowly, other).claims] == [slowly.found.text]


def test_a_dose_stands_with_who_must_not_have_it() -> None:
    """Asked how much is given, the contraindication is shown behind the dose, and never answers."""
    plan = asked("What is the dose of duloxetine in adults?")
    dose = label("The recommended dose of duloxetine in adults is 60 mg once daily.", "dosage_and_administration", 2)
    made = quoted(plan, dose, label(MAOI))
    assert [claim.text for claim in sorted(made.claims, key=lambda one: -one.score)] == [dose.found.text, MAOI]
    assert made.answering == {claim.id for claim in made.claims if claim.text == dose.found.text}


def test_beside_the_prohibition_asked_about_no_other_is_listed() -> None:
    """Asked about smokers, the line on smokers answers; another drug answers nothing, and is not brought up behind it."""
    smokers = label("Duloxetine should not be used in patients who smoke.", number=2)
    plan = asked("36, smoker, wants duloxetine. Contraindicated?")
    made = quoted(plan, label(MAOI), smokers)
    assert is_to_be_given(plan)
    assert [claim.text for claim in made.claims] == [smokers.found.text]
    assert not quoted(plan, label(MAOI)).answering


def test_what_a_label_says_of_nothing_asked_about_is_no_answer() -> None:
    """A sentence of the right drug that holds nothing of what is named beside it leaves the question open."""
    plan = asked("duloxetine for pain, eGFR 24. can I?")
    gender = label("Dosage adjustment of duloxetine based on gender is not necessary.", "use_in_specific_populations")
    assert not quoted(plan, gender, label(MAOI, number=2)).answering


@pytest.mark.parametrize(
    ("asked_for", "facets", "given"),
    [
        (("amount",), ("dose",), True),
        (("kidney",), ("special_populations",), True),
        (("missed",), ("dose", "stopping"), False),
        (("safe",), ("stopping",), False),
        ((), ("special_populations", "contraindications"), False),
    ],
)
def test_where_a_drug_is_to_be_given(asked_for: tuple[str, ...], facets: tuple[str, ...], given: bool) -> None:
    """Who asks how much, or whether somebody may have it, means to give it; who missed a dose or stops has it already."""
    plan = Plan(QuestionType.DRUG_OR_DOSE, facets, "duloxetine", drugs=("duloxetine",), asked=asked_for)
    assert is_to_be_given(plan) is given


def test_a_boxed_warning_of_just_that_stays() -> None:
    """Asked whether a drug is safe for something, what its boxed warning tells of that is shown."""
    plan = asked("does duloxetine work for leg cramps and is it safe?")
    works = evidence("Duloxetine reduced leg cramps compared with placebo.", title="Leg cramps", source="pmid:4")
    grave = label("Duloxetine for leg cramps may result in life-threatening bleeding.", "boxed_warning")
    other = label("Duloxetine may result in fatal falls from ladders.", "boxed_warning", 2)
    texts = {claim.text for claim in quoted(plan, works, grave, other).claims}
    assert grave.found.text in texts
    assert other.found.text not in texts
