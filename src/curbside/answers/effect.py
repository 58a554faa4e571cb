"""
What sources report on "is X effective for Y", from the claims of the answer: who speaks first, and in what words.

Each source is one report, made of its claims about benefit, harm and comparison. What may be printed from them is
decided in `evidence.verdict`; here the claims are put in the order in which their sources speak.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from curbside.claims.claim import Claim
from curbside.evidence.reports import report_of
from curbside.evidence.verdict import Judged, verdict
from curbside.language.patterns import lazily
from curbside.questions.question import Plan, QuestionType

from .answer import Tally

#: A question whether something works, and not when, how fast, for whom or how it differs.
_ASKS_WHETHER = lazily(
    r"^\W*(?:is|are|does|do|did|can|could|will|would|should|has|have)\b"
    r"|\b(?:effective\w*|efficacy|works?|helps?|better than|benefits?|useful|worth)\b",
    re.IGNORECASE,
)
_ASKS_ELSE = lazily(r"\W*(?:when|how|why|who|which|what|where|difference)\b", re.IGNORECASE)
#: Sections whose claims report an effect.
OF_EFFECT = frozenset({"benefits", "harms", "comparison", "treatment_options", "medicines", "procedures", "prevention"})


def judge(plan: Plan, claims: Sequence[Claim]) -> Judged | None:
    """What the claims' sources report together; None when the question is not about an effect of something named."""
    asks = _ASKS_WHETHER.search(plan.condensed) and not _ASKS_ELSE.match(plan.condensed)
    if plan.type is not QuestionType.EFFECTIVENESS or not plan.intervention or not asks:
        return None
    of_source: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.kind in OF_EFFECT:
            of_source.setdefault(claim.records[0].source, []).append(claim)
    return verdict(
        [report_of(plan, own[0].records[0], [claim.text for claim in own], own[0].level) for own in of_source.values()]
    )


def in_order(judged: Judged, lead: Sequence[Claim]) -> list[Claim]:
    """The leading claims with the source that leads in front, and behind it one that reports another direction."""
    counted = judged.description.counted
    if not counted:
        return list(lead)
    other = next((report.source for report in counted if report.direction is not counted[0].direction), "")
    place = {counted[0].source: 0, other: 1} | {report.source: 2 for report in counted[1:] if report.source != other}
    return sorted(lead, key=lambda claim: place.get(claim.records[0].source, 3))


def tally(judged: Judged | None) -> Tally:
    """The count of sources by what they report."""
    if judged is None:
        return Tally()
    count = judged.description.count
    return Tally(count.benefit, count.no_clear_difference, count.harm)
