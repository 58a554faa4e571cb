"""Where a sentence may stand: headings first, cues second, ordered kinds only with their cue in the quote."""

from __future__ import annotations

import pytest

from curbside.claims.facets import has_cue, heading_kind, kind_of
from curbside.claims.units import units
from strategies import evidence


def kind(text: str, **changes: object) -> str:
    (unit,) = units(evidence(text, **changes))
    return kind_of(unit)


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Contraindications", "contraindications"),
        ("Dosage and administration", "dose"),
        ("What are the symptoms of gout?", "presentation"),
        ("Drug interactions", "interactions"),
        ("Statistical analysis", ""),
    ],
)
def test_headings_place_a_passage(heading: str, expected: str) -> None:
    """A source's own heading is the strongest sign."""
    assert heading_kind(heading) == expected


def test_first_line_needs_its_cue_in_the_quote() -> None:
    """A treatment heading never makes a sentence first-line; its own words must."""
    assert kind("Rest and ice are used for gout.", facet="treatment") in {"treatment_options", "self_care"}
    assert kind("Initial treatment of gout is rest of the joint.", facet="treatment") == "first_line"
    assert not has_cue("first_line", "Rest and ice are used for gout.")


def test_referral_needs_its_cue() -> None:
    """ "Refer" must stand in the quote."""
    assert has_cue("referral", "Refer to a rheumatologist when attacks recur.")
    assert not has_cue("referral", "Gout is painful.")
