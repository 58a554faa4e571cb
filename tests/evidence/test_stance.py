"""What a text answers to a yes/no question."""

from __future__ import annotations

import time

import pytest

from curbside.evidence.stance import MOST_SENTENCES, NEAREST, Stance, nearest, sentences_of, stance_of


@pytest.mark.parametrize(
    ("question", "text", "stance"),
    [
        ("Is colchicine effective for gout?", "Colchicine is effective and safe for acute gout.", Stance.YES),
        (
            "Does rest improve gout?",
            "There was no significant difference in pain; rest did not improve gout.",
            Stance.NO,
        ),
        ("Does hippocampal atrophy predict decline?", "Atrophy was not found to predict decline.", Stance.NO),
    ],
)
def test_stance(question: str, text: str, stance: Stance) -> None:
    """A plain yes and a plain no are read as such."""
    assert stance_of(question, text).stance is stance


def test_shares_add_up_and_repeat() -> None:
    """Shares are shares, and the same words give the same ones."""
    one, other = (stance_of("Is it safe?", "It is safe.", "It may harm.") for _ in range(2))
    assert one == other
    assert one.yes + one.no + one.maybe == pytest.approx(1)


def test_the_nearest_sentences_of_several_texts_are_read() -> None:
    """Of many texts the sentences with most of the question's words are kept, and each once."""
    texts = (
        "Gout is common. Colchicine relieves gout.",
        "Colchicine relieves gout.",
        *("Rain fell." for _ in range(20)),
    )
    chosen = nearest("Does colchicine relieve gout?", texts)
    assert chosen[0] == "Colchicine relieves gout."
    assert len(chosen) == len(set(chosen)) <= NEAREST
    assert len(sentences_of("It rained again. " * 50)) == MOST_SENTENCES


def test_hostile_text_is_read_in_linear_time() -> None:
    """Fifty kilobytes of anything are read at once."""
    started = time.process_time()
    for text in ("not " * 12_000, "is " * 16_000, "more " * 10_000, "." * 50_000):
        stance_of("Does more not do more?", text)
    assert time.process_time() - started < 3
