"""
A learned second look at a message, beside the known signs of danger.

Two linear models read the words, pairs of words, pieces of words and fields of a short message, and how it tells; the
first says how much it is like messages of danger, the second which card is nearest. A message that is very like them
gets a card without a known sign, and one that is very unlike them none in spite of one: words of danger stand in many
harmless questions. They were learnt from messages written for this project and from ordinary questions
(scripts/train_alarm.py), so that the score is a measure of likeness to those and no probability of an illness.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from itertools import pairwise

from curbside.language.linear import Linear, softmax

from .signs import Reading, is_denied

#: From here on a message gets a card by its likeness alone; below the other it gets none in spite of a sign. Chosen
#: with each list left out in turn, for what is missed among the five kinds first (bench/emergencies.md).
THRESHOLD = 0.45
UNLIKE = 0.08
#: Below this a card by likeness alone is doubtful: the question is answered beneath it.
SURE = 0.75
#: A shorter message says too little; in a longer one harmless words are too many, and too many to take a sign back first.
SHORTEST_WORDS, LONGEST_WORDS = 3, 150
LONGEST_TAKEN_BACK = 90
_PIECE = 4
#: How much each way of telling counts beside the words.
_MARK = 0.5


@cache
def _model(name: str) -> Linear:
    return Linear.load(files("curbside.questions") / "data" / f"{name}.json")


def features(reading: Reading, marks: frozenset[str]) -> dict[str, float]:
    """The words, pairs, pieces and fields of a message, denied words apart, each lighter the more there are; its marks."""
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
    return dict.fromkeys(names, len(names) ** -0.5 if names else 0.0) | {f"t {mark}": _MARK for mark in marks}


def can_tell(reading: Reading) -> bool:
    """Whether a message is of a length at which its likeness says anything."""
    return SHORTEST_WORDS <= len(reading.words) <= LONGEST_WORDS


def is_unlike(likeness: float, reading: Reading) -> bool:
    """Whether a message is so unlike those of danger that a sign in it is taken back."""
    return likeness < UNLIKE and len(reading.words) <= LONGEST_TAKEN_BACK


def danger(found: dict[str, float]) -> float:
    """How much the features of a message are like those of messages of danger, from 0 to 1."""
    return softmax(_model("alarm").scores(found))[1]


def kind_of(found: dict[str, float]) -> str:
    """The card that is nearest to the features of a message of danger."""
    return _model("alarm_kind").best(found)
