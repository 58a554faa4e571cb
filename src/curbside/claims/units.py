"""
Spans that could be quoted: sentences, and lists folded into the words that introduce them.

A unit is always one contiguous span of a passage, so that its quote can be checked byte for byte. A sentence that
leans on the one before it ("These include ...") is quoted together with it, never repaired.
"""

from __future__ import annotations

from dataclasses import dataclass

from curbside.evidence.evidence import Evidence
from curbside.language.cues import opens_dangling
from curbside.language.sentences import split

#: Longest span that reads as one statement, in characters.
LONGEST = 600
#: A folded list may run longer than a sentence.
LONGEST_LIST = 900


@dataclass(frozen=True, slots=True)
class Unit:
    """A quotable span: offsets in the source's stored text, and its words."""

    evidence: Evidence
    start: int
    end: int
    text: str
    is_list: bool = False
    place: int = 0  # its number within the passage, from 0


def units(evidence: Evidence) -> list[Unit]:
    """The quotable spans of one passage, in order."""
    found = evidence.found
    base, text = found.passage.start, found.text
    if found.passage.drawn_from:
        # A starter statement was summarised as one thought, and is quoted as one.
        return [Unit(evidence, base, base + len(text), text)]
    listed = _list_span(evidence)
    result: list[Unit] = []
    previous: tuple[int, int] | None = None
    for place, (start, end) in enumerate(split(text)):
        if listed and start < listed[1] and end > listed[0]:
            if start <= listed[0] < end or not any(unit.is_list for unit in result):
                result.append(Unit(evidence, base + listed[0], base + listed[1], text[slice(*listed)], True, place))
            previous = None
            continue
        sentence = text[start:end]
        if previous and opens_dangling(sentence) and end - previous[0] <= LONGEST:
            start = previous[0]
            if result and not result[-1].is_list and result[-1].start == base + start:
                result.pop()
        if end - start <= LONGEST:
            result.append(Unit(evidence, base + start, base + end, text[start:end], False, place))
        previous = (start, end)
    return result


def _list_span(evidence: Evidence) -> tuple[int, int] | None:
    """The lead-in and its items as one span within the passage, None when there is no list or it is too long."""
    passage = evidence.found.passage
    if not passage.items or passage.lead_in is None:
        return None
    start = min(passage.lead_in[0], passage.items[0][0]) - passage.start
    end = passage.items[-1][1] - passage.start
    if start < 0:
        return None
    return (start, end) if end - start <= LONGEST_LIST else None
