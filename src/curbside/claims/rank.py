"""
How much a quotable span is worth saying: parts in words, their weights in one place.

What a span promises as an answer to the question's words is learnt (`worth`). The rest is judgement that can be read
here: how well the search found the passage, whether the span is of the kind that was asked for and its source about
that very subject, what sort of source says it, and whether it is a list where a list answers.
"""

from __future__ import annotations

import re
from functools import lru_cache

from curbside.language.patterns import lazily
from curbside.language.stems import content
from curbside.questions.question import Plan, Reader
from curbside.sources.source import Audience, Role, SourceKind

from .leaning import leaning_to
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

SEARCH, ASKED, TITLE, SOURCE, WORTH, HELD = 0.6, 1.2, 1.0, 0.7, 1.5, 2.0
#: A question about options is answered by a sentence that lists them.
LISTING = 0.5
LISTED_KINDS = frozenset(
    {"treatment_options", "work_up", "presentation", "causes", "risk_factors", "differential", "complications"}
)

#: "How common?" is answered by a number.
COUNTING = 0.5
COUNTED_KINDS = frozenset({"frequency", "test_accuracy"})
_NUMBER = lazily(r"\d|\b(?:percent|half|million|thousand)\b")

#: What holds only "if a person cannot undergo surgery" comes after what holds for most.
CONDITIONAL = 0.3
_CONDITION = lazily(
    r"(?:if|when|unless|for (?:people|patients|persons|those) (?:who|with)|in (?:some|rare|severe|special)) ",
    re.IGNORECASE,
)
#: "Contraindicated" is the word that was asked for; a risk told at length is not.
SAID_OUTRIGHT = 0.5
#: An item of a label's list that stands alone ("Acute liver failure.") is shown, but never before a whole statement.
FRAGMENT = 1.0
_SAYS = lazily(
    r"\b(?:is|are|was|were|has|have|had|can|cannot|may|might|must|should|will|does|do not|increases?|causes?|reduces?|avoid|discontinue|monitor)\b",
    re.IGNORECASE,
)

#: What a label lists as contraindications, or boxes, comes before what it also warns of.
_SECTION = {"contraindications": 0.6, "boxed_warning": 0.5}
#: What a panel recommends comes before what it weighed: rates of trials, the wording of earlier years.
RECOMMENDED = 0.8
_ROLE = {Role.RECOMMENDATION: 0.3, Role.CONCLUSION: 0.2, Role.LIST_ITEM: 0.1, Role.RESULTS: 0.0}


def score(
    unit: Unit, worth: float, held: float, kind: str, plan: Plan, reader: Reader, topic: Topic, best: float
) -> float:
    """
    How much a span is worth saying under a kind.

    `worth` is what its words promise and `held` how much of what was asked it holds, both as a part of the best span's;
    `best` is the highest search score.
    """
    found = unit.evidence.found
    weights = PROFESSIONAL if reader.is_professional else PATIENT
    value = SEARCH * (found.score / best if best > 0 else 0.0)
    asked = _asked(kind, plan)
    meant = _meant(unit, kind, plan) if asked else 1.0
    value += ASKED * asked * meant
    value += TITLE * _title(unit, topic)
    is_guide = found.passage.audience is Audience.PATIENT and not reader.is_professional  # for patients, within a label
    value += SOURCE * weights.get(SourceKind.PATIENT_PAGE if is_guide else found.record.kind, 0.3)
    value += WORTH * worth
    value += HELD * held
    value += _SECTION.get(found.passage.facet, 0.0) if found.record.kind is SourceKind.LABEL else 0.0
    if found.record.kind is SourceKind.LABEL and not _SAYS.search(unit.text):
        value -= FRAGMENT
    if kind == "contraindications" and "contraindicat" in unit.text.lower():
        value += SAID_OUTRIGHT
    if _CONDITION.match(unit.text) and found.record.kind is not SourceKind.LOCAL_PROTOCOL:
        value -= CONDITIONAL
    if kind in LISTED_KINDS:
        value += LISTING * meant * _listing(unit)
    if kind in COUNTED_KINDS and _NUMBER.search(unit.text):
        value += COUNTING
    value += _ROLE.get(found.passage.role, 0.0)
    if found.record.kind is SourceKind.GUIDELINE and found.passage.role is Role.RECOMMENDATION:
        value += RECOMMENDED
    return value


def _asked(kind: str, plan: Plan) -> float:
    if kind not in plan.facets:
        return 0.0
    return 1.0 / (1 + 0.25 * plan.facets.index(kind))


@lru_cache(maxsize=1)
def _subject(*names: str) -> frozenset[str]:
    """The words that name what is asked about."""
    return frozenset().union(*map(content, names))


#: What a sentence under the heading asked for is worth that itself speaks of something else.
LEAST_MEANT = 0.35
#: Sources whose sections were seen to mix kinds; a label's and a guideline's own sections are trusted.
_MIXED = frozenset({SourceKind.PATIENT_PAGE, SourceKind.OTHER, SourceKind.NARRATIVE_REVIEW, SourceKind.TEXTBOOK})


def _meant(unit: Unit, kind: str, plan: Plan) -> float:
    """How far a span itself speaks of its kind, from LEAST_MEANT to 1."""
    if unit.evidence.found.record.kind not in _MIXED:
        return 1.0
    return LEAST_MEANT + (1 - LEAST_MEANT) * min(
        1.0, 2 * leaning_to(kind, unit.text, _subject(plan.focus, *plan.aliases))
    )


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
