"""Amounts of one text held against those of another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.language.amounts import numbers_unheld


def reasons(claim: str, source: str) -> list[str]:
    """Why the numbers of a claim are not in its source."""
    return [reason for _, reason in numbers_unheld(claim, source)]


@given(st.text(max_size=80))
def test_a_text_holds_its_own_numbers(text: str) -> None:
    """Comparing a text with itself never finds a difference."""
    assert numbers_unheld(text, text) == ()


@pytest.mark.parametrize(
    ("claim", "source", "reason"),
    [
        ("20 mg", "10 mg", "is not in the source"),
        ("6 weeks", "6 months", "another unit"),
        ("10 mg", "10-20 mg", "part of the range"),
        ("< 5 days", "> 5 days", "bounded differently"),
        ("1 g", "1 mg", "another unit"),
        ("106 cells", "10⁶ cells", "is not in the source"),
    ],
)
def test_a_changed_number_is_named(claim: str, source: str, reason: str) -> None:
    """A number, unit, bound or range end that differs from the source is reported in words."""
    (why,) = reasons(claim, source)
    assert reason in why


def test_a_claim_may_say_less_than_its_source() -> None:
    """Leaving out or adding what is counted is no change of number; changing it is."""
    assert not reasons("57 patients improved", "57 (40.1 %) improved")
    assert not reasons("about 20 %", "20 %")
    assert reasons("20 %", "about 20 %")
    assert reasons("32 patients", "32 studies")


def test_two_spellings_of_one_amount_are_the_same() -> None:
    """Ways of writing do not count as differences."""
    assert not reasons("5 milligrams daily for two weeks", "5 mg/day for 2 wk")
    assert not reasons("at least 20 percent", "≥20%")
