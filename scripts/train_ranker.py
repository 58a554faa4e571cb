"""
Train the sentence ranker of `curbside.claims.worth` and write its numbers as JSON.

    python scripts/train_ranker.py --library FOLDER [--half 0|1|both] [--out FILE] [--data FOLDER]

BioASQ 7b to 11b, development questions (CC BY 2.5): sentences of the gold snippets, order hidden,
and of the passages that the bench library (bench/retrieval.py) finds for the same questions. First a logistic
regression says which pairs of neighbouring words an answer holds; then a ridge regression says how much a sentence
overlaps with an answer (ROUGE-2), its pairs scored by a model that did not see its question (five folds). `data/words.json`
(how rare a word is) is made from the counts of the shipped spelling list. Needs scikit-learn and rouge-score.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression, Ridge

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "bench"))

from extract import DATA, Asked, judged, questions, retrieved  # noqa: E402 from the bench folder

from curbside import zstd  # noqa: E402
from curbside.claims.worth import (  # noqa: E402
    BY_FORM,
    FORMS,
    PAIR_FEATURES,
    STEADY,
    WORD_FEATURES,
    Gathered,
    feature_names,
    form_of,
    rows_of,
)
from curbside.language.stems import content, sequence, stem  # noqa: E402

CLAIMS = HERE.parent / "src/curbside/claims/data"
SPELLING = HERE.parent / "src/curbside/search/data/spelling.zst"
DATE = "2026-11-22"
FOLDS = 5
COMMON = 200  # documents: rarer words all count as rare
Array = NDArray[np.float64]


def fold_of(asked: Asked) -> int:
    return int(hashlib.md5((asked.id + "f").encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def write_words() -> None:
    raw = zstd.decompress(SPELLING.read_bytes()).decode()
    counts: dict[str, int] = {}
    for row in raw.split("\n"):
        word, _, count = row.partition(" ")
        if count:
            counts[stem(word)] = max(counts.get(stem(word), 0), int(count))
    top = max(counts.values())
    rarity = {
        word: (0.0 if _says_nothing(word) else round(math.log(top / (1 + count)) / math.log(top), 2))
        for word, count in sorted(counts.items())
        if count >= COMMON
    }
    about = about_file("how rare a word is among the documents of the shipped spelling list (0 common, 1 unknown)")
    (CLAIMS / "words.json").write_text(json.dumps({"about": about, "rarity": rarity}, indent=None) + "\n")


def _says_nothing(word: str) -> bool:
    return word not in content(f"{word} osteoclast")


def about_file(what: str) -> dict[str, str]:
    return {
        "what": what,
        "script": "scripts/train_ranker.py",
        "data": "BioASQ 7b-11b golden, development questions: gold snippets, and passages of the bench library found for them; "
        "word counts of the shipped spelling list",
        "licence": "CC BY 2.5 (BioASQ)",
        "date": DATE,
    }


class Pairs:
    """The pairs of words of some questions, as rows to learn from."""

    def __init__(self, asked: list[Asked]) -> None:
        rows, labels, owner = [], [], []
        self.found = [Gathered(one.text, one.said) for one in asked]
        for at, (one, found) in enumerate(zip(asked, self.found, strict=True)):
            answers = [set(itertools.pairwise(s)) for s in map(sequence, one.answers)]
            words = {word: found.of_word(word) for word in found.word_lines}
            for pair in sorted(found.pair_lines):
                places = found.of_places(found.pair_lines[pair], found.pair_voices[pair])
                rows.append((*words[pair[0]], *words[pair[1]], *places, *found.of_pair(pair)))
                labels.append(sum(pair in own for own in answers) / len(answers))
                owner.append(at)
        self.rows, self.labels, self.owner = np.array(rows), np.array(labels), np.array(owner)


def fit_pairs(rows: Array, labels: Array) -> tuple[float, Array]:
    """Bias and weights on the features as they are; the label is the part of the answers that hold the pair."""
    middle, spread = rows.mean(0), rows.std(0) + 1e-6
    scaled = (rows - middle) / spread
    doubled, sides = np.vstack([scaled, scaled]), np.r_[np.ones(len(rows)), np.zeros(len(rows))]
    fitted = LogisticRegression(C=1.0, max_iter=300).fit(doubled, sides, sample_weight=np.r_[labels, 1 - labels])
    weights = fitted.coef_[0] / spread
    return float(fitted.intercept_[0] - (weights * middle).sum()), weights


def with_form(rows: Array, form: str) -> Array:
    """The rows and, beside them, the features that count otherwise in questions of another form."""
    names = feature_names()
    crossed = rows[:, [names.index(name) for name in BY_FORM]]
    return np.hstack([rows, *(crossed * (form == other) for other in FORMS)])


def against_others(rows: Array) -> Array:
    scaled: Array = (rows - rows.mean(0)) / (rows.std(0) + STEADY)
    return scaled


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--half", choices=["0", "1", "both"], default="both")
    parser.add_argument("--out", type=Path, default=CLAIMS / "ranker.json")
    parser.add_argument("--alpha", type=float, default=100.0)
    parser.add_argument("--library", type=Path, required=True)
    given = parser.parse_args()
    write_words()
    asked = [one for one in questions(given.data) if given.half in ("both", str(one.half))]
    asked += retrieved(asked, given.library)
    pairs = Pairs(asked)
    folds = np.array([fold_of(one) for one in asked])
    likely = np.zeros(len(pairs.labels))
    for fold in range(FOLDS):
        seen = folds[pairs.owner] != fold
        bias, weights = fit_pairs(pairs.rows[seen], pairs.labels[seen])
        likely[~seen] = 1 / (1 + np.exp(-(bias + pairs.rows[~seen] @ weights)))
    plain, within, target = [], [], []
    place = 0
    for one, found in zip(asked, pairs.found, strict=True):
        own = {}
        for pair in sorted(found.pair_lines):
            own[pair] = float(likely[place])
            place += 1
        rows = with_form(np.array(rows_of(one.said, found, own)), form_of(one.text))
        plain.append(rows)
        within.append(against_others(rows))
        target += [judged(one, [at])[0] for at in range(len(one.said))]
    every = np.hstack([np.vstack(plain), np.vstack(within)])
    middle, spread = every.mean(0), every.std(0) + 1e-9
    ridge = Ridge(alpha=given.alpha).fit((every - middle) / spread, target)
    weights = ridge.coef_ / spread
    names = [*feature_names(), *(f"{name}, asked for {form}" for form in FORMS for name in BY_FORM)]
    made: dict[str, Any] = {
        "about": about_file(f"what words and sentences of an answer look like; trained on half: {given.half}"),
        "sentence": {
            "bias": round(float(ridge.intercept_ - (weights * middle).sum()), 6),
            "plain": {name: round(float(value), 6) for name, value in zip(names, weights[: len(names)], strict=True)},
            "within": {name: round(float(value), 6) for name, value in zip(names, weights[len(names) :], strict=True)},
        },
        "pair": pair_numbers(*fit_pairs(pairs.rows, pairs.labels)),
    }
    given.out.write_text(json.dumps(made, indent=1) + "\n")
    print(f"{len(asked)} questions, {len(target)} sentences, {len(likely)} pairs")


def pair_numbers(bias: float, weights: Array) -> dict[str, Any]:
    count = len(WORD_FEATURES)
    groups = {"first": WORD_FEATURES, "second": WORD_FEATURES, "pair": PAIR_FEATURES}
    starts = {"first": 0, "second": count, "pair": 2 * count}
    numbers = {
        name: {feature: round(float(weights[starts[name] + at]), 6) for at, feature in enumerate(features)}
        for name, features in groups.items()
    }
    return {"bias": round(bias, 6), **numbers}


if __name__ == "__main__":
    main()
