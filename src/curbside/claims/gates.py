"""
What a span must be before it may be said: on topic, whole, informative, undamaged, for this population.

Gates refuse; they never score. Each refusal has a name, so that an abstention can say what stood in the way.
"""

from __future__ import annotations

import re
from enum import StrEnum

from curbside.language.cues import is_empty_of_information, opens_dangling, populations, speaks_of_its_study
from curbside.questions.question import Plan
from curbside.sources.damage import marks, rests_on_number, safe_number
from curbside.sources.source import Damage, Role, SourceKind, TextQuality

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
    if speaks_of_its_study(text):
        return Gate.OWN_STUDY
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
    return bool(_HEADING.search(text)) and text.count(" - ") < 2 and "\t" not in text


def _is_damaged(unit: Unit) -> bool:
    """Whether the words or numbers of a span cannot be trusted; a collection known to be damaged is held to more."""
    found = unit.evidence.found
    if Damage.EXTRACTORS_DISAGREE in found.passage.damage or marks(unit.text):
        return True
    if found.record.quality is not TextQuality.DAMAGED:
        return False
    return rests_on_number(unit.text) and not safe_number(unit.text)


def _other_population(unit: Unit, plan: Plan) -> bool:
    """Whether the sentence itself is about children, pregnancy or animals and the question is not, or the reverse."""
    asked = set(plan.population)
    in_focus = set(populations(plan.focus))
    named = set(populations(unit.text))
    context = named | set(unit.evidence.population)
    young, expecting = {"child", "infant", "newborn"}, {"pregnancy", "breastfeeding"}
    for group in (young, expecting):
        if asked & group and not (context | in_focus) & group:
            return True
    if unit.evidence.found.record.kind is SourceKind.STARTER:
        return False
    return "animal" in named and "animal" not in asked
