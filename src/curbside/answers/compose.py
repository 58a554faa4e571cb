"""
Put an answer together: bottom line, sections in the order clinicians expect, references, caveats.

Nothing is stated here that is not a claim; frame words come from `words.yaml` and headings from the closed list of
section kinds. With nothing to quote the answer abstains, and that is an ordinary answer too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from curbside.claims.claim import GUARDED, Claim
from curbside.claims.quote import Quoted
from curbside.evidence.evidence import Evidence
from curbside.questions.kinds import kinds, order, patient_order
from curbside.questions.question import Plan, Question, Reader

from .abstain import abstain, reason_for
from .answer import Answer, Emergency, MadeBy, Outcome, Searched, Section
from .bottom_line import bottom_line, leading, said_first
from .caveats import caveats
from .effect import in_order, judge
from .premise import contradicted
from .references import number
from .words import words

#: Most claims a page shows; what is left out is less well found, never a red flag or contraindication.
MOST_CLAIMS = 24
#: What may be asked next of a drug: it has no outlook and no symptoms.
OF_DRUGS = frozenset({"adverse_effects", "contraindications", "special_populations", "monitoring"})


@dataclass(frozen=True, slots=True)
class Setting:
    """What an answer says of the library and program that made it."""

    searched: Searched
    snapshot: str
    made_by: MadeBy
    has_labels: bool
    today: str = ""  # ISO 8601; without it no review date counts as past


def compose(
    question: Question,
    plan: Plan,
    quoted: Quoted,
    evidence: Sequence[Evidence],
    setting: Setting,
    emergency: Emergency | None = None,
    declined: bool = False,
    alone: bool = False,
) -> Answer:
    """The whole answer from its parts; a card that stands `alone` is shown without any answer."""
    sections = () if alone or plan.refusal else sections_of(plan, quoted.claims, question.reader)
    lead = leading(plan, sections, quoted.answering)
    if not lead:
        sections = ()
    judged = judge(plan, [claim for section in sections for claim in section.claims])
    if judged:
        lead = in_order(judged, lead)
    others = [claim for section in sections for claim in section.claims if claim not in lead]
    denied = contradicted(plan, question.text, [*lead, *others])
    if denied and not judged:  # a verdict opens with its own words, and what follows them must not say the contrary
        lead = [denied.claim, *(claim for claim in lead if claim is not denied.claim)]
    first = said_first(lead, is_judged=judged is not None)
    references = number([*first, *(claim for section in sections for claim in section.claims)])
    line = bottom_line(plan, first, references, judged)
    abstention = None
    if not lead and not alone:
        reason = reason_for(plan, quoted, evidence)
        abstention = abstain(question, plan, reason, evidence, setting.searched, setting.has_labels)
    found = caveats(
        plan, question.reader, sections, references, evidence, quoted, setting.searched, setting.has_labels,
        judged, denied, setting.today,
    )  # fmt: skip
    return Answer(
        question=question.text,
        title=_title(question, plan),
        reader=question.reader,
        outcome=_outcome(plan, sections, lead, emergency, declined),
        plan=plan,
        emergency=emergency,
        bottom_line=line,
        sections=sections,
        references=references,
        caveats=found,
        abstention=abstention,
        follow_ups=_follow_ups(plan, quoted, sections),
        searched=setting.searched,
        snapshot=setting.snapshot,
        made_by=setting.made_by,
        answering=tuple(claim.id for claim in lead),
    )


def sections_of(plan: Plan, claims: Sequence[Claim], reader: Reader) -> tuple[Section, ...]:
    """Claims under their headings, in the order for this reader and type of question; kinds asked for come first."""
    kept = _within(sorted(claims, key=lambda claim: -claim.score))
    if reader.is_professional:
        safety = ("red_flags",) if "red_flags" in order(plan.type) else ()
        names = dict.fromkeys(["emergency_care", *safety, "local", *plan.facets, *order(plan.type), *kinds()])
    else:
        names = dict.fromkeys(["emergency_care", *patient_order(plan.facets), *order(plan.type), *kinds()])
    table = kinds()
    result = []
    for name in names:
        own = tuple(claim for claim in kept if claim.kind == name and _may_see(reader, claim))
        if own and (reader.is_professional or table[name].patient is not None):
            result.append(Section(name, table[name].heading(reader), own))
    return tuple(result)


def _may_see(reader: Reader, claim: Claim) -> bool:
    """Patients are shown a dose or a test's accuracy only from a source that was written for patients."""
    return reader.is_professional or claim.kind not in GUARDED or claim.is_for_patients


def _within(ranked: Sequence[Claim]) -> list[Claim]:
    protected = {"red_flags", "contraindications", "interactions", "special_populations"}
    return [claim for place, claim in enumerate(ranked) if place < MOST_CLAIMS or claim.kind in protected]


def _outcome(
    plan: Plan, sections: Sequence[Section], lead: Sequence[Claim], emergency: Emergency | None, declined: bool
) -> Outcome:
    if declined:
        return Outcome.DECLINED
    if emergency and emergency.tier == "emergency":
        return Outcome.EMERGENCY
    if plan.refusal == "out_of_scope":
        return Outcome.DECLINED
    if not lead:
        return Outcome.ABSTAINED
    shown = {section.kind for section in sections}
    return Outcome.ANSWERED if not plan.facets or plan.facets[0] in shown else Outcome.PARTIAL


def _title(question: Question, plan: Plan) -> str:
    title = (plan.condensed or question.text).strip()
    return title[:1].upper() + title[1:200]


def _follow_ups(plan: Plan, quoted: Quoted, sections: Sequence[Section]) -> tuple[str, ...]:
    """Questions that this library can answer: of kinds that were quotable and are not shown, and that fit the subject."""
    templates = words()["follow_ups"]
    shown = {section.kind for section in sections}
    if not plan.focus:
        return ()
    fitting = OF_DRUGS if plan.focus.casefold() in {drug.casefold() for drug in plan.drugs} else templates
    kinds_left = [kind for kind in quoted.also if kind in templates and kind in fitting and kind not in shown]
    return tuple(templates[kind].format(focus=plan.focus) for kind in kinds_left)[:3]
