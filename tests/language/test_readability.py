"""Syllables and the Flesch-Kincaid grade."""

import pytest

from curbside.language.readability import grade, syllables

SPOKEN = {
    1: "the make walked used called tired weeks times heal health heart nurse pain real died blood",
    2: "table people patient treated wanted needed disease doctor muscle fluid science diet being higher asthma female causes",
    3: "medicine arthritis nausea area idea therapies vitamin manual serious physician anemia".replace(" anemia", ""),
    4: "hypertension information inflammation anemia insomnia evaluate situation exercises radiation",
}


@pytest.mark.parametrize(("count", "words"), SPOKEN.items())
def test_syllables_of_common_words(count: int, words: str) -> None:
    """Words whose syllables anyone can count."""
    assert {word: syllables(word) for word in words.split()} == dict.fromkeys(words.split(), count)


def test_the_grade_is_the_published_formula() -> None:
    """Two sentences, ten words, twelve syllables: 0.39 x 5 + 11.8 x 1.2 - 15.59 = 0.52, and never below 1."""
    assert grade("The dog ran to me. He sat on a table.") == 1
    # One sentence, 7 words, 25 syllables by ear and by the rules here.
    hard = "Antihypertensive medication administration requires individualised cardiovascular evaluation."
    count = sum(map(syllables, hard[:-1].split()))
    assert grade(hard) == round(0.39 * 7 + 11.8 * count / 7 - 15.59)


def test_longer_sentences_and_longer_words_are_harder() -> None:
    easy = "Take it with food. Drink some water. Call us if it hurts."
    hard = "The administration of anticoagulant medication necessitates continuous laboratory monitoring."
    assert (grade(easy) or 0) < 4 < (grade(hard) or 0)


def test_a_text_without_words_has_no_grade() -> None:
    assert grade("12 - 15.") is None
