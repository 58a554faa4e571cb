"""Names that a question must not lose, and messages whose subject would be lost among their words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from curbside.library.library import Library
from curbside.questions.question import Plan, QuestionType
from curbside.search.engines.memory import MemoryEngine
from curbside.search.find import Index
from curbside.sources.build import TextBuilder
from curbside.sources.source import Source


def source(number: int, title: str, text: str) -> Source:
    built = TextBuilder()
    built.passage(text, path=(title,), question="")
    stored, spans = built.finish()
    return replace(Source(ids=(f"pmid:{number}",), title=title, text=stored, passages=spans))


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Library.open(tmp_path / "library") as library:
        many = [
            source(n, f"Prostate cancer {n}", f"My doctor said that I had cancer, part {n}.") for n in range(100, 130)
        ]
        nights = [
            source(n, f"Nights {n}", f"Nocturia has case number {n}. " + "Other words follow here. " * 9)
            for n in range(10)
        ]
        library.add_sources([*nights, *many])
        yield Index(library, MemoryEngine())


def plan(text: str, focus: str = "", *more: str) -> Plan:
    return Plan(QuestionType.TREATMENT, ("treatment_options",), focus, condensed=text, queries=(text, *more))


def test_a_name_that_no_passage_holds_is_not_lost(index: Index) -> None:
    """A drug that nobody ever heard of becomes what an answer must name, so that none is given without it."""
    asked = plan("Can cardovexil be taken for nocturia?", "nocturia")
    index.find(asked)
    assert index.respelt(asked).intervention == "cardovexil"


@pytest.mark.parametrize(
    "text", ["What should be done before desmopressin for nocturia?", "What is the treatmnt of nocturia?"]
)
def test_plain_and_misspelt_words_are_not_names(index: Index, text: str) -> None:
    """Words without meaning of their own and words that a repair explains are demanded of no answer."""
    asked = plan(text, "nocturia")
    index.find(asked)
    assert index.respelt(asked).intervention == ""


def test_a_message_is_searched_by_its_subject_too(index: Index) -> None:
    """Where a message tells of other things, its last places go to passages on what it is about."""
    story = "My doctor said that I had cancer. " * 3 + "I get up at night. What can I do?"
    found = index.find(plan(story, "nocturia", "nocturia treatment"), k=25)
    assert len(found) == 25
    assert sum("Nocturia" in one.text for one in found) == 10
    assert not any("Nocturia" in one.text for one in index.find(plan(story, "", "nocturia treatment"), k=25))
