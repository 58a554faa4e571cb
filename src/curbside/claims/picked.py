"""
Spans that a writer chose: offered to it one by one, and found again in what was offered, byte for byte.

A writer is offered nothing but spans that are admitted for this question and reader, so that what it chooses could have
been said without it. A quote that differs from every span by more than slips of copying is no quote.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from curbside.evidence.evidence import Evidence, SourceRecord
from curbside.language.tokens import folded_words
from curbside.questions.question import Plan, Reader
from curbside.sources.source import Role

from .admitting import admitted, is_on_topic, topic_of
from .asked import Asked
from .candidates import UNPLACED
from .carrying import PageSpan, claim_of
from .claim import Claim
from .units import Unit, units

#: Characters of a passage that are offered, and spans of which one statement may be made.
LONGEST_OFFER, MOST_SPANS = 1800, 2
#: Part of a quote's words that must stand in a span in their order, so that it is a slip of copying and no other quote.
NEAR = 0.85
#: A quote of fewer words says too little to be found by.
FEWEST_WORDS = 3
#: Words of a quote that are looked at.
MOST_WORDS = 160
_GAP = re.compile(r"\s*(?:\[\s*)?(?:\.\.\.|…)(?:\s*\])?\s*")


@dataclass(frozen=True, slots=True)
class Offered:
    """A passage as a writer sees it: the spans of it that may be said, with their kinds, in order."""

    name: str  # what the writer calls it: "p1"
    evidence: Evidence
    spans: tuple[tuple[Unit, str], ...]

    @property
    def record(self) -> SourceRecord:
        """The source that it is of."""
        return self.evidence.found.record

    @property
    def text(self) -> str:
        """The words of its spans, each on a line of its own."""
        return "\n".join(unit.line for unit, _ in self.spans)


def offered(
    plan: Plan, evidence: Sequence[Evidence], claims: Sequence[Claim], reader: Reader, most: int
) -> tuple[Offered, ...]:
    """At most so many passages, those that bear claims first, then as they were found."""
    topic, asked = topic_of(plan), Asked(plan)
    bearing = {quote.passage: place for place, quote in enumerate(q for claim in claims for q in claim.quotes)}
    ranked = sorted(enumerate(evidence), key=lambda row: (bearing.get(_name(row[1]), len(bearing)), row[0]))
    result: list[Offered] = []
    for _, one in ranked:
        if len(result) == most:
            break
        if one.found.passage.role is Role.TABLE_ROW or not is_on_topic(one, plan, topic):
            continue
        spans: list[tuple[Unit, str]] = []
        room = LONGEST_OFFER
        for unit in units(one):
            kind = admitted(unit, plan, topic, asked, reader).kind
            if kind is not None and len(unit.text) <= room:
                spans.append((unit, kind or UNPLACED))
                room -= len(unit.text)
        if spans:
            result.append(Offered(f"p{len(result) + 1}", one, tuple(spans)))
    return tuple(result)


def _name(evidence: Evidence) -> str:
    return f"{evidence.found.record.source}#{evidence.found.passage.position}"


def picked(quote: str, passage: Offered, page_span: PageSpan | None = None) -> Claim | None:
    """The claim of the span or the two neighbouring spans that a quote was copied from; None where it was copied from none."""
    parts = [part for part in _GAP.split(quote.strip().strip("\"“”'")) if part.strip()]
    spans: dict[int, tuple[Unit, str]] = {}
    for part in parts or [quote]:
        found = _spans_of(part, passage)
        if not found:
            return None
        spans |= {at: passage.spans[at] for at in found}
    if not spans or len(spans) > MOST_SPANS:
        return None
    claims = [claim_of(unit, kind, 0.0, (), page_span) for _, (unit, kind) in sorted(spans.items())]
    whole = [claim for claim in claims if claim is not None]
    return _together(whole) if len(whole) == len(claims) else None


def _spans_of(part: str, passage: Offered) -> list[int]:
    """The places of the spans that hold these words: one, or two neighbours that hold them together."""
    words = folded_words(part)[:MOST_WORDS]
    if len(words) < FEWEST_WORDS:
        return []
    told = [folded_words(unit.text) for unit, _ in passage.spans]
    line = " ".join(part.split())
    for at, (unit, _) in enumerate(passage.spans):
        if line in unit.line or _holds(told[at], words):
            return [at]
    for at in range(len(told) - 1):
        if _holds(told[at] + told[at + 1], words):
            return [at, at + 1]
    best, place = max((_likeness(words, one), -at) for at, one in enumerate(told))
    return [-place] if best >= NEAR else []


def _holds(words: list[str], wanted: list[str]) -> bool:
    """Whether words stand in others, in their order and without a gap."""
    return f" {' '.join(wanted)} " in f" {' '.join(words)} "


def _likeness(words: list[str], told: list[str]) -> float:
    """The part of a quote's words that a span holds in their order; none where a figure of the quote is not among them."""
    blocks = SequenceMatcher(None, words, told, autojunk=False).get_matching_blocks()
    matched = {at for block in blocks for at in range(block.a, block.a + block.size)}
    if any(any(sign.isdigit() for sign in word) and at not in matched for at, word in enumerate(words)):
        return 0.0
    return len(matched) / len(words)


def _together(claims: Sequence[Claim]) -> Claim:
    """One claim of neighbouring spans, in the words of both."""
    if len(claims) == 1:
        return claims[0]
    name = hashlib.sha256("|".join(claim.id for claim in claims).encode()).hexdigest()[:12]
    return replace(
        claims[0],
        id=name,
        text=" ".join(claim.text for claim in claims),
        quotes=tuple(quote for claim in claims for quote in claim.quotes),
        records=tuple(record for claim in claims for record in claim.records),
    )
