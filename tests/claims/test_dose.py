"""The dose rule: who may be quoted on an amount."""

from __future__ import annotations

import pytest

from curbside.claims.dose import is_of_more, may_state_doses, names_drug, states_dose
from curbside.claims.quote import quote
from curbside.questions.question import Reader
from curbside.sources.source import SourceKind
from strategies import evidence, plan, record


@pytest.mark.parametrize(
    "text",
    [
        "Take 5 mg once daily.",
        "The usual dose is 15-25 mg weekly.",
        "Patients received 0.5 mg/kg by infusion.",
        "Give 2 tablets every 6 hours.",
        "Colchicine 1.2 mg was given orally.",
        "Reduce the dose of colchicine by 50% with fluconazole.",
        "Lower it to approximately 1/ 3 to 1/ 4 the usual dose.",
    ],
)
def test_doses_are_recognised(text: str) -> None:
    """Amounts to take or give are found however they are written."""
    assert states_dose(text)


@pytest.mark.parametrize(
    "text",
    [
        "About 20% to 40% of women were taking folic acid.",
        "Serum urate above 6.8 mg/dL is common.",
        "Gout affects 4 percent of adults.",
        "A dose may be missed.",
    ],
)
def test_other_numbers_are_not_doses(text: str) -> None:
    """A laboratory value or a rate is not a dose."""
    assert not states_dose(text)


@pytest.mark.parametrize(
    "kind", [SourceKind.PATIENT_PAGE, SourceKind.TRIAL, SourceKind.STARTER, SourceKind.NARRATIVE_REVIEW]
)
def test_doses_of_pages_and_trials_are_never_said(kind: SourceKind) -> None:
    """A consumer page, trial or summary is never quoted on a dose."""
    text = "Gout is treated with colchicine 1.2 mg taken by mouth at once."
    quoted = quote(plan(), (evidence(text, kind=kind),), Reader.CLINICIAN)
    assert not quoted.claims
    assert quoted.doses_refused == 1 or kind is SourceKind.TRIAL


def test_a_label_may_state_the_dose_of_its_own_drug() -> None:
    """A label of the drug that was asked for is quoted under the dose section."""
    text = "The recommended dose of Zurampic for gout is 200 mg once daily in the morning."
    about = {"kind": SourceKind.LABEL, "title": "Zurampic", "substances": ("Zurampic", "lesinurad")}
    asked = plan("gout", "dose", drugs=("lesinurad",))
    (claim,) = quote(asked, (evidence(text, facet="dosage_and_administration", **about),), Reader.CLINICIAN).claims
    assert claim.kind == "dose"
    studied = "In healthy adults a dose of 400 mg of Zurampic was given once daily for a week."
    assert not quote(asked, (evidence(studied, facet="pharmacokinetics", **about),), Reader.CLINICIAN).claims


def test_a_label_changes_a_dose_outside_its_dosing_section_only_by_advice() -> None:
    """A dose that a label advises under interactions is said; one that it tells of from a study or a case is not."""
    about = {"kind": SourceKind.LABEL, "title": "Zurampic", "substances": ("Zurampic", "lesinurad")}
    asked = plan("gout", "dose", drugs=("lesinurad",))
    advised = "Do not exceed 200 mg of Zurampic once daily while taking fluconazole for gout."
    (claim,) = quote(asked, (evidence(advised, facet="drug_interactions", **about),), Reader.CLINICIAN).claims
    assert claim.kind == "dose"
    told = "In healthy volunteers 400 mg of Zurampic once daily increased the exposure to use of fluconazole."
    assert not quote(asked, (evidence(told, facet="drug_interactions", **about),), Reader.CLINICIAN).claims


def test_look_alike_drugs_never_match() -> None:
    """A label is about the drug it names, letter for letter; a look-alike is another drug."""
    label = record(kind=SourceKind.LABEL, title="Hydralazine tablets", substances=("hydralazine",))
    assert names_drug(label, plan(focus="", drugs=("hydralazine",)))
    assert not names_drug(label, plan(focus="", drugs=("hydroxyzine",)))
    assert may_state_doses(label)


@pytest.mark.parametrize(
    ("title", "substances", "asked", "is_named", "is_more"),
    [
        ("Herceptin (trastuzumab)", ("TRASTUZUMAB", "Herceptin"), "trastuzumab", True, False),
        ("KADCYLA (ado-trastuzumab emtansine)", ("ADO-TRASTUZUMAB EMTANSINE", "KADCYLA", "TRASTUZUMAB EMTANSINE"), "trastuzumab",
         False, False),
        ("Enhertu", ("FAM-TRASTUZUMAB DERUXTECAN-NXKI", "Enhertu", "TRASTUZUMAB DERUXTECAN"), "trastuzumab", False, False),
        ("Aristada", ("ARIPIPRAZOLE LAUROXIL", "Aristada"), "aripiprazole", False, False),
        ("Yaz", ("DROSPIRENONE AND ETHINYL ESTRADIOL", "Yaz"), "estradiol", False, False),
        ("Symbyax", ("OLANZAPINE AND FLUOXETINE HYDROCHLORIDE", "Symbyax", "FLUOXETINE HYDROCHLORIDE", "OLANZAPINE"), "fluoxetine",
         True, True),
        ("Symbyax", ("OLANZAPINE AND FLUOXETINE HYDROCHLORIDE", "Symbyax", "OLANZAPINE"), "symbyax", True, False),
        ("Lipitor (atorvastatin calcium trihydrate)", ("ATORVASTATIN CALCIUM TRIHYDRATE", "Lipitor"), "atorvastatin", True, False),
        ("Dilantin-125 (phenytoin)", ("PHENYTOIN", "Dilantin-125"), "dilantin", True, False),
    ],
)  # fmt: skip
def test_a_label_is_of_the_very_drug(
    title: str, substances: tuple[str, ...], asked: str, is_named: bool, is_more: bool
) -> None:
    """A salt or form is the drug; what carries it, a look-alike and a mixture are not: a mixture's doses are its own."""
    about = record(kind=SourceKind.LABEL, title=title, substances=substances)
    named = plan(asked, "dose", drugs=(asked,))
    assert names_drug(about, named) is is_named
    assert (is_named and is_of_more(about, named)) is is_more
