"""
What must stay in an answer because it protects: who must not have a treatment, and what a drug mixes badly with.

A statement of the subject's own page or label is kept as a red flag is, however little it holds of the question's words:
an answer that names a treatment and leaves out who must not have it is dangerous. It stands beside the answer and never leads.
"""

from __future__ import annotations

import re

from curbside.language.patterns import lazily
from curbside.questions.question import Plan, QuestionType
from curbside.search.widen import FORBIDDING
from curbside.sources.source import SourceKind

from .barring import bars, forbids_outright, is_to_be_given, speaks, warns_gravely
from .topic import OWN, Topic
from .units import Unit

#: Types of question beside whose answer such statements are kept, and how many of them.
KEPT = {
    QuestionType.TREATMENT: 2,
    QuestionType.SIDE_EFFECT_OR_INTERACTION: 2,
    QuestionType.DRUG_OR_DOSE: 2,
    QuestionType.EFFECTIVENESS: 1,
}
#: Kinds under which a label's sentence of this sort may stand.
PROTECTING = frozenset({"contraindications", "interactions", "special_populations"})

#: That nobody takes what they are allergic to holds of every drug, and tells nothing of this one.
_ALLERGY_ALONE = lazily(
    r"[^:;.]{0,120}?\b(?:with|have|has|had|are|is|shown|patients|people|anyone) (?:(?:an?|known|serious|severe|prior|previous|history of|to be|demonstrated|any) )*"
    r"(?:hypersensitiv\w+|allerg\w+|anaphyla\w+)(?: reactions?)?(?: \([^)]{0,60}\))? to:? "
    r"(?!.*(?: and in | or in |pregnan|bleed|disease|disorder|other |derivative|aspirin|NSAID|sulf|penicillin|peanut|soy|egg|latex))[^:;.]{0,120}",
    re.IGNORECASE,
)
_OF_ALLERGY = lazily(r"\b(?:allerg|hypersensitiv|anaphyla|rash|reaction)", re.IGNORECASE)


def tells_allergy_alone(text: str, question: str) -> bool:
    """Whether a span says only that those allergic to a drug must not have it, and the question is not of that."""
    return bool(_ALLERGY_ALONE.fullmatch(text.strip().rstrip("."))) and not _OF_ALLERGY.search(question)


def forbids(unit: Unit) -> bool:
    """Whether a label says outright who must not have its drug."""
    return unit.evidence.found.record.kind is SourceKind.LABEL and forbids_outright(unit.text)


def may_protect(unit: Unit, plan: Plan) -> bool:
    """A quick look whether a span could tell who must not have what was asked about."""
    if plan.type not in KEPT:
        return False
    found = unit.evidence.found
    return found.passage.facet in FORBIDDING or "contraindicat" in unit.text


def protects(unit: Unit, kind: str, plan: Plan, topic: Topic) -> bool:
    """Whether a span of the subject's own page, or of the label of a drug that is to be given, says who must not have it."""
    if plan.type not in KEPT:
        return False
    record = unit.evidence.found.record
    if record.kind is SourceKind.LABEL:
        # Only labels of the drugs asked about come this far.
        if not plan.drugs or kind not in PROTECTING:
            return False
        if warns_gravely(unit) and "safe" in plan.asked and speaks(unit, plan):
            return True
        return bars(unit) and (is_to_be_given(plan) or speaks(unit, plan))
    return kind == "contraindications" and topic.title_match(record.title, record.synonyms) >= OWN
