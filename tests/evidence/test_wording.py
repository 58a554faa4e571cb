"""Words of change and statistics, one by one."""

from __future__ import annotations

import pytest

from curbside.evidence.wording import better_when, number, p_values


@pytest.mark.parametrize(
    ("text", "below"),
    [
        ("p<0.001", [True]),
        ("(p = .03)", [True]),
        ("p=0·34", [False]),
        ("p > 0.05", [False]),
        ("p values of 0.2", [False]),
        ("p = ns", [False]),
        ("p<0.05 and p = 0.71", [True, False]),
        ("group p 5", []),
    ],
)
def test_p_values(text: str, below: list[bool]) -> None:
    """A P-value is below the convention or not, however it is written."""
    assert [value[1] for value in p_values(text)] == below


def test_numbers_are_read_as_written() -> None:
    """Middle dots, commas and true minus signs are read; words are none."""
    assert (number("0·5"), number("−2.1"), number("few")) == (0.5, -2.1, None)


def test_which_way_an_outcome_is_better() -> None:
    """Less pain and more survival are better; what the name does not say is left open."""
    assert (better_when("Pain at rest"), better_when("overall survival"), better_when("serum zinc")) == (-1, 1, 0)
    assert (better_when("weight loss"), better_when("low birth weight"), better_when("time to relapse")) == (1, -1, 1)
