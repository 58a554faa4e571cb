"""Pages about the subject come forward among what was found, and the order of the words keeps its turn beside them."""

from __future__ import annotations

from dataclasses import replace

from curbside.evidence.evidence import Found
from curbside.questions.question import Plan, QuestionType
from curbside.search.nearness import in_turn, nearest
from curbside.sources.source import Passage
from strategies import record

PLAN = Plan(QuestionType.TREATMENT, ("treatment_options",), "whooping cough", aliases=("pertussis",))


def found(source: str, title: str, score: float, position: str = "1") -> Found:
    passage = Passage(position=position, start=0, end=4, path=(), question="")
    return Found(replace(record(), source=source, title=title), passage, "Text", score)


def test_a_page_about_the_subject_passes_an_article_that_uses_its_words() -> None:
    """Under its own name or another; a page that names more than the subject gains less."""
    article, own = found("a", "Cough mixtures sold in towns", 10.0), found("b", "Pertussis", 8.5)
    kind = found("c", "Whooping cough in nurses of infants", 8.5)
    assert [one.record.source for one in nearest(PLAN, (article, own, kind))] == ["b", "a", "c"]


def test_what_is_far_behind_stays_behind() -> None:
    """A title alone brings nothing to the front that hardly speaks of what was asked."""
    assert [one.record.source for one in nearest(PLAN, (found("a", "Coughs", 10.0), found("b", "Pertussis", 3.0)))] == [
        "a",
        "b",
    ]


def test_two_orders_take_turns() -> None:
    """Each passage once, with the better of its scores."""
    first = found("a", "Coughs", 10.0), found("b", "Pertussis", 6.0), found("c", "Nurses", 5.0)
    second = found("b", "Pertussis", 9.0), found("d", "Pertussis vaccine", 4.0)
    merged = in_turn(first, second)
    assert [(one.record.source, one.score) for one in merged] == [("a", 10.0), ("b", 9.0), ("d", 4.0), ("c", 5.0)]
