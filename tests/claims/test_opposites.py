"""Words that one syllable turns round."""

from __future__ import annotations

import pytest

from curbside.claims.gate import gate


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Rash, typical features and fever were seen.", "Rash, atypical features and fever were seen."),
        ("Typical features were seen.", "Rash, fever and Atypical features were seen."),
        ("Symptomatic carriers were treated.", "Asymptomatic carriers were treated."),
        ("It is a painful lump of the hand.", "It is a painless lump of the hand."),
        ("The cause of the rash is known.", "The cause of the rash is unknown."),
        ("A lump left treated grows.", "A lump left untreated grows."),
        ("It is given to smokers with a cough.", "It is given to non-smokers with a cough."),
        (
            "A reading above normal means hyperthyroidism.",
            "A reading above normal means hypothyroidism and a reading below normal means hyperthyroidism.",
        ),
        ("Poorly controlled gout can not harm the joints.", "Untreated or poorly controlled gout can harm the joints."),
        ("Depression responds to depressants.", "Depression responds to antidepressants."),
        ("Preoperative walking helps the wound.", "Postoperative walking helps the wound."),
        ("Food with gluten is eaten every day.", "Gluten-free food is eaten every day."),
    ],
)
def test_a_word_turned_by_a_part_of_itself_is_refused(sentence: str, quote: str) -> None:
    """A lost "un", "a", "non" or "-free" says the reverse, however near the letters are."""
    assert gate(sentence, quote).reasons


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("A painful lump may be seen on the hand.", "A lump with pain may be seen on the hand."),
        ("Asleep or awake, the child may cough.", "The child may cough asleep or awake."),
        ("People who are overweight should lose weight.", "If you are overweight, you should lose weight."),
    ],
)
def test_words_that_only_look_turned_pass(sentence: str, quote: str) -> None:
    """ "Painful" is with pain, and a word that stands in the quote stands in the sentence."""
    assert gate(sentence, quote).reasons == ()
