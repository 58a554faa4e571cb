"""Doses of others never answer: another illness, another age, ill kidneys, a label that does not speak of what was asked."""

from __future__ import annotations

import pytest

from curbside.claims.asked import Asked
from curbside.claims.others import is_for_another_illness, is_of_others, names_illness, tells_of_doses
from curbside.claims.units import Unit, units
from curbside.questions.question import Plan, QuestionType
from curbside.sources.source import SourceKind
from strategies import evidence, plan

TREATED = "The recommended dose of Zurampic in gout is 200 mg once daily."


def of_label(text: str, path: tuple[str, ...] = ()) -> Unit:
    one = evidence(
        text, kind=SourceKind.LABEL, substances=("Zurampic", "lesinurad"), facet="dosage_and_administration", path=path
    )
    return units(one)[0]


def asking(question: str, *people: str) -> Plan:
    return plan(
        "lesinurad", "dose", kind=QuestionType.DRUG_OR_DOSE, drugs=("lesinurad",), condensed=question, queries=(question,),
        population=people, asked=("amount",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("question", "people", "text", "is_others"),
    [
        ("lesinurad dose", (), "In patients with renal impairment give 100 mg of Zurampic daily.", True),
        ("lesinurad dose in renal impairment", ("kidney_disease",), "In patients with renal impairment give 100 mg of Zurampic daily.",
         False),
        ("lesinurad dose in renal impairment", ("kidney_disease",), "Avoid Zurampic in children with renal impairment.", True),
        ("lesinurad dose", (), "Children take 50 mg of Zurampic daily.", True),
        ("lesinurad dose", (), "Adults take 200 mg and children 50 mg of Zurampic daily.", False),
        ("lesinurad dose in rheumatoid arthritis", (), TREATED, True),
        ("lesinurad dose in gout", (), TREATED, False),
        ("lesinurad dose", (), TREATED, False),
        ("lesinurad dose for depression", (), "The dose of Zurampic in major depressive disorder is 200 mg once daily.", False),
    ],
)  # fmt: skip
def test_a_dose_set_for_others_is_told(question: str, people: tuple[str, ...], text: str, is_others: bool) -> None:
    """Children, ill kidneys and other illnesses have doses of their own; what is said of adults too is for all."""
    assert is_of_others(of_label(text), asking(question, *people)) is is_others


def test_the_title_above_a_dose_names_its_illness() -> None:
    """A dose under a title is for what the title names."""
    under = of_label("The recommended dose of Zurampic is 200 mg daily.", ("Zurampic", "Dosage", "2.1 Gout"))
    assert is_for_another_illness(under, asking("lesinurad dose in rheumatoid arthritis"))
    assert not is_for_another_illness(under, asking("lesinurad dose in gout"))


def test_a_label_that_never_names_the_illness_has_no_dose_for_it() -> None:
    """What no statement found speaks of, none of them answers."""
    found = [of_label(TREATED), of_label("Take Zurampic in the morning.")]
    assert names_illness(found, asking("lesinurad dose in gout"))
    assert names_illness(found, asking("lesinurad dose"))
    assert not names_illness(found, asking("lesinurad dose in rheumatoid arthritis"))
    assert names_illness(found, asking("lesinurad dose for an 11 kg child"))


def test_how_much_is_answered_by_a_dose() -> None:
    """ "Do not give other drugs through the same line" is no answer to how much."""
    asked = Asked(asking("lesinurad dose"))
    assert asked.wants_dose
    assert tells_of_doses(of_label(TREATED), asked)
    assert not tells_of_doses(of_label("Do not give Zurampic with other medicines at once."), asked)
