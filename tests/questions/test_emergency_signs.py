"""Danger signs: fields that meet, misspelt words, denial and distance."""

from __future__ import annotations

import pytest

from curbside.questions.emergencies import triage
from curbside.questions.question import Reader
from curbside.questions.signs import found, lexicon, lowered, read


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("my lips have gone huge since the prawns", "anaphylaxis"),
        ("Prawns for dinner. Now my lips look like sausages", "anaphylaxis"),
        ("tounge swolen after peanut", "anaphylaxis"),
        ("he cant lift his toes since tuesday", "urgent"),
        ("type 1 and there is pus under my heel", "urgent"),
    ],
)
def test_fields_meet_in_any_order_and_over_sentences(text: str, kind: str) -> None:
    """A sign is found by its parts, wherever in the neighbourhood they stand."""
    assert list(found(kind, read(text)))


@pytest.mark.parametrize("text", ["no swelling of lips after the prawns", "denies swelling, hives or tight throat"])
def test_a_denied_part_is_no_part(text: str) -> None:
    """What is denied does not count."""
    assert not list(found("anaphylaxis", read(text)))


def test_parts_far_apart_do_not_meet() -> None:
    """Words of a sign in unrelated corners of a long text set nothing off."""
    assert not list(
        found("urgent", read("I have diabetes. " + "We went to the sea and ate ice. " * 9 + "My shoe has pus."))
    )


def test_one_wrong_letter_is_forgiven_in_key_words() -> None:
    """A slip of the finger does not hide a sign, and ordinary words stay what they are."""
    assert "<allergen>" in read("alergic to it").spans
    assert "<tongue_throat>" not in read("three throws").spans


def test_places_point_into_the_text_as_typed() -> None:
    """Letters that grow when lowered do not move the quoted words."""
    text = "İİ İ my lips are swollen"
    assert len(lowered(text)) == len(text)
    first, _ = next(found("anaphylaxis", read(text)))
    assert text[slice(*read(text).places[first])] == "lips"


def test_every_field_of_a_sign_is_defined() -> None:
    """No sign waits for a field that nothing can set."""
    known = lexicon()
    names = {phrase.name for phrase in known.phrases}
    names |= {name for listed in (*known.words.values(), *known.beginnings.values()) for name in listed}
    computed = {"<long_minutes>", "<low_reading>", "<low_mg>", "<degrees>", "<count>", "<upto12>", "<upto3>"}
    for signs in known.signs.values():
        for sign in signs:
            assert {*sign.fields, *sign.unless} <= names | computed, sign


def test_a_professional_with_the_patient_in_front_sees_the_card() -> None:
    """What happens on the ward now is told from a case that is discussed."""
    now = "man in bed 4 has just developed a facial droop and his arm is weak, what do I do"
    assert triage(now, Reader.NURSE) is not None
    assert triage("78 year old with facial droop and arm weakness in 2019, which imaging?", Reader.NURSE) is None
