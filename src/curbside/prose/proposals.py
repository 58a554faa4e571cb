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
from curbside.language.planted import is_planted
from curbside.language.stems import content
from curbside.language.vocabulary import drugs_in
from curbside.questions.kinds import kinds
from curbside.questions.question import Plan

#: Further queries and kinds that are taken, and words of a query or a question.
MOST_QUERIES, MOST_KINDS, MOST_FOLLOW_UPS, LONGEST_WORDS = 2, 1, 3, 25
#: Part of a condensed question's telling words that the message itself must hold.
OF_MESSAGE = 0.8


def widened(plan: Plan, replies: Iterable[Mapping[str, Any]]) -> Plan:
    """The plan with further queries and one further kind, where they name no drug that is not asked about."""
    known = {drug.casefold() for drug in plan.drugs}
    queries, further = list(plan.queries), []
    for reply in replies:
        for query in _texts(reply.get("queries")):
            is_new = query.casefold() not in {one.casefold() for one in queries}
            named = {drug.casefold() for drug in drugs_in(query)}
            if is_new and len(query.split()) <= LONGEST_WORDS and named <= known and not numbers(query):
                queries.append(query)
        further += [kind for kind in _texts(reply.get("kinds")) if kind in kinds() and kind not in plan.facets]
    facets = (*plan.facets, *dict.fromkeys(further))[: len(plan.facets) + MOST_KINDS]
    return replace(plan, queries=tuple(queries[: len(plan.queries) + MOST_QUERIES]), facets=facets)


def condensed(message: str, replies: Iterable[Mapping[str, Any]]) -> str:
    """A message in one question, "" where it says what the message does not."""
    told = content(message)
    for reply in replies:
        question = " ".join(str(reply.get("question", "")).split())
        words = content(question)
        if not words or len(question.split()) > LONGEST_WORDS or is_planted(question):
            continue
        drugs = {drug.casefold() for drug in drugs_in(question)}
        there = {drug.casefold() for drug in drugs_in(message)}
        if len(words & told) >= OF_MESSAGE * len(words) and drugs <= there and _figures(question) <= _figures(message):
            return question
    return ""


def asked_next(question: str, answer: Answer, replies: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """What might be asked next about what the answer speaks of; whether the library answers it is for the desk to see."""
    said = " ".join((question, *(claim.worded for claim in answer.claims)))
    there = {drug.casefold() for drug in drugs_in(said)}
    result = []
    for reply in replies:
        for text in _texts(reply.get("questions")):
            is_fit = text.endswith("?") and len(text.split()) <= LONGEST_WORDS and not is_planted(text)
            drugs = {drug.casefold() for drug in drugs_in(text)}
            if is_fit and drugs <= there and not numbers(text) and text != question:
                result.append(text)
    return tuple(dict.fromkeys(result))[:MOST_FOLLOW_UPS]


def _figures(text: str) -> set[tuple[float, float]]:
    return {(number.low, number.high) for number in numbers(text)}


def _texts(given: object) -> list[str]:
    """The texts of a list, each on one line."""
    return [" ".join(one.split())[:300] for one in given if isinstance(one, str)] if isinstance(given, list) else []
