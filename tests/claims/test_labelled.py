"""Sentences of drug labels: whole, without the pointers around them, and with the title that says for whom they are."""

from __future__ import annotations

import pytest

from curbside.claims.gates import Gate, refuse
from curbside.claims.labelled import holds_cells, is_torn, printed, whom_above
from curbside.claims.topic import Topic
from curbside.claims.units import units
from curbside.sources.source import SourceKind
from strategies import evidence, plan, record

NAMES = ("Zurampic", "lesinurad")


def quoted(text: str) -> list[str]:
    """The spans of a label's text as they are quoted."""
    return [unit.text for unit in units(evidence(text, kind=SourceKind.LABEL, substances=NAMES))]


def said(text: str) -> list[str]:
    """The same as they are printed."""
    return [unit.said for unit in units(evidence(text, kind=SourceKind.LABEL, substances=NAMES))]


def test_pointers_around_a_sentence_are_not_quoted() -> None:
    """Sections that a sentence points to, before it and behind it, one or several."""
    assert quoted("Avoid it in gout ( 5.1 , 6.1 ) . Take it in the morning [see Warnings (5.2)].") == [
        "Avoid it in gout",
        "Take it in the morning",
    ]
    assert quoted("[See Contraindications (4).] Zurampic harms kidneys.")[-1] == "Zurampic harms kidneys."
    assert said("Avoid it in gout ( 5.1 , 6.1 ) .") == ["Avoid it in gout."]


def test_pointers_inside_a_sentence_are_quoted_and_not_printed() -> None:
    """The quote stays whole; what is printed leaves out the brackets, and the figures in other brackets stay."""
    text = "Zurampic [see Warnings (5.1)] raises creatinine (1.5 to 2.0 times) and the ratio 0.6 (0.5, 0.7)."
    assert quoted(text) == [text]
    assert said(text) == ["Zurampic raises creatinine (1.5 to 2.0 times) and the ratio 0.6 (0.5, 0.7)."]


def test_a_title_that_says_for_whom_a_dose_is_stays_with_it() -> None:
    """Cut off, "Hepatic Impairment" would leave a dose for everybody; it is printed with a colon."""
    text = "2.3 Dosage in Hepatic Impairment The recommended dosage of Zurampic is 100 mg once daily."
    assert said(text) == ["Dosage in Hepatic Impairment: The recommended dosage of Zurampic is 100 mg once daily."]
    assert said("5.1 Acute Renal Failure Zurampic raises creatinine.") == [
        "Acute Renal Failure: Zurampic raises creatinine."
    ]
    assert quoted("5.1 Bleeding Risk Zurampic increases the risk of bleeding.") == [
        "Zurampic increases the risk of bleeding."
    ]


def test_the_next_title_is_no_part_of_a_sentence() -> None:
    """A title behind a sentence without a stop, and the next numbered subsection, begin something else."""
    assert quoted("Administer 10 mg before each meal for 2 to 8 weeks Dosage Adjustment in Specific Populations") == [
        "Administer 10 mg before each meal for 2 to 8 weeks"
    ]
    made = quoted(
        "It is contraindicated with any excipient of the tablet 4.2 Use with Others The use with warfarin is dangerous."
    )
    assert made[0] == "It is contraindicated with any excipient of the tablet"
    assert len(made) == 2


def test_items_of_one_line_are_statements_of_their_own_unless_a_colon_holds_them() -> None:
    """Marks part whole statements; what a sentence introduces stays with it."""
    assert quoted("It may cause harm to kidneys • Do not use it in dialysis • Do not use it in gout flares.") == [
        "It may cause harm to kidneys",
        "Do not use it in dialysis",
        "Do not use it in gout flares.",
    ]
    whole = "Do not use Zurampic in: • Severe renal impairment • Kidney transplant"
    assert quoted(whole) == [whole]


def test_a_list_that_says_an_item_again_ends_before_it() -> None:
    """The highlights repeat the items of a list without its lead-in."""
    text = "Zurampic is contraindicated in: active bleeding [see Warnings (5.2)] Active bleeding"
    assert said(text) == ["Zurampic is contraindicated in: active bleeding."]


@pytest.mark.parametrize(
    "text",
    [
        "Because of the risk of decreased IQ, , and malformations it should not be given.",
        "It should not be given to her unless . This is important.",
    ],
)
def test_torn_sentences_are_told(text: str) -> None:
    """Where links were lost, words are missing."""
    assert is_torn(text)
    assert not is_torn("Avoid it in gout, and in dialysis.")


def test_cells_in_a_line_are_told() -> None:
    """An amount with a new beginning behind it is a table that lost its lines; the drug's name behind it is none."""
    about = record(kind=SourceKind.LABEL, substances=NAMES)
    assert holds_cells("10 to 20 mL/min 200 mg/day Less than 10 mL/min 100 mg/day", about)
    assert holds_cells("Rifampin ↓Dolutegravir Adjust the dose.", about)
    assert not holds_cells("Patients took 200 mg Zurampic daily.", about)


def test_a_dose_for_children_is_refused_where_nobody_asked_about_them() -> None:
    """The title above a sentence says for whom it is, though the sentence does not."""
    text = "Use in Pediatric Patients Mild renal impairment of lesinurad: no adjustment. Moderate impairment: avoid Zurampic."
    assert whom_above(text, text.index("Moderate")) == {"child"}
    one = evidence(text, kind=SourceKind.LABEL, substances=NAMES, facet="dosage_and_administration")
    unit = units(one)[-1]
    asked = plan("lesinurad", "dose", drugs=("lesinurad",))
    assert refuse(unit, asked, Topic(asked)) is Gate.OTHER_POPULATION
    of_children = plan("lesinurad", "dose", drugs=("lesinurad",), population=("child",))
    assert refuse(unit, of_children, Topic(of_children)) is not Gate.OTHER_POPULATION


def test_what_is_printed_keeps_every_other_word() -> None:
    """Nothing but pointers and blanks goes."""
    about = record(kind=SourceKind.LABEL, substances=NAMES)
    text = "Patients with gout  should take Zurampic (see Dosage) at 8 a.m. with food"
    assert printed(text, about) == "Patients with gout should take Zurampic at 8 a.m. with food."
