"""
Which sections a question leans to whose own words name none.

"Metformin and alcohol", "chickenpox, how long off school": what kind of question it is follows from what stands
together (a medicine and a drink) and from what is to be told (a length of time away from others). Where two kinds
may hold the answer, both are named: one kind too many costs a place, one too few the answer.
"""

from __future__ import annotations

import re

from curbside.language.patterns import lazily

from .attributes import attributes
from .everyday import also_called
from .question import QuestionType

#: What is asked of a medicine that is named beside an illness or a group of people, with no other word.
DRUG_SECTIONS = ("special_populations", "contraindications", "dose", "interactions")
#: Where labels tell what is asked of a medicine, by attribute.
OF_DRUGS: dict[str, tuple[str, ...]] = {
    "interaction": ("interactions", "contraindications"),
    "alcohol": ("interactions", "contraindications", "adverse_effects"),
    "food": ("interactions", "dose"),
    "missed": ("dose", "stopping"),
    "swallow": ("dose", "contraindications"),
    "side_effect": ("adverse_effects", "contraindications"),
    "stop": ("stopping", "adverse_effects", "dose"),
    "driving": ("adverse_effects", "contraindications", "living_with"),
    "pregnancy": ("special_populations", "contraindications"),
    "breastfeeding": ("special_populations", "contraindications"),
    "children": ("special_populations", "contraindications", "dose"),
    "older_adults": ("special_populations", "contraindications", "dose"),
    "kidney": ("special_populations", "dose", "contraindications"),
    "liver": ("special_populations", "dose", "contraindications"),
    "onset": ("dose", "benefits", "medicines", "adverse_effects"),
    "duration": ("dose", "stopping", "contraindications", "adverse_effects"),
    "timing": ("dose", "contraindications", "medicines"),
    "how_often": ("dose", "monitoring"),
    "amount": ("dose",),
    "limit": ("dose", "contraindications"),
    "signs": ("adverse_effects", "contraindications"),
    "warning": ("adverse_effects", "contraindications"),
    "which_test": ("contraindications", "monitoring", "work_up", "dose"),
    "monitoring": ("monitoring", "contraindications", "adverse_effects"),
    "who_not": ("contraindications", "special_populations"),
    "who": ("medicines", "contraindications", "special_populations"),
    "why": ("contraindications", "medicines", "definition"),
    "how": ("dose",),
}
_SIDE = frozenset(["interactions", "adverse_effects"])
#: The sort of question that asks for an attribute of an illness or a procedure.
_TYPES = {
    "school": QuestionType.LIVING_WITH,
    "work": QuestionType.LIVING_WITH,
    "driving": QuestionType.LIVING_WITH,
    "sport": QuestionType.LIVING_WITH,
    "travel": QuestionType.LIVING_WITH,
    "sex": QuestionType.LIVING_WITH,
    "food": QuestionType.LIVING_WITH,
    "alcohol": QuestionType.LIVING_WITH,
    "spread": QuestionType.CAUSE_OR_RISK,
    "inherited": QuestionType.CAUSE_OR_RISK,
    "why": QuestionType.CAUSE_OR_RISK,
    "chance": QuestionType.CAUSE_OR_RISK,
    "how_common": QuestionType.CAUSE_OR_RISK,
    "which_drug": QuestionType.TREATMENT,
    "first_choice": QuestionType.TREATMENT,
    "which_vaccine": QuestionType.PREVENTION_OR_SCREENING,
    "which_test": QuestionType.DIAGNOSIS,
    "signs": QuestionType.DIAGNOSIS,
    "warning": QuestionType.DIAGNOSIS,
    "meaning": QuestionType.TEST_INTERPRETATION,
    "stop": QuestionType.DRUG_OR_DOSE,
    "monitoring": QuestionType.TREATMENT,
    "who_not": QuestionType.DRUG_OR_DOSE,
    "effect_size": QuestionType.EFFECTIVENESS,
    "better": QuestionType.EFFECTIVENESS,
}

SCREENING = ("screening", "benefits", "harms")
#: What is not to be done with an illness or an injury, under whatever heading.
NOT_TO_DO = ("emergency_care", "self_care", "treatment_options", "prevention")

Leaning = tuple[QuestionType, tuple[str, ...]]


#: What one asks to do, and the words that ask whether it may be done.
_ACTIVITIES = frozenset(["driving", "travel", "sport", "work", "school", "sex"])
#: What is asked of an illness that is called dangerous.
DANGER = ("complications", "prognosis", "red_flags", "presentation")


def of_a_drug(told: tuple[str, ...], is_pair: bool, beside_illness: bool = False) -> Leaning:
    """Type and sections of a question that names a medicine, and says what it wants in words that name no section."""
    if is_pair:
        return QuestionType.SIDE_EFFECT_OR_INTERACTION, (
            "interactions",
            "contraindications",
            "adverse_effects",
            "special_populations",
            "dose",
        )
    lead = [kind for name in told for kind in OF_DRUGS.get(name, ())]
    if beside_illness and not lead:
        lead = ["contraindications", "adverse_effects", "medicines", "benefits"]
    sections = tuple(dict.fromkeys([*lead, *DRUG_SECTIONS]))
    is_side = bool(lead) and lead[0] in _SIDE
    return QuestionType.SIDE_EFFECT_OR_INTERACTION if is_side else QuestionType.DRUG_OR_DOSE, sections


