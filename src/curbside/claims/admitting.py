"""
Whether a span may be said in answer to a question, and as which kind of statement.

Whoever chooses what to say, the ranker or a writer, may choose only among spans that are admitted here: about the subject,
past every gate, no dose but from a source that may state it, and none that this reader is not shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from curbside.evidence.direction import direction_of
from curbside.evidence.evidence import Direction, Evidence
from curbside.language.stems import content
from curbside.questions.question import Plan, QuestionType, Reader
from curbside.sources.source import Role, SourceKind

from .asked import Asked
from .claim import GUARDED
from .dose import is_of_more, may_state_doses, names_drug, states_dose
from .facets import kind_of, told_kind
from .gates import Gate, refuse
from .topic import OpenTopic, Topic
from .units import Unit

#: What warns reports no benefit, whatever it lowers.
_WARNS = re.compile(
    r"\b(?:contraindicated|should not be|must not|do not use|not recommended|avoid|discontinue|can cause|may cause"
    r"|hypoglyc\w+|fetal harm|life-threatening|toxicity)\b",
    re.IGNORECASE,
)
_IS_A = re.compile(r"(?P<what>[^.;:]{2,90}?) (?:is|are) (?:an?|the|one|any|when)\b")


@dataclass(frozen=True, slots=True)
class Admission:
    """What was decided about a span: its kind ("" where nothing places it), or None and what stood in the way."""

    kind: str | None
    gate: Gate | None = None
    is_dose_refused: bool = False  # a dose that its source may not state, or that this reader is not shown


def topic_of(plan: Plan) -> Topic:
    """What sentences are held against: the subject, or the question's own words where none was understood."""
    return OpenTopic(plan) if plan.is_open or (not plan.focus and not plan.drugs) else Topic(plan)


def is_on_topic(evidence: Evidence, plan: Plan, topic: Topic) -> bool:
    """Whether a passage is about the subject at all; one of a label, about a drug that is asked about."""
    return names_drug(evidence.found.record, plan) and topic.may_be_in(evidence)


def admitted(unit: Unit, plan: Plan, topic: Topic, asked: Asked, reader: Reader) -> Admission:
    """Whether a span of a passage that is on topic may be said to this reader."""
    found = unit.evidence.found
    record, passage = found.record, found.passage
    if gate := refuse(unit, plan, topic):
        return Admission(None, gate)
    if record.kind is not SourceKind.LABEL and not topic.names_drug(unit):
        return Admission(None, Gate.ONE_SIDE)
    # In a table of adverse reactions the doses are those of its columns.
    gives = states_dose(unit.text) and not (unit.is_row and passage.facet == "adverse_reactions")
    if gives and (not may_state_doses(record, passage.facet) or is_of_more(record, plan)):
        return Admission(None, is_dose_refused=True)
    kind = _kind(unit, plan, asked)
    if kind in GUARDED and not reader.is_professional and not found.is_for_patients:
        return Admission(None, is_dose_refused=kind == "dose")
    if topic.is_open and plan.type is QuestionType.DEFINITION:
        kind = "definition"
    return Admission(kind if kind or not topic.is_open else None)


def _kind(unit: Unit, plan: Plan, asked: Asked) -> str:
    found = unit.evidence.found
    if found.record.kind is SourceKind.LOCAL_PROTOCOL:
        return "local"
    if (
        plan.type is QuestionType.EFFECTIVENESS
        and plan.intervention
        and "difference" not in plan.asked
        and found.passage.role in {Role.RESULTS, Role.CONCLUSION, Role.BODY}
    ):
        direction = direction_of(unit.text)
        if direction is Direction.HARM:
            return "harms"
        if direction is not Direction.UNCLEAR and not _WARNS.search(unit.text):
            return "benefits"
    if states_dose(unit.text) and may_state_doses(found.record, found.passage.facet):
        return "dose"
    if found.passage.facet == "overdosage" and plan.facets and asked.is_of_overdose:
        return plan.facets[0]  # signs or treatment, whichever was asked for
    if plan.facets[:1] == ("definition",) and _defines(unit.text, plan):
        return "definition"
    if found.record.kind is not SourceKind.LABEL and (told := told_kind(plan.facets[:2], unit.text)):
        return told
    return kind_of(unit)


def _defines(text: str, plan: Plan) -> bool:
    """Whether a sentence opens with the subject and says what it is, under whatever heading it stands."""
    opening = _IS_A.match(text)
    return opening is not None and any(
        name <= content(opening["what"]) for name in map(content, (plan.focus, *plan.aliases)) if name
    )
