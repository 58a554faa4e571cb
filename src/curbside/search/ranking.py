"""
Rank candidates with our own counts.

BM25 over two fields, with k1 and b of our own and counts of live entries only, so that an index grown, pruned or
rebuilt gives the same order, and so does another engine. Sums run over terms in one fixed order: equal inputs give
equal scores to the last bit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import neg

from .engine import FIELDS, NO_LIMITS, Engine, Filters, Statistics


@dataclass(frozen=True, slots=True)
class FieldRank:
    """BM25's constants for one field, and the weight of that field in the sum."""

    k1: float = 1.2
    b: float = 0.75
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Ranking:
    """
    How entries are ranked; the values are measured in bench/retrieval.md.

    An entry that answers a question of its own scores `share` of the sum over both fields: without that, two fields
    would always outrank one, and every article stand behind every page of questions.
    """

    text: FieldRank = FieldRank()
    asked: FieldRank = FieldRank(b=0.5, weight=4.0)
    share: float = 0.25
    share_for_messages: float = 0.5  # a person's message is answered by pages written for people
    candidates: int = 120  # of each field, rescored for a query, at least

    def of(self, field: str) -> FieldRank:
        """The constants of a field."""
        return self.text if field == "text" else self.asked


MEASURED = Ranking()
#: Plain BM25 over titles, headings and words: what the measured ranking is compared with.
PLAIN = Ranking(asked=FieldRank(weight=0.0), share=1.0, share_for_messages=1.0)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A key and its score."""

    key: int
    score: float


def rarity(entries: int, frequency: int) -> float:
    """BM25's inverse document frequency, never negative."""
    return math.log(1 + (entries - frequency + 0.5) / (frequency + 0.5))


def rank(
    engine: Engine,
    terms: Mapping[str, float],
    k: int,
    filters: Filters = NO_LIMITS,
    ranking: Ranking = MEASURED,
    is_message: bool = False,
) -> list[Ranked]:
    """
    The best entries for weighted terms, best first, ties by key.

    Entries that tie with the k-th are kept too: who ranks first among equals is decided by whoever knows their
    sources.
    """
    known = sorted(term for term, weight in terms.items() if term and weight > 0)
    if not known or k <= 0:
        return []
    statistics = engine.statistics(known)
    weights = {
        field: {
            term: terms[term] * rarity(statistics.entries[field], frequency)
            for term in known
            if (frequency := statistics.frequency[field][term]) > 0
        }
        for field in FIELDS
        if ranking.of(field).weight > 0
    }
    depth = max(2 * k, ranking.candidates)
    # Articles and answers are named apart, for a sum over two fields always outweighs one.
    searches = [{"text": weights["text"]}]
    if weights.get("asked"):
        heavy = {term: ranking.asked.weight * weight for term, weight in weights["asked"].items()}
        searches.append({"text": weights["text"], "asked": heavy})
    keys = sorted({key for search in searches for key in engine.candidates(search, depth, filters)})
    if not keys:
        return []
    share = ranking.share_for_messages if is_message else ranking.share
    scores = score(engine, keys, weights, statistics, ranking, share)
    order = sorted(zip(map(neg, scores), keys, strict=True))
    last = order[min(k, len(order)) - 1][0]
    return [Ranked(key, -less) for less, key in order if less <= last and less < 0]


def score(
    engine: Engine,
    keys: Sequence[int],
    weights: Mapping[str, Mapping[str, float]],
    statistics: Statistics,
    ranking: Ranking,
    share: float,
) -> list[float]:
    """BM25 of each entry for weighted terms, in the order of `keys`."""
    terms = sorted({term for by_term in weights.values() for term in by_term})
    tallies = engine.tallies(keys, terms)
    totals = [0.0] * len(keys)
    for field, by_term in weights.items():
        constants = ranking.of(field)
        mean = statistics.mean_length[field] or 1.0
        gain = constants.k1 + 1
        heavy = {term: constants.weight * weight * gain for term, weight in by_term.items()}
        for at, (counts, length) in enumerate(zip(tallies.counts[field], tallies.lengths[field], strict=True)):
            if not counts:
                continue
            norm = constants.k1 * (1 - constants.b + constants.b * length / mean)
            total = totals[at]
            for term, count in counts.items():
                if term in heavy:
                    total += heavy[term] * count / (count + norm)
            totals[at] = total
    return [
        share * total if answers else total for total, answers in zip(totals, tallies.lengths["asked"], strict=True)
    ]
