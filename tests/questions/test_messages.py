"""Messages: what they say they are about, which of their names is asked about, and for whom an answer is."""

from __future__ import annotations

import pytest

from curbside.questions.messages import message
from curbside.questions.names import other_names
from curbside.questions.plan import plan
from curbside.questions.population import population
from curbside.questions.question import Plan, Question
from curbside.settings import Settings


def planned(text: str, about: str = "") -> Plan:
    return plan(Question(text, about=about), Settings())


@pytest.mark.parametrize(
    ("text", "headline", "body"),
    [
        ("SUBJECT: nocturia\nMESSAGE: I wake up. What helps?", "nocturia", "I wake up. What helps?"),
        ("Stiff neck. I have a stiff neck.", "Stiff neck", "I have a stiff neck."),
        ("SUBJECT: Customer Service Request\nMESSAGE: My leg hurts.", "", "My leg hurts."),
        ("General health My father has leg pain", "", "My father has leg pain"),
        ("I have gout. What helps?", "", "I have gout. What helps?"),
    ],
)
def test_a_headline_is_told_from_a_form(text: str, headline: str, body: str) -> None:
    """A subject line or opening words are the headline, unless a form printed them or they are a sentence."""
    assert (message(text).headline, message(text).body) == (headline, body)


@pytest.mark.parametrize(
    ("text", "focus"),
    [
        (
            "My mother had gout and takes aspirin. My father was diagnosed with Parkinson's disease. How long can one live with Parkinson's disease?",
            "Parkinson's disease",
        ),
        ("SUBJECT: Wang syndrome\nMESSAGE: My son was diagnosed and we know little. Please send information.", "Wang syndrome"),
        ("My daughter was diagnosed with osteogenesis imperfecta. She had fractures. What can be done?", "osteogenesis imperfecta"),
    ],
)  # fmt: skip
def test_the_name_asked_about_is_found(text: str, focus: str) -> None:
    """Of all that a message names, what it asks about is its subject."""
    assert planned(text).focus == focus


def test_the_plan_states_what_it_understood() -> None:
    """What a message asks is shown together with its subject, where its question does not name it."""
    made = planned("I was told that I have gout. My toe is red. What can I do?")
    assert made.condensed == "What can I do? (about: gout)"


@pytest.mark.parametrize(
    ("text", "focus", "intervention"),
    [
        ("Can fibromyalgia cause swelling?", "fibromyalgia", "swelling"),
        ("Is uveitis an autoimmune disease?", "uveitis", "autoimmune disease"),
        ("Which protein is mutated in erythropoietic protoporphyria?", "erythropoietic protoporphyria", ""),
        ("Does plasma exchange (TPE) help?", "plasma exchange", ""),
    ],
)
def test_what_is_left_of_a_question_is_a_name(text: str, focus: str, intervention: str) -> None:
    """Verbs, open brackets and findings are no subjects."""
    made = planned(text)
    assert (made.focus, made.intervention) == (focus, intervention)


@pytest.mark.parametrize(
    ("short", "text", "first"),
    [
        ("NPH", "exercise with NPH", None),
        ("NPH", "NPH is normal pressure hydrocephalus", "normal pressure hydrocephalus"),
        ("MS", "treatment of MS", "multiple sclerosis"),
        ("CP", "help for CP", None),
    ],
)
def test_a_short_form_is_not_guessed(short: str, text: str, first: str | None) -> None:
    """A short form of several things has other names only where the text, or there being one illness, tells which."""
    assert next(iter(other_names(short, text)), None) == first


def test_an_everyday_name_in_small_letters_is_no_short_form() -> None:
    """A cold is not what COLD stands for; in capitals it is."""
    assert other_names("cold") == ()
    assert "chronic obstructive pulmonary disease" in other_names("COLD")


@pytest.mark.parametrize(
    "text",
    ["my daughter in law has gout", "her 30 y.o. daughter has gout", "I had it when I was a child", "a baby aspirin"],
)
def test_no_grown_up_is_a_child(text: str) -> None:
    """Words for children that name no child make no question about one."""
    assert "child" not in population(text)


def test_what_is_told_of_a_person_is_shown_and_counts() -> None:
    """What is told beside the question joins its people and place, in words; what is not understood is not claimed."""
    made = planned("What helps restless legs?", about="pregnant, CKD stage 4, in hospital, likes tea")
    assert made.answered_for == ("pregnancy", "kidney disease", "hospital")
    assert made.population == ("pregnancy", "kidney_disease")
    assert planned("What helps restless legs?").answered_for == ()
