"""
For whom and for what a label's statement is, where that is not who and what was asked about.

A label sets doses apart for children, for ill kidneys, for each illness that it treats. A dose of another part is true and
harms: it never answers, and a dose for an illness that nobody asked about is not said at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from curbside.language.patterns import lazily
from curbside.language.populations import populations
from curbside.language.stems import content
from curbside.language.tokens import fold
from curbside.language.vocabulary import vocabulary
from curbside.questions.question import Plan, QuestionType
from curbside.sources.source import SourceKind

from .asked import Asked
from .dose import states_dose
from .units import Unit

_SETS = lazily(
    r"\b(?:recommended|usual|starting|initial)\b[^.;]{0,60}\bdos(?:e|es|age|ages)\b|\b(?:start|initiat|begin|administer|tak)\w*\b[^.;]{0,60}\d"
    r"|\bdos(?:e|age) (?:of|for) [^.;]{0,60} is\b",
    re.IGNORECASE,
)
_OF_DOSING = lazily(r"\b(?:dos(?:e|es|age|ages|ing)|contraindicated|not recommended|avoid)\b", re.IGNORECASE)


def tells_of_doses(unit: Unit, asked: Asked) -> bool:
    """Whether a label's statement speaks of doses, where it is asked how much is given."""
    if unit.evidence.found.record.kind is not SourceKind.LABEL or not asked.wants_dose:
        return True
    return bool(_OF_DOSING.search(unit.text)) or states_dose(unit.text)


#: People of whom a label speaks apart; what it says of them leads only where they were asked about. A dose that is set for ill
#: kidneys, an ill liver or old age is one for them.
_APART = frozenset("newborn infant child adolescent pregnancy breastfeeding".split())
_SET_APART = frozenset({"kidney_disease", "liver_disease", "older_adult"})
_ADULTS = lazily(r"\badults?\b", re.IGNORECASE)


def is_of_others(unit: Unit, plan: Plan) -> bool:
    """Whether a label's statement is of people, or its dose for an illness, of whom nobody asked."""
    if unit.evidence.found.record.kind is not SourceKind.LABEL or plan.type is not QuestionType.DRUG_OR_DOSE:
        return False
    is_dose = states_dose(unit.text)
    asked, told = _people(plan), {*populations(unit.text)}
    if told & _APART and not asked & _APART and not _ADULTS.search(unit.text):
        return True
    if is_dose and told & _SET_APART and not asked & (_SET_APART | _APART):
        return True
    return is_dose and is_for_another_illness(unit, plan)


def sets_dose(unit: Unit) -> bool:
    """Whether a label's statement sets the dose to begin or go on with, and does not only speak of doses."""
    return bool(_SETS.search(unit.text)) and states_dose(unit.text)


@lru_cache(maxsize=8)
def _people(plan: Plan) -> frozenset[str]:
    """The people asked about."""
    return frozenset({*plan.population, *populations(plan.focus), *populations(plan.condensed)})


def is_for_another_illness(unit: Unit, plan: Plan) -> bool:
    """Whether a label's dose is for illnesses that it names, or the title above it, and the question names others alone."""
    asked = _asked(plan)
    if not asked or unit.evidence.found.record.kind is not SourceKind.LABEL:
        return False
    told = _told(unit)
    return bool(told) and not _meet(asked, told)


def names_illness(units: Iterable[Unit], plan: Plan) -> bool:
    """Whether labels speak of the illness that a question on doses names; true where it names none."""
    asked = _asked(plan)
    return not asked or any(
        unit.evidence.found.record.kind is not SourceKind.LABEL or _meet(asked, _told(unit)) for unit in units
    )


@lru_cache(maxsize=8)
def _asked(plan: Plan) -> frozenset[frozenset[str]]:
    """The illnesses for which a dose is asked; of two drugs it is asked how they go together."""
    if len({fold(drug) for drug in plan.drugs}) > 1:
        return frozenset()
    return _illnesses(" ".join((plan.condensed, plan.focus)))


def _told(unit: Unit) -> frozenset[frozenset[str]]:
    """The illnesses in a statement and in the title above it."""
    return _illnesses(" ".join((*unit.evidence.found.passage.path[2:], unit.text)))


def _meet(asked: frozenset[frozenset[str]], told: frozenset[frozenset[str]]) -> bool:
    return any(one & other for one in asked for other in told)


@lru_cache(maxsize=256)
def _illnesses(text: str) -> frozenset[frozenset[str]]:
    """The illnesses that a text names, each by its telling words and those of its preferred name; "child" is none."""
    named = ((text[term.start : term.end], term) for term in vocabulary().terms_in(text) if term.kind == "disease")
    words = (content(f"{name} {term.preferred}") - _OF_ILLNESS for name, term in named if not populations(name))
    return frozenset(filter(None, words))


#: What names of illnesses share.
_OF_ILLNESS = content("disease disorder syndrome condition chronic acute severe failure infection impairment reaction")
