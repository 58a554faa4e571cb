"""
A learned second look at a message in which no known sign of danger was found.

It only ever adds a card: what the signs found stays shown. Two linear models read the words, pairs of words, pieces of
words and fields of a short message; the first says whether it tells of danger, the second which card is nearest.
They were learnt from messages written for this project and from ordinary questions (scripts/train_alarm.py), so that
the score is a measure of likeness to those and no probability of an illness.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from itertools import pairwise

from curbside.language.linear import Linear, softmax

from .signs import Reading, is_denied

#: Chosen in cross-validation: the lowest threshold that sets off at most 5 in 100 traps (bench/emergencies.md).
THRESHOLD = 0.8
#: A longer message holds many harmless words, and its likeness says little.
LONGEST_WORDS = 90
_PIECE = 4


@cache
def _model(name: str) -> Linear:
    return Linear.load(files("curbside.questions") / "data" / f"{name}.json")


def features(reading: Reading) -> dict[str, float]:
    """The words, pairs, pieces and fields of a message, denied words apart, each lighter the more there are."""
    denied = [is_denied(at, reading) for at in range(len(reading.words))]
    words = [
        "0" if not word.isalpha() else f"no-{word}" if no else word
        for word, no in zip(reading.words, denied, strict=True)
    ]
    names = {f"w {word}" for word in words}
    names |= {f"b {one} {two}" for one, two in pairwise(words)}
    for word in words:
        edged = f"^{word}$"
        names |= {f"c {edged[at : at + _PIECE]}" for at in range(len(edged) - _PIECE + 1)}
    names |= {
        f"f {name}"
        for name, spans in reading.spans.items()
        if name.startswith("<") and not all(denied[at] for at in spans)
    }
    return dict.fromkeys(names, len(names) ** -0.5 if names else 0.0)


def looks_dangerous(reading: Reading) -> str:
    """The card that a short message calls for by its likeness to known ones, or ""."""
    if not 3 <= len(reading.words) <= LONGEST_WORDS:
        return ""
    found = features(reading)
    if softmax(_model("alarm").scores(found))[1] < THRESHOLD:
        return ""
    return _model("alarm_kind").best(found)
