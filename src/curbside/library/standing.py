"""
Where a work stands: current, corrected, of concern, retracted, superseded.

A status can be said by the work's own record ("RetractionIn"), by the notice that announces it ("RetractionOf",
JATS "retracted-article"), or by a person, who can take it back. The gravest one holds, whoever said it and in whatever
order they came.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from curbside.sources.source import Source, Status

GRAVITY = {
    Status.CURRENT: 0,
    Status.SUPERSEDED: 1,
    Status.CORRECTED: 2,
    Status.CONCERN: 3,
    Status.RETRACTED: 4,
}

#: What a relation says about the work that carries it (PubMed RefType).
_SAID_OF_ITSELF = {
    "RetractionIn": Status.RETRACTED,
    "ExpressionOfConcernIn": Status.CONCERN,
    "ErratumIn": Status.CORRECTED,
    "CorrectedandRepublishedIn": Status.CORRECTED,
    "UpdateIn": Status.SUPERSEDED,
}

#: What a relation says about the other work (PubMed RefType, JATS related-article-type).
_SAID_OF_THE_OTHER = {
    "RetractionOf": Status.RETRACTED,
    "PartialRetractionOf": Status.CONCERN,
    "ExpressionOfConcernFor": Status.CONCERN,
    "ErratumFor": Status.CORRECTED,
    "CorrectedandRepublishedFrom": Status.CORRECTED,
    "UpdateOf": Status.SUPERSEDED,
    "retracted-article": Status.RETRACTED,
    "partial-retraction": Status.CONCERN,
    "object-of-concern": Status.CONCERN,
    "corrected-article": Status.CORRECTED,
    "updated-article": Status.SUPERSEDED,
}

_WORDS = {
    Status.RETRACTED: "retracted",
    Status.CONCERN: "expression of concern",
    Status.CORRECTED: "corrected",
    Status.SUPERSEDED: "superseded",
}

Standing = tuple[Status, str]
#: Before the number of a mark: the action of taking it back.
TAKEN_BACK = "take_back "


def gravest(*standings: Standing) -> Standing:
    """The gravest of several standings; of equals, the one that says why, then the first in the alphabet."""
    said = [standing for standing in standings if standing[0] is not Status.CURRENT]
    if len(said) < 2:
        return said[0] if said else (Status.CURRENT, "")
    return max(said, key=lambda standing: (GRAVITY[standing[0]], bool(standing[1]), _reversed(standing[1])))


def _reversed(note: str) -> tuple[int, ...]:
    # The order in which files arrive must not show, so ties are broken by the words themselves.
    return tuple(-ord(letter) for letter in note[:200])


def standing_of(source: Source) -> Standing:
    """What a source says about itself."""
    if not source.relations:
        return source.status, _WORDS.get(source.status, "")
    said: list[Standing] = [(source.status, _WORDS.get(source.status, ""))]
    for relation in source.relations:
        status = _SAID_OF_ITSELF.get(relation.kind)
        if status:
            said.append((status, _note(status, relation.note, relation.ids)))
    return gravest(*said)


def notices_of(source: Source) -> tuple[tuple[tuple[str, ...], str, str], ...]:
    """What a source says about other works: their ids, the status, and a note with the ids of this one."""
    return tuple(
        (relation.ids, status.value, _note(status, relation.note, source.ids[:1]))
        for relation in source.relations
        if (status := _SAID_OF_THE_OTHER.get(relation.kind)) and relation.ids
    )


def not_taken_back(rows: Iterable[Any]) -> list[Any]:
    """Those rows of marks that say a status and that nobody took back since."""
    several = list(rows)
    gone = {int(row.action.removeprefix(TAKEN_BACK)) for row in several if row.action.startswith(TAKEN_BACK)}
    return [row for row in several if row.action in GRAVITY and row.mark not in gone]


def _note(status: Status, note: str, ids: tuple[str, ...]) -> str:
    words = _WORDS[status]
    if note:
        words += f": {note}"
    return f"{words} ({', '.join(ids)})" if ids else words
