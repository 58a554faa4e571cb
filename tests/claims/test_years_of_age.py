"""Ages told in figures, as ranges."""

from __future__ import annotations

import pytest

from curbside.claims.ages import OLDEST, ages_of, meet, ranges


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("all adults aged 50 to 75 years", [(50, 75)]),
        ("women 50–69 years", [(50, 69)]),
        ("adults 65 years or older", [(65, OLDEST)]),
        ("men younger than 55 years", [(0, 54)]),
        ("adults older than 75 years.", [(76, OLDEST)]),
        ("children 12 years and younger", [(0, 12)]),
        ("for 5 to 7 years of treatment", []),
        ("a fever over 38.", []),
        ("500 mg daily for 10 days", []),
    ],
)
def test_only_ages_are_read_as_ages(text: str, told: list[tuple[int, int]]) -> None:
    """Ranges of age are found with both ends, and durations, fevers and doses are none."""
    assert ranges(text) == told


@pytest.mark.parametrize(
    ("question", "ages"),
    [
        ("Colorectal screening over 75, worth it?", (76, OLDEST)),
        ("PSA at 73?", (73, 73)),
        ("37, smoker, wants Yaz", (37, 37)),
        ("I'm 67, should I take aspirin", (67, 67)),
        ("metformin at 500 mg?", None),
    ],
)
def test_whose_age_a_question_names(question: str, ages: tuple[int, int] | None) -> None:
    """The age of the person asked about, or the range of ages."""
    assert ages_of(question) == ages


def test_over_75_is_not_50_to_75() -> None:
    """A range that ends where the one asked about begins does not hold it."""
    asked = ages_of("screening over 75")
    assert asked is not None
    assert not meet(asked, ranges("adults aged 50 to 75 years"))
    assert meet(asked, ranges("adults aged 76 to 85 years"))
