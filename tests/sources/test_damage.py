"""Damage: planted and real lost characters are found, true numbers are left alone."""

from __future__ import annotations

import random

import pytest

from curbside.sources.damage import glued_words, marks, rests_on_number, rising_range, safe_number, signs
from curbside.sources.source import Damage

#: Sentences as the collection has them; what was meant stands beside each in CLINICAL.md.
KNOWN = [
    "If steroids are unsuccessful, methotrexate at low doses (1525 mg once weekly) is probably useful.",
    "They should take only moderate doses, less than 1020 milligrams daily, of methimazole.",
    "Restless legs syndrome affects about 515 percent of Americans.",
    "PCOS affects about 510 percent of women.",
    "about 719 percent of adults in the United States",
    "Inhibitors develop in about 2030 percent of people.",
    "at 2, 4, 6, and 1215 months of age",
    "Testing can be done as early as 810 weeks into the pregnancy.",
    "Life expectancy is now about 4060 years.",
    "Children who are 518 years of age need the vaccine.",
    "If score is 130140 mg/dL, test again.",
    "a fasting plasma glucose test result of 100125 mg/dL",
    "borderline high (150199 mg/dL)",
    "after 612 months of treatment",
    "one-quarter of men ages 6069 had a smell disorder",
    "American children ages 219 are obese",
    "According to NHANES 20092010, one in six",
    "2.73.8 grams of fibre",
]

TRUE = [
    "Take 500 mg every 8 hours.",
    "Give 325 mg of aspirin.",
    "150 mg twice daily",
    "up to 1000 mg",
    "a fasting glucose of 126 mg/dL or 100 percent",
    "In 2012, 4000 people took part; 120 patients improved.",
    "an increase of 150 percent",
    "from 1990 to 2000 years of life were lost",
    "aged 65 years",
    "at 10:30 am, room 1215",
    "240 mL of water, 1,500 mg calcium",
    "call 1-800-273-8255",
    "0.5 mg and 2.5 mg",
    "US$1525 million",
    "code ICD-9-CM 295",
]


@pytest.mark.parametrize("sentence", KNOWN)
def test_known_damage_is_marked(sentence: str) -> None:
    """Every lost dash that can be told by form is found."""
    assert marks(sentence)
    assert not safe_number(sentence)


@pytest.mark.parametrize("sentence", TRUE)
def test_true_numbers_are_left_alone(sentence: str) -> None:
    """Ordinary doses, years, telephone numbers and counts are no damage."""
    assert marks(sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Take 05 mg daily.", Damage.IMPLAUSIBLE_DOSE),
        ("Take 5 twice a day.", Damage.IMPLAUSIBLE_DOSE),
        ("Give 500000 mg.", Damage.IMPLAUSIBLE_DOSE),
        ("It helped 250 percent of them.", Damage.IMPOSSIBLE_PERCENTAGE),
        ("A man aged 655 came.", Damage.IMPLAUSIBLE_AGE),
        ("A 450-year-old woman.", Damage.IMPLAUSIBLE_AGE),
        ("5\ufffdg", Damage.UNDECODABLE),
    ],
)
def test_each_kind_of_damage(sentence: str, kind: Damage) -> None:
    """Lost points and units, percentages above a whole, ages and doses beyond any patient, undecodable bytes."""
    assert kind in marks(sentence)


def test_planted_lost_dashes() -> None:
    """A rising range with three digits or more never passes once its dash is gone, and is never called safe."""
    dice = random.Random(25)
    missed = []
    for _ in range(200):
        low = dice.randint(2, 400)
        high = dice.randint(low + 1, low * 6)
        if len(str(low)) + len(str(high)) < 3 or len(str(high)) - len(str(low)) > 1:
            continue
        unit = dice.choice(["mg", "percent", "days", "weeks", "mg/dL", "years", "mL"])
        sentence = f"The usual amount is {low}{high} {unit} in adults."
        if not marks(sentence):
            missed.append(sentence)
        assert not safe_number(sentence)
    assert missed == []


def test_number_that_a_good_text_repeats_is_meant() -> None:
    """In a good text a true dose that looks like a range is kept when it is written again and again."""
    label = "The dose is 420 mg. Take 420 mg once daily. Reduce from 420 mg."
    assert marks("The dose is 420 mg.", trusted=True, around=label) == ()
    assert marks("The dose is 420 mg.") == (Damage.LOST_RANGE,)


@pytest.mark.parametrize(
    ("sentence", "safe"),
    [
        ("about 5 to 10 percent of adults", True),
        ("Take 10 mg or 20 mg.", True),
        ("10 mg-20 mg", True),
        ("one in four, or 1 in 4", True),
        ("Type 2 diabetes and CD4 cells", True),
        ("each child has a 50% (1 in 2) chance", True),
        ("lasts longer than 10 minutes", True),
        ("Take a second dose 2 weeks later.", True),
        ("140/90 or higher is high blood pressure", True),
        ("Up to 510 percent of adults", False),
        ("It heals in 2 3 weeks.", False),
        ("Take 5 daily", False),
        ("a pressure of 130140/8089", False),
        ("Take 10 mg of it", False),
        ("a course of 10 or so, then 25 weeks", False),
        ("Bed rest is recommended for only 12 days at most", False),
        ("complication rate of 13 percent", False),
        ("between 5 and 10 mg, then 15 mg", False),
    ],
)
def test_safe_numbers(sentence: str, safe: bool) -> None:
    """In a damaged collection a number is safe only where a lost dash would show."""
    assert safe_number(sentence) is safe


def test_names_are_no_numbers() -> None:
    """Digits that name something do not make a sentence rest on a number."""
    for sentence in ("Type 1 diabetes is common.", "Vitamin B12 is needed.", "COVID-19 spreads.", "chromosome 7q11.23"):
        assert not rests_on_number(sentence), sentence
    for sentence in ("Take 5 mg.", "It affects 3 in 100.", "Up to 90% recover."):
        assert rests_on_number(sentence), sentence


def test_glued_words() -> None:
    """A word that is two words of the same text is found; compounds are not."""
    text = "The symptoms vary. Many symptomssuch as pain, an understanding doctor and healthcare, throughout the bloodstream."
    assert glued_words(text) == {"symptomssuch"}


def test_rising_range() -> None:
    """The rule as written: a < b, b at most six times a, b as long as a or one digit longer."""
    assert rising_range("1525") == "15-25"
    assert rising_range("510") == "5-10"
    assert rising_range("100125") == "100-125"
    assert rising_range("150") == ""
    assert rising_range("325") == ""


def test_time_grows_with_length_only() -> None:
    """A text of digits and signs does not make the search explode."""
    assert list(signs("1," * 50_000)) == []
    assert list(signs("9" * 100_000)) == []
