"""What the title of a source lends to a sentence, and what it does not."""

from __future__ import annotations

import pytest

from curbside.claims.anew import said_anew
from curbside.claims.claim import Verdict
from curbside.claims.lending import lent

LABEL = "Cymbalta (duloxetine hydrochloride)"


def is_borne(words: str, *quoted: tuple[str, str]) -> bool:
    """Whether quotes, each with its title, bear words."""
    return said_anew(words, [quote for quote, _ in quoted], [title for _, title in quoted]).verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("words", "quote", "title"),
    [
        (
            "Avoid duloxetine (Cymbalta) in patients with chronic liver disease.",
            "Hepatic Impairment Avoid use in patients with chronic liver disease or cirrhosis",
            LABEL,
        ),
        (
            "Aspirin is often given in combination with IV gamma globulin in Kawasaki syndrome.",
            "Aspirin is often given in combination with the IV gamma globulin as part of the treatment plan.",
            "Kawasaki syndrome",
        ),
        ("Yaz is contraindicated in smokers.", "This drug is contraindicated in smokers.", "Yaz (drospirenone and ethinyl estradiol)"),
    ],
)  # fmt: skip
def test_a_title_names_what_its_quotes_are_about(words: str, quote: str, title: str) -> None:
    """A sentence may name the medicine or the illness that the whole source is about."""
    assert is_borne(words, (quote, title))


@pytest.mark.parametrize(
    ("words", "quote", "title"),
    [
        # Another medicine, a group or a placebo stands there in the quote.
        (
            "Citalopram raised the risk of bleeding in older patients.",
            "Warfarin raised the risk of bleeding in older patients.",
            "Celexa (citalopram)",
        ),
        (
            "Strattera raised the risk of suicidal thoughts in short studies.",
            "Antidepressants raised the risk of suicidal thoughts in short studies.",
            "Strattera (atomoxetine)",
        ),
        ("Nausea was seen in 9% of patients on Celexa.", "Nausea was seen in 9% of patients on placebo.", "Celexa (citalopram)"),
        # One of several substances of a title.
        (
            "Lisinopril is contraindicated in anuria.",
            "This product is contraindicated in anuria.",
            "Zestoretic (lisinopril and hydrochlorothiazide)",
        ),
        (
            "Vitamin D had no effect on fractures.",
            "Supplementation had no effect on fractures.",
            "Vitamin D, Calcium, or Combined Supplementation for Fractures",
        ),
        # A number of the title is none of the quote.
        ("Surgery helped within 5 years.", "Surgery helped.", "Surgery for gout: 5 years later"),
    ],
)  # fmt: skip
def test_a_title_lends_no_facts_and_no_place(words: str, quote: str, title: str) -> None:
    """What the quote says of something else, or of several things together, is not said of what the title names."""
    assert not is_borne(words, (quote, title))


def test_titles_lend_together_what_each_has() -> None:
    """Of quotes of several sources only a name is lent that stands with every one of them."""
    gout = ("The disease may damage joints.", "Gout")
    again = ("It may also damage the kidneys.", "Gout and the kidneys")
    other = ("It may also damage the heart.", "Lupus")
    assert is_borne("Gout may damage joints, and also the kidneys.", gout, again)
    assert not is_borne("Gout may damage joints, and also the heart.", gout, other)
    assert lent([gout[1], other[1]], [gout[0], other[0]]) == ""
