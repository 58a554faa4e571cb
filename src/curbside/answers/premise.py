"""
Whether a source says otherwise than what a question takes for granted.

Two signs, both of words: the statement denies the very thing ("nor is it contagious"), or the premise is that something
helps and the statement finds that it does not, or a body advises against it. Where neither is there nothing is said of the
premise; that it goes uncontradicted does not make it true.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from curbside.claims.claim import Claim
from curbside.claims.roots import roots
from curbside.evidence.direction import advises_against, direction_of
from curbside.evidence.evidence import Direction
from curbside.language.cues import denials
from curbside.language.patterns import lazily
from curbside.language.stems import content, stems
from curbside.questions.premise import premise
from curbside.questions.question import Plan

_HELPS = lazily(
    r"\b(?:cur|prevent|help|work|sav|treat|reliev|reduc|improv|protect|stop|melt|revers|heal|boost|lower)\w*|\b(?:good|effective|best|useful|beneficial)\b",
    re.IGNORECASE,
)
#: What a person tells of themselves is no matter of sources.
_OWN = lazily(r"(?:i|we|my|our|dad|mum|mom|he|she|they)\b", re.IGNORECASE)
#: Words of a premise that name nothing that could be denied.
_LOOSE = content(
    "people person patient always often usually so well very much many most all since year old over under must can"
)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What a question takes for granted, in its own words, and the claim that says otherwise."""

    premise: str
    claim: Claim


def contradicted(plan: Plan, question: str, claims: Sequence[Claim]) -> Contradiction | None:
    """The first of the claims that says otherwise than the question takes for granted; None when none does."""
    taken = premise(question)
    if not taken or _OWN.match(taken) or denials(taken):
        return None
    subject = frozenset().union(*(content(name) for name in (plan.focus, *plan.aliases)))
    told = roots(content(taken) - subject - _LOOSE)
    for claim in claims:
        if told and (_denies(claim.text, told) or (_HELPS.search(taken) and _fails(claim.text, told))):
            return Contradiction(taken, claim)
    return None


def _denies(text: str, told: frozenset[str]) -> bool:
    return any(told & roots(stems(text[start:end])) for start, end in denials(text))


def _fails(text: str, told: frozenset[str]) -> bool:
    """Whether a statement about the very thing finds no help in it."""
    is_about = bool(told & roots(stems(text)))
    return is_about and (direction_of(text) is Direction.NO_CLEAR_DIFFERENCE or advises_against(text))