#: How much or how often something is taken or given, and no other measure ("how much urine does a bladder hold").
_TAKEN = lazily(
    r"\bhow (?:much|many|often)\b[^.?!]*\b(?:take|taken|give|given|giving|drink|eat|have|use|need|for)\b", re.IGNORECASE
)


def of_anything(told: tuple[str, ...], text: str) -> Leaning | None:
    """Type and sections of a question on an illness or on what is done, or None when nothing it asks says where it stands."""
    if {"amount", "how_often"}.intersection(told[:1]) and _TAKEN.search(text):
        return QuestionType.DRUG_OR_DOSE, ("dose", "treatment_options", "self_care")
    known = [name for name in told if attributes()[name].kinds and name in _TYPES and name != "who_not"]
    kinds = [kind for name in known for kind in attributes()[name].kinds]
    return (_TYPES[known[0]], tuple(dict.fromkeys(kinds))) if known else None


def of_danger(kind: QuestionType, sections: tuple[str, ...], told: tuple[str, ...], is_illness: bool) -> Leaning | None:
    """Type and sections where "is it safe" is asked of an activity or of an illness, or other ways to treat one; else None."""
    if is_illness and sections[:1] == ("contraindications",):
        return QuestionType.TREATMENT, tuple(dict.fromkeys([*NOT_TO_DO, *sections]))
    if is_illness and kind is QuestionType.EFFECTIVENESS and sections[:1] == ("comparison",):
        return QuestionType.TREATMENT, tuple(dict.fromkeys(["treatment_options", "medicines", *sections]))
    if sections[:1] != ("harms",):
        return None
    if _ACTIVITIES.intersection(told):
        return QuestionType.LIVING_WITH, tuple(dict.fromkeys(["living_with", "self_care", *sections]))
    return (QuestionType.PROGNOSIS, (*DANGER, *sections)) if is_illness else None


def between(are_illnesses: bool, told: tuple[str, ...]) -> Leaning | None:
    """Type and sections of a question for what tells two illnesses apart, or None."""
    if not are_illnesses or "difference" not in told:
        return None
    return QuestionType.DEFINITION, ("comparison", "differential", "definition", "presentation", "causes")


#: A value or a result beside the name of a test.
_VALUE = lazily(
    r"\d[\d.,/]*(?! ?(?:[- ]?(?:years?|yrs?|months?|weeks?|days?)|yo)\b)|\b(?:high|low|raised|elevated|positive|negative|normal|abnormal|borderline|increased|decreased)\b",
    re.IGNORECASE,
)
_AGED = lazily(
    r"\b(?:is|at|aged?|over|am|i'?m|under|until|past) \d{1,3}\b(?![./%])|\(\d{1,3}\)|\b\d{1,3}[- ]?(?:years?|yrs?|yo)\b|\beye\b",
    re.IGNORECASE,
)


def of_test(told: tuple[str, ...], text: str, focus: str) -> Leaning | None:
    """Type and sections of a question on a test that names a value or a result, or for whom it is done; else None."""
    rest = _AGED.sub(" ", text.replace(focus, " "))
    is_for_screening = any("screening" in name for name in also_called(focus))
    if is_for_screening and "age" in told:
        return QuestionType.PREVENTION_OR_SCREENING, SCREENING
    if _VALUE.search(rest) or "meaning" in told:
        return QuestionType.TEST_INTERPRETATION, ("interpretation", "criteria", "test_accuracy", "definition")
    return (QuestionType.PREVENTION_OR_SCREENING, SCREENING) if is_for_screening else None


#: "Is 145/92 high blood pressure?": whether a value is that of an illness.
_IS_VALUE = lazily(r"^(?:is|does|would|could) (?:an? |my )?(?:[a-z]+ ){0,4}(?:of )?\d[\d./,]*", re.IGNORECASE)


def of_value(text: str) -> Leaning | None:
    """Type and sections of a question whether a value is that of an illness, or None."""
    if not _IS_VALUE.match(text) or _AGED.search(text):
        return None
    return QuestionType.TEST_INTERPRETATION, ("interpretation", "criteria", "definition", "work_up")


def also_told(sections: tuple[str, ...], told: tuple[str, ...], at_most: int = 2) -> tuple[str, ...]:
    """The sections that a question names, and after them where else sources tell what it asks."""
    more = [kind for name in told if name in _TYPES for kind in attributes()[name].kinds if kind not in sections]
    if sections[:1] == ("benefits",) and "prevention" not in sections:
        more.append("prevention")  # whether a thing prevents an illness stands under prevention as well
    return (*sections, *tuple(dict.fromkeys(more))[:at_most])
