"""What has been told is not told again, by whatever name of the drug and under whatever heading."""

from __future__ import annotations

from curbside.claims.candidates import figures
from curbside.claims.repeats import tells_nothing_new, told
from curbside.claims.units import units
from curbside.sources.source import SourceKind
from strategies import evidence


def is_new(before: str, after: str, kind: SourceKind = SourceKind.LABEL) -> bool:
    said = [
        told(units(evidence(text, kind=kind, title=title, substances=(*names,)))[-1], figures(text))
        for text, title, names in (
            (before, "Lipitor (atorvastatin calcium)", ("atorvastatin", "Lipitor")),
            (after, "ATORVASTATIN CALCIUM", ("atorvastatin",)),
        )
    ]
    return not tells_nothing_new(said[1], said[:1])


def test_sister_labels_say_it_once() -> None:
    """The same advice under the brand's and under the substance's name, one as "avoid" and one as "not recommended", is one."""
    brand = "Concomitant intake of large quantities of grapefruit juice is not recommended in patients taking LIPITOR."
    other = "Avoid intake of large quantities of grapefruit juice when taking atorvastatin calcium."
    assert not is_new(brand, other)
    assert is_new(brand, "Avoid intake of large quantities of alcohol when taking atorvastatin calcium.")


def test_a_figure_or_an_exception_of_its_own_is_news() -> None:
    """What adds from which amount, or for whom it does not hold, is told too."""
    short = "LIPITOR is contraindicated in pregnant women with a mechanical heart valve."
    assert not is_new(short, "Atorvastatin should not be used in pregnant women with a mechanical heart valve.")
    assert is_new(
        short, "Atorvastatin is contraindicated in pregnant women except those with a mechanical heart valve."
    )
    assert is_new(
        short, "Atorvastatin is contraindicated in pregnant women with a mechanical heart valve after 12 weeks."
    )


def test_the_other_way_is_news() -> None:
    """What lowers a risk is not told by what raises it."""
    assert is_new("Statins reduce the risk of stroke in diabetes.", "Statins increase the risk of stroke in diabetes.")


def test_a_panel_finds_evidence_insufficient_once() -> None:
    """The grade and the summary of the same finding are one statement, though one of them has a denial besides."""
    grade = "The panel concludes that evidence is insufficient to assess the balance of benefits and harms of statins in adults 76 years or older."
    again = "The panel found evidence insufficient on the balance of benefits and harms of statins in adults 76 years or older with no history of illness."
    assert not is_new(grade, again, SourceKind.GUIDELINE)
