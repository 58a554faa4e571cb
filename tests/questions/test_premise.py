"""What a question takes for granted, by its form."""

import pytest

from curbside.questions.premise import premise


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Since antibiotics cure Bell's palsy, which one is best?", "antibiotics cure Bell's palsy"),
        (
            "Given that ovarian cancer screening saves lives, how often is it due?",
            "ovarian cancer screening saves lives",
        ),
        ("As it is contagious, must my wife sleep apart?", "it is contagious"),
        ("Why does vitamin D prevent falls so well?", "vitamin D prevent falls so well"),
        ("Kawasaki disease can be prevented by which vaccine?", "Kawasaki disease can be prevented"),
        ("Which drug cures osteoarthritis?", "osteoarthritis is cured"),
    ],
)
def test_a_premise_is_taken_as_written(question: str, expected: str) -> None:
    """The person's own words are given back."""
    assert premise(question) == expected


@pytest.mark.parametrize(
    "question",
    ["How is gout treated?", "Which drugs are used for gout?", "What is the cause of gout?", "gout since 2010", "Why?"],
)
def test_an_open_question_takes_nothing_for_granted(question: str) -> None:
    """Where no form shows a premise there is none."""
    assert premise(question) == ""
