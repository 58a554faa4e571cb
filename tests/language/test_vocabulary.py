"""The shipped vocabulary: other names, short forms, drugs; never a guess."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.language.tokens import fold
from curbside.language.vocabulary import (
    SHIPPED,
    aliases,
    drugs_in,
    expand,
    is_drug,
    is_known,
    key_of,
    terms_in,
    vocabulary,
)


@pytest.mark.parametrize(
    ("asked", "other"),
    [
        ("heart attack", "myocardial infarction"),
        ("Tarsal Tunnel Syndrome", "posterior tibial nerve neuralgia"),
        ("paracetamol", "acetaminophen"),
        ("adrenaline", "epinephrine"),
        ("kidney stone", "nephrolithiasis"),
        ("Guillain-Barre syndrome", "acute inflammatory demyelinating polyneuropathy"),
        ("iron-deficiency anaemia", "iron-deficiency anemia"),
        ("COPD", "chronic obstructive pulmonary disease"),
        ("Addyi", "flibanserin"),
        ("lupus", "SLE"),
        ("β-blockers", "beta blockers"),
    ],
)
def test_other_names_are_known_both_ways(asked: str, other: str) -> None:
    """Lay and clinical, British and American, brand and generic names lead to each other."""
    assert fold(other) in map(fold, aliases(asked)) or key_of(asked) == key_of(other)
    if asked not in ("COPD", "lupus"):
        assert key_of(asked) in {key_of(name) for name in (*aliases(other), other)} or key_of(asked) == key_of(other)


@given(st.text(max_size=60))
def test_a_name_is_never_its_own_other_name(term: str) -> None:
    """Other names say something new, whatever is asked."""
    assert key_of(term) not in {key_of(name) for name in aliases(term)}


@pytest.mark.parametrize("name", ["metformine", "hydroxizine", "asprin", "wafarin", "celebrexx", "methotrexat"])
def test_a_drug_name_is_never_guessed(name: str) -> None:
    """A misspelt drug has no other names and is no drug: a look-alike could kill."""
    assert not is_drug(name)
    assert aliases(name) == ()
    assert drugs_in(f"Can I take {name}?") == ()


@pytest.mark.parametrize(
    "name", ["metformin", "Humira", "warfarin", "methotrexate", "lisinopril", "Tylenol", "amoxicillin"]
)
def test_medicines_are_drugs(name: str) -> None:
    """Generic and brand names are told as drugs."""
    assert is_drug(name)


@pytest.mark.parametrize(
    "name", ["water", "cholesterol", "insulin resistance", "calcium", "surgery", "rest", "pain", "nasal", ""]
)
def test_everyday_substances_are_not_drugs(name: str) -> None:
    """Words that mean more than a medicine do not set off the rules for drugs."""
    assert not is_drug(name)


@pytest.mark.parametrize(
    ("short", "first"),
    [("RLS", "restless legs syndrome"), ("MI", "myocardial infarction"), ("uti", "urinary tract infection"), ("TTS", "tarsal tunnel syndrome"),
     ("MS", "multiple sclerosis"), ("DVTs", "deep vein thrombosis"), ("GERD", "gastroesophageal reflux disease")],
)  # fmt: skip
def test_short_forms_have_their_likeliest_medical_meaning_first(short: str, first: str) -> None:
    """A clinician's reading comes first."""
    assert expand(short)[0].lower() == first


def test_a_name_leads_to_its_short_form() -> None:
    """Text that writes only the short form is found too."""
    assert "RLS" in aliases("restless legs syndrome")


@pytest.mark.parametrize(
    ("one", "other"),
    [("eczema", "dermatitis"), ("gout", "hyperuricemia"), ("HIV", "acquired immunodeficiency syndrome")],
)
def test_things_that_differ_stay_apart(one: str, other: str) -> None:
    """What a noisy list calls one thing is kept apart where we know better."""
    assert key_of(other) not in map(key_of, aliases(one))


def test_an_ambiguous_short_form_gives_several_meanings() -> None:
    """ "PE" is not decided by the vocabulary."""
    assert len(expand("PE")) > 1
    assert aliases("PE") == ()


@pytest.mark.parametrize("word", ["is", "all", "aids", "so", "as", "case"])
def test_everyday_words_are_not_short_forms(word: str) -> None:
    """Words in lower case stay words."""
    assert expand(word) == ()


def test_the_longest_name_is_taken_at_each_place() -> None:
    """ "chronic kidney disease" is one name, not three, and names do not reach over a stop."""
    text = "Is Tylenol safe in chronic kidney disease? Pain. Relief"
    found = {(text[term.start : term.end], term.kind) for term in terms_in(text)}
    assert ("chronic kidney disease", "disease") in found
    assert ("Tylenol", "drug") in found
    assert drugs_in(text) == ("Tylenol",)
    assert not any("Pain. Relief" in name for name, _ in found)


@given(
    st.lists(
        st.sampled_from(
            ["heart ", "attack ", "chronic kidney disease ", "and ", "Tylenol. ", "vitamin ", "C ", "x ", "\n"]
        ),
        max_size=30,
    ).map("".join)
)
def test_names_in_a_text_are_ordered_and_apart(text: str) -> None:
    """No two names share a word."""
    end = 0
    for term in terms_in(text):
        assert end <= term.start < term.end <= len(text)
        end = term.end


def test_every_concept_keeps_its_source() -> None:
    """Each name that ships can be traced to a source whose licence allows it."""
    shipped = vocabulary()
    sources = {line.split("\t")[1] for line in shipped._concepts.split("\n")}
    assert sources == {"curbside", "openFDA", "MedQuAD", "DOID", "MeSH"}
    assert shipped.concepts("tarsal tunnel syndrome")[0].source == "curbside"


def test_the_shipped_file_stays_small() -> None:
    """The package carries at most three megabytes of names."""
    assert SHIPPED.stat().st_size <= 3_000_000


def test_words_can_be_listed_and_recognised() -> None:
    """The words of all names are at hand for whoever repairs spelling."""
    listed = set(vocabulary().words())
    assert {"tarsal", "tunnel", "syndrome"} <= listed
    assert is_known("Tarsal")
    assert not is_known("qwertyuiop")


@pytest.mark.parametrize("piece", ["a ", "heart ", "chronic kidney ", "heart-", "vitamin "])
def test_hostile_text_ends(piece: str) -> None:
    """Text made of the beginnings of names is read once."""
    terms_in(piece * (60_000 // len(piece)))
    aliases(piece * 10_000)
    expand(piece * 10_000)


@pytest.mark.parametrize(
    ("typed", "name", "title"),
    [
        ("do kids grow out of tourettes", "tourettes", "Tourette"),
        ("will my bells palsy get better", "bells palsy", "palsy"),
        ("menieres attacks", "menieres", "Meniere"),
        ("wilsons disease in the family", "wilsons disease", "Wilson"),
    ],
)
def test_names_called_after_somebody_without_their_apostrophe(typed: str, name: str, title: str) -> None:
    """As people type them, with or without the noun; a plural that is nobody's name stays what it is."""
    (found,) = (term for term in terms_in(typed) if term.kind == "disease")
    assert typed[found.start : found.end] == name
    assert title in " ".join((found.preferred, *aliases(name)))
    assert not [term for term in terms_in("the hearts of kids, his legs and their glasses") if term.kind == "disease"]
