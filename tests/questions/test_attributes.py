"""What a question wants to be told: the closed list of asked.yaml and the words that ask for it."""

from __future__ import annotations

import pytest

from curbside.questions.attributes import attributes, attributes_in
from curbside.questions.kinds import kinds
from curbside.questions.plan import plan
from curbside.questions.question import Question
from curbside.settings import Settings


def test_attributes_are_a_closed_list() -> None:
    """Every attribute says what a sentence must tell, and names only section kinds that exist."""
    assert len(attributes()) > 30
    for one in attributes().values():
        assert one.means
        assert set(one.kinds) <= set(kinds())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("How long should someone with chickenpox stay off school?", ("duration", "school")),
        ("At what age should screening for bowel cancer begin?", ("age",)),
        ("What is the maximum daily dose of citalopram?", ("limit", "amount")),
        ("Is impetigo catching?", ("yes_no", "spread")),
        ("Can I drink wine on metronidazole?", ("yes_no", "safe", "alcohol")),
        ("When can I drive after a stroke?", ("timing", "driving")),
        ("How often is the eye checked on hydroxychloroquine?", ("how_often", "monitoring")),
        ("What is gout?", ()),
    ],
)
def test_asked_words(text: str, told: tuple[str, ...]) -> None:
    """The words of a question tell which facts it wants, in the order in which it asks."""
    assert attributes_in(text) == told


def test_plan_carries_what_is_asked() -> None:
    """A plan says what is asked to be told, whatever stands in front of the question."""
    made = plan(Question("Hello, my boy has chickenpox. How long must he stay off school?"), Settings())
    assert made.asked == ("duration", "school")
