"""What a message finds in the library has a say in what it is about."""

from __future__ import annotations

import pytest

from curbside.questions.plan import plan
from curbside.questions.question import Question
from curbside.questions.votes import vote
from curbside.settings import Settings

STORY = (
    "I passed a kidney stone in spring and it was the worst night of my life. It came back as calcium oxalate. I have an"
    " underactive thyroid, too, and drink mostly tea at work. What should I eat and drink so that I don't get another one?"
)


def test_a_title_that_is_the_name_counts_most() -> None:
    """A vote is full where every title is the name, half where titles say more, and nothing where none holds it."""
    assert vote("kidney stone", [("Kidney Stones",)] * 5) == pytest.approx(1.0)
    assert vote("kidney stone", [("Kidney Stones in Adults",)] * 5) == pytest.approx(0.5)
    assert vote("kidney stone", [("Diets", "Kidney stones")]) == pytest.approx(1.0)
    assert vote("kidney stone", [("Diets",)]) == vote("kidney stone", []) == vote("", [("Diets",)]) == 0.0


def test_earlier_titles_count_more() -> None:
    """What was found first has more to say than what was found last."""
    titles = [("Kidney Stones",), *[("Hypothyroidism",)] * 3]
    assert vote("kidney stones", titles) > vote("kidney stones", titles[::-1])


@pytest.mark.parametrize(
    ("title", "focus"), [("Kidney Stones in Adults", "kidney stone"), ("Underactive thyroid", "underactive thyroid")]
)
def test_the_library_tells_which_illness_of_a_story_is_meant(title: str, focus: str) -> None:
    """Of several illnesses that a story names, it is about the one that titles of what it finds bear."""
    assert plan(Question(STORY), Settings(), [(title,)] * 10).focus == focus


def test_a_vote_names_nothing_that_the_message_does_not() -> None:
    """Titles choose among the names of a message and bring no name of their own."""
    assert "gout" not in plan(Question(STORY), Settings(), [("Gout",)] * 20).focus.casefold()


def test_a_subject_line_that_is_a_name_is_not_outvoted() -> None:
    """Who writes "nocturia" over a story of cancer asks of nocturia, whatever pages the story finds."""
    text = (
        "SUBJECT: nocturia\nMESSAGE: I had my prostate removed by surgery because of cancer several years ago. My doctor"
        " cannot give me anything that will stop my having to get up four times a night. The stream is normal and I"
        " have no pain. Do you have a suggestion?"
    )
    assert plan(Question(text), Settings(), [("Cancer",)] * 20).focus == "nocturia"
