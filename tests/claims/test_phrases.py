"""Turns of phrase and short forms that say the same."""

from __future__ import annotations

import pytest

from curbside.claims.gate import gate
from curbside.claims.phrases import plainly
from curbside.claims.short_forms import spelt_out


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("In rare cases the rash goes away at once.", "Rarely, the rash clears up right away."),
        ("The cough may last for years.", "The cough can last for years."),
        ("Coronary heart disease is the main cause.", "CHD is the main cause."),
        ("An injury may affect one side.", "An injury may affect only one side."),
        ("Meningitis can be prevented by vaccines.", "Vaccines can prevent meningitis."),
        ("A gas with no color and no odor fills the room.", "A gas that has no odor or color fills the room."),
    ],
)
def test_the_same_in_other_words_passes(sentence: str, quote: str) -> None:
    """A paraphrase may take other small words for the same denial, hedge or share, and write out a short form."""
    assert gate(sentence, quote).reasons == ()


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("The cough lasts for years.", "The cough can sometimes last for years."),
        ("Congestive heart disease is the main cause.", "CHD is the main cause."),
        ("Iron is given.", "Iron is given only if tests show a lack of it."),
        ("A gas with color and no odor fills the room.", "A gas that has no odor or color fills the room."),
        ("Most people recover.", "Some people recover."),
        ("Headache troubles us at all times of the year.", "Headache troubles us at some times of the year."),
        ("Fatigue is the all common sign of anemia.", "The most common sign of all types of anemia is fatigue."),
        ("People are certain to recover.", "People are likely to recover."),
        ("Asthma needs steroids.", "Severe asthma needs steroids. Asthma is common."),
        ("A child is given iron through a vein.", "A child is given iron by mouth."),
    ],
)
def test_what_only_sounds_alike_is_refused(sentence: str, quote: str) -> None:
    """A hedge, a condition, a degree, a denial and the right long form must stay."""
    assert gate(sentence, quote).reasons


def test_words_that_lost_the_dash_between_them_are_read_apart() -> None:
    """A page's "virusesthe most common cause" holds the word viruses; names of medicines are left whole."""
    assert (
        plainly("work against virusesthe most common cause", is_quote=True)
        == "work against viruses - the most common cause"
    )
    assert plainly("hydroxychloroquine", is_quote=True) == "hydroxychloroquine"
    assert plainly("virusesthe") == "virusesthe"


def test_short_forms_are_written_out_by_the_vocabulary_alone() -> None:
    """Letters that merely fit are not enough."""
    assert spelt_out("Deep vein thrombosis is a clot.", "DVT is a clot.") == "Deep vein thrombosis is a clot."
    assert spelt_out("Dark violet tea is a drink.", "DVT is a clot.") == "DVT is a clot."
