"""A statement that denies what a question takes for granted is found, and chosen before what shares more words."""

from __future__ import annotations

import pytest

from curbside.claims.denied import Taken
from curbside.claims.quote import quote
from curbside.evidence.weigh import weigh
from curbside.questions.question import Reader
from strategies import evidence, plan

ASKED = "Since antibiotics cure zelvitis, which antibiotic is best and how is it given?"


@pytest.mark.parametrize(
    ("text", "is_denied"),
    [
        ("Antibiotics do not cure zelvitis.", True),
        ("Antibiotics do not improve zelvitis.", True),
        ("Antibiotics are given by mouth.", False),
        ("Zelvitis is not contagious.", False),
    ],
)
def test_a_denial_of_the_very_thing_is_heard(text: str, is_denied: bool) -> None:
    """Denying something else denies nothing, and what is told of the thing need not deny it."""
    assert Taken(plan("zelvitis"), ASKED).is_denied_by(text) is is_denied


def test_the_denial_is_chosen_and_answers() -> None:
    """It comes before the statements that hold more of the question's words."""
    wanted = plan("zelvitis", "medicines", condensed=ASKED)
    texts = (
        "The best antibiotic in zelvitis with other infections is given by mouth.",
        "Zelvitis is caused by a virus, and antibiotics do not work.",
    )
    found = tuple(
        evidence(t, source=f"pmid:{n}", title="Zelvitis", facet="treatment").found for n, t in enumerate(texts)
    )
    made = quote(wanted, weigh(wanted, found), Reader.CLINICIAN)
    best = max(made.claims, key=lambda claim: claim.score)
    assert best.text == texts[1]
    assert best.id in made.answering
