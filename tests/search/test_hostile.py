"""P15: no input stops a search."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from curbside.library.library import Library
from curbside.search.analysis import terms
from curbside.search.engine import MOST_TERMS
from curbside.search.engines.tantivy import TantivyEngine
from curbside.search.find import Index
from curbside.search.terms import query_terms
from curbside.sources.build import TextBuilder
from curbside.sources.source import Source


@pytest.fixture
def index(tmp_path: Path) -> Index:
    library = Library.open(tmp_path / "library")
    text = TextBuilder()
    text.passage("Aspirin 2.5 mg is not given.")
    text.passage("Insulin is given.")
    stored, passages = text.finish()
    library.add_sources([Source(ids=("pmid:1",), title="Doses", text=stored, passages=passages)])
    return Index(library, TantivyEngine(tmp_path / "library" / "index"))


HOSTILE = {
    "parentheses": "(" * 3_000,
    "operators": "NOT " * 100_000,
    "control characters": "\x00\x01\x02 aspirin \x00",
    "lone surrogates": "\ud800 aspirin \udfff",
    "emoji": "🩺" * 5_000,
    "a megabyte": "aspirin dose " * 80_000,
    "one long word": "a" * 1_000_000,
    "many words": " ".join(f"w{number}" for number in range(60_000)),
    "quotes and colons": '"text:aspirin" AND key:[* TO *] ^2 ~',
    "nothing": "",
    "right to left": "\u202e aspirin \u200f",
    "combining": "e" + "\u0301" * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_question_is_only_words(index: Index, name: str) -> None:
    """Nothing breaks, no query holds more terms than it may, and operators find nothing."""
    text = HOSTILE[name]
    found = index.search_text(text)
    expected = {"aspirin", "dose"} & set(terms(text[:20_000]))
    assert bool(found) == bool(expected)


def test_a_query_holds_no_more_terms_than_it_may(index: Index) -> None:
    """However long the question."""
    from curbside.questions.question import Plan, QuestionType

    plan = Plan(QuestionType.DEFINITION, (), "", queries=("aspirin insulin given doses " + HOSTILE["many words"],) * 2)
    assert len(query_terms(plan, index.engine).terms) <= MOST_TERMS


def test_not_is_no_operator(index: Index) -> None:
    """ "NOT aspirin" finds aspirin and nothing else, "dose: 5 mg" does not find 2.5 mg by its 5."""
    assert [found.text for found in index.search_text("NOT aspirin")] == ["Aspirin 2.5 mg is not given."]
    assert index.search_text("5") == ()
    assert len(index.search_text("2.5")) == 1


def test_random_questions(index: Index) -> None:
    """Any string of any characters gives a result."""
    chance = random.Random(4)
    for _ in range(200):
        text = "".join(chr(chance.randrange(1, 0x11000)) for _ in range(chance.randrange(80)))
        index.search_text(text)
