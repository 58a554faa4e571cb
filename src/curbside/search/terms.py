"""
What is searched for a plan: terms, each with a weight.

The words as typed weigh most. No query parser ever sees them: they are read as a passage is, function words left out,
and the rarest kept when there are more than a query may hold.
"""

from __future__ import annotations

from collections.abc import Mapping

from curbside.questions.question import Plan

from .analysis import terms
from .engine import MOST_TERMS, Engine
from .ranking import rarity

#: A longer text is cut here before it is read, so that no input takes long.
READ_CHARACTERS = 20_000
CONSIDERED_TERMS = 512

#: What a term weighs by the query it stands in: the words as typed, then the subject with the words of its facet.
QUERY_WEIGHTS = (1.0, 0.3)


def query_terms(plan: Plan) -> dict[str, float]:
    """Terms of a plan's queries; a term in several has the weight of the first."""
    wanted: dict[str, float] = {}
    for place, query in enumerate(plan.queries):
        weight = QUERY_WEIGHTS[min(place, len(QUERY_WEIGHTS) - 1)]
        for term in terms(query[:READ_CHARACTERS]):
            wanted.setdefault(term, weight)
    return wanted


def most_telling(wanted: Mapping[str, float], engine: Engine) -> dict[str, float]:
    """The terms that can change a rank most, no more than a query may hold."""
    if len(wanted) <= MOST_TERMS:
        return dict(wanted)
    considered = list(wanted)[:CONSIDERED_TERMS]
    statistics = engine.statistics(considered)
    entries, frequency = statistics.entries["text"], statistics.frequency["text"]
    held = [term for term in considered if frequency[term]]
    held.sort(key=lambda term: (-wanted[term] * rarity(entries, frequency[term]), term))
    return {term: wanted[term] for term in held[:MOST_TERMS]}
