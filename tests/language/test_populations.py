"""Which people a sentence is about: the quick look and the patterns agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from curbside import starter
from curbside.language import populations as room


def test_the_quick_look_misses_nothing() -> None:
    """A sentence is passed over quickly only where no pattern would have found anyone."""
    lines = [line for page in starter.files() for line in page.read_text(encoding="utf-8").splitlines()]
    gold = [(Path(__file__).parents[1] / "gold" / "sentences.jsonl").read_text(encoding="utf-8")]
    for text in [*lines, *" ".join(gold).split(". ")]:
        slow = {name for name, pattern in room._PATTERNS.items() if pattern.search(text)}
        quick = {name for name, signs in room._WORTH.items() if any(sign in text.lower() for sign in signs)}
        assert slow <= quick, text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Patients greater than 60 years of age: 20 mg once daily.", "older_adult"),
        ("It is not advised in adults 60 years or older.", "older_adult"),
        ("Use 15 mg when creatinine clearance is below 50 mL/min.", "kidney_disease"),
        ("CrCl ≤50 mL/min", "kidney_disease"),
    ],
)
def test_ages_and_clearances_name_people(text: str, name: str) -> None:
    """A label names people by an age or a laboratory value as often as by a word."""
    assert name in room.populations(text)


@pytest.mark.parametrize("text", ["over 60 mg daily", "above 65 percent", "creatinine clearance of 100 mL/min"])
def test_other_numbers_name_nobody(text: str) -> None:
    """An amount is no age, and a normal clearance no disease."""
    assert not {"older_adult", "kidney_disease"} & {*room.populations(text)}
