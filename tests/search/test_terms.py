"""What is searched: analysis, spelling, telling words."""

from __future__ import annotations

import gzip
import json

import pytest

from corpora import corpus
from curbside.questions.question import Plan, QuestionType
from curbside.search.analysis import terms
from curbside.search.engine import Entry
from curbside.search.engines.memory import MemoryEngine
from curbside.search.spelling import edit_distance, nearest, repairs
from curbside.search.telling import is_message, telling
from curbside.search.terms import query_terms


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("β-blocker", "beta blocker"),
        ("TNF-α", "TNF alpha"),
        ("5 µg", "5 mcg"),
        ("Sjögren's", "sjogren"),
        ("10⁶ CFU", "10 6 cfu"),
        ("treatments", "treatment"),
        ("2½ tablets", "2 0.5 tablet"),
        ("COVID-19", "covid 19"),
    ],
)
def test_words_written_in_two_ways_are_the_same_terms(written: str, other: str) -> None:
    """Spelling, script and number do not hide a passage."""
    assert terms(written) == terms(other)


@pytest.mark.parametrize(("one", "other"), [("2.5 mg", "25 mg"), ("2.5 mg", "5 mg"), ("10⁶", "106"), ("B12", "B 12")])
def test_different_numbers_are_different_terms(one: str, other: str) -> None:
    """A number is never another number."""
    assert terms(one) != terms(other)


def test_numbers_and_units_survive() -> None:
    """What a dose is made of can be searched."""
    assert terms("Take 0.25 mg/kg, at most 1.5 L") == ["take", "0.25", "mg", "kg", "1.5", "l"]


def test_repairs_are_near_words_and_never_drugs() -> None:
    """Common slips are repaired; a word that looks like a drug is left alone; words of the vocabulary too."""
    found = repairs("symtoms of diabetis hepatitus pregancey fibromalgia".split(), lambda word: 0)
    assert found == {
        "symtoms": "symptoms",
        "diabetis": "diabetes",
        "hepatitus": "hepatitis",
        "pregancey": "pregnancy",
        "fibromalgia": "fibromyalgia",
    }
    for drug_like in ("metfromin", "hydroxizine", "hydralizine", "prednisolome", "asprin"):
        assert nearest(drug_like) not in {
            "metformin",
            "hydroxyzine",
            "hydralazine",
            "prednisolone",
            "prednisone",
            "aspirin",
        }
    assert repairs("seltzer tarsal prednisone".split(), lambda word: 0) == {}


def test_a_word_of_the_library_is_no_misspelling() -> None:
    """What three passages hold is left alone."""
    assert repairs(["diabetis"], lambda word: 3) == {}


def test_known_bad_repairs_do_no_more_than_add() -> None:
    """Everyday words unknown to medicine get a neighbour ("dancer": "danger"); the word as typed weighs as much."""
    engine = MemoryEngine()
    engine.write([Entry(1, "danger"), Entry(2, "dancer")], [], 1)
    plan = Plan(QuestionType.DEFINITION, (), "", queries=("dancer",))
    wanted = query_terms(plan, engine).terms
    assert set(wanted) == {"dancer", "danger"}
    assert wanted["dancer"] >= wanted["danger"]


def test_edit_distance() -> None:
    """Swaps of neighbours count once; more than the limit is said as one more."""
    assert edit_distance("abcd", "abdc", 2) == 1
    assert edit_distance("kitten", "sitting", 2) == 3
    assert edit_distance("same", "same", 1) == 0
    assert edit_distance("short", "longer one", 2) == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("My son has asthma, what helps?", True),
        ("Hello. Please tell me about gout", True),
        ("can i take ibuprofen with warfarin", True),
        ("Does metformin help in type I diabetes?", False),
        ("What is ME/CFS?", False),
        ("Role of TGF-beta in fibrosis", False),
    ],
)
def test_a_message_is_told_from_a_question(text: str, message: bool) -> None:
    """A message is of a person or of several sentences."""
    assert is_message(text) is message


def test_the_question_outweighs_the_story() -> None:
    """In a long message the words of the question tell more than those around it."""
    text = (
        "Hello, I live in Ohio and my neighbour drives a bus. What is the treatment for tarsal tunnel syndrome? Thanks"
    )
    found = telling(text, dict.fromkeys(terms(text), 0.6))
    assert min(found[word] for word in terms("treatment tarsal tunnel")) > max(
        found[word] for word in terms("Ohio neighbour bus thanks")
    )


@pytest.mark.data
def test_telling_words_are_those_of_the_summary() -> None:
    """On real messages, words that experts kept score above those they dropped, nine times of ten within a message."""
    with gzip.open(corpus("bench/meqsum/meqsum_dev.jsonl.gz"), "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream][:60]
    right = pairs = 0
    for row in rows:
        kept = set(terms(row["summary"]))
        found = telling(row["question"], dict.fromkeys(terms(row["question"]), 0.5))
        for one in found.keys() & kept:
            for other in found.keys() - kept:
                pairs += 1
                right += found[one] > found[other]
    assert right / pairs > 0.8
