"""
Passages that a cut at the top k must not lose.

When the question's subject is a source's own title, the whole of that source is read. For each drug named, its labels are
searched by themselves, for the question and for what they warn of: a warning lost to a cut harms.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from curbside.evidence.evidence import Found, SourceRecord
from curbside.language.stems import content
from curbside.questions.kinds import order, prior
from curbside.questions.question import Plan
from curbside.sources.source import Passage, SourceKind

from .engine import Filters

if TYPE_CHECKING:
    from curbside.library.library import Library

    from .find import Index

#: Most sources read whole, and most passages taken of all of them.
WHOLE_SOURCES = 4
WHOLE_PASSAGES = 50
#: Sections that hold a bit of everything.
GENERAL = frozenset({"definition", "presentation", "treatment_options"})
#: A passage read only because its source is about the subject is worth this part of the source's best passage.
SHARE = 0.5

#: Passages taken from labels for one query.
FROM_LABELS = 8
LABELS = Filters(kinds=(SourceKind.LABEL.value,))


def widen(plan: Plan, found: tuple[Found, ...], library: Library) -> tuple[Found, ...]:
    """The found passages and the rest of every source whose title or other name is the subject asked about."""
    names = [words for name in (plan.focus, *plan.aliases) if (words := content(name))]
    best: dict[str, float] = {}
    for one in found:
        titles = (one.record.title, *one.record.synonyms)
        if one.record.source not in best and any(content(title) in names for title in titles):
            best[one.record.source] = one.score
    have = {(one.record.source, one.passage.position) for one in found}
    wanted = {*plan.facets, *order(plan.type), "emergency_care"}
    more: list[Found] = []
    for source in list(best)[:WHOLE_SOURCES]:
        for other in library.passages(library.keys_of(source)).values():
            if (source, other.passage.position) not in have and _is_worth_reading(other.record, other.passage, wanted):
                more.append(Found(other.record, other.passage, other.text, SHARE * best[source]))
    return (*found, *more[:WHOLE_PASSAGES])


def _is_worth_reading(record: SourceRecord, passage: Passage, wanted: set[str]) -> bool:
    """Whether a passage could answer: its source's own facet word names a kind that is wanted, or says nothing."""
    kind = prior(record.kind.value, passage.facet) or prior("medquad", passage.facet)
    return not kind or kind in wanted or kind in GENERAL


def once(found: Iterable[Found]) -> tuple[Found, ...]:
    """The same passages, each where it was found first."""
    return tuple({(one.record.source, one.passage.position): one for one in reversed(tuple(found))}.values())[::-1]


def from_labels(plan: Plan, index: Index) -> tuple[Found, ...]:
    """What labels of the drugs in the question say to it, and what they warn of."""
    if not plan.drugs:
        return ()
    asked = plan.condensed or " ".join(plan.queries[:1])
    return (*_in_labels(plan, asked, index), *warnings(plan, index))


def warnings(plan: Plan, index: Index) -> tuple[Found, ...]:
    """Contraindications and warnings from labels of every drug that the question names."""
    queries = (f"{drug} contraindications boxed warning" for drug in plan.drugs[:3])
    return tuple(found for query in queries for found in _in_labels(plan, query, index))


def _in_labels(plan: Plan, query: str, index: Index) -> tuple[Found, ...]:
    return index.find(replace(plan, queries=(query,)), k=FROM_LABELS, filters=LABELS)
