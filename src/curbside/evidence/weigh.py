"""
Weigh what was found: may it support a claim here, and how strong a study is it to start with.

Fitness is a gate, not a score. A retracted work, a protocol, an animal study, or a page about children when an
adult asks can be shown as found, but never supports a claim. Levels are Oxford 2011 starting points.
"""

from __future__ import annotations

import re
from functools import lru_cache

from curbside.language.cues import populations
from curbside.language.patterns import lazily
from curbside.language.populations import speaks_of
from curbside.language.stems import content
from curbside.questions.question import Plan, QuestionType
from curbside.sources.source import Role, SourceKind, Status

from .design import level_of
from .direction import direction_of
from .evidence import Direction, Evidence, Found, SourceRecord

#: Populations that a claim never crosses into or out of silently.
GATED = frozenset({"child", "infant", "newborn", "pregnancy", "breastfeeding", "animal", "healthy_volunteers"})

_UNFIT_KINDS = {
    SourceKind.PROTOCOL_OR_REGISTRY: "a protocol or registry entry, not a result",
    SourceKind.ANIMAL_OR_LABORATORY: "animal or laboratory work",
}

#: A title that announces a study; guidelines and local protocols are called protocols too, and are none of this.
_ANNOUNCES = lazily(
    r"\b(?:study|trial|review|research) protocol\b|\bprotocol (?:for|of) (?:a|an|the)\b|: (?:a )?protocol\b|\brationale and design\b"
    r"|\bdesign and rationale\b",
    re.IGNORECASE,
)
_MAY_ANNOUNCE = frozenset(
    {SourceKind.TRIAL, SourceKind.OBSERVATIONAL, SourceKind.SYSTEMATIC_REVIEW, SourceKind.OTHER, SourceKind.PREPRINT}
)
_THE_ILL = lazily(r"\bpatients?\b|\bpeople with\b|\b(?:adults|women|men|children|participants) with\b", re.IGNORECASE)


def weigh(plan: Plan, found: tuple[Found, ...]) -> tuple[Evidence, ...]:
    """Each found passage with its level, direction, populations and the reasons why it may not support a claim."""
    return tuple(_weigh_one(plan, one) for one in found)


def _weigh_one(plan: Plan, found: Found) -> Evidence:
    record, passage = found.record, found.passage
    about = _about((record.title, *passage.path, passage.question))
    return Evidence(
        found=found,
        level=level_of(record.design, plan.type),
        direction=_direction(plan, found),
        unfit=tuple(_reasons(plan, found, about)),
        population=tuple(sorted(about)),
    )


@lru_cache(maxsize=4096)
def _about(headings: tuple[str, ...]) -> frozenset[str]:
    return frozenset(populations(" . ".join(headings)))


def _direction(plan: Plan, found: Found) -> Direction:
    """What a passage reports, looked for only where the question asks whether something works."""
    if plan.type is not QuestionType.EFFECTIVENESS or found.passage.role in {Role.METHODS, Role.BACKGROUND}:
        return Direction.UNCLEAR
    return direction_of(found.text)


def _reasons(plan: Plan, found: Found, about: frozenset[str]) -> list[str]:
    reasons = []
    if found.record.status is Status.RETRACTED:
        reasons.append("retracted")
    if found.record.kind in _UNFIT_KINDS:
        reasons.append(_UNFIT_KINDS[found.record.kind])
    if found.passage.role is Role.RESOURCE:
        reasons.append("a list of links or addresses")
    if found.record.kind in _MAY_ANNOUNCE:
        if _ANNOUNCES.search(found.record.title):
            reasons.append("a protocol or registry entry, not a result")
        if "healthy_volunteers" not in {*about, *plan.population} and _only_the_healthy(found.text):
            reasons.append("about another population (healthy volunteers)")
    if not _is_own_subject(plan, found.record):
        foreign = _foreign(about, set(plan.population), plan)
        reasons += [f"about another population ({name.replace('_', ' ')})" for name in sorted(foreign)]
    return reasons


def _only_the_healthy(text: str) -> bool:
    """Whether a passage of a study speaks of healthy volunteers and of nobody who is ill."""
    return speaks_of("healthy_volunteers", text) and _THE_ILL.search(text) is None


def _is_own_subject(plan: Plan, record: SourceRecord) -> bool:
    """Whether the source is about the very subject asked about: who gets croup is said in its title, not beside it."""
    asked = {content(name) for name in (plan.focus, *plan.aliases) if name}
    return any(content(name) in asked for name in (record.title, *record.synonyms))


def _foreign(about: frozenset[str], asked: set[str], plan: Plan) -> frozenset[str]:
    """Gated populations that the source is about and the question is not."""
    if not about & GATED:
        return frozenset()
    in_focus = _about((plan.focus, *plan.aliases, plan.condensed))
    young = {"child", "infant", "newborn"}
    if asked & young or in_focus & young:
        asked = asked | young
    return (about & GATED) - asked - in_focus
