"""
How much a quotable span is worth saying: features in words, weights in one place.

A weight is a judgement that can be read here; nothing is learnt yet. The parts are comparable across sources: how
well the search found the passage, whether the span is about what was asked, what sort of source says it, and
whether it reads as a statement of its own.
"""

from __future__ import annotations

from functools import lru_cache

from curbside.language.stems import content
from curbside.questions.question import Plan, Reader
from curbside.sources.source import Role, SourceKind

from .topic import Topic
from .units import Unit

#: What a source kind is worth to professionals.
PROFESSIONAL = {
    SourceKind.LOCAL_PROTOCOL: 1.0,
    SourceKind.GUIDELINE: 1.0,
    SourceKind.SYSTEMATIC_REVIEW: 0.95,
    SourceKind.LABEL: 0.9,
    SourceKind.SAFETY_ALERT: 0.9,
    SourceKind.FORMULARY: 0.9,
    SourceKind.CRITERIA: 0.8,
    SourceKind.TRIAL: 0.6,
    SourceKind.NARRATIVE_REVIEW: 0.6,
    SourceKind.TEXTBOOK: 0.6,
    SourceKind.OBSERVATIONAL: 0.5,
    SourceKind.PATIENT_PAGE: 0.5,
    SourceKind.UPLOAD: 0.4,
    SourceKind.STARTER: 0.4,
    SourceKind.PREPRINT: 0.3,
    SourceKind.OTHER: 0.35,
    SourceKind.CASE_REPORT: 0.2,
}
#: For patients, pages written for them come first; the rest keeps its order.
PATIENT = PROFESSIONAL | {SourceKind.PATIENT_PAGE: 1.0, SourceKind.STARTER: 0.9}

SEARCH, ASKED, TITLE, SOURCE, OVERLAP, SHAPE, AGREEMENT = 1.0, 1.2, 1.0, 0.7, 0.8, 0.3, 0.25
#: A question about options is answered by a sentence that lists them.
LISTING = 0.5
LISTED_KINDS = frozenset(
    {"treatment_options", "work_up", "presentation", "causes", "risk_factors", "differential", "complications"}
)

#: What a label lists as contraindications, or boxes, comes before what it also warns of.
_SECTION = {"contraindications": 0.6, "boxed_warning": 0.5}
_ROLE = {Role.RECOMMENDATION: 0.3, Role.CONCLUSION: 0.2, Role.LIST_ITEM: 0.1, Role.RESULTS: 0.0}


def score(unit: Unit, words: frozenset[str], kind: str, plan: Plan, reader: Reader, topic: Topic, best: float) -> float:
    """The worth of saying a span (its stems given) under a kind; `best` is the highest search score of this question."""
    found = unit.evidence.found
    weights = PROFESSIONAL if reader.is_professional else PATIENT
    value = SEARCH * (found.score / best if best > 0 else 0.0)
    value += ASKED * _asked(kind, plan)
    value += TITLE * _title(unit, topic)
    value += SOURCE * weights.get(found.record.kind, 0.3)
    value += OVERLAP * _overlap(words, plan)
    value += SHAPE * _shape(unit)
    value += _SECTION.get(found.passage.facet, 0.0) if found.record.kind is SourceKind.LABEL else 0.0
    if kind in LISTED_KINDS:
        value += LISTING * _listing(unit)
    value += _ROLE.get(found.passage.role, 0.0)
    return value


def _asked(kind: str, plan: Plan) -> float:
    if kind not in plan.facets:
        return 0.0
    return 1.0 / (1 + 0.25 * plan.facets.index(kind))


def _overlap(words: frozenset[str], plan: Plan) -> float:
    wanted = _asked_for(plan.condensed or " ".join(plan.queries[:1]))
    return len(wanted & words) / len(wanted) if wanted else 0.0


#: One question is scored many times in a row; nothing of an earlier one is kept.
_asked_for = lru_cache(maxsize=1)(content)


def _shape(unit: Unit) -> float:
    words = len(unit.text.split())
    if unit.is_list:
        return 1.0
    length = 1.0 if 8 <= words <= 35 else 0.5
    return length + (0.3 if unit.place == 0 else 0.0)


def _listing(unit: Unit) -> float:
    """How much of a list a span is: nothing for a plain sentence, 1 for five things or more."""
    items = len(unit.items) if unit.is_list else unit.text.count(", ") + unit.text.count(" and ")
    return min(max(items - 1, 0), 4) / 4


def _title(unit: Unit, topic: Topic) -> float:
    """How exactly the source is about the focus; a starter statement is judged by the page it was drawn from."""
    record = unit.evidence.found.record
    drawn = {span.source for span in unit.evidence.found.passage.drawn_from}
    titles = [page.title for page in record.pages_drawn_from if page.source in drawn]
    if titles:
        return max(topic.title_match(title) for title in titles)
    return topic.title_match(record.title, record.synonyms)
