"""The subject of a short natural question, among all that it names."""

from __future__ import annotations

import pytest

from curbside.language.datafiles import table
from curbside.questions.named import WORTH
from curbside.questions.plan import plan
from curbside.questions.question import Plan, Question, QuestionType
from curbside.settings import Settings


def planned(text: str) -> Plan:
    return plan(Question(text), Settings())


@pytest.mark.parametrize(
    ("text", "focus"),
    [
        ("How long should someone with chickenpox stay off school?", "chickenpox"),
        ("How is gout flare treated in someone with chronic kidney disease?", "gout flare"),
        ("is impetigo catching", "impetigo"),
        ("how is coeliac disease confirmed", "coeliac disease"),
        ("flu vaccine with egg allergy", "flu vaccine"),
        ("cervical screening after hysterectomy", "cervical screening"),
        ("side effects of stopping escitalopram suddenly", "escitalopram"),
        ("what can I take for a cold when I have high blood pressure", "cold"),
        ("Drug of choice for severe malaria?", "severe malaria"),
        ("37, smoker, wants Yaz. Contraindicated?", "Yaz"),
        ("my baby has hand foot and mouth, can she go to nursery", "hand foot and mouth"),
    ],
)
def test_a_known_name_is_the_subject(text: str, focus: str) -> None:
    """A name that is known wins over a longer run of words that is none, and over what is only told of the person."""
    assert planned(text).focus == focus


@pytest.mark.parametrize(
    ("text", "focus", "beside"),
    [
        ("metformin and alcohol", "metformin", "alcohol"),
        ("a glass of wine with metronidazole?", "metronidazole", "alcohol"),
        ("is it ok to have omeprazole with clopidogrel", "omeprazole", "clopidogrel"),
        ("sertraline and tramadol together", "sertraline", "tramadol"),
        ("co-trimoxazole + warfarin ok?", "co-trimoxazole", "warfarin"),
    ],
)
def test_two_things_taken_together(text: str, focus: str, beside: str) -> None:
    """A medicine and what is taken with it ask for interactions, and both must be spoken of."""
    made = planned(text)
    assert (made.focus, made.intervention) == (focus, beside)
    assert made.type is QuestionType.SIDE_EFFECT_OR_INTERACTION
    assert made.facets[0] == "interactions"


def test_unknown_medicine_is_never_lost() -> None:
    """A word that ends as medicines do must be spoken of, although no vocabulary knows it."""
    made = planned("Eosinophil threshold for starting bronchimab in severe asthma?")
    assert "bronchimab" in f"{made.focus} {made.intervention}"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("How long should someone with chickenpox stay off school?", "living_with"),
        ("is it ok to fly with DVT", "living_with"),
        ("is measles dangerous for adults", "complications"),
        ("is impetigo catching", "prevention"),
        ("missed my warfarin last night, do I take two today?", "dose"),
        ("what foods should I avoid with warfarin", "interactions"),
        ("amoxicillin for strep throat how many days", "dose"),
    ],
)
def test_what_is_to_be_told_places_the_answer(text: str, kind: str) -> None:
    """What a question wants to be told leads to the sections that tell it."""
    assert kind in planned(text).facets[:3]


@pytest.mark.parametrize(
    ("text", "focus"),
    [
        ("MGUS - what does it mean for the patient, is it cancer?", "MGUS"),
        ("Untreated Kawasaki disease: how many get coronary aneurysms?", "Kawasaki disease"),
        ("cough for a month, doctor says bronchitis but it might be pneumonia, is that right?", "bronchitis"),
        ("what can i do for my feet now im diabetik", "diabetic"),
    ],
)
def test_a_heading_and_what_a_doctor_said_name_the_subject(text: str, focus: str) -> None:
    """A name before a dash or a colon, and one that a doctor gave, are what a question is about."""
    assert planned(text).focus == focus


@pytest.mark.parametrize(
    ("text", "type_", "kind"),
    [
        ("is 150/95 high blood pressure", "test_interpretation", "interpretation"),
        ("How much vitamin D for a breastfed baby?", "drug_or_dose", "dose"),
        ("How much urine does a bladder hold?", "definition", "definition"),
        ("lactational mastitis: flucloxacillin or wait?", "treatment", "medicines"),
        ("can I chew omeprazole capsules", "drug_or_dose", "dose"),
    ],
)
def test_values_amounts_and_choices_say_what_is_asked(text: str, type_: str, kind: str) -> None:
    """A value, an amount to take and a medicine against waiting each ask for a kind of their own."""
    made = planned(text)
    assert made.type.value == type_
    assert kind in made.facets[:2]


def test_the_course_of_an_illness_is_left_out_of_one_name() -> None:
    """What is written of gout may answer a question on a gout flare."""
    assert "gout" in planned("How is a gout flare treated?").aliases


def test_everyday_names_have_a_known_kind() -> None:
    """Every everyday name is of a kind that can be weighed, and stands in one row only."""
    rows = table("curbside.questions", "everyday.yaml")["things"]
    names = [str(name).casefold() for row in rows for name in row["names"]]
    assert {row["kind"] for row in rows} <= set(WORTH)
    assert len(names) == len(set(names)), sorted({name for name in names if names.count(name) > 1})


@pytest.mark.parametrize(
    ("text", "focus"),
    [
        ("My son can't swallow strattera capsules, can i open them onto yoghurt?", "strattera"),
        ("What separates hyperemesis gravidarum from ordinary morning sickness?", "hyperemesis gravidarum"),
        ("is 46 too young for a colon cancer check", "colon cancer"),
        ("MGUS - what does it mean for the patient, is it cancer?", "MGUS"),
    ],
)
def test_a_known_name_takes_the_place_of_a_phrase_that_nobody_knows(text: str, focus: str) -> None:
    """The name within the phrase, or the only one beside it; a name in capitals is left."""
    assert plan(Question(text), Settings()).focus == focus


def test_a_short_story_is_part_of_its_question() -> None:
    """What "they" should do is told in the sentence before."""
    made = plan(Question("Patient on rivaroxaban 20 mg forgot a tablet. What should they do?"), Settings())
    assert "forgot a tablet" in made.condensed
