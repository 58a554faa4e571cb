"""
Learn how likely a reader is to keep a span: tests/gold/marks -> src/curbside/claims/data/fitness.json.

    python scripts/train_fitness.py --library FULL_LIBRARY [--out FILE]

Each question is asked of the library, and the traits of every marked span are read as the answer itself reads them: beside the
spans that were looked at for that question. Figures are printed from five folds by question, and the shipped weights are fitted on
all marks. A trait that fewer than twelve spans have is left out. Needs the library of bench/add.py and, for 52 of the questions, the corpora.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import math
import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

import curbside.claims.candidates as choosing
import curbside.claims.quote as quoting
from curbside.claims.fitness import rows
from curbside.claims.traits import Seen
from curbside.consult import Desk, open_desk
from curbside.questions.question import Question, Reader

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "tests" / "gold"
#: Penalty of the weights (smaller is stronger), chosen in folds among .001, .003 and .01; a trait's least spread; fewest spans.
PENALTY, LEAST_SPREAD, FEWEST = 0.003, 0.1, 12
Marks = dict[tuple[str, int, int], int]


def marked() -> dict[str, Marks]:
    """The marks of each question, by span."""
    found: dict[str, Marks] = defaultdict(dict)
    for line in (GOLD / "marks" / "spans.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        question, source, start, end, mark = line.split("\t")
        found[question][source, int(start), int(end)] = int(mark)
    return found


def questions() -> Iterator[tuple[str, str, Reader]]:
    """Id, text and reader of every question that may have marks."""
    for file in (*sorted((GOLD / "everyday").glob("*.jsonl")), GOLD / "regression" / "questions.jsonl"):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield row["id"], row["text"], Reader(row.get("reader", "clinician").replace("carer", "patient"))
    bench = Path(os.environ.get("CURBSIDE_DATA", ROOT.parent / "shared" / "data")) / "bench"
    for name, key, text, reader in (
        ("meqsum/meqsum_dev.jsonl.gz", "id", "summary", Reader.PATIENT),
        ("rqe/rqe_train.jsonl.gz", "pid", "chq", Reader.CLINICIAN),
    ):
        with gzip.open(bench / name, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                yield (row[key] if key == "id" else f"rqe-{row[key]}"), row[text], reader


def seen_of(desk: Desk, text: str, reader: Reader, is_wide: bool) -> tuple[list[tuple[float, Seen]], Any]:
    """What is looked at for a question, best first, with what it is judged by; with `is_wide` every span that passes the gates."""
    kept: list[tuple[list[tuple[float, Seen]], Any]] = []

    def spy(valued: Sequence[tuple[float, Seen]], *by: Any) -> list[float]:
        kept.append((list(valued), by))
        return [0.0] * len(valued)

    before = (
        choosing.fitness,
        choosing.FITTED,
        choosing._allowed,
        quoting.MOST_LOOKED,
        quoting.NAMED,
        choosing.PROMISING,
    )
    choosing.fitness = spy
    if is_wide:
        usual = choosing._allowed

        def every(passed: Any, plan: Any, asked: Any, topic: Any, question: str) -> Any:
            _, most = usual(passed, plan, asked, topic, question)
            return [choosing._Allowed(unit, kind, asked.held(unit, kind)) for unit, kind in passed], most

        choosing.FITTED, choosing._allowed, choosing.PROMISING = 10**6, every, -1.0
        quoting.MOST_LOOKED, quoting.NAMED = 10**6, 0.0
    try:
        desk.ask(Question(text, reader))
    finally:
        (
            choosing.fitness,
            choosing.FITTED,
            choosing._allowed,
            quoting.MOST_LOOKED,
            quoting.NAMED,
            choosing.PROMISING,
        ) = before
    # The first is the question itself; warnings that are looked up for drugs come after it.
    return max(kept[:2], key=lambda one: len(one[0])) if kept else ([], None)


def gathered(library: str) -> list[tuple[str, dict[str, float], int]]:
    """Question, traits and mark of every marked span."""
    marks, result, done = marked(), [], set()
    with open_desk(library) as desk:
        for name, text, reader in questions():
            if name not in marks or name in done:
                continue
            done.add(name)
            usual, by = seen_of(desk, text, reader, is_wide=False)
            wide, wide_by = seen_of(desk, text, reader, is_wide=True)
            by = by or wide_by
            if by is None:
                continue
            looked = {key_of(seen) for _, seen in usual}
            for (_, seen), row in zip(usual, rows(usual, *by), strict=True):
                if key_of(seen) in marks[name]:
                    result.append((name, row, marks[name][key_of(seen)]))
            for value, seen in wide:
                if key_of(seen) in marks[name] and key_of(seen) not in looked:
                    place = sum(value < other for other, _ in usual)
                    row = rows([*usual[:place], (value, seen), *usual[place:]], *by)[place]
                    result.append((name, row, marks[name][key_of(seen)]))
    return result


def key_of(seen: Seen) -> tuple[str, int, int]:
    """The span that was seen."""
    return seen.unit.evidence.found.record.source, seen.unit.start, seen.unit.end


def fitted(made: Sequence[dict[str, float]], good: Any, names: list[str]) -> dict[str, float]:
    """Weights on the traits as they are, and the bias under the empty name."""
    table = np.array([[row.get(name, 0.0) for name in names] for row in made])
    middle, spread = table.mean(0), table.std(0) + LEAST_SPREAD
    model = LogisticRegression(C=PENALTY, max_iter=500).fit((table - middle) / spread, good)
    weights = model.coef_[0] / spread
    return {**dict(zip(names, map(float, weights), strict=True)), "": float(model.intercept_[0] - weights @ middle)}


def likely(row: dict[str, float], weights: dict[str, float]) -> float:
    """The share that these weights expect."""
    return 1 / (1 + math.exp(-weights[""] - sum(row.get(name, 0.0) * value for name, value in weights.items() if name)))


def known(made: Sequence[dict[str, float]]) -> list[str]:
    """The traits that enough spans have."""
    return sorted(
        name for name, count in Counter(n for row in made for n, v in row.items() if v).items() if count >= FEWEST
    )


def main() -> None:
    """Gather, print cross-validated figures, and write the weights."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--library", required=True)
    arguments.add_argument("--out", default=str(ROOT / "src" / "curbside" / "claims" / "data" / "fitness.json"))
    chosen = arguments.parse_args()
    data = gathered(chosen.library)
    made, good = [row for _, row, _ in data], np.array([mark >= 2 for _, _, mark in data])
    fold = np.array([int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16) % 5 for name, _, _ in data])
    guess = np.zeros(len(data))
    for part in range(5):
        inside = [row for row, at in zip(made, fold, strict=True) if at != part]
        weights = fitted(inside, good[fold != part], known(inside))
        for at in np.flatnonzero(fold == part):
            guess[at] = likely(made[at], weights)
    print(f"{len(data)} marked spans of {len({name for name, _, _ in data})} questions, {good.mean():.3f} good")
    print(f"five folds by question: area under the curve {roc_auc_score(good, guess):.3f}")
    print(f"  by rules alone: {roc_auc_score(good, [row['value'] for row in made]):.3f}")
    for low in (0.3, 0.35, 0.4, 0.5, 0.6, 0.7):
        said = guess >= low
        print(
            f"  at {low}: {said.sum()} spans, {good[said].mean():.3f} good, {np.mean([data[i][2] == 0 for i in np.flatnonzero(said)]):.3f} bad"
        )
    weights = fitted(made, good, known(made))
    bias = weights.pop("")
    about = {
        "script": "scripts/train_fitness.py",
        "data": "tests/gold/marks (marks of our own on spans; no text of a source)",
        "licence": "Apache-2.0",
        "date": datetime.now(UTC).date().isoformat(),
    }
    file = {"about": about, "classes": ["kept"], "bias": [round(bias, 5)]}
    file["weights"] = {name: [round(value, 4)] for name, value in sorted(weights.items()) if round(value, 4)}
    Path(chosen.out).write_text(json.dumps(file, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
