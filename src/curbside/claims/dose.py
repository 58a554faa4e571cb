"""
The dose rule: who may be quoted on how much of a drug to give.

Doses are advice only from a label, guideline, formulary or local protocol that names the same drug, as a whole
sentence. A consumer page or a trial report is never quoted on a dose. Curbside computes no dose.
"""

from __future__ import annotations

import re

from curbside.evidence.evidence import SourceRecord
from curbside.language.patterns import lazily
from curbside.language.tokens import fold
from curbside.questions.question import Plan
from curbside.sources.source import SourceKind

#: Kinds of source whose doses may be quoted as advice.
MAY_STATE_DOSES = frozenset({SourceKind.LABEL, SourceKind.GUIDELINE, SourceKind.FORMULARY, SourceKind.LOCAL_PROTOCOL})

#: The section of a label that says how much to give; its pharmacology and studies name doses that are no advice.
DOSING = "dosage_and_administration"

#: Sections of a label that change a dose: by another drug, by age, by kidneys. Their sentences must say what is to be done.
ADJUSTING = frozenset(
    """
    drug_interactions use_in_specific_populations pediatric_use geriatric_use pregnancy nursing_mothers boxed_warning warnings
    warnings_and_cautions precautions general_precautions contraindications indications_and_usage
    """.split()
)
_ADVISES = lazily(
    r"\b(?:should|recommend(?:ed|s)?|must|(?<!oncomitant )use(?! of\b)|reduce[ds]?|reduction|limit(?:ed)?|exceed(?:ing)?|maximum|avoid|adjust\w*|initiate|start(?:ing)?"
    r"|contraindicated|needed|required)\b",
    re.IGNORECASE,
)
_STUDIED = lazily(
    r"\b(?:(?:was|were) (?:\w+ )?(?:administered|given|treated|studied|observed|reported|seen)|administered to|subjects|volunteers|stud(?:y|ies|ied)|trials?"
    r"|AUC|C ?max|placebo|mean|rats?|mice|rabbits?|monkeys?|dogs?|received|MRHD)\b",
    re.IGNORECASE,
)

_AMOUNT = (
    r"(?:mg|mcg|µg|μg|micrograms?|milligrams?|grams?|g|kg|ml|mL|millilit(?:er|re)s?|units?|iu|IU|meq|mEq|mmol|tablets?|capsules?"
    r"|drops?|puffs?|teaspoons?(?:fuls?)?|tablespoons?|ounces?|cc|lozenges?|patch(?:es)?"
    r"|% (?:\w+ ){0,3}(?:cream|ointment|gel|lotion|solution|shampoo|suspension|drops|foam|spray|dextrose|saline|glucose))"
)
_DOSE = lazily(
    rf"\b\d[\d.,]*\s*(?:[-–—]|to)?\s*(?:\d[\d.,]*\s*)?{_AMOUNT}(?:/(?:kg|day|d|h|hr|hour|m2|m²|dose|ml|mL))*(?![\w])"
)
#: A part of a dose is a dose too: "to 1/3 of the usual dose", "reduce the dose by half".
_PART = lazily(
    r"\b(?:half|one[- ](?:half|third|quarter)|1 ?/ ?\d|\d{1,2} ?%) (?:of )?(?:the |its |their )?(?:\w+ )?dos(?:e|age)\b"
    r"|\bdos(?:e|age)s?\b[^.;]{0,60} by (?:at least |about |approximately )?(?:half|one[- ](?:half|third|quarter)|\d{1,2} ?%)",
    re.IGNORECASE,
)
_DRUG_CONTEXT = lazily(
    r"\b(?:dos(?:e|es|ed|age|ing)|daily|twice|once|every \d|per day|a day|orally|by mouth|intraven\w+|subcutaneous\w*|co-?administ\w+|[bt]\.?i\.?d\b|"
    r"intramuscular\w*|inject\w*|infus\w*|tablets?|capsules?|titrat\w+|prescrib\w+|administ\w+|take|taken|given|receiv\w+)\b",
    re.IGNORECASE,
)


def states_dose(text: str) -> bool:
    """Whether a sentence gives an amount of something to take or be given."""
    head = text[:3000]
    return bool((_DOSE.search(head) and _DRUG_CONTEXT.search(head)) or _PART.search(head))


def may_state_doses(record: SourceRecord, facet: str = DOSING) -> bool:
    """Whether this source may be quoted on a dose; a label only in the sections that set or change it."""
    if record.kind is SourceKind.LABEL:
        return facet == DOSING or facet in ADJUSTING
    return record.kind in MAY_STATE_DOSES


def tells_of_a_dose(facet: str, text: str) -> bool:
    """Whether a label's sentence outside its dosing section only tells of a dose, of a study or a case, and advises none."""
    return facet != DOSING and states_dose(text) and (not _ADVISES.search(text) or bool(_STUDIED.search(text)))


def names_drug(record: SourceRecord, plan: Plan) -> bool:
    """Whether a label is about a drug that the question names; look-alikes, and what is bound to another drug, never match."""
    if record.kind is not SourceKind.LABEL:
        return True
    return any(_is_one(own, name) for name in _asked(plan) for own in (*_brands(record), *_parts(record)))


def is_of_more(record: SourceRecord, plan: Plan) -> bool:
    """Whether a label is of a mixture of which the question names a part: its doses are the mixture's, not that part's."""
    if record.kind is not SourceKind.LABEL:
        return False
    asked = _asked(plan)
    if any(_is_one(brand, name) for name in asked for brand in _brands(record)):
        return False
    parts = {part.split()[0]: part for part in _parts(record)}
    return len(parts) > 1 and not all(any(_is_one(part, name) for name in asked) for part in parts.values())


def _asked(plan: Plan) -> set[str]:
    return {fold(name) for name in (*plan.drugs, plan.intervention, plan.focus, *plan.aliases) if name}


def _parts(record: SourceRecord) -> tuple[str, ...]:
    """The drugs in a product, one by one."""
    names = (part.strip() for name in record.substances[:1] or (record.title,) for part in _JOINED.split(fold(name)))
    return tuple(name for name in names if name)


def _brands(record: SourceRecord) -> tuple[str, ...]:
    """The names of a product as a whole."""
    parts = _parts(record)
    names = dict.fromkeys(fold(name.partition(" (")[0]) for name in (record.title, *record.substances))
    return tuple(name for name in names if len(parts) < 2 or not any(_is_one(name, part) for part in parts))


def _is_one(own: str, asked: str) -> bool:
    """Whether a name on a label is the drug asked about: the name itself, or with its salt, strength or form behind it."""
    short, long = sorted((own, asked), key=len)
    if own == asked:
        return True
    rest = long[len(short) :]
    return long.startswith(short) and rest[0] in " -" and not (_JOINED.search(rest) or _BOUND.search(rest))


#: Between the drugs of a mixture.
_JOINED = lazily(r",\s*(?:and\s+)?|/|\s(?:and|with)\s|\s\+\s")
#: Second names of what is another medicine than its first name: a toxin or radiation on an antibody, another way to carry it.
_BOUND = lazily(
    r"(?:dotin|tansine|tecan|gamicin|tesirine|xetan|uxetan|carmazine|lauroxil|liposom\w*|protein-bound)\b|\bpe?g\w*"
)
