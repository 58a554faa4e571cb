"""Bands of weight, kidney function and age: a dose for 25 kg is none for 11 kg."""

from __future__ import annotations

import pytest

from curbside.claims.bands import bands, held, values_asked


@pytest.mark.parametrize(
    ("text", "unit", "within", "without"),
    [
        ("Weight in Kilograms (kg): Greater than 10 kg to 14 kg; Dose: 3.5 mL", "kg", (10.5, 14), (10, 14.5)),
        ("Weight (kg): 10 to 14; Dose: 5 mg", "kg", (10, 14), (9, 15)),
        ("15 kg (33 lbs) to <30 kg (66 lbs); Dose: 20 mg", "kg", (15, 29), (14, 30)),
        ("40 kg and higher", "kg", (40, 90), (39,)),
        ("4 kg or lower", "kg", (4,), (5,)),
        ("CrCl ≤50 mL/min: 15 mg", "mL/min", (50, 10), (51,)),
        ("CrCl between 15 and 30 mL/min", "mL/min", (15, 30), (14, 31)),
        ("Creatinine clearance (mL/min): 30-59; Dose: 50 mg", "mL/min", (30, 59), (29, 60)),
        ("Less than 10 mL/min", "mL/min", (9,), (10,)),
        ("Age: 3-6 months; Dose: 8-10 mcg/kg/day", "months", (3, 6), (2, 7)),
    ],
)
def test_a_band_holds_what_lies_within(
    text: str, unit: str, within: tuple[float, ...], without: tuple[float, ...]
) -> None:
    """Both ends count as the text says them, and a unit in the head of a column counts for its cell."""
    found = bands(text, unit)
    assert found
    assert all(any(low <= value <= high for low, high in found) for value in within)
    assert not any(low <= value <= high for value in without for low, high in found)


def test_a_dose_for_each_kilogram_is_no_weight() -> None:
    """ "5 mg/kg" and "10 mg for each 70 kg" name no band."""
    assert bands("5 mg/kg to 7 mg/kg daily", "kg") == []


def test_a_question_names_one_value() -> None:
    """A weight, a clearance, an age; two weights tell nothing."""
    assert values_asked("dose for an 11 kg child") == (("kg", 11.0),)
    assert values_asked("rivaroxaban with CrCl 25") == (("mL/min", 25.0),)
    assert values_asked("8-month-old with otitis") == (("months", 8.0),)
    assert values_asked("is the dose for 10 kg that for 20 kg?") == ()


def test_statements_about_others_are_told_apart() -> None:
    """Held, not held, or nothing to compare."""
    question = "dose for an 11 kg child"
    assert held(question, "10 kg to 14 kg: 3.5 mL") is True
    assert held(question, "25 kg to 30 kg: 8.5 mL") is False
    assert held(question, "Take with food.") is None
    assert held("dose in children", "25 kg to 30 kg: 8.5 mL") is None
