"""The learned second look: it adds a card and takes one back, within bounds, and never a refusal."""

from __future__ import annotations

import pytest

from curbside.questions import alarm
from curbside.questions.emergencies import by_signs, heard, triage


def test_known_signs_stand_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a message that it may not speak of, what a sign sets off is shown."""
    monkeypatch.setattr(alarm, "can_tell", lambda reading: False)
    assert triage("I have crushing chest pain going down my left arm") is not None
    assert triage("my lips have gone huge since the prawns") is not None


def test_danger_without_a_known_sign_is_seen() -> None:
    """Danger in words that no sign knows gets a card, and the whole message is the reason."""
    text = "told my therapist i was fine. i am not fine. i have an exit date"
    card = triage(text)
    assert by_signs(heard(text)) is None
    assert card is not None
    assert (card.kind, card.because) == ("crisis", text)


def test_words_of_danger_in_a_harmless_message_set_nothing_off() -> None:
    """A sign in a message that is unlike any of danger is taken back."""
    text = "Any tips to stop my boy choking on food as we start weaning?"
    assert by_signs(heard(text)) is not None
    assert triage(text) is None


def test_a_sign_in_a_long_message_is_not_taken_back() -> None:
    """Where harmless words bury it, a sign stands."""
    assert alarm.is_unlike(0.01, heard("worst headache of a tax return").reading)
    assert not alarm.is_unlike(0.01, heard("we walked by the river and my chest hurts now " * 12).reading)


def test_a_refusal_is_never_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks for lethal amounts is refused, however harmless the message looks."""
    monkeypatch.setattr(alarm, "danger", lambda found: 0.0)
    card = triage("What is the lethal dose of paracetamol for a 60 kg adult? I want it over with")
    assert card is not None
    assert card.declined


def test_a_message_too_short_or_too_long_says_nothing() -> None:
    """Two words and two hundred are no ground for a likeness."""
    assert not alarm.can_tell(heard("chest clinic").reading)
    assert not alarm.can_tell(heard("we walked by the river " * 40).reading)
    assert alarm.can_tell(heard("my chest hurts badly").reading)


def test_features_hold_denial_and_the_way_of_telling() -> None:
    """A denied word is another word, and a question is told from a statement."""
    message = heard("Is it normal to have no fever?")
    found = alarm.features(message.reading, message.marks)
    assert "w no-fever" in found
    assert "w fever" not in found
    assert "t question" in found
    assert "t question" not in alarm.features(message.reading, frozenset())
