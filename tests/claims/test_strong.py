"""Strong words, and what grants them."""

from __future__ import annotations

import pytest

from curbside.claims.check import check
from curbside.claims.strong import granted, strong


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("This proves it.", "proven"),
        ("Everyone recovers.", "all"),
        ("All patients recover.", "all"),
        ("It will help.", "will"),
        ("A full recovery follows.", "completely"),
        ("It shouldn't be taken.", "recommended"),
    ],
)
def test_strong_words_are_named_by_what_they_claim(text: str, kind: str) -> None:
    """Each kind is found in its usual words."""
    assert kind in strong(text)


@pytest.mark.parametrize(
    "text", ["Wash every day.", "The throat feels full.", "Labor near full term.", "Every 3 hours."]
)
def test_words_that_claim_nothing_are_left_alone(text: str) -> None:
    """How often something is done, and senses that promise nothing, are no strong words."""
    assert strong(text) == {}


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Everyone in the household should be checked.", "All household members should be checked."),
        ("The drug will not stop other clots.", "The drug won't stop other clots."),
        ("People should not drink alcohol.", "You shouldn't drink alcohol."),
    ],
)
def test_a_passage_grants_what_it_says_in_other_words(claim: str, passage: str) -> None:
    """ "All household members" is everyone in the household; "won't" is "will not"."""
    assert strong(claim).keys() <= granted(passage)
    assert not check(claim, passage).reasons
