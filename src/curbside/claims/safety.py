"""
What a label warns of for the drugs that an answer names, though nobody asked.

An answer that lists a drug and leaves out who must not have it is dangerous. For each drug named among the claims the
caller finds passages of labels; what they contraindicate, box, warn of and mix badly with is quoted under the same gates
as any claim. A warning must name its drug itself: beside three drugs, "contraindicated in pregnancy" says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from curbside.evidence.evidence import Evidence
from curbside.language.tokens import fold
from curbside.language.vocabulary import drugs_in
from curbside.questions.question import Plan, QuestionType, Reader
from curbside.sources.source import SourceKind

from .claim import Claim
from .quote import quote

#: Kinds of claim that bring a drug up as something to give.
GIVEN = frozenset(
    "first_line treatment_options medicines self_care procedures escalation dose benefits prevention emergency_care".split()
)
#: Kinds that a warning may enter, the gravest first.
WARNINGS = ("contraindications", "interactions", "special_populations")
#: Drugs looked up for one answer, and warnings of one kind for one drug.
MOST_DRUGS, MOST_EACH = 3, 2

Labels = Callable[[Plan], tuple[Evidence, ...]]


def named_drugs(claims: Sequence[Claim], known: Sequence[str] = ()) -> tuple[str, ...]:
    """The drugs that claims bring up as something to give, most often named first, without those known already."""
    asked = {fold(name) for name in known}
    spelt: dict[str, str] = {}
    count: Counter[str] = Counter()
    for claim in claims:
        if claim.kind in GIVEN:
            for name in dict.fromkeys(drugs_in(claim.text)):
                spelt.setdefault(fold(name), name)
                count[fold(name)] += 1
    ranked = sorted(count, key=lambda name: (-count[name], name))
    return tuple(spelt[name] for name in ranked if name not in asked)[:MOST_DRUGS]


def safety(
    claims: Sequence[Claim], plan: Plan, labels: Labels, reader: Reader, beside: Sequence[Claim] = ()
) -> tuple[Claim, ...]:
    """
    What labels warn of for the drugs that these claims name, as claims of their own, the gravest kind first.

    `labels(plan)` gives the weighed passages of labels for the drug that a plan names; what the claims `beside` say
    already is not said again.
    """
    said = {claim.text for claim in (*claims, *beside)}
    found: list[Claim] = []
    for drug in named_drugs(claims, plan.drugs):
        about = _plan_about(drug, plan)
        evidence = tuple(one for one in labels(about) if one.found.record.kind is SourceKind.LABEL)
        count: Counter[str] = Counter()
        for claim in quote(about, evidence, reader).claims:
            names = {fold(name) for name in (drug, *claim.records[0].substances)}
            is_named = any(name in fold(claim.text) for name in names)
            if claim.kind in WARNINGS and is_named and count[claim.kind] < MOST_EACH and claim.text not in said:
                count[claim.kind] += 1
                said.add(claim.text)
                found.append(replace(claim, score=0.0))
    return tuple(sorted(found, key=lambda claim: WARNINGS.index(claim.kind)))


def _plan_about(drug: str, plan: Plan) -> Plan:
    """A plan that asks what to beware of with one drug, for the same people as the question."""
    return Plan(
        QuestionType.DRUG_OR_DOSE,
        WARNINGS,
        drug,
        population=plan.population,
        condensed=f"{drug} contraindications, warnings and interactions",
        queries=(f"{drug} contraindications boxed warning",),
        drugs=(drug,),
    )
