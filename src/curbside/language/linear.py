"""
Linear models that ship as plain arrays: names of features, one row of weights each, one bias per class.

A model is trained by a script in `scripts/` and read here from a JSON file, so that its every number can be looked at
and nothing has to be installed to use it. A score is a sum of weights, no chance and no threads: the same features
give the same score on every machine. A feature that the model does not know adds nothing.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

__all__ = ["Linear", "softmax"]


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights of a linear model: `weights[feature][i]` speaks for `classes[i]`."""

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]
    about: Mapping[str, object]

    @classmethod
    def load(cls, file: Path | Traversable) -> Linear:
        """Read a model from JSON: `about` (script, data, licence, date), `classes`, `bias`, `weights`; ValueError names what is wrong."""
        made = json.loads(file.read_text(encoding="utf-8"))
        classes = tuple(str(name) for name in made["classes"])
        bias = tuple(float(value) for value in made["bias"])
        weights = {str(name): tuple(map(float, row)) for name, row in made["weights"].items()}
        wrong = [name for name, row in weights.items() if len(row) != len(classes)]
        if len(bias) != len(classes) or wrong:
            raise ValueError(
                f"{file.name}: {len(classes)} classes, but {len(bias)} biases and other lengths at {wrong[:3]}"
            )
        return cls(classes, bias, weights, dict(made["about"]))

    def scores(self, features: Mapping[str, float]) -> tuple[float, ...]:
        """Give one score per class: the bias and the sum of value times weight over known features, in name order."""
        totals = list(self.bias)
        weights = self.weights
        for name in sorted([name for name in features if name in weights]):
            value = features[name]
            for i, weight in enumerate(weights[name]):
                totals[i] += value * weight
        return tuple(totals)

    def best(self, features: Mapping[str, float]) -> str:
        """Give the class of the highest score; of equal ones, the first listed."""
        scores = self.scores(features)
        return self.classes[scores.index(max(scores))]


def softmax(scores: tuple[float, ...]) -> tuple[float, ...]:
    """Turn scores into shares that add up to one."""
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    whole = sum(powers)
    return tuple(power / whole for power in powers)
