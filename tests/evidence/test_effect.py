"""What a span reports of one comparison."""

from __future__ import annotations

import time

import pytest

from curbside.evidence.effect import Change, Effect, direction_for, effect_of
from curbside.evidence.evidence import Direction
from curbside.evidence.sides import sides


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("Pain was significantly lower with ibuprofen than with placebo (P = 0.01).", Change.DECREASED),
        ("Pain was significantly lower with placebo than with ibuprofen (P = 0.01).", Change.INCREASED),
        ("Compared with placebo, ibuprofen significantly increased pain (p<0.001).", Change.INCREASED),
        ("There was no significant difference in pain between ibuprofen and placebo (P=.34).", Change.NO_DIFFERENCE),
        ("Pain did not differ between the groups (p = 0.71).", Change.NO_DIFFERENCE),
    ],
)
def test_change_of_an_outcome(text: str, change: Change) -> None:
    """Up, down and no difference are told apart, and whose change it is decides the sign."""
    assert effect_of(text, "ibuprofen", "placebo", "pain").change is change


def test_swapping_the_sides_turns_the_answer_round() -> None:
    """A lower outcome with A than with B is a higher one with B than with A, with the same share."""
    text = "Mortality was significantly lower with dexamethasone than with usual care (p = 0.02)."
    one = effect_of(text, "dexamethasone", "usual care", "mortality")
    other = effect_of(text, "usual care", "dexamethasone", "mortality")
    assert (one.change, other.change) == (Change.DECREASED, Change.INCREASED)
    assert one.share == pytest.approx(other.share)


def test_benefit_depends_on_the_outcome() -> None:
    """Less pain is a benefit, less survival a harm; an outcome that does not say which is better stays unclear."""
    fell = Effect(Change.DECREASED, 0.9)
    assert direction_for(fell, "pain at rest") is Direction.BENEFIT
    assert direction_for(fell, "overall survival") is Direction.HARM
    assert direction_for(fell, "serum zinc") is Direction.UNCLEAR
    assert direction_for(Effect(Change.NO_DIFFERENCE, 0.9), "pain") is Direction.NO_CLEAR_DIFFERENCE
    assert direction_for(Effect(Change.DECREASED, 0.4), "pain") is Direction.UNCLEAR


def test_groups_and_abbreviations_name_their_side() -> None:
    """ "Control group", "group B" and a capital abbreviation belong to the side they stand for."""
    read = sides("VST was faster in group A than in the control group.", "VivaSight tube (group A)", "control", "time")
    named = dict(zip(read.words, read.whose, strict=True))
    assert named["group_a"] == "I"
    assert named["control"] == "C"
    read = sides("PLA was worse than MRI or CTX.", "cetuximab (CTX)", "placebo", "pain")
    assert [read.whose[read.words.index(word)] for word in ("pla", "mri", "ctx")] == ["C", "", "I"]


def test_hostile_text_is_read_in_linear_time() -> None:
    """Fifty kilobytes of anything are read at once."""
    started = time.process_time()
    for text in (
        "p" * 50_000,
        "no " * 20_000,
        "(" * 50_000,
        "ci 1 to 2 " * 5_000,
        "difference " * 5_000,
        "0." * 25_000,
    ):
        effect_of(text, "a drug", "placebo", "pain")
    assert time.process_time() - started < 3
