"""The claim that says otherwise than what a question takes for granted: it leads, and a caveat says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from curbside.claims.claim import Claim
from curbside.claims.denied import Taken
from curbside.questions.question import Plan


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What a question takes for granted, in its own words, and the claim that says otherwise."""

    premise: str
    claim: Claim


def contradicted(plan: Plan, question: str, claims: Sequence[Claim]) -> Contradiction | None:
    """The first of the claims that says otherwise than the question takes for granted; None when none does."""
    taken = Taken(plan, question)
    return next((Contradiction(taken.premise, claim) for claim in claims if taken.is_denied_by(claim.text)), None)
