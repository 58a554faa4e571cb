"""Where nothing holds enough of the question, the subject's own page is looked at again."""

from __future__ import annotations

from curbside.claims.quote import quote
from curbside.evidence.weigh import weigh
from curbside.questions.question import QuestionType, Reader
from strategies import evidence, plan

LONG = (
    "Our daughter came home from university with zelvitis and slept for a week and lived on ice lollies, she is brighter "
    "now and wants to get back to rugby, so how long does it last for most young people?"
)
BETTER = "Most people get better in two to four weeks."


def answering(text: str, condensed: str, *asked: str, title: str = "Zelvitis", facet: str = "prognosis") -> list[str]:
    wanted = plan(
        "zelvitis", "prognosis", "predictors", kind=QuestionType.PROGNOSIS, condensed=condensed, asked=asked, queries=("zelvitis",)
    )  # fmt: skip
    made = quote(wanted, weigh(wanted, (evidence(text, title=title, facet=facet).found,)), Reader.PATIENT)
    return [claim.text for claim in made.claims if claim.id in made.answering]


def test_the_own_page_answers_a_long_message() -> None:
    """What tells how long it lasts answers, though it repeats no word of the message."""
    assert answering(BETTER, LONG, "duration", "sport") == [BETTER]


def test_another_subjects_page_does_not() -> None:
    """The same words on a page about something else are no answer."""
    assert answering(BETTER, LONG, "duration", "sport", title="Diseases of the tropics and zelvitis among them") == []


def test_what_a_short_question_asks_must_be_told() -> None:
    """ "How long off work" is not answered by how long the symptoms last."""
    assert answering("Symptoms last 7 to 10 days.", "How long off work with zelvitis?", "duration", "work") == []


def test_a_sentences_own_words_place_it() -> None:
    """How long people live is told under whatever heading it stands."""
    told = "Most affected individuals survive 3 to 5 years after their diagnosis."
    assert answering(told, "life expectancy in zelvitis", facet="exams and tests") == [told]


def test_who_is_expecting_is_told_what_is_said_of_them() -> None:
    """A general page does not answer a question of pregnancy; one that speaks of it does."""
    general = "Zelvitis usually goes away within two weeks and recovery is complete."
    own = "In pregnancy zelvitis usually goes away within two weeks and recovery is complete."
    asked = "What is the outlook of zelvitis in pregnancy?"
    assert answering(general, asked) == []
    assert answering(own, asked) == [own]
