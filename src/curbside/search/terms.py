"""
What is searched for a plan: terms, each with a weight.

The words as typed weigh most; those of a long message by how telling they are. Beside them come repairs of spelling,
other names of the subject, and the plan's own queries, always as added terms and never instead. No query parser ever
sees them: they are read as a passage is, and the rarest kept when there are more than a query may hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from curbside.language.vocabulary import vocabulary
from curbside.questions.question import Plan

from .analysis import term, terms, words
from .engine import MOST_TERMS, Engine, Statistics
from .ranking import rarity
from .spelling import repairs
from .telling import is_message, telling

#: A longer text is cut here before it is read, so that no input takes long.
READ_CHARACTERS = 20_000
CONSIDERED_TERMS = 512


@dataclass(frozen=True, slots=True)
class Additions:
    """What is made of the words as typed; the values are measured in bench/retrieval.md."""

    telling: float = 0.5  # power of how telling a word of a message is; 0 leaves all words alike
    repair: float = 1.0  # weight of a repaired word, of the weight of the word as typed
    second: float = 0.2  # weight of the plan's own query: subject and words of the facet
    alias: float = 0.1  # weight of other names of the subject
    aliases: int = 4  # of them, at most


MEASURED = Additions()
#: Where an answer is looked for on pages about its subject, whatever they call it (`nearness`).
OF_PAGES = Additions(second=0.4, alias=0.5)
NOTHING = Additions(telling=0, repair=0, second=0, alias=0)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Weighted terms, and whether they come from a person's message."""

    terms: dict[str, float]
    is_message: bool


def query_terms(plan: Plan, engine: Engine, additions: Additions = MEASURED) -> Wanted:
    """The terms of a plan that can change a rank most, no more than a query may hold."""
    text = plan.queries[0][:READ_CHARACTERS] if plan.queries else ""
    message = is_message(text)
    typed = dict.fromkeys(terms(text)[:CONSIDERED_TERMS], 1.0)
    statistics = engine.statistics(list(typed))
    wanted = dict(typed)
    if additions.telling and message:
        rare = {one: _rarity(statistics, one) for one in typed}
        wanted.update({one: chance**additions.telling for one, chance in telling(text, rare).items() if one in typed})
    if additions.repair:
        counts = statistics.frequency["text"]
        for word, meant in repairs(words(text)[:CONSIDERED_TERMS], lambda word: counts.get(term(word), 0)).items():
            _add(wanted, terms(meant), additions.repair * wanted.get(term(word), 1.0))
    if additions.second:
        for query in plan.queries[1:]:
            _add(wanted, terms(query[:READ_CHARACTERS]), additions.second)
    # In a message the subject is a guess, and its other names were measured to mislead.
    if additions.alias and not message:
        names = [*plan.aliases, *(name for short in text.split() for name in _expanded(short))]
        for name in names[: additions.aliases]:
            _add(wanted, terms(name), additions.alias)
    return Wanted(wanted if len(wanted) <= MOST_TERMS else _most_telling(wanted, engine), message)


def _add(wanted: dict[str, float], added: Iterable[str], weight: float) -> None:
    for one in added:
        wanted.setdefault(one, weight)


def _expanded(short: str) -> tuple[str, ...]:
    """The meaning of a short form in capitals, where it has one meaning."""
    letters = short.strip(".,;:?!()'\"")
    meanings = vocabulary().expand(letters) if 2 <= len(letters) <= 8 and letters.isupper() else ()
    return meanings if len(meanings) == 1 else ()


def _rarity(statistics: Statistics, one: str) -> float:
    """How rare a term is, 0 (in every passage) to 1 (in one or none)."""
    entries = statistics.entries["text"]
    return (
        min(1.0, rarity(entries, statistics.frequency["text"][one]) / max(1e-9, rarity(entries, 1))) if entries else 1.0
    )


def _most_telling(wanted: dict[str, float], engine: Engine) -> dict[str, float]:
    considered = list(wanted)[:CONSIDERED_TERMS]
    statistics = engine.statistics(considered)
    entries, frequency = statistics.entries["text"], statistics.frequency["text"]
    held = [one for one in considered if frequency[one] or statistics.frequency["asked"][one]]
    held.sort(key=lambda one: (-wanted[one] * rarity(entries, frequency[one]), one))
    return {one: wanted[one] for one in held[:MOST_TERMS]}
