"""
What a span reports of one comparison: the outcome rose, fell, or no difference was found.

A linear model over `effect_features`, trained by scripts/train_direction.py on labelled trial reports (Evidence
Inference 2.0, MIT). Where both sides are named, the comparison is read from either side and the two readings are
averaged, so that swapping the sides turns the answer round. A change becomes benefit or harm only by the outcome's
own name; "no difference found" stays that and never becomes "no effect".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from curbside.language.linear import Linear, softmax

from .effect_features import Features, effect_features
from .evidence import Direction
from .wording import better_when


class Change(StrEnum):
    """What happened to an outcome under the intervention, next to the comparator."""

    DECREASED = "decreased"
    NO_DIFFERENCE = "no_difference"
    INCREASED = "increased"


@dataclass(frozen=True, slots=True)
class Effect:
    """A change, and the model's share for it (0 to 1)."""

    change: Change
    share: float


#: Below this share a span is not said to report anything about the comparison.
SURE_ENOUGH = 0.5


@lru_cache(maxsize=1)
def model() -> Linear:
    """The shipped model, read once."""
    return Linear.load(files("curbside.evidence").joinpath("data/effect.json"))


def effect_of(text: str, intervention: str, comparator: str, outcome: str) -> Effect:
    """The change of the outcome that a span reports for the intervention against the comparator."""
    return comparison_in(text, intervention, comparator, outcome)[0]


def comparison_in(text: str, intervention: str, comparator: str, outcome: str) -> tuple[Effect, bool]:
    """The effect that a span reports, and whether it names both sides of the comparison."""
    straight, swapped = both_ways(text, intervention, comparator, outcome)
    shares = shares_of(model(), straight, swapped)
    best = max(range(len(shares)), key=lambda i: shares[i])
    return Effect(tuple(Change)[best], shares[best]), swapped is not None


def both_ways(text: str, intervention: str, comparator: str, outcome: str) -> tuple[Features, Features | None]:
    """The features of a span, and those with the sides swapped where both are named."""
    straight, names_both = effect_features(text, intervention, comparator, outcome)
    return straight, effect_features(text, comparator, intervention, outcome)[0] if names_both else None


def shares_of(linear: Linear, straight: Features, swapped: Features | None) -> tuple[float, ...]:
    """The share of each change, in the order of `Change`, the swapped reading turned round."""
    shares = softmax(linear.scores(straight))
    if swapped is None:
        return shares
    turned = softmax(linear.scores(swapped))[::-1]
    return tuple((one + other) / 2 for one, other in zip(shares, turned, strict=True))


def direction_for(effect: Effect, outcome: str) -> Direction:
    """Benefit or harm by what the outcome's name says is better; unclear where it does not say or the share is low."""
    if effect.share < SURE_ENOUGH:
        return Direction.UNCLEAR
    if effect.change is Change.NO_DIFFERENCE:
        return Direction.NO_CLEAR_DIFFERENCE
    rose = 1 if effect.change is Change.INCREASED else -1
    return {1: Direction.BENEFIT, -1: Direction.HARM}.get(rose * better_when(outcome), Direction.UNCLEAR)
