"""
Learn what a question asks for from the way it is put: questions/data/asking.json.

    python scripts/train_asking.py [--cross]

Forms of asking written by hand (scripts/question_forms.yaml), filled with names at random, and the questions of the project's own
development sets (tests/gold: everyday by its even half, the regression set, the tuned half of questions.jsonl). Those carry a type;
which way of asking of that type is meant is taken from a first model on the forms alone. Classes weigh alike. --cross holds out the
questions of one writer at a time and prints how often the type is right by rules, by both, and by the model alone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Any
from unittest.mock import patch

import yaml
from fitting import ROOT, fit, write

from curbside.language.linear import Linear
from curbside.questions import asking
from curbside.questions import plan as in_plan
from curbside.questions.asking import features, frame, ways
from curbside.questions.attributes import attributes_in
from curbside.questions.condensing import LONG, sentences_asked
from curbside.questions.facets import asked
from curbside.questions.named import names_in
from curbside.questions.question import Question, QuestionType
from curbside.questions.slips import as_meant
from curbside.questions.typed import cleaned, opened
from curbside.settings import Settings

GOLD = ROOT / "tests" / "gold"
TARGET = ROOT / "src/curbside/questions/data/asking.json"
CHOICE = re.compile(r"\(([^()]*)\)")
NAMED = re.compile(r"\{(\w)\}")
PER_WAY = 400  # filled forms of each way of asking
STRENGTH, SEEN_IN, MOST = 0.3, 4, 3000
REAL = 3.0  # what a question that somebody asked counts beside a filled form
TYPES = {
    "cause": "cause_or_risk",
    "test and its meaning": "test_interpretation",
    "side effects or interactions": "side_effect_or_interaction",
}
Row = dict[str, float]


def filled(form: str, fill: dict[str, list[str]], draw: random.Random) -> str:
    """One question by a form: each choice made, each name filled."""
    while choice := CHOICE.search(form):
        form = form[: choice.start()] + draw.choice(choice[1].split("|")) + form[choice.end() :]
    text = " ".join(NAMED.sub(lambda name: draw.choice(fill[name[1]]), form).replace("\\+", "+").split())
    text = text.replace(" ,", ",").replace(" ?", "?")
    text = text[:1].upper() + text[1:] if draw.random() < 0.3 else text
    return text + "?" if draw.random() < 0.4 else text


def forms() -> list[tuple[str, str]]:
    """Filled forms with their way of asking, each form as often as the others of its way."""
    made = yaml.safe_load((ROOT / "scripts/question_forms.yaml").read_text(encoding="utf-8"))
    draw, found = random.Random(1), []
    for way, every in made["forms"].items():
        for form in every:
            texts = dict.fromkeys(filled(form, made["fill"], draw) for _ in range(3 * PER_WAY // len(every)))
            found += [(text, way) for text in list(texts)[: max(1, PER_WAY // len(every))]]
    return found


def read(text: str) -> Row:
    """The features of a question, as the plan reads them."""
    line = cleaned(text)
    short = as_meant(" ".join(sentences_asked(line)) if len(line) > LONG else line)
    told = opened(short)
    return features(frame(told, names_in(told)), asked(short), attributes_in(short))


def type_of(row: dict[str, Any]) -> QuestionType:
    return QuestionType(TYPES.get(row["type"], row["type"].replace(" ", "_")))


def is_even(name: str) -> bool:
    return int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16) % 2 == 0


def questions() -> dict[str, list[tuple[str, QuestionType]]]:
    """The questions of each writer that may be looked at, with their types."""

    def rows(name: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]

    found = {
        file.stem: [(row["text"], type_of(row)) for row in rows(f"everyday/{file.name}") if is_even(row["id"])]
        for file in sorted((GOLD / "everyday").glob("*.jsonl"))
    }
    found["regression"] = [
        (row["text"], type_of(row)) for row in rows("regression/questions.jsonl") if row["expect"] != "refuse"
    ]
    tuned = [
        row for row in rows("questions.jsonl") if int(hashlib.sha256(row["question"].encode()).hexdigest(), 16) % 2 == 0
    ]
    found["questions"] = [(row["question"], QuestionType(row["type"])) for row in tuned]
    return found


def learnt(rows: Sequence[Row], labels: Sequence[str], real: Sequence[Row], real_labels: Sequence[str]) -> Linear:
    """A model of filled forms, all ways alike, and of real questions."""
    counts = Counter(labels)
    weights = [len(labels) / len(counts) / counts[label] for label in labels] + [REAL] * len(real)
    return fit(
        [*rows, *real],
        [*labels, *real_labels],
        tuple(ways()),
        strength=STRENGTH,
        seen_in=SEEN_IN,
        most=MOST,
        weights=weights,
        about={
            "script": "scripts/train_asking.py",
            "data": f"{len(rows)} filled forms of scripts/question_forms.yaml, {len(real)} questions of tests/gold (development)",
            "licence": "written for this project",
            "date": "2026-11-23",
        },
    )


def typed(text: str) -> QuestionType:
    """The type of a question's plan."""
    return in_plan.plan(Question(text), Settings()).type


def short(model: Linear) -> Linear:
    """The same model with one decimal of each weight, which changes no reading and keeps the file small."""
    rounded = {name: tuple(round(weight, 1) or 0 for weight in row) for name, row in model.weights.items()}
    return replace(model, weights={name: row for name, row in rounded.items() if any(row)})


def way_of(first: Linear, row: Row, wanted: QuestionType) -> str:
    """Which way of asking of its type a question is likeliest to be."""
    likely = dict(zip(first.classes, first.scores(row), strict=True))
    return max((way for way, (kind, _) in ways().items() if kind is wanted), key=lambda way: likely[way])


def cross(rows: list[Row], labels: list[str], real: dict[str, list[tuple[Row, str]]]) -> None:
    """Each writer's questions by a model that has not seen them."""
    for writer, texts in questions().items():
        others = [one for name, every in real.items() if name != writer for one in every]
        model = learnt(rows, labels, [row for row, _ in others], [way for _, way in others])
        with patch.object(in_plan, "weighed", lambda leaning, _: leaning):
            by_rules = sum(typed(text) is wanted for text, wanted in texts)
        with patch.object(asking, "_model", lambda model=model: model):
            by_both = sum(typed(text) is wanted for text, wanted in texts)
        alone = sum(
            ways()[model.best(row)][0] is wanted for (_, wanted), (row, _) in zip(texts, real[writer], strict=True)
        )
        print(f"{writer} ({len(texts)}): rules {by_rules}, both {by_both}, model alone {alone}", flush=True)


def main() -> None:
    """Train on everything that may be looked at and write the model, or hold writers out."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--cross", action="store_true")
    is_cross = options.parse_args().cross
    made = forms()
    rows, labels = [read(text) for text, _ in made], [way for _, way in made]
    first = learnt(rows, labels, [], [])
    real = {
        writer: [(row := read(text), way_of(first, row, wanted)) for text, wanted in every]
        for writer, every in questions().items()
    }
    if is_cross:
        cross(rows, labels, real)
        return
    every = list(chain.from_iterable(real.values()))
    write(short(learnt(rows, labels, [row for row, _ in every], [way for _, way in every])), TARGET)


if __name__ == "__main__":
    main()
