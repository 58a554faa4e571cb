"""Slips of the finger are repaired for reading, and never in what may name a medicine."""

from __future__ import annotations

import pytest

from curbside.questions.plan import plan
from curbside.questions.question import Question
from curbside.questions.slips import as_meant
from curbside.settings import Settings


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("simptoms of gout", "symptoms of gout"),
        ("had shingels last year", "had shingles last year"),
        ("what is fibromialgia", "what is fibromyalgia"),
        ("mussle aches since starting lipiter", "muscle aches since starting lipiter"),
        ("early labour signs", "early labour signs"),
        ("quintamycin ok with the pill", "quintamycin ok with the pill"),
        ("incubation of mumps, can i cancel", "incubation of mumps, can i cancel"),
        ("32 weeks pregnant, which doctor gives advice", "32 weeks pregnant, which doctor gives advice"),
    ],
)
def test_single_slips(typed: str, meant: str) -> None:
    """A word one slip from a known one is read as that; medicines, British spelling and ordinary words stay."""
    assert as_meant(typed) == meant


def test_what_is_searched_stays_as_typed() -> None:
    """The words as typed are searched first; the subject is shown as it was read."""
    made = plan(Question("simptoms of fibromialgia"), Settings())
    assert made.queries[0] == "simptoms of fibromialgia"
    assert (made.focus, made.facets[0]) == ("fibromyalgia", "presentation")
