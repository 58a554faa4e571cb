"""Exact words are whole words: what begins inside a word or a number says something else."""

from __future__ import annotations

import pytest

from curbside.claims.check import check
from curbside.claims.claim import Verdict
from curbside.claims.gate import gate
from curbside.claims.verbatim import items, place


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("5 mg is given once daily.", "15 mg is given once daily."),
        ("5 mg is given once daily.", "2.5 mg is given once daily."),
        ("The dose is 2.", "The dose is 2.5 mg."),
        ("Men are more likely to have migraine.", "Women are more likely to have migraine."),
        ("Reversible damage of the liver follows.", "Irreversible damage of the liver follows."),
        ("Typical pneumonia is treated with rest.", "Atypical pneumonia is treated with rest."),
        ("Invasive tests are done first.", "Non-invasive tests are done first."),
        ("It lasts 5.", "It lasts 5–10 days."),
    ],
)
def test_part_of_a_word_is_not_that_word(sentence: str, quote: str) -> None:
    """A number that lost a digit and a word that lost its beginning do not pass as exact words."""
    assert gate(sentence, quote).method != "verbatim"
    assert check(sentence, quote).method != "verbatim"


@pytest.mark.parametrize(
    "quote",
    [f"{before}5 mg is given once daily." for before in ("1", "2.", "Less than ", "10 to ", "10–")],
)
def test_a_number_is_not_cut_from_its_bound(quote: str) -> None:
    """A dose that lost a digit, its bound or half its range is not the dose of the quote."""
    assert gate("5 mg is given once daily.", quote).verdict is not Verdict.SUPPORTED


def test_a_list_on_one_line_is_the_list() -> None:
    """The items of a quoted list, written on one line with semicolons as answers write them, are exact."""
    quote = "Ectopic pregnancy:\n- Amenorrhoea\n- Lower abdominal pain, pallor.\n- Shock with collapse: low pressure\n"
    line = "Ectopic pregnancy: Amenorrhoea; Lower abdominal pain, pallor; Shock with collapse: low pressure."
    assert items(line) == items(quote)
    assert gate(line, quote).method == "verbatim"
    assert gate(line.replace("Shock with", "Shock without"), quote).verdict is not Verdict.SUPPORTED


def test_words_stand_between_their_signs() -> None:
    """Words are found at the next place where they stand whole, in brackets and before signs too."""
    assert place("men", "women and (men), too") == 11
    assert place("men", "women") == -1
    assert place("mg daily", "5 mg daily.[3]") == 2
