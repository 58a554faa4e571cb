"""
What a span must be before it may be said: on topic, whole, informative, undamaged, for this population.

Gates refuse; they never score. Each refusal has a name, so that an abstention can say what stood in the way.
"""

from __future__ import annotations

import re
from enum import StrEnum

from curbside.evidence.direction import direction_of
from curbside.evidence.evidence import Direction, SourceRecord
from curbside.language.cues import is_empty_of_information, modality, opens_dangling, speaks_of_its_study
from curbside.language.populations import populations, speaks_of
from curbside.questions.question import Plan, QuestionType
from curbside.sources.damage import marks, rests_on_number, safe_number
from curbside.sources.source import Audience, Damage, Role, SourceKind, TextQuality

from .topic import Topic
from .units import Unit

SHORTEST_WORDS = 5
LONGEST_WORDS = 70
LONGEST_LIST_WORDS = 130


class Gate(StrEnum):
    """Why a span was refused."""

    UNFIT = "unfit"
    NOT_PROSE = "not_prose"
    EMPTY = "empty"
    DANGLING = "dangling"
    OWN_STUDY = "own_study"
    DAMAGED = "damaged"
    OFF_TOPIC = "off_topic"
    OTHER_POPULATION = "other_population"
    WRONG_PART = "wrong_part"
    ONE_SIDE = "one_side"


_PHONE = re.compile(r"\b1-8\d\d-|\(\d{3}\) ?\d{3}-\d{4}|\b\d{3}-\d{3}-\d{4}\b|\bhttps?://|\bwww\.", re.IGNORECASE)
#: Labels of an abstract's parts that are no findings, where the abstract was stored without its parts.
_OTHER_PART = re.compile(
    r"\W{0,3}(?:background|objectives?|aims?|purpose|introduction|context|methods?|materials? and methods|patients and methods|design"
    r"|setting|participants|subjects|patients|interventions?|main outcome measures?|study design|measurements?)\b[^.]{0,20}?[:\]]",
    re.IGNORECASE,
)
#: What was done in a study, without what came of it.
_PROCEDURE = re.compile(
    r"\b(?:was|were) (?:also |then |subsequently )?(?:examined|assessed|measured|recorded|evaluated|analy[sz]ed|collected|chosen|assigned"
    r"|enrolled|recruited|followed up|obtained|investigated|invited|asked|interviewed)\b|\bresearchers\b|\bcontrol group\b"
    r"|\b(?:in|of|to) my\b|(?-i:\bI (?:am|have|was|would|believe|think))\b",
    re.IGNORECASE,
)
#: A statement has a verb; a title does not ("Cost-effectiveness of rest in gout: a cohort").
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|can|cannot|could|may|might|must|should|will|would|do|does|did|\w{2,}ed|\w{2,}n't"
    r"|made|led|gave|took|rose|fell|got|went|came|became|began|kept|left|lost|ran|said|saw|grew|shown)\b"
    r"|\b(?:include|cause|reduce|increase|improve|help|affect|occur|need|use|give|make|take|lead|result|show|suggest|recommend|remain|require"
    r"|begin|start|tend|develop|appear|seem|come|feel|become|consist|contain|depend|work|keep|get|go|say|call|list|raise|lower|treat|prevent"
    r"|relieve|protect|run|spread|continue|differ|want|know|live|grow|happen|involve|allow|damage|put|lie|hold|follow|last|support|produce"
    r"|contribute|respond|benefit|experience|see|find|found|lose|look|turn|move|pass|carry|serve|form|block|mean|play|provide|receive|avoid"
    r"|monitor|discontinue|consider|range|arise|bind|encode|inhibit|target|activate|regulate|mediate|induce|promote|express|interact|stay|reach|advise|ask|tell|stop|check|drink|eat|rest|wear|seek|try|talk|discuss|limit|choose|begin)(?:e?s)?\b|\bvar(?:y|ies)\b|\bcarries\b",
    re.IGNORECASE,
)
_YOUNG = frozenset({"child", "infant", "newborn"})
_EXPECTING = frozenset({"pregnancy", "breastfeeding"})
#: Questions that a study answers by its results, not by its introduction.
_OF_EFFECT = frozenset(
    {
        QuestionType.TREATMENT,
        QuestionType.EFFECTIVENESS,
        QuestionType.PREVENTION_OR_SCREENING,
        QuestionType.DRUG_OR_DOSE,
        QuestionType.SIDE_EFFECT_OR_INTERACTION,
        QuestionType.LIVING_WITH,
    }
)
_STUDIES = frozenset(
    {SourceKind.TRIAL, SourceKind.OBSERVATIONAL, SourceKind.CASE_REPORT, SourceKind.OTHER, SourceKind.PREPRINT}
)
_HEADING = re.compile(r"[.!?:;)\"”]\s*$")


