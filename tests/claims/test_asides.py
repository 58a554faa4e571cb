"""What may be left out of a quote in brackets, and what a denial reaches across."""

from __future__ import annotations

import pytest

from curbside.claims.asides import without_asides
from curbside.claims.gate import gate


def test_counts_in_brackets_are_left_out_as_if_they_had_never_stood_there() -> None:
    """Numbers of a bracket that is left out are no rivals of the numbers that stay."""
    quote = "UAE fell from 162 (range 65-250) to 117 (34-190) mg/day (p<0.01) after enalapril."
    assert without_asides("UAE fell.", quote) == "UAE fell from 162 to 117 mg/day after enalapril."
    assert gate("UAE fell from 162 to 117 mg/day after enalapril.", quote).reasons == ()
    assert gate("UAE fell from 117 to 162 mg/day after enalapril.", quote).reasons


@pytest.mark.parametrize(
    "quote",
    [
        "Aspirin (in women) prevents stroke.",
        "Aspirin (only after 50 years) prevents stroke.",
        "Aspirin (if taken daily) prevents stroke.",
        "Aspirin (possibly at 75 mg) prevents stroke.",
    ],
)
def test_a_bracket_that_limits_stays(quote: str) -> None:
    """People, conditions and doubt in a bracket limit what stands outside it."""
    assert without_asides("Aspirin prevents stroke.", quote) == quote
    assert gate("Aspirin prevents stroke.", quote).reasons


@pytest.mark.parametrize(
    "quote",
    [
        "Fever was not (in winter) a sign of illness.",
        "Fever was not, in winter, a sign of illness.",
        "Fever was never (as was thought before) a sign of illness.",
    ],
)
def test_a_denial_reaches_across_what_stands_between(quote: str) -> None:
    """Words between a denial and what it denies may not be taken out together with the denial."""
    assert gate("Fever was a sign of illness.", quote).reasons
    assert gate("Fever was not a sign of illness.", quote).reasons == ()


def test_a_denial_far_before_is_not_lost() -> None:
    """However much stands between, the denial of the verb is asked for."""
    assert gate(
        "Fever was a sign of illness.", "Fever was not in any of the three cold winters a sign of illness."
    ).reasons
