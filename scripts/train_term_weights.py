"""
Learn which words of a message belong to its question, from MeQSum (CC BY 4.0), and write search/data/telling.json.

    python scripts/train_term_weights.py [--data FOLDER]

A term of a message counts as telling when it stands in the expert's one-sentence question. Messages that resemble a
LiveQA question are dropped, because LiveQA measures the result. Rarity comes from the MedQuAD pages. Logistic
regression with a ridge; terms seen in many messages get a weight of their own.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import os
import re
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from curbside.search.analysis import terms
from curbside.search.telling import FEATURES, features

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("CURBSIDE_DATA") or ROOT.parent / "shared" / "data")
TARGET = ROOT / "src/curbside/search/data/telling.json"
OWN_WEIGHT_FROM = 12  # messages a term must stand in to have its own weight
RIDGE, OWN_RIDGE = 1.0, 8.0
LOOK_ALIKE = 0.6


def rarity(data: Path) -> dict[str, float]:
    """Rarity of terms over the pages of MedQuAD, 0 (in all) to 1 (in one)."""
    held: Counter[str] = Counter()
    pages = 0
    with zipfile.ZipFile(data / "medquad/medquad_answered.zip") as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                pages += 1
                held.update(set(terms(re.sub(rb"<[^>]+>", b" ", archive.read(name)).decode("utf-8", "replace"))))
    return {term: math.log(1 + pages / count) / math.log(1 + pages) for term, count in held.items()}


def messages(data: Path) -> list[tuple[str, set[str]]]:
    """Messages as they are typed, and the terms of their summary; without those that resemble a LiveQA question."""
    with gzip.open(data / "bench/liveqa/liveqa2017_dev.jsonl.gz", "rt", encoding="utf-8") as stream:
        judged = [set(terms(f"{row['subject']} {row['message']}")) for row in map(json.loads, stream)]
    kept, dropped = [], 0
    with gzip.open(data / "bench/meqsum/meqsum_dev.jsonl.gz", "rt", encoding="utf-8") as stream:
        for row in map(json.loads, stream):
            text = re.sub(r"^SUBJECT:\s*", "", row["question"]).replace("MESSAGE:", "")
            held = set(terms(text))
            if any(len(held & other) > LOOK_ALIKE * len(held | other) or contains(held, other) for other in judged):
                dropped += 1
                continue
            kept.append((text, set(terms(row["summary"]))))
    print(f"{len(kept)} messages, {dropped} dropped that resemble LiveQA")
    return kept


def contains(held: set[str], other: set[str]) -> bool:
    """Whether most of a longer LiveQA question stands in a message."""
    return len(other) >= 8 and len(held & other) > 0.8 * len(other)


def fit(values: NDArray[np.float64], wanted: NDArray[np.float64], ridge: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ridge logistic regression by Newton's method."""
    weights = np.zeros(values.shape[1])
    for _ in range(25):
        chance = 1 / (1 + np.exp(-values @ weights))
        slope = values.T @ (chance - wanted) + ridge * weights
        curve = (values * (chance * (1 - chance))[:, None]).T @ values + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def area(scores: NDArray[np.float64], wanted: NDArray[np.float64]) -> float:
    """Area under the ROC curve."""
    ranks = scores.argsort().argsort() + 1
    yes = wanted.sum()
    return float((ranks[wanted == 1].sum() - yes * (yes + 1) / 2) / (yes * (len(wanted) - yes)))


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--data", type=Path, default=DATA)
    data = arguments.parse_args().data
    rare = rarity(data)
    rows, labels, owners, names = [], [], [], []
    for number, (text, summary) in enumerate(messages(data)):
        here = {term: rare.get(term, 1.0) for term in terms(text)}
        for term, values in features(text, here).items():
            rows.append(values)
            labels.append(float(term in summary))
            owners.append(number)
            names.append(term)
    seen = Counter(names)
    own = sorted(term for term, count in seen.items() if count >= OWN_WEIGHT_FROM)
    column = {term: len(FEATURES) + place for place, term in enumerate(own)}
    values = np.zeros((len(rows), len(FEATURES) + len(own)))
    values[:, : len(FEATURES)] = rows
    for place, term in enumerate(names):
        if term in column:
            values[place, column[term]] = 1.0
    wanted, owner = np.array(labels), np.array(owners)
    ridge = np.array([RIDGE] * len(FEATURES) + [OWN_RIDGE] * len(own))
    held_out = np.zeros(len(rows))
    for fold in range(5):
        test = owner % 5 == fold
        held_out[test] = values[test] @ fit(values[~test], wanted[~test], ridge)
    print(
        f"{len(rows)} terms, {wanted.mean():.1%} telling, area under the curve (5 folds by message) {area(held_out, wanted):.3f}"
    )
    weights = fit(values, wanted, ridge)
    TARGET.parent.mkdir(exist_ok=True)
    shipped = {
        "about": {
            "script": "scripts/train_term_weights.py",
            "data": "MeQSum (Ben Abacha and Demner-Fushman 2019), messages and their summaries",
            "licence": "CC BY 4.0",
            "date": "2026-11-22",
        },
        "features": {name: round(float(weights[place]), 4) for place, name in enumerate(FEATURES)},
        "terms": {term: round(float(weights[column[term]]), 3) for term in own},
    }
    TARGET.write_text(json.dumps(shipped, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
