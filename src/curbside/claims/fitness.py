"""
How likely it is that a reader who asked this would keep a span: learnt from spans that readers marked.

Weights on the traits of a span (`traits`), and on how it stands beside the other spans found for the same question. They were
learnt from marks that readers gave to spans of real questions (scripts/train_fitness.py) and stand in data/fitness.json,
each number beside its trait's name. What comes out is a share: of spans at .6, six of ten were marked good.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from curbside.language.linear import Linear
from curbside.questions.question import Plan, Reader

from .asked import Asked
from .topic import Topic
from .traits import Seen, Wanted, traits

#: Traits that count also by how far a span falls behind the best of them.
BESIDE = ("held", "named", "worth", "near", "title", "question in words", "leans to first")


@cache
def _model() -> Linear:
    return Linear.load(files("curbside.claims").joinpath("data/fitness.json"))


def fitness(
    valued: Sequence[tuple[float, Seen]], plan: Plan, asked: Asked, topic: Topic, reader: Reader
) -> list[float]:
    """For each span, with its value by rules and best first, the share of readers' good marks to be expected."""
    model = _model()
    return [1 / (1 + math.exp(-model.scores(row)[0])) for row in rows(valued, plan, asked, topic, reader)]


def rows(
    valued: Sequence[tuple[float, Seen]], plan: Plan, asked: Asked, topic: Topic, reader: Reader
) -> list[dict[str, float]]:
    """The traits of each span, with those that it has only beside the others."""
    wanted = Wanted(plan, asked, topic, reader)
    own = [traits(seen, wanted) for _, seen in valued]
    best = {name: max((row[name] for row in own), default=0.0) for name in BESIDE}
    top = max((value for value, _ in valued), default=0.0)
    for place, (row, (value, _)) in enumerate(zip(own, valued, strict=True)):
        row |= {f"behind the best {name}": row[name] - best[name] for name in BESIDE}
        row |= {"value": value, "behind the best value": value - top, "place by value": math.log1p(place)}
    return own
