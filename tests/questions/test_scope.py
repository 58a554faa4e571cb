"""Scope: what is refused, in whose words, and that medical questions are not."""

from __future__ import annotations

import gzip
import json
import re
import zipfile
from html import unescape
from pathlib import Path

import pytest

from corpora import corpus
from curbside.questions.plan import plan
from curbside.questions.question import Question
from curbside.questions.scope import refusal
from curbside.questions.typed import cleaned
from curbside.settings import Settings

GOLD = [json.loads(line) for line in (Path(__file__).parents[1] / "gold" / "scope.jsonl").read_text().splitlines()]


def share_refused(reason: str) -> float:
    rows = [row for row in GOLD if row["refusal"] == reason]
    assert rows
    return sum(refusal(cleaned(row["text"])) == reason for row in rows) / len(rows)


def test_medical_questions_are_never_refused() -> None:
    """Nothing that asks about medicine is refused, however short or oddly written."""
    assert share_refused("") == 1


@pytest.mark.parametrize(("reason", "at_least"), [("not_medical", 0.8), ("other_language", 0.9), ("out_of_scope", 0.9)])
def test_what_is_outside_is_refused(reason: str, at_least: float) -> None:
    """Most of what is plainly outside is refused with its own reason; the rest is searched in vain."""
    assert share_refused(reason) >= at_least


def test_a_refused_plan_searches_nothing_further() -> None:
    """The reason travels in the plan."""
    made = plan(Question("Who won the world cup in 2018?"), Settings())
    assert (made.refusal, made.facets) == ("not_medical", ())


def test_how_to_calculate_is_a_question() -> None:
    """Asking how something is calculated is answered; asking for the calculation is not."""
    assert refusal("How is creatinine clearance calculated?") == ""
    assert refusal("Calculate the creatinine clearance of my patient") == "out_of_scope"


@pytest.mark.data
def test_real_questions_are_not_refused() -> None:
    """Of the questions of PubMedQA, BioASQ, LiveQA, MeQSum and every fifth of MedQuAD none is refused."""
    asked: list[str] = []
    for name, fields in (
        ("bench/pubmedqa/pubmedqa_labelled_dev500.jsonl.gz", ("question",)),
        ("bench/bioasq/bioasq_7b-11b_dev.jsonl.gz", ("question",)),
        ("bench/liveqa/liveqa2017_dev.jsonl.gz", ("summary", "message")),
        ("bench/meqsum/meqsum_dev.jsonl.gz", ("summary", "question")),
    ):
        with gzip.open(corpus(name), "rt", encoding="utf-8") as lines:
            asked += [text for line in lines for field in fields if (text := json.loads(line)[field])]
    with zipfile.ZipFile(corpus("medquad/medquad_answered.zip")) as archive:
        for member in archive.namelist()[::5]:
            text = archive.read(member).decode("utf-8", "replace")
            asked += [unescape(found) for found in re.findall(r"<Question[^>]*>([^<]{1,400})</Question>", text)]
    assert len(asked) > 4000
    assert [text for text in asked if refusal(cleaned(text[:4000]))] == []
