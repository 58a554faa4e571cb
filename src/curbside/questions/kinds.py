"""
Section kinds: the closed list of what an answer's sections may be, with their fixed headings and order.

The list is content, not code: it lives in `kinds.yaml`. Questions name kinds as facets, readers of files map
headings to them, and answers print them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from curbside.language.datafiles import table

from .question import QuestionType, Reader


@dataclass(frozen=True, slots=True)
class Kind:
    """One section kind; `patient` is None when patients are not shown it."""

    name: str
    clinician: str
    patient: str | None
    needs_cue: bool = False  # its quote must hold an ordering or threshold cue
    otherwise: str = ""  # the kind a claim without that cue goes to

    def heading(self, reader: Reader) -> str:
        """The fixed heading for this reader."""
        return self.clinician if reader.is_professional or self.patient is None else self.patient

    def named(self, reader: Reader) -> str:
        """The heading as it stands inside a sentence: lower case, without what is in brackets."""
        return self.heading(reader).partition(" (")[0].lower()


def _file() -> dict[str, Any]:
    return table("curbside.questions", "kinds.yaml")


@cache
def kinds() -> dict[str, Kind]:
    """Every section kind by name, in the order of the table."""
    return {
        row["kind"]: Kind(row["kind"], row["clinician"], row["patient"], row.get("cue", False), row.get("else", ""))
        for row in _file()["kinds"]
    }


@cache
def by_heading() -> dict[str, str]:
    """Kind by clinician heading, as headings are written in the starter library."""
    return {kind.clinician: kind.name for kind in kinds().values()}


def order(question_type: QuestionType) -> tuple[str, ...]:
    """Kinds of a question type in the order clinicians expect; those absent are said to be missing."""
    return tuple(_file()["orders"][question_type.value]["order"])


def patient_order(asked: tuple[str, ...]) -> tuple[str, ...]:
    """Kinds in the order for patients: red flags, what was asked, then what helps to live with it."""
    rule = _file()["patient_order"]
    return tuple(dict.fromkeys([*rule["before"], *asked, *rule["after"]]))


def prior(collection: str, facet: str) -> str:
    """The kind that a source's own facet word stands for, or "" when it says nothing."""
    if facet in kinds():
        return facet
    return str(_file()["facets"].get(collection, {}).get(facet.lower(), ""))
