"""Where a sentence may stand: headings first, cues second, ordered kinds only with their cue in the quote."""

from __future__ import annotations

import pytest

from curbside.claims.facets import has_cue, heading_kind, kind_of
from curbside.claims.units import units
from curbside.sources.source import SourceKind
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


def test_a_list_is_placed_by_the_words_before_it() -> None:
    """A list on a general page stands under what its lead-in says."""
    text = "Causes of gout include   - Too much uric acid    - Kidney disease"
    assert kind(text, facet="information", kind=SourceKind.PATIENT_PAGE) == "causes"


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Non-drug treatment", "treatment_options"),
        ("Natural history", "prognosis"),
        ("Adults who have a 20 pack-year smoking history", ""),
        ("Low-dose aspirin", ""),
    ],
)
def test_part_of_a_heading_is_not_the_whole(heading: str, expected: str) -> None:
    """ "Non-drug treatment" is no drug treatment, a "natural history" none that is taken."""
    assert heading_kind(heading) == expected


def test_a_panel_s_recommendation_is_placed_by_what_it_recommends() -> None:
    """A recommendation stands under screening or prevention wherever its page says it."""
    about = {"kind": SourceKind.GUIDELINE, "title": "Falls"}
    assert kind("The panel recommends against vitamin D to prevent falls in gout.", **about) == "prevention"
    assert kind("The panel recommends screening adults for gout.", path=("Risk factors",), **about) == "screening"


def test_first_aid_is_what_to_do_now() -> None:
    """What must never be done to a bite stands first; the same words about another illness do not."""
    told = "Never attempt to suck out the poison with the mouth."
    assert kind(told, title="Snake bite", path=("Treatment",)) == "emergency_care"
    assert kind(told, title="Gout", path=("Treatment",)) != "emergency_care"


def test_a_label_says_how_to_stop() -> None:
    """A label's dosing section on tapering is about stopping; its sections for patients are placed by their words."""
    about = {"kind": SourceKind.LABEL, "title": "Zurampic"}
    assert kind("Taper Zurampic over several weeks.", facet="dosage_and_administration", **about) == "stopping"
    assert (
        kind("Iron can decrease the absorption of Zurampic.", facet="information_for_patients", **about)
        == "interactions"
    )


def test_a_warning_of_a_sudden_stop_is_about_stopping() -> None:
    """What a label's box says of abrupt cessation stands where someone looks who wants to stop."""
    about = {"kind": SourceKind.LABEL, "title": "Zurampic"}
    text = "Following abrupt cessation of Zurampic, attacks have occurred."
    assert kind(text, facet="boxed_warning", **about) == "stopping"
    assert kind("Zurampic can cause withdrawal in a newborn.", facet="boxed_warning", **about) == "contraindications"
