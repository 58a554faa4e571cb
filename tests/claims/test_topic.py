"""What a question is about: found in words, and in the other names that a source gives its own subject."""

from __future__ import annotations

import pytest

from curbside.claims.gates import Gate, refuse
from curbside.claims.topic import Topic
from curbside.claims.units import units
from strategies import evidence, plan

NAMES = ("Bladder infections", "Interstitial cystitis")


@pytest.mark.parametrize(
    ("name", "refused"),
    [("bladder infection", None), ("bladder cancer", Gate.OFF_TOPIC), ("interstitial cystitis", Gate.OFF_TOPIC)],
)
def test_another_name_of_a_sources_subject_is_its_subject(name: str, refused: Gate | None) -> None:
    """A page that calls cystitis bladder infection answers for that name, not for a part of it or one kind of cystitis."""
    wanted = plan(name)
    made = evidence("Cystitis is usually treated with antibiotics for a few days.", title="Cystitis", synonyms=NAMES)
    (unit,) = units(made)
    assert Topic(wanted).may_be_in(made) is (refused is None)
    assert refuse(unit, wanted, Topic(wanted)) is refused
