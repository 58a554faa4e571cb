"""
What a label forbids of the drugs that an answer recommends, though nobody asked.

An answer that tells a reader to take a drug and leaves out who must not have it is dangerous. For each drug that a source of
advice gives in the claims, the caller finds passages of labels; who must not have it is quoted under the same gates as any
claim, once and short. A prohibition must name its drug itself: beside three drugs, "contraindicated in pregnancy" says
nothing. A drug that is only mentioned, and one that the question named itself, brings none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from curbside.evidence.evidence import Evidence
from curbside.language.cues import denials
from curbside.language.tokens import fold
from curbside.language.vocabulary import drugs_in
from curbside.questions.names import other_names
from curbside.questions.question import Plan, QuestionType, Reader
from curbside.sources.source import SourceKind

from .barring import forbids_outright
from .claim import Claim
from .protecting import tells_allergy_alone
from .quote import quote

#: Kinds of claim that bring a drug up as something to give; a benefit does where a source of advice tells it.
GIVEN = frozenset(
    "first_line treatment_options medicines self_care procedures escalation dose prevention emergency_care".split()
)
_ADVISING = frozenset(
    {SourceKind.GUIDELINE, SourceKind.LABEL, SourceKind.FORMULARY, SourceKind.PATIENT_PAGE, SourceKind.STARTER}
)
#: Kinds that a prohibition may stand under, the gravest first.
WARNINGS = ("contraindications", "interactions", "special_populations")
#: Drugs looked up for one answer, and what is told of each.
MOST_DRUGS, MOST_EACH = 2, 1

Labels = Callable[[Plan], tuple[Evidence, ...]]


def named_drugs(claims: Sequence[Claim], known: Sequence[str] = ()) -> tuple[str, ...]:
    """The drugs that claims bring up as something to give, most often named first, without those known already."""
    asked = {fold(other) for name in known for other in (name, *other_names(name))}
    spelt: dict[str, str] = {}
    count: Counter[str] = Counter()
    for claim in claims:
        record = claim.records[0]
        if record.kind is SourceKind.LABEL and not asked.isdisjoint(map(fold, record.substances)):
            continue  # of the drug asked about, by whatever name
        for name in _given(claim):
            spelt.setdefault(fold(name), name)
            count[fold(name)] += 1
    ranked = sorted(count, key=lambda name: (-count[name], name))
    return tuple(spelt[name] for name in ranked if name not in asked)[:MOST_DRUGS]


def _given(claim: Claim) -> tuple[str, ...]:
    """The drugs that a claim gives: of a label its own, for the others in it are what to beware of; none that it denies."""
    record = claim.records[0]
    is_given = claim.kind in GIVEN or (claim.kind == "benefits" and record.kind in _ADVISING)
    if not is_given or forbids_outright(claim.text):
        return ()
    named = tuple(dict.fromkeys(drugs_in(claim.text)))
    if record.kind is SourceKind.LABEL:
        own = fold(" ".join((record.title, *record.substances)))
        named = tuple(name for name in named if fold(name) in own)
    denied = " ".join(claim.text[start:end] for start, end in denials(claim.text))
    return tuple(name for name in named if name not in denied)


def safety(
    claims: Sequence[Claim], plan: Plan, labels: Labels, reader: Reader, beside: Sequence[Claim] = ()
) -> tuple[Claim, ...]:
    """
    What labels forbid of the drugs that these claims give, as claims of their own, the gravest kind first.

    `labels(plan)` gives the weighed passages of labels for the drug that a plan names; what the claims `beside` say
    already is not said again.
    """
    said = {claim.text for claim in (*claims, *beside)}
    found: list[Claim] = []
    for drug in named_drugs(claims, tuple(filter(None, (*plan.drugs, plan.intervention, plan.focus)))):
        about = _plan_about(drug, plan)
        evidence = tuple(one for one in labels(about) if one.found.record.kind is SourceKind.LABEL)
        told = [claim for claim in quote(about, evidence, reader).claims if _forbids(claim, drug, said)]
        told.sort(key=lambda claim: (WARNINGS.index(claim.kind), -claim.score))
        found += [replace(claim, score=0.0) for claim in told[:MOST_EACH]]
        said |= {claim.text for claim in told}
    return tuple(sorted(found, key=lambda claim: WARNINGS.index(claim.kind)))


def _forbids(claim: Claim, drug: str, said: Collection[str]) -> bool:
    """Whether a claim of a label says outright who must not have this drug, by its name, and is news."""
    names = {fold(name) for name in (drug, *claim.records[0].substances)}
    return (
        claim.kind in WARNINGS
        and claim.text not in said
        and any(name in fold(claim.text) for name in names)
        and forbids_outright(claim.text)
        and not tells_allergy_alone(claim.text, "")
    )


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
        asked=("who_not",),
    )
