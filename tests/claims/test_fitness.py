"""How likely a reader is to keep a span: learnt weights on traits that can be named."""

from __future__ import annotations

from curbside.claims.asked import Asked
from curbside.claims.fitness import fitness, rows
from curbside.claims.topic import Topic
from curbside.claims.traits import Seen, Wanted, traits
from curbside.claims.units import units
from curbside.evidence.weigh import weigh
from curbside.questions.question import Plan, QuestionType, Reader
from strategies import evidence, plan


def seen(text: str, wanted: Plan, **of: str) -> Seen:
    unit = units(weigh(wanted, (evidence(text, **of).found,))[0])[0]
    held = Asked(wanted).held(unit, "treatment_options")
    return Seen(unit, "treatment_options", held, 1.0, 0.3, 1.0, 1.0)


def asked_of(wanted: Plan, *looked: Seen) -> list[float]:
    return fitness([(5.0, one) for one in looked], wanted, Asked(wanted), Topic(wanted), Reader.CLINICIAN)


TREATMENT = plan(
    "zelvitis", "treatment_options", kind=QuestionType.TREATMENT, condensed="How is zelvitis treated?", queries=("zelvitis",)
)  # fmt: skip
GOOD = "Zelvitis is treated with rest, fluids and paracetamol."


def test_a_share_is_between_nothing_and_all() -> None:
    """What comes out is a share, the same each time."""
    one = seen(GOOD, TREATMENT, title="Zelvitis", facet="treatment")
    first, again = asked_of(TREATMENT, one), asked_of(TREATMENT, one)
    assert first == again
    assert 0 < first[0] < 1


def test_the_subjects_own_page_is_likelier_kept_than_anothers() -> None:
    """The same words on the page of the subject and on one of something else."""
    own = seen(GOOD, TREATMENT, title="Zelvitis", facet="treatment")
    other = seen(GOOD, TREATMENT, title="Travel in the tropics", facet="treatment")
    likely = asked_of(TREATMENT, own, other)
    assert likely[0] > likely[1]


def test_an_age_that_is_not_asked_about_is_seen() -> None:
    """A statement for 50 to 75 is outside the age of 80, and one for 76 or older within it."""
    wanted = plan("zelvitis", "screening", condensed="zelvitis screening at 80?", queries=("zelvitis",))
    for text, trait in (
        ("Screening for zelvitis is advised for adults aged 50 to 75 years.", "age without"),
        ("Screening for zelvitis is advised for adults 76 years or older.", "age within"),
    ):
        found = traits(seen(text, wanted), Wanted(wanted, Asked(wanted), Topic(wanted), Reader.CLINICIAN))
        assert found[trait] == 1.0
        assert found["age within"] + found["age without"] == 1.0


def test_a_span_is_seen_beside_the_others() -> None:
    """How far it falls behind the best is a trait of its own."""
    one, two = seen(GOOD, TREATMENT, title="Zelvitis"), seen(GOOD, TREATMENT, title="Other")
    made = rows([(5.0, one), (3.0, two)], TREATMENT, Asked(TREATMENT), Topic(TREATMENT), Reader.PATIENT)
    assert made[0]["behind the best value"] == 0.0
    assert made[1]["behind the best value"] == -2.0
    assert made[1]["behind the best title"] < 0
