"""
What is asked, and by whom.

A Question is what a person typed; a Plan is what Curbside understood of it: the type, the facets in order, the
subject with its other names, the people it concerns, and the words that will be searched. The plan is shown to
the reader as "the question as understood" and travels with the answer, so that a follow-up can build on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reader(StrEnum):
    """Who reads the answer; it chooses order, headings and wording, never facts."""

    CLINICIAN = "clinician"
    TRAINEE = "trainee"
    NURSE = "nurse"
    PATIENT = "patient"

    @property
    def is_professional(self) -> bool:
        """Whether professional headings and words are used."""
        return self is not Reader.PATIENT


class QuestionType(StrEnum):
    """What sort of question it is; decides the order of sections."""

    TREATMENT = "treatment"
    DIAGNOSIS = "diagnosis"
    PROGNOSIS = "prognosis"
    CAUSE_OR_RISK = "cause_or_risk"
    PREVENTION_OR_SCREENING = "prevention_or_screening"
    DRUG_OR_DOSE = "drug_or_dose"
    SIDE_EFFECT_OR_INTERACTION = "side_effect_or_interaction"
    TEST_INTERPRETATION = "test_interpretation"
    DEFINITION = "definition"
    EFFECTIVENESS = "effectiveness"
    EMERGENCY = "emergency"
    LIVING_WITH = "living_with"


@dataclass(frozen=True, slots=True)
class Plan:
    """
    What Curbside understood of a question.

    `facets` are section kinds, the one asked for first. `focus` is the subject in the question's own words,
    `aliases` its other names. For "is X effective for Y", `intervention` is X and `focus` is Y.
    """

    type: QuestionType
    facets: tuple[str, ...]
    focus: str
    aliases: tuple[str, ...] = ()
    intervention: str = ""
    comparator: str = ""
    population: tuple[str, ...] = ()  # "child", "pregnancy", "older_adult", "kidney_disease", "liver_disease", ...
    setting: str = ""
    condensed: str = ""  # the question as understood, one sentence
    queries: tuple[str, ...] = ()  # what is searched, best first
    drugs: tuple[str, ...] = ()  # drug names found in the question
    answered_for: tuple[str, ...] = ()  # what was told of the person and understood, in words
    is_open: bool = False  # asked in no form that is known: only a statement in the question's own words answers it
    misuse: str = ""  # "harm" or "deceit": asked for what nobody is helped with
    asked: tuple[str, ...] = ()  # what is asked to be told, by the closed list of asked.yaml: "duration", "age", ...
    refusal: str = ""  # "" or an abstention reason decided before searching (not_medical, ...)


@dataclass(frozen=True, slots=True)
class Question:
    """
    A question as a person asked it.

    `about` is what is told of the person it concerns ("pregnant, kidney disease, in hospital"): it is never stored, the
    plan shows what was understood of it, and it filters what may be said; no dose is ever adapted to it. `country` (ISO
    3166) chooses the emergency numbers of a card and nothing else; where it is empty, that of the settings does.
    """

    text: str
    reader: Reader = Reader.CLINICIAN
    follows: Plan | None = None
    about: str = ""
    country: str = ""
