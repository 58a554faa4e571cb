"""The plan of a question: the main example, two-sided questions, and what is searched."""

from __future__ import annotations

import pytest

from curbside.errors import CurbsideError
from curbside.questions.plan import plan
from curbside.questions.question import Plan, Question, QuestionType
from curbside.settings import Settings


def planned(text: str, follows: Plan | None = None) -> Plan:
    return plan(Question(text, follows=follows), Settings())


def test_initial_management_asks_for_first_line() -> None:
    """Initial management is a treatment question whose first facet is first_line; "for" names the subject."""
    made = planned("What is the initial management for tarsal tunnel syndrome?")
    assert (made.type, made.facets[0], made.focus) == (QuestionType.TREATMENT, "first_line", "tarsal tunnel syndrome")
    assert made.queries[0] == "What is the initial management for tarsal tunnel syndrome?"


def test_two_things_asked_keep_their_order() -> None:
    """Symptoms and treatments are both kept, the one asked first in front."""
    assert planned("What are the symptoms and treatments of gout?").facets[:2] == ("presentation", "treatment_options")
    assert planned("What are the treatments and symptoms of gout?").facets[:2] == ("treatment_options", "presentation")


@pytest.mark.parametrize(
    ("text", "focus", "intervention", "comparator"),
    [
        ("Is metformin effective for polycystic ovary syndrome?", "polycystic ovary syndrome", "metformin", ""),
        ("Apixaban versus warfarin for atrial fibrillation", "atrial fibrillation", "Apixaban", "warfarin"),
        ("Can ibuprofen cause kidney failure?", "kidney failure", "ibuprofen", ""),
        ("Are nosebleeds a side effect of nifedipine?", "nosebleeds", "nifedipine", ""),
        ("Is tranexamic acid safe in pregnancy?", "tranexamic acid", "", ""),
        ("bipolar on lithium for years, thinking of meloxicam. ok together?", "meloxicam", "lithium", ""),
    ],
)
def test_two_sided_questions_name_both_sides(text: str, focus: str, intervention: str, comparator: str) -> None:
    """The subject and what is done about it are told apart."""
    made = planned(text)
    assert (made.focus, made.intervention, made.comparator) == (focus, intervention, comparator)


def test_too_long_says_what_to_do() -> None:
    """A question over the limit is refused with its length and the limit."""
    with pytest.raises(CurbsideError, match="4,001 characters; shorten it to 4,000"):
        planned("a" * 4001)


@pytest.mark.parametrize("text", ["gout\x00", "gout \ud800"])
def test_what_is_not_text_is_refused(text: str) -> None:
    """NUL and lone surrogates are refused."""
    with pytest.raises(CurbsideError, match="not text"):
        planned(text)


def test_the_subject_line_of_a_message_names_its_subject() -> None:
    """A long message about one thing that mentions another is about what its subject line says."""
    text = (
        "SUBJECT: nocturia\nMESSAGE: I had my prostate removed by surgery because of cancer several years ago. My doctor cannot "
        "give me anything that will stop my having to get up during the night. Your suggestions welcomed. Thank you."
    )
    assert plan(Question(text), Settings()).focus == "nocturia"
