"""
Train which section kind the words of a sentence lean to (`curbside.claims.leaning`) and write the numbers as JSON.

    python scripts/train_facets.py [--held-out] [--out FILE] [--data FOLDER]

MedQuAD (CC BY 4.0): sentences of answers, labelled by the type of the question they answer; at most 1,500 of a kind and
collection, since one collection is half of all. Logistic regression on words and pairs, kinds weighted alike, then only
the features with the largest weights are kept and fitted again. --held-out leaves out the three collections that
bench/facets_of_sentences.py reports on. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "bench"))

from facets_of_sentences import DATA, HELD_OUT, Labelled, labelled  # noqa: E402 from the bench folder

from curbside.claims.leaning import marks  # noqa: E402

OUT = HERE.parent / "src/curbside/claims/data/leaning.json"
MOST, LEAST_SEEN, KEPT = 1500, 8, 2000
STRENGTH = 3.0


def chosen(rows: list[Labelled]) -> list[Labelled]:
    """At most so many of each kind and collection, by a hash of the words."""
    count: Counter[tuple[str, str]] = Counter()
    result = []
    for one in sorted(rows, key=lambda row: hashlib.md5(row.text.encode(), usedforsecurity=False).hexdigest()):
        if not one.repeated and count[one.collection, one.kind] < MOST:
            count[one.collection, one.kind] += 1
            result.append(one)
    return result


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--held-out", action="store_true")
    given = parser.parse_args()
    left_out = HELD_OUT if given.held_out else frozenset()
    rows = chosen([one for one in labelled(given.data) if one.collection not in left_out])
    found = [marks(one.text, one.subject) for one in rows]
    kinds = [one.kind for one in rows]
    seen = Counter(name for own in found for name in own)
    kept = {name for name, count in seen.items() if count >= LEAST_SEEN}
    for most in (len(kept), KEPT):
        vectors = DictVectorizer()
        table = vectors.fit_transform([{name: value for name, value in own.items() if name in kept} for own in found])
        model = LogisticRegression(C=STRENGTH, max_iter=150, class_weight="balanced").fit(table, kinds)
        size = np.abs(model.coef_).max(axis=0)
        names = vectors.get_feature_names_out()
        order = sorted(range(len(names)), key=lambda at: (-size[at], names[at]))
        kept = {names[at] for at in order[:KEPT]}
        print(most, "features, on its own rows", round(float(model.score(table, kinds)), 3))
    made = {
        "about": {
            "what": f"which section kind a sentence leans to; held out: {', '.join(sorted(left_out)) or 'nothing'}",
            "script": "scripts/train_facets.py",
            "data": f"MedQuAD, {len(rows)} sentences, labelled by question type",
            "licence": "CC BY 4.0",
            "date": "2026-11-22",
        },
        "classes": [str(name) for name in model.classes_],
        "bias": [round(float(value), 3) for value in model.intercept_],
        "weights": {
            str(names[at]): [round(float(value), 2) for value in model.coef_[:, at]]
            for at in sorted(order, key=names.__getitem__)
        },
    }
    given.out.write_text(json.dumps(made, separators=(",", ":")).replace("],", "],\n") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
