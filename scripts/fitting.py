"""
Fit a linear model on named features and write it as the plain arrays that `curbside.language.linear` reads.

Rare features are dropped, the rest fitted, the smallest weights dropped and the others fitted again, so that a shipped
file stays small and every number in it can be looked at. Needs scikit-learn, which the package itself never does.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from curbside.language.linear import Linear

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("CURBSIDE_DATA") or ROOT.parent / "shared" / "data")
Rows = Sequence[Mapping[str, float]]


def read(name: str) -> list[dict[str, Any]]:
    """The records of one corpus file."""
    with gzip.open(DATA / name, "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def half(group: str) -> int:
    """The half a group belongs to: 0 to tune on, 1 to report on."""
    return int(hashlib.md5(group.encode()).hexdigest(), 16) % 2


def fit(
    rows: Rows,
    labels: Sequence[str],
    classes: tuple[str, ...],
    *,
    strength: float,
    seen_in: int,
    most: int,
    weights: Sequence[float] | None = None,
    about: Mapping[str, object] | None = None,
) -> Linear:
    """A linear model; `strength` is 1 / ridge, `seen_in` the rows a feature must stand in, `most` the features kept."""
    counts = Counter(name for row in rows for name in row)
    known = {name for name, count in counts.items() if count >= seen_in}
    wanted = np.array([classes.index(label) for label in labels])
    for _ in range(2):
        vectors = DictVectorizer()
        table = vectors.fit_transform([{name: row[name] for name in row if name in known} for row in rows])
        linear = LogisticRegression(C=strength, max_iter=500).fit(table, wanted, sample_weight=weights)
        names = vectors.get_feature_names_out()
        if len(names) <= most:
            break
        size = np.abs(linear.coef_).max(axis=0)
        known = {str(names[i]) for i in np.argsort(-size, kind="stable")[:most]}
    coefficients, bias = linear.coef_, linear.intercept_
    if len(classes) == 2:
        coefficients, bias = np.vstack([-coefficients / 2, coefficients / 2]), np.concatenate([-bias / 2, bias / 2])
    arrays = {str(name): tuple(round(float(value), 3) for value in coefficients[:, i]) for i, name in enumerate(names)}
    kept = {name: row for name, row in sorted(arrays.items()) if any(row)}
    return Linear(classes, tuple(round(float(value), 3) for value in bias), kept, dict(about or {}))


def write(linear: Linear, target: Path) -> None:
    """Write a model as JSON, one feature a line."""
    lines = [
        f"{json.dumps(name, ensure_ascii=False)}:{json.dumps(list(row), separators=(',', ':'))}"
        for name, row in linear.weights.items()
    ]
    head = json.dumps({"about": dict(linear.about), "classes": linear.classes, "bias": linear.bias}, ensure_ascii=False)
    target.parent.mkdir(exist_ok=True)
    target.write_text(head[:-1] + ',"weights":{\n' + ",\n".join(lines) + "\n}}\n", encoding="utf-8")
    print(f"{target.relative_to(ROOT)}: {len(lines)} features, {target.stat().st_size // 1024} KB")
