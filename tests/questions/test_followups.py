"""Follow-ups: what they take over from the first question, and when they stand alone."""

from __future__ import annotations

import pytest

from curbside.questions.plan import plan
from curbside.questions.question import Plan, Question, QuestionType
from curbside.settings import Settings

TUNNEL = plan(Question("What is the initial management for tarsal tunnel syndrome?"), Settings())
APIXABAN = plan(Question("Is apixaban effective for atrial fibrillation?"), Settings())


def followed(text: str, first: Plan) -> Plan:
    return plan(Question(text, follows=first), Settings())


@pytest.mark.parametrize(
    ("text", "facet"),
    [
        ("what about the dose?", "dose"),
        ("why?", "first_line"),
        ("How long before surgery?", "escalation"),
        ("and in pregnancy?", "special_populations"),
        ("What about children?", "special_populations"),
        ("What are the side effects?", "adverse_effects"),
        ("how is it diagnosed?", "work_up"),
        ("Does it run in families?", "inheritance"),
        ("and in patients with kidney disease?", "special_populations"),
        ("is it safe with kidney disease?", "harms"),
        ("for how long?", "stopping"),
    ],
)
def test_a_followup_keeps_the_subject(text: str, facet: str) -> None:
    """What is left unsaid is taken from the first question; what is said decides the facet and is searched with it."""
    made = followed(text, TUNNEL)
    assert (made.focus, made.facets[0]) == ("tarsal tunnel syndrome", facet)
    assert "tarsal tunnel syndrome" in made.queries[0]


def test_people_named_later_replace_those_before() -> None:
    """ "And in pregnancy?" makes pregnancy the population."""
    assert followed("and in pregnancy?", TUNNEL).population == ("pregnancy",)


def test_another_treatment_becomes_the_intervention() -> None:
    """ "What about X?" asks the same of X."""
    assert followed("what about steroid injections?", TUNNEL).intervention == "steroid injections"
    for text in ("and compared with warfarin?", "compared with warfarin?"):
        compared = followed(text, APIXABAN)
        assert (compared.intervention, compared.comparator) == ("apixaban", "warfarin")


def test_a_question_on_the_illness_leaves_the_treatment() -> None:
    """ "How is that diagnosed?" after a question on a drug asks about the illness alone."""
    made = followed("how is that diagnosed?", APIXABAN)
    assert (made.focus, made.intervention, made.facets[0]) == ("atrial fibrillation", "", "work_up")


@pytest.mark.parametrize(
    ("text", "focus"),
    [("What is gout?", "gout"), ("What are the symptoms of rheumatoid arthritis?", "rheumatoid arthritis")],
)
def test_a_new_subject_stands_alone(text: str, focus: str) -> None:
    """A whole question about something else owes nothing to the first."""
    made = followed(text, APIXABAN)
    assert (made.focus, made.intervention, made.condensed) == (focus, "", text)


def test_the_dose_of_the_drug_asked_about() -> None:
    """The drug of the first question is still the drug."""
    made = followed("what about the dose?", APIXABAN)
    assert (made.type, made.drugs) == (QuestionType.DRUG_OR_DOSE, ("apixaban",))
