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


@pytest.mark.parametrize(
    ("sentence", "direction"),
    [
        ("Recurrence was significantly higher in the placebo group than in the gel group.", Direction.BENEFIT),
        ("Pain was lower with placebo.", Direction.HARM),
        ("The controls had less pain.", Direction.HARM),
        ("Compared with placebo, exercise reduced pain.", Direction.BENEFIT),
        ("A reduction in deaths was seen.", Direction.BENEFIT),
        ("The drug reduced the blue index.", Direction.UNCLEAR),
    ],
)
def test_whose_change_it_is_decides(sentence: str, direction: Direction) -> None:
    """What rises in the group that is only compared with is no harm of the treatment, and a fall of nobody knows what no benefit."""
    assert direction_of(sentence) is direction


def test_what_something_else_did_is_no_effect_of_the_intervention() -> None:
    """A sentence that names the intervention only behind "than" reports the effect of another."""
    sentence = "Walking improved sleep more than aspirin."
    assert direction_of(sentence, "walking") is Direction.BENEFIT
    assert direction_of(sentence, "aspirin") is Direction.UNCLEAR
    assert direction_of("Compared with aspirin, walking improved sleep.", "aspirin") is Direction.UNCLEAR
