"""Who a message tells of: an animal, a clinician's case and a game set nothing off; somebody beside them does."""

from __future__ import annotations

import pytest

from curbside.questions.emergencies import triage


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Our spaniel has collapsed twice, does he need a scan of his heart?", False),
        ("the horse has kicked my son in the head and he keeps vomiting", True),
        ("my dog died and I want to kill myself", True),
        ("Crushing chest pain walking the dog", True),
        ("53-year-old man with crushing chest pain and a normal stress test. Which test next?", False),
        ("I'm a cancer patient on chemo with a temperature of 38.9", True),
        ("our cleric is unconscious and dying at 0 hp, how would you roleplay it", False),
        ("I have no chest pain today, only a cough", False),
    ],
)
def test_who_is_told_of(text: str, shown: bool) -> None:
    """A card needs a human in danger."""
    assert (triage(text) is not None) is shown


@pytest.mark.parametrize(
    "text",
    [
        "I've found a home for the dog and paid the undertaker. I won't be needing the appointment",
        "they would all have more money and more room without me and I have it planned",
        "been saving my sleepers in a tin, it is a comfort to know they are there",
        "would anyone even notice if I was gone tonight",
    ],
)
def test_despair_is_heard_without_its_words(text: str) -> None:
    """Goodbyes, a stock of pills and being a burden bring up the crisis card."""
    card = triage(text)
    assert card is not None
    assert card.kind == "crisis"
