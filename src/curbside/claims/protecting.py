"""
What must stay in an answer because it protects: who must not have a treatment, and what a drug mixes badly with.

A statement of the subject's own page or label is kept as a red flag is, however little it holds of the question's words:
an answer that names a treatment and leaves out who must not have it is dangerous. It stands beside the answer and never leads.
"""

from __future__ import annotations

import re

from curbside.language.patterns import lazily
from curbside.questions.question import Plan, QuestionType
from curbside.sources.source import SourceKind

from .topic import OWN, Topic
from .units import Unit

#: Kinds of statement that protect, by the type of question, and how many of each are kept that would have been cut.
KEPT = {
    QuestionType.TREATMENT: {"contraindications": 2},
    QuestionType.SIDE_EFFECT_OR_INTERACTION: {"contraindications": 2},
    QuestionType.DRUG_OR_DOSE: {"contraindications": 2, "interactions": 1, "special_populations": 1},
}
#: Sections of a label in which each of these kinds is stated, not only touched.
_STATED_IN = {
    "contraindications": {"contraindications", "boxed_warning", "do_not_use"},
    "interactions": {"drug_interactions", "boxed_warning"},
    "special_populations": {"use_in_specific_populations", "pregnancy", "boxed_warning"},
}
#: What such a statement says; a figure of the label's studies, or a strength that is not sold, protects nobody.
_FORBIDS = lazily(
    r"\b(?:contraindicat\w+|avoid|should not|must not|do not|not recommended|not be (?:used|given|taken)|fetal harm|life-threatening|fatal)\b",
    re.IGNORECASE,
)

_OUTRIGHT = lazily(
    r"\b(?:contraindicated|must not|do not (?:use|take|give)|not recommended|should not be (?:used|given|taken|administered))\b",
    re.IGNORECASE,
)
#: That nobody takes what they are allergic to holds of every drug, and tells nothing of this one.
_ALLERGY_ALONE = lazily(
    r"[^:;.]{0,120}?\b(?:with|have|has|had|are|is) (?:an? )?(?:(?:known|serious|severe|prior|previous|history of|demonstrated|any) )*"
    r"(?:hypersensitiv\w+|allerg\w+|anaphyla\w+)(?: reactions?)?(?: \([^)]{0,60}\))? to (?!.*(?: and in | or in |pregnan|bleed|disease|disorder))[^:;.]{0,120}",
    re.IGNORECASE,
)
_OF_ALLERGY = lazily(r"\b(?:allerg|hypersensitiv|anaphyla|rash|reaction)", re.IGNORECASE)


def tells_allergy_alone(text: str, question: str) -> bool:
    """Whether a span says only that those allergic to a drug must not have it, and the question is not of that."""
    return bool(_ALLERGY_ALONE.fullmatch(text.strip().rstrip("."))) and not _OF_ALLERGY.search(question)


def forbids(unit: Unit) -> bool:
    """Whether a label says outright who must not have its drug."""
    return unit.evidence.found.record.kind is SourceKind.LABEL and bool(_OUTRIGHT.search(unit.text))


def may_protect(unit: Unit, plan: Plan) -> bool:
    """A quick look whether a span could tell who must not have what was asked about."""
    if plan.type not in KEPT:
        return False
    found = unit.evidence.found
    return found.passage.facet in _STATED_IN["contraindications"] or "contraindicat" in unit.text


def protects(unit: Unit, kind: str, plan: Plan, topic: Topic) -> bool:
    """Whether a span of the subject's own page, or of the label of the drug asked about, states what protects."""
    if kind not in KEPT.get(plan.type, ()):
        return False
    record = unit.evidence.found.record
    if record.kind is SourceKind.LABEL:
        # Only labels of the drugs asked about come this far.
        return (
            bool(plan.drugs)
            and unit.evidence.found.passage.facet in _STATED_IN[kind]
            and bool(_FORBIDS.search(unit.text))
        )
    return topic.title_match(record.title, record.synonyms) >= OWN
