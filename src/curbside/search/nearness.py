"""
What was found, its order mended by what a source is about.

Words alone put an article that uses them often before the page that is about the subject. A title that is the subject, and a
heading that names the section asked for, bring a passage forward; how much was measured (bench/regression.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, zip_longest

from curbside.evidence.evidence import Found
from curbside.language.stems import content, likeness
from curbside.questions.kinds import prior
from curbside.questions.question import Plan

#: What a title that is the very subject adds to a score, and a passage of the first sections asked for, as a part of the best score.
ABOUT, OF_SECTION = 0.25, 0.05
#: Sections asked for that count.
FIRST = 2


def nearest(plan: Plan, found: Sequence[Found]) -> tuple[Found, ...]:
    """The same passages, those of sources about the subject of the question further in front."""
    names = [words for name in (plan.focus, *plan.aliases) if (words := content(name))]
    best = max((one.score for one in found), default=0.0)
    likely = {one.record.source: ABOUT * likeness((one.record.title, *one.record.synonyms), names) for one in found}
    scored = [
        replace(one, score=one.score + best * (likely[one.record.source] + OF_SECTION * _is_asked_for(one, plan)))
        for one in found
    ]
    return tuple(sorted(scored, key=lambda one: -one.score))  # stable: equals keep their order


def in_turn(*orders: Sequence[Found]) -> tuple[Found, ...]:
    """The passages of several orders, one of each in turn, each once and with its best score."""
    best: dict[tuple[str, str], Found] = {}
    for one in chain.from_iterable(orders):
        key = one.record.source, one.passage.position
        if key not in best or best[key].score < one.score:
            best[key] = one
    turns = chain.from_iterable(zip_longest(*orders))
    return tuple(dict.fromkeys(best[one.record.source, one.passage.position] for one in turns if one))


def _is_asked_for(one: Found, plan: Plan) -> bool:
    """Whether a source itself says that a passage is of one of the first sections asked for."""
    facet = one.passage.facet
    return (prior(one.record.kind.value, facet) or prior("medquad", facet)) in plan.facets[:FIRST]
