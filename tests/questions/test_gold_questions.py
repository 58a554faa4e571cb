"""The hand-written questions of clinicians, nurses and patients: type, first facet, focus."""

from __future__ import annotations

import json
from pathlib import Path

from curbside.questions.kinds import kinds
from curbside.questions.plan import plan
from curbside.questions.question import Question
from curbside.settings import Settings

GOLD = [json.loads(line) for line in (Path(__file__).parents[1] / "gold" / "questions.jsonl").read_text().splitlines()]


def share(right: list[bool]) -> float:
    return sum(right) / len(right)


def test_questions_are_understood() -> None:
    """Type and first facet are right in 19 of 20, the focus is the expected words in 4 of 5."""
    plans = [(row, plan(Question(row["question"]), Settings())) for row in GOLD]
    assert len(plans) >= 120
    assert share([made.type == row["type"] for row, made in plans]) >= 0.95
    assert share([made.facets[0] == row["facet"] for row, made in plans]) >= 0.95
    assert share([row["facet"] in made.facets[:3] for row, made in plans]) >= 0.98
    assert share([made.focus.casefold() == row["focus"].casefold() for row, made in plans]) >= 0.8


def test_facets_are_section_kinds() -> None:
    """Nothing is asked for that no answer has a section for."""
    for row in GOLD:
        assert set(plan(Question(row["question"]), Settings()).facets) <= set(kinds())


def test_the_same_question_gives_the_same_plan() -> None:
    """A plan is a value: made twice it is equal."""
    for row in GOLD[:20]:
        assert plan(Question(row["question"]), Settings()) == plan(Question(row["question"]), Settings())
