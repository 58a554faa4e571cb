"""Saying no: why there is no answer in this library, what came nearest, and what would be needed."""

from __future__ import annotations

from collections.abc import Sequence

from curbside.claims.gates import Gate
from curbside.claims.quote import Quoted
from curbside.evidence.evidence import Evidence
from curbside.language.stems import content, stems
from curbside.questions.kinds import kinds
from curbside.questions.question import Plan, Question

from .answer import Abstention, AbstentionReason, Nearest, Searched
from .words import named, words


def reason_for(plan: Plan, quoted: Quoted, evidence: Sequence[Evidence]) -> AbstentionReason:
    """The closest true reason why nothing could be said."""
    if plan.refusal:
        return AbstentionReason(plan.refusal)
    if "dose" in plan.facets[:1]:
        return AbstentionReason.DOSE_NEEDS_LABEL
    unfit = [reason for one in evidence for reason in one.unfit]
    if evidence and all(one.unfit for one in evidence):
        if any("population" in reason for reason in unfit):
            return AbstentionReason.NOT_THIS_POPULATION
        return AbstentionReason.ONLY_ANIMAL_OR_PROTOCOL
    refused = dict(quoted.refused)
    others = {name for one in evidence for name in one.population} - set(plan.population)
    if others and refused.get(Gate.OTHER_POPULATION, 0) > refused.get(Gate.OFF_TOPIC, 0):
        return AbstentionReason.NOT_THIS_POPULATION
    on_topic = sum(refused.values()) - refused.get(Gate.OFF_TOPIC, 0) - refused.get(Gate.UNFIT, 0)
    if refused.get(Gate.DAMAGED, 0) > on_topic / 2:
        return AbstentionReason.DAMAGED_SOURCE
    return AbstentionReason.NO_SOURCE


def abstain(
    question: Question, plan: Plan, reason: AbstentionReason, evidence: Sequence[Evidence], searched: Searched,
    has_labels: bool,
) -> Abstention:  # fmt: skip
    """The abstention in the reader's words; patients are shown no nearest evidence."""
    said = words()["abstention"]
    if plan.misuse:
        return Abstention(reason, said["misuse"][plan.misuse])
    focus = plan.focus or "the subject asked about"
    facet = named(plan.facets[0], question.reader) if plan.facets and plan.facets[0] in kinds() else ""
    subject = f"{focus} ({facet})" if facet else focus
    others = {name for one in evidence for name in one.population} - set(plan.population)
    who = ", ".join(sorted(others)).replace("_", " ") or "others"
    why = said["why"][reason.value].format(subject=subject, focus=focus, who=who)
    need = said["need"].get(reason.value, said["need"]["default"]).format(subject=subject, focus=focus)
    if not question.reader.is_professional:
        return Abstention(reason, said["patient"].format(say=plan.condensed or question.text.strip()[:200]), (), need)
    nearest = tuple(_nearest(plan, evidence)) if reason not in _NO_SEARCH else ()
    titles = "; ".join(f"{n.title} ({n.year})" for n in nearest)
    newest = f"newest {searched.newest}" if searched.newest else ""
    through = "; ".join(filter(None, (newest, "" if has_labels else "no drug labels loaded")))
    text = why
    if reason not in _NO_SEARCH:
        text = said["clinician"].format(
            passages=f"{searched.passages:,}",
            sources=f"{searched.sources:,}",
            through=f" ({through})" if through else "",
            queries="; ".join(searched.queries) or question.text.strip()[:200],
            why=why,
            nearest=said["nearest"].format(titles=titles) if titles else "",
            need=need,
        )
    return Abstention(reason, text, nearest, need)


_NO_SEARCH = {
    AbstentionReason.OUT_OF_SCOPE,
    AbstentionReason.NOT_MEDICAL,
    AbstentionReason.OTHER_LANGUAGE,
    AbstentionReason.LIBRARY_UNAVAILABLE,
}


def _nearest(plan: Plan, evidence: Sequence[Evidence]) -> list[Nearest]:
    """The two best sources whose title shares a word with the subject; anything else found is not near."""
    wanted = content(" ".join((plan.focus, plan.intervention)))
    seen: dict[str, Nearest] = {}
    for one in evidence:
        record = one.found.record
        if not wanted & stems(record.title):
            continue
        year = str(record.year) if record.year else record.date_note or "undated"
        seen.setdefault(record.source, Nearest(record.source, record.title, year))
    return list(seen.values())[:2]
