"""
Whether a statement says otherwise than what a question takes for granted.

Two signs, both of words: the statement denies the very thing ("nor is it contagious"), or the premise is that something
helps and the statement finds that it does not, or a body advises against it. Where neither is there nothing is said of the
premise; that it goes uncontradicted does not make it true.
"""

from __future__ import annotations

import re

from curbside.evidence.direction import advises_against, direction_of
from curbside.evidence.evidence import Direction
from curbside.language.cues import denials
from curbside.language.patterns import lazily
from curbside.language.stems import content, stems
from curbside.questions.premise import premise
from curbside.questions.question import Plan

from .roots import Roots, roots

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


class Taken:
    """What a question takes for granted, in its own words; nothing where it takes nothing that could be denied."""

    def __init__(self, plan: Plan, question: str) -> None:
        taken = premise(question)
        self.premise = "" if not taken or _OWN.match(taken) or denials(taken) else taken
        subject = frozenset().union(*(content(name) for name in (plan.focus, *plan.aliases)))
        self._told: Roots = roots(content(self.premise) - subject - _LOOSE)
        self._helps = bool(_HELPS.search(self.premise))

    def is_denied_by(self, text: str) -> bool:
        """Whether a statement says otherwise."""
        if not self._told:
            return False
        if any(self._told & roots(stems(text[start:end])) for start, end in denials(text)):
            return True
        return (
            self._helps
            and bool(self._told & roots(stems(text)))
            and (direction_of(text) is Direction.NO_CLEAR_DIFFERENCE or advises_against(text))
        )
