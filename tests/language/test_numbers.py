"""Numbers with their units, bounds and ranges."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.language.numbers import numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 to 10 mg", [("", 5, 10, "mg")]),
        ("5-10 mg", [("", 5, 10, "mg")]),
        ("5 mg to 10 mg", [("", 5, 10, "mg")]),
        ("between 5 and 10 percent", [("", 5, 10, "%")]),
        (">= 140/90 mm Hg", [(">=", 140, 140, "mmHg"), (">=", 90, 90, "mmHg")]),
        ("1,000 patients", [("", 1000, 1000, "people")]),
        ("10⁶ cells", [("", 1e6, 1e6, "cell")]),
        ("1.5 × 10^9/L", [("", 1.5e9, 1.5e9, "/L")]),
        ("½ tablet", [("", 0.5, 0.5, "tablet")]),
        ("p < 0.05", [("<", 0.05, 0.05, "")]),
        ("p=.05", [("", 0.05, 0.05, "")]),
        ("two weeks", [("", 2, 2, "week")]),
        ("twenty-five percent", [("", 25, 25, "%")]),
        ("2 million people", [("", 2e6, 2e6, "people")]),
        ("65 years or older", [(">=", 65, 65, "year")]),
        ("no more than 12 days", [("<=", 12, 12, "day")]),
        ("about 20%", [("~", 20, 20, "%")]),
        ("30 mL/min/1.73 m²", [("", 30, 30, "mL/minute/1.73m2")]),
        ("BMI ≥30 kg/m2", [(">=", 30, 30, "kg/m2")]),
        ("5 mg a day", [("", 5, 5, "mg/day")]),
        ("twice daily", [("", 2, 2, "times/day")]),
        ("5, 10 and 20 mg", [("", 5, 5, "mg"), ("", 10, 10, "mg"), ("", 20, 20, "mg")]),
        ("-5 °C", [("", -5, -5, "°C")]),
        ("a 10-year-old child", [("", 10, 10, "year")]),
        ("0.5 mg/kg/day", [("", 0.5, 0.5, "mg/kg/day")]),
        ("50 µg", [("", 50, 50, "mcg")]),
        ("130 +/- 5 mm", [("", 130, 130, ""), ("±", 5, 5, "mm")]),
        ("(at least 130°F)", [(">=", 130, 130, "°F")]),
        ("60 years old or older", [(">=", 60, 60, "year")]),
        ("Between 3 months and 3 years", [("", 3, 3, "month"), ("", 3, 3, "year")]),
        ("one out of six people", [("", 1, 1, ""), ("", 6, 6, "people")]),
        ("men aged 40 years.1", [("", 40, 40, "year")]),
        ("in the 1990s", [("", 1990, 1990, "")]),
    ],
)
def test_amounts_are_read_with_bound_and_unit(text: str, expected: list[tuple[str, float, float, str]]) -> None:
    """An amount keeps its comparator, both ends of its range, and its unit in one spelling."""
    assert [(n.comparator, n.low, n.high, n.unit) for n in numbers(text)] == expected


@pytest.mark.parametrize(
    "text",
    ["CD4", "5HT", "99mTc", "COVID-19", "IL-6", "vitamin B12", "one of the causes", "the 2nd visit", "someone", "Mg"],
)
def test_names_are_not_numbers(text: str) -> None:
    """Digits that are part of a name, ordinals and the pronoun "one" are left alone."""
    assert numbers(text) == ()


@given(st.text(alphabet="0123456789.,-–<>=/ mgkL%to⁶½×^ab\n", max_size=60))
def test_spans_are_ordered_and_hold_the_written_value(text: str) -> None:
    """Every number lies where it says, after the one before, and holds its digits."""
    end = 0
    for number in numbers(text):
        assert end <= number.start < number.end <= len(text)
        assert number.value in text[number.start : number.end]
        end = number.end


@pytest.mark.parametrize(
    "piece", ["1,234,", "9", "1-", "less than ", "5 to ", "1.1.", "5 mg ", "5/5", "one ", "10^", "> ", "²", "5 mg/kg"]
)
def test_hostile_text_ends(piece: str) -> None:
    """No run of digits, signs or words makes reading hang."""
    text = piece * (60_000 // len(piece))
    assert all(number.start < number.end for number in numbers(text))


def test_a_hostile_megabyte_ends() -> None:
    """Digits, dots and commas without end are read once."""
    text = ("1,234," * 50 + "9" * 500 + "1.1." * 50 + "10^" * 50) * 1_000
    assert all(number.start < number.end for number in numbers(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two-thirds of patients", [("", 2 / 3, 2 / 3, "")]),
        ("a third of patients", [("", 1 / 3, 1 / 3, "")]),
        ("1,5 mg", [("", 1.5, 1.5, "mg")]),
        ("1,500 mg", [("", 1500, 1500, "mg")]),
        ("over 12 weeks", [("", 12, 12, "week")]),
        ("over 65 years", [(">", 65, 65, "year")]),
        ("over $10 billion", [(">", 1e10, 1e10, "")]),
        ("a phase 3 trial", [("", 3, 3, "")]),
        ("95% CI 1.2-3.4", [("", 95, 95, "%"), ("", 1.2, 3.4, "")]),
        ("14-3-3 protein, 2019-12-31", []),
    ],
)
def test_hard_cases_of_real_text(text: str, expected: list[tuple[str, float, float, str]]) -> None:
    """Shares in words, commas as points, durations, money, labels and names made of digits are read as meant."""
    assert [(n.comparator, n.low, n.high, n.unit) for n in numbers(text)] == expected
