"""
Weigh what was found: may it support a claim here, and how strong a study is it to start with.

Fitness is a gate, not a score. A retracted work, a protocol, an animal study, or a page about children when an
adult asks can be shown as found, but never supports a claim. Levels are Oxford 2011 starting points.
"""

from __future__ import annotations

from curbside.language.cues import populations
from curbside.questions.question import Plan
from curbside.sources.source import Role, SourceKind, Status

from .design import level_of
from .direction import direction_of
from .evidence import Evidence, Found

#: Populations that a claim never crosses into or out of silently.
GATED = frozenset({"child", "infant", "newborn", "pregnancy", "breastfeeding", "animal", "healthy_volunteers"})

_UNFIT_KINDS = {
    SourceKind.PROTOCOL_OR_REGISTRY: "a protocol or registry entry, not a result",
    SourceKind.ANIMAL_OR_LABORATORY: "animal or laboratory work",
}


def weigh(plan: Plan, found: tuple[Found, ...]) -> tuple[Evidence, ...]:
    """Each found passage with its level, direction, populations and the reasons why it may not support a claim."""
    return tuple(_weigh_one(plan, one) for one in found)


def _weigh_one(plan: Plan, found: Found) -> Evidence:
    record, passage = found.record, found.passage
    about = frozenset(populations(" . ".join((record.title, *passage.path, passage.question))))
    return Evidence(
        found=found,
        level=level_of(record.design, plan.type),
        direction=direction_of(found.text) if passage.role is not Role.METHODS else direction_of(""),
        unfit=tuple(_reasons(plan, found, about)),
        population=tuple(sorted(about)),
    )


def _reasons(plan: Plan, found: Found, about: frozenset[str]) -> list[str]:
    reasons = []
    if found.record.status is Status.RETRACTED:
        reasons.append("retracted")
    if found.record.kind in _UNFIT_KINDS:
        reasons.append(_UNFIT_KINDS[found.record.kind])
    if found.passage.role is Role.RESOURCE:
        reasons.append("a list of links or addresses")
    asked = set(plan.population)
    reasons += [f"about another population ({name.replace('_', ' ')})" for name in sorted(_foreign(about, asked, plan))]
    return reasons


def _foreign(about: frozenset[str], asked: set[str], plan: Plan) -> frozenset[str]:
    """Gated populations that the source is about and the question is not."""
    in_focus = set(populations(" . ".join((plan.focus, *plan.aliases, plan.condensed))))
    young = {"child", "infant", "newborn"}
    if asked & young or in_focus & young:
        asked = asked | young
    return (about & GATED) - asked - in_focus
