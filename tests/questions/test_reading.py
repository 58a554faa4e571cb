"""What is typed, whom it concerns, and what a long message asks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.errors import CurbsideError
from curbside.questions.emergencies import triage
from curbside.questions.plan import plan
from curbside.questions.population import population
from curbside.questions.question import Plan, Question
from curbside.questions.typed import checked, cleaned
from curbside.settings import Settings

PIECES = (
    "what is ",
    "is ",
    "the ",
    "risk of ",
    "(",
    "and ",
    "my chest ",
    "not ",
    "1 ",
    "? ",
    "treatment ",
    "a-",
    "pain in ",
    "β ",
)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=400), st.lists(st.sampled_from(PIECES), max_size=300).map("".join)))
def test_any_text_is_planned_or_refused_in_words(text: str) -> None:
    """Whatever is typed gives a plan or one sentence that says what to do."""
    triage(text)
    if "\x00" in text:
        with pytest.raises(CurbsideError, match=r"\.$"):
            plan(Question(text), Settings())
    else:
        assert isinstance(plan(Question(text), Settings()), Plan)


def test_hidden_characters_are_dropped() -> None:
    """Control and bidirectional characters do not reach the reader."""
    assert checked("go\u202eut\x07 \u200bhelp") == "gout help"


def test_greetings_and_thanks_are_no_question() -> None:
    """A greeting and thanks are taken off; the question is left as it is."""
    assert cleaned("Hello doctor, what causes gout? Thank you very much!") == "what causes gout?"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gout in a 3-year-old", ("child",)),
        ("I am not pregnant, is it safe?", ()),
        ("apixaban with eGFR 25", ("kidney_disease",)),
        ("My father is 78 and fell", ("older_adult",)),
        ("ibuprofen while breastfeeding", ("breastfeeding",)),
        ("childbirth pain", ()),
        ("Trying for a baby and I take valproic acid", ("pregnancy",)),
        ("we are planning to have another baby", ("pregnancy",)),
    ],
)
def test_people_are_named_by_the_question(text: str, expected: tuple[str, ...]) -> None:
    """Populations are those the text names and does not deny."""
    assert population(text) == expected


def test_a_disease_that_is_the_subject_is_no_population() -> None:
    """Kidney failure as an outcome does not make everybody a kidney patient."""
    assert plan(Question("Can ibuprofen cause kidney failure?"), Settings()).population == ()


def test_a_long_message_is_searched_whole() -> None:
    """The condensed question is what asks; the search keeps the message without its greeting."""
    message = (
        "Good morning doctor. My mother is 78 and has gout. Her toe is red again and she already takes allopurinol. "
        "What can she take for the flare? Thank you"
    )
    made = plan(Question(message), Settings())
    assert made.condensed == "What can she take for the flare? (about: gout)"
    assert made.queries[0].startswith("My mother is 78")
    assert "allopurinol" in made.queries[0]
    assert (made.focus, made.facets[0]) == ("gout", "medicines")
    assert made.drugs == ("allopurinol",)
