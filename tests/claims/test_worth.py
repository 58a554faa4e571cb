"""What a sentence promises as an answer."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.resources import files

import pytest

from curbside.claims.worth import Said, form_of, weights_of, worths

QUESTION = "Which gene is mutated in cystic fibrosis?"
SAID = [
    Said("Cystic fibrosis is caused by mutations in the CFTR gene.", "a"),
    Said("Mutations in the CFTR gene cause cystic fibrosis.", "b"),
    Said("The weather in the region was recorded every day by two observers.", "c"),
    Said("Cystic fibrosis results from mutations of the CFTR gene on chromosome 7.", "d"),
]


def test_what_documents_agree_on_is_worth_more():
    """A sentence that others repeat and that is near the question outranks one that is about something else."""
    values = worths(QUESTION, SAID)
    assert min(values[at] for at in (0, 1, 3)) > values[2]


def test_order_of_sentences_does_not_matter():
    """What a sentence is worth does not depend on the order in which sentences were found."""
    forward, backward = worths(QUESTION, SAID), worths(QUESTION, SAID[::-1])
    assert forward == pytest.approx(backward[::-1], abs=1e-12)


def test_no_sentences():
    """With nothing found there is nothing to rank."""
    assert worths(QUESTION, []) == []


def test_one_sentence_of_marks_only():
    """Text without words does not break the ranking."""
    assert len(worths("?", [Said("...", "a"), Said("", "b")])) == 2


def test_same_bytes_in_any_process():
    """The same question gives the same numbers in another process with another hash seed."""
    program = (
        "from curbside.claims.worth import Said, worths\n"
        f"print(worths({QUESTION!r}, [Said(t, v) for t, v in {[(s.text, s.voice) for s in SAID]!r}]))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("Is aspirin effective for stroke prevention?", "yes or no"),
        ("List symptoms of gout.", "list"),
        ("What is the role of CFTR in the lung?", "summary"),
        ("Which gene is mutated in cystic fibrosis?", "thing"),
    ],
)
def test_form(question, form):
    """The form of a question is read from its opening words."""
    assert form_of(question) == form


def test_shipped_numbers_say_where_they_come_from():
    """Shipped arrays name their script, data, licence and date."""
    for name in ("ranker.json", "words.json", "leaning.json"):
        about = json.loads(files("curbside.claims").joinpath(f"data/{name}").read_text())["about"]
        assert {"script", "data", "licence", "date"} <= set(about)


def test_missing_weight_is_named():
    """A file without a number for a feature is refused by that feature's name."""
    made = json.loads(files("curbside.claims").joinpath("data/ranker.json").read_text())
    del made["sentence"]["plain"]["agreement"]
    with pytest.raises(KeyError, match="agreement"):
        weights_of(made)
