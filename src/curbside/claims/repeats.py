"""
Whether a statement tells anything that none before it has told.

The same thing stands in a label's highlights, in its sections and in the label of the next maker, each time with another name
of the drug; a panel says it in its grade, its rationale and its summary. Two statements are one when most telling words
of the shorter stand in the longer, it brings no figure of its own, and both point the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from curbside.evidence.direction import direction_of
from curbside.evidence.evidence import Direction
from curbside.language.cues import denials
from curbside.language.patterns import lazily
from curbside.language.stems import content
from curbside.sources.source import SourceKind

from .roots import Roots, roots
from .units import Unit

#: A span that shares this part of its telling words with one already said, and brings no figure, says nothing new.
NOTHING_NEW = 0.75
#: What is left of a statement must be so many words, or they tell too little to be laid beside others.
FEWEST = 2
#: Words in which labels say that a drug is given, or must not be.
_OF_LABELS = roots(
    content(
        "concomitant concomitantly concurrent coadministration coadminister use used using administration patient person people"
        " treatment therapy receive receiving take taking recommended avoid contraindicated intake"
    )
)
#: Which way a statement points, where it says so outright: however it is worded besides, "avoid" is "contraindicated".
_STANCES = tuple(
    (name, lazily(rf"\b(?:{words})\b", re.IGNORECASE))
    for name, words in (
        ("unknown", r"insufficient|inadequate evidence|not (?:been )?(?:established|known)|(?:data|evidence)\b[^.;]{0,80} limited|limited (?:data|evidence)"),
        ("against", r"recommends? against|not recommended|contraindicat\w+|avoid\w*|should not|must not|do not (?:use|take|give)"),
    )
)  # fmt: skip
_EXCEPTION = lazily(r"\b(?:except|unless|other than)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """What a statement tells: its telling words and figures, which way it points, and whether it makes an exception."""

    words: Roots
    bare: Roots  # of a label, without the names of its drug
    figures: frozenset[str]
    stance: str
    side: tuple[Direction, bool]
    has_exception: bool


def told(unit: Unit, figures: frozenset[str]) -> Told:
    """What a span tells; a label's own drug goes without its names."""
    text, record = unit.text, unit.evidence.found.record
    words = bare = roots(content(text))
    if record.kind is SourceKind.LABEL:
        rest = words - roots(content(" ".join((record.title, *record.substances)))) - _OF_LABELS
        bare = rest if len(rest) >= FEWEST else words
    stance = next((name for name, cues in _STANCES if cues.search(text)), "")
    side = direction_of(text), bool(denials(text))
    return Told(words, bare, figures, stance, side, _EXCEPTION.search(text) is not None)


def tells_nothing_new(new: Told, before: Iterable[Told]) -> bool:
    """Whether one of these statements has told it already."""
    return any(
        new.words == old.words
        or (
            (new.side == old.side or new.stance == old.stance != "")
            and (_within(new.words, old.words) or _within(new.bare, old.bare))
            and new.figures <= old.figures
            and new.has_exception <= old.has_exception
        )
        for old in before
    )


def _within(one: Roots, other: Roots) -> bool:
    return len(one & other) >= NOTHING_NEW * min(len(one), len(other))
