"""Spans that could be quoted: whole sentences, lists with their lead-in, and what leans on the sentence before."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from curbside.claims.units import units
from curbside.sources.source import Role, SourceKind
from strategies import evidence


@given(st.text(max_size=400))
def test_a_unit_is_its_span(text: str) -> None:
    """Whatever the text, a unit's words are the characters at its span."""
    for unit in units(evidence(text)):
        assert text[unit.start : unit.end] == unit.text


def test_a_dangling_sentence_is_quoted_with_the_one_before() -> None:
    """ "These include" is never quoted alone, and never repaired."""
    made = units(evidence("Several measures relieve gout. These include rest and ice."))
    assert [unit.text for unit in made] == ["Several measures relieve gout. These include rest and ice."]


def test_a_list_is_quoted_with_its_lead_in() -> None:
    """A list is one span from its lead-in to its last item, printed with semicolons."""
    text = "Gout is treated with:\n- rest\n- ice"
    one = evidence(text, role=Role.LIST_ITEM)
    passage = replace(one.found.passage, lead_in=(0, 21), items=((22, 28), (29, 34)))
    (unit,) = units(replace(one, found=replace(one.found, passage=passage)))
    assert unit.is_list
    assert unit.text == text
    assert unit.said == "Gout is treated with: rest; ice."


def test_a_list_without_marks_is_found_by_its_capitals() -> None:
    """A run of capitalised phrases after its lead-in is a list; the sentence between stays in the quote."""
    text = (
        "The following have been reported for gout. Ask your doctor about the options. Rest and ice Oral medicines "
        "Joint splints"
    )
    (unit,) = [one for one in units(evidence(text)) if one.is_list]
    assert unit.text == text
    assert unit.said == "The following have been reported for gout: Rest and ice; Oral medicines; Joint splints."


def test_sections_joined_by_semicolons_are_separate_sentences() -> None:
    """An abstract whose sections were joined by a stop and a semicolon is quoted sentence by sentence."""
    made = units(evidence("To compare rest and ice.; Randomised trial.; Pain improved with rest."))
    assert [unit.text for unit in made][-1] == "Pain improved with rest."


def test_a_label_sentence_begins_after_its_heading() -> None:
    """The number and title of a label's subsection are not part of the sentence that is quoted."""
    text = "5.1 Bleeding Risk Plavix increases the risk of bleeding. Avoid it before surgery."
    made = units(evidence(text, kind=SourceKind.LABEL, substances=("Plavix", "clopidogrel")))
    assert made[0].text == "Plavix increases the risk of bleeding."


def test_marked_lists_within_a_line_are_lists() -> None:
    """Dashes behind wide gaps part a list; a wide gap ends it, and who wrote the page is no part of it."""
    text = (
        "Gout is common. Things you can do include       - Resting the joint    - Using ice       It may come back."
        "       NIH: National Institute of Arthritis"
    )
    made = units(evidence(text, kind=SourceKind.PATIENT_PAGE))
    assert [unit.said for unit in made][:2] == [
        "Gout is common.",
        "Things you can do include: Resting the joint; Using ice.",
    ]
    assert all("NIH" not in unit.text for unit in made)
    assert all(text[unit.start : unit.end] == unit.text for unit in made)


def test_a_name_within_a_label_sentence_opens_nothing() -> None:
    """A label's sentence never loses the words before a drug's name: "not needed when X is given" keeps its "not"."""
    text = "7.5 Digoxin Dosage adjustments are not needed when a Flomax capsule is given with digoxin."
    (unit,) = units(evidence(text, kind=SourceKind.LABEL, substances=("Flomax",)))
    assert "not needed" in unit.text


def test_a_label_sentence_ends_before_it_points_elsewhere() -> None:
    """The brackets by which a label points to its own sections are left out of the quote, as are a box's capitals."""
    text = (
        "WARNING: BLEEDING RISK (See full prescribing information for complete boxed warning) Plavix increases the risk of "
        "bleeding [see Warnings and Precautions (5.1)]."
    )
    (unit,) = units(evidence(text, kind=SourceKind.LABEL, substances=("Plavix",)))
    assert unit.text == "Plavix increases the risk of bleeding"


def test_what_leans_is_left_out_rather_than_both() -> None:
    """A sentence is not lost because the one that leans on it would make the two too long."""
    text = "Gout is treated with rest. In addition, it " + "very " * 70 + "often comes back."
    assert units(evidence(text))[0].text == "Gout is treated with rest."
