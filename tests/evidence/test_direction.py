"""Direction of one sentence: described, never guessed."""

from __future__ import annotations

import pytest

from curbside.evidence.direction import direction_of
from curbside.evidence.evidence import Direction


@pytest.mark.parametrize(
    ("sentence", "direction"),
    [
        ("Exercise improved pain.", Direction.BENEFIT),
        ("There was no significant difference in pain between groups.", Direction.NO_CLEAR_DIFFERENCE),
        ("Treatment increased the risk of bleeding.", Direction.HARM),
        ("Patients were seen at six weeks.", Direction.UNCLEAR),
        ("Pain improved but the drug increased the risk of bleeding.", Direction.UNCLEAR),
    ],
)
def test_direction(sentence: str, direction: Direction) -> None:
    """Benefit, harm and no clear difference are told apart; a sentence that says both is unclear."""
    assert direction_of(sentence) is direction