def refuse(unit: Unit, plan: Plan, topic: Topic) -> Gate | None:
    """The first gate that a span fails, or None when it may be said."""
    evidence, text = unit.evidence, unit.text
    found = evidence.found
    words = text.split()
    if evidence.unfit:
        return Gate.UNFIT
    if found.passage.role in {Role.TITLE, Role.BACKGROUND, Role.METHODS, Role.TABLE_ROW}:
        return Gate.WRONG_PART
    if _OTHER_PART.match(text):
        return Gate.WRONG_PART
    if not _is_prose(unit, words):
        return Gate.NOT_PROSE
    if not topic.holds(unit):
        return Gate.OFF_TOPIC
    if plan.intervention and not topic.holds_intervention(unit):
        return Gate.ONE_SIDE
    if _is_damaged(unit):
        return Gate.DAMAGED
    # A local protocol's "call the rheumatology nurse" is what the ward wants to be told.
    is_local = found.record.kind is SourceKind.LOCAL_PROTOCOL
    if not is_local and (is_empty_of_information(text) or _PHONE.search(text)):
        return Gate.EMPTY
    if opens_dangling(text):
        return Gate.DANGLING
    if speaks_of_its_study(text) or _PROCEDURE.search(text):
        return Gate.OWN_STUDY
    if _is_study(found.record) and plan.type in _OF_EFFECT and not _reports(unit):
        return Gate.WRONG_PART
    if _other_population(unit, plan):
        return Gate.OTHER_POPULATION
    return None


def _is_prose(unit: Unit, words: list[str]) -> bool:
    text = unit.text.strip()
    if text.endswith("?") or text[:1].islower():
        return False
    longest = LONGEST_LIST_WORDS if unit.is_list else LONGEST_WORDS
    if not SHORTEST_WORDS <= len(words) <= longest:
        return False
    if unit.is_list:
        return True
    # Lists flattened into a line have no verb that a reader could hold on to; headings have no stop.
    return bool(_HEADING.search(text)) and _has_verb(unit) and text.count(" - ") < 2 and "\t" not in text


def _has_verb(unit: Unit) -> bool:
    """Whether a span is a sentence and no title; pages for patients hold sentences."""
    written_for_patients = unit.evidence.found.record.kind in {SourceKind.PATIENT_PAGE, SourceKind.STARTER}
    return written_for_patients or bool(_VERB.search(unit.text))


def _is_study(record: SourceRecord) -> bool:
    return record.kind in _STUDIES and record.audience is Audience.PROFESSIONAL


def _reports(unit: Unit) -> bool:
    """Whether a sentence of a study reports an effect, or draws a conclusion."""
    if unit.evidence.found.passage.role in {Role.CONCLUSION, Role.RECOMMENDATION}:
        return True
    return direction_of(unit.text) is not Direction.UNCLEAR or bool(modality(unit.text))


def _is_damaged(unit: Unit) -> bool:
    """Whether the words or numbers of a span cannot be trusted; a collection known to be damaged is held to more."""
    found = unit.evidence.found
    if Damage.EXTRACTORS_DISAGREE in found.passage.damage or marks(unit.text):
        return True
    if found.record.quality is not TextQuality.DAMAGED:
        return False
    return rests_on_number(unit.text) and not safe_number(unit.text)


def _other_population(unit: Unit, plan: Plan) -> bool:
    """Whether the sentence itself is about animals, or lacks the children or pregnancy that the question is about."""
    asked = set(plan.population)
    groups = [group for group in (_YOUNG, _EXPECTING) if asked & group]
    if groups:
        context = {*populations(unit.text), *unit.evidence.population, *populations(plan.focus)}
        if any(not context & group for group in groups):
            return True
    if unit.evidence.found.record.kind is SourceKind.STARTER or "animal" in asked:
        return False
    return speaks_of("animal", unit.text)
