"""
What a writer proposes before and after an answer, taken only as far as the question itself carries it.

It may name further words to search for and what might be asked next. It may not bring in a drug, a figure or a subject
that nobody asked about: what is searched for decides what can be answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from curbside.answers.answer import Answer
from curbside.language.numbers import numbers
from curbside.language.stems import content
from curbside.language.tokens import folded_words
from curbside.language.vocabulary import drugs_in, is_known, terms_in
from curbside.questions.kinds import kinds
from curbside.questions.question import Plan
from curbside.search.spelling import documents

from .composing import sentence

#: Further queries and kinds that are taken, and words of a query or a question.
MOST_QUERIES, MOST_KINDS, MOST_FOLLOW_UPS, LONGEST_WORDS = 2, 1, 3, 25
#: Part of a condensed question's telling words that the message itself must hold.
OF_MESSAGE = 0.8
#: Kinds of names that nobody may bring in.
_NAMED = frozenset({"drug", "disease", "organism"})
#: A word in so many documents is a word, if no name holds it.
_IN_DOCUMENTS = 3


def widened(plan: Plan, replies: Iterable[Mapping[str, Any]]) -> Plan:
    """The plan with further queries and one further kind, where they name no drug that is not asked about."""
    there = " . ".join((plan.condensed, plan.focus, *plan.aliases, *plan.drugs))
    queries, further = list(plan.queries), []
    for reply in replies:
        for query in _texts(reply.get("queries")):
            is_new = query.casefold() not in {one.casefold() for one in queries}
            if is_new and _brings_nothing(query, there) and not numbers(query):
                queries.append(query)
        further += [kind for kind in _texts(reply.get("kinds")) if kind in kinds() and kind not in plan.facets]
    facets = (*plan.facets, *dict.fromkeys(further))[: len(plan.facets) + MOST_KINDS]
    return replace(plan, queries=tuple(queries[: len(plan.queries) + MOST_QUERIES]), facets=facets)


def condensed(message: str, replies: Iterable[Mapping[str, Any]]) -> str:
    """A message in one question, "" where it says what the message does not."""
    told = content(message)
    for reply in replies:
        question = sentence(reply.get("question"))
        words = content(question)
        is_of_it = bool(words) and len(words & told) >= OF_MESSAGE * len(words)
        if is_of_it and _brings_nothing(question, message) and _figures(question) <= _figures(message):
            return question
    return ""


def asked_next(question: str, answer: Answer, replies: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """What might be asked next about what the answer speaks of; whether the library answers it is for the desk to see."""
    said = " ".join((question, *(claim.worded for claim in answer.claims)))
    result = []
    for reply in replies:
        for text in _texts(reply.get("questions")):
            if text.endswith("?") and text != question and _brings_nothing(text, said) and not numbers(text):
                result.append(text)
    return tuple(dict.fromkeys(result))[:MOST_FOLLOW_UPS]


def _figures(text: str) -> set[tuple[float, float]]:
    return {(number.low, number.high) for number in numbers(text)}


def _brings_nothing(text: str, there: str) -> bool:
    """Whether a proposal is short, of words that are known, and names no drug, illness or germ but those that are there."""
    known = {*folded_words(there)}
    words = folded_words(text)
    are_words = all(word in known or is_known(word) or documents(word) >= _IN_DOCUMENTS for word in words)
    return (
        0 < len(text.split()) <= LONGEST_WORDS
        and are_words
        and _names(text) <= _names(there)
        and _drugs(text) <= _drugs(there)
    )


def _names(text: str) -> set[str]:
    return {term.preferred for term in terms_in(text) if term.kind in _NAMED}


def _drugs(text: str) -> set[str]:
    return {drug.casefold() for drug in drugs_in(text)}


def _texts(given: object) -> list[str]:
    """The texts of a list that could be sentences, each on one line."""
    lines = [sentence(one[:300]) for one in given if isinstance(one, str)] if isinstance(given, list) else []
    return [line for line in lines if line]
