"""Tests of what a question asks for by the way it is put."""

from __future__ import annotations

import pytest

from curbside.questions.asking import LEAST_SHARE, features, frame, shares, ways, weighed
from curbside.questions.facets import asked
from curbside.questions.kinds import kinds
from curbside.questions.named import names_in
from curbside.questions.plan import plan
from curbside.questions.question import Plan, Question, QuestionType
from curbside.settings import Settings


def planned(text: str) -> Plan:
    return plan(Question(text), Settings())


def put(text: str) -> list[str]:
    return frame(text, names_in(text))


def test_names_never_count_in_a_frame() -> None:
    """The same question of another illness, drug or number is put in the same frame."""
    assert put("is shingles ok with 20 mg prednisone") == put("is gout ok with 5 mg ibuprofen")
    assert put("is gout ok with 5 mg ibuprofen") == ["is", "<illness>", "ok", "with", "#", "mg", "<drug>"]


def test_a_vaccine_is_no_drug_of_a_frame() -> None:
    """A vaccine is asked about in other ways than a drug, and keeps a mask of its own."""
    assert "<vaccine>" in put("should my gran get the flu vaccine")


def test_a_long_frame_keeps_both_its_ends() -> None:
    """Of a very long text the beginning and the end are read, so that the time stays bounded."""
    tokens = put("what " + "and then " * 400 + "helps?")
    assert len(tokens) == 40
    assert (tokens[0], tokens[-2:]) == ("what", ["helps", "?"])


def test_every_way_of_asking_names_sections_that_exist() -> None:
    """A way of asking leads to sections of the closed list, and the model knows no other way."""
    assert all(kind in kinds() for _, sections in ways().values() for kind in sections)
    assert set(shares(features(put("what is gout"), asked("what is gout"), ()))) == set(ways())


def test_shares_add_up_and_are_the_same_each_time() -> None:
    """The same frame always gets the same shares, which add up to one."""
    read = features(put("how soon can i swim after gout"), (), ())
    assert shares(read) == shares(dict(reversed(read.items())))
    assert sum(shares(read).values()) == pytest.approx(1.0)


def test_a_guess_stands_unless_the_frame_speaks_plainly_against_it() -> None:
    """Only a frame that all but rules a guessed type out replaces it."""
    leaning = (QuestionType.DEFINITION, ("definition",))
    likely = dict.fromkeys(ways(), 0.0)
    assert weighed(leaning, likely | {"dose": 1 - LEAST_SHARE, "definition": LEAST_SHARE}) == leaning
    assert weighed(leaning, likely | {"dose": 0.95, "definition": 0.05})[0] is QuestionType.DRUG_OR_DOSE


def test_what_the_rules_found_stays_behind_what_the_frame_asks() -> None:
    """A section that a rule found is never lost to the frame."""
    likely = dict.fromkeys(ways(), 0.0) | {"spread": 1.0}
    kind, sections = weighed((QuestionType.TREATMENT, ("treatment_options", "medicines")), likely)
    assert kind is QuestionType.CAUSE_OR_RISK
    assert sections[:3] == ways()["spread"][1]
    assert {"treatment_options", "medicines"} <= set(sections)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("will my frozen shoulder ever settle down", QuestionType.PROGNOSIS),
        ("ran out of my sertraline over the weekend, will I be ok", QuestionType.DRUG_OR_DOSE),
        ("anything I can do so I don't get another gout attack", QuestionType.PREVENTION_OR_SCREENING),
        ("is mumps catching", QuestionType.CAUSE_OR_RISK),
        ("does shark cartilage really shrink a melanoma", QuestionType.EFFECTIVENESS),
    ],
)
def test_everyday_wordings_are_read(text: str, kind: QuestionType) -> None:
    """Questions put as people put them are of the type that a reader would give them."""
    assert planned(text).type is kind


def test_rules_lead_where_they_know_the_words() -> None:
    """The plain questions of textbooks are read as before."""
    assert planned("What causes gout?").facets[0] == "causes"
    assert planned("What are the symptoms of lupus?").facets[0] == "presentation"
    assert planned("How much urine does a bladder hold?").facets == ("definition",)


def test_what_is_likely_besides_is_asked_for_too() -> None:
    """A second way of asking that is likely brings its sections, one that is not does not."""
    likely = dict.fromkeys(ways(), 0.0) | {"dose": 0.9, "stopping": 0.06, "research": 0.04}
    sections = weighed((QuestionType.DEFINITION, ("definition",)), likely)[1]
    assert sections == ("dose", "stopping", "monitoring", "definition")


def test_a_question_for_one_thing_stays_open() -> None:
    """What asks for one thing in words that no rule knows is not read as another kind of question."""
    assert planned("At which ages is the meningococcal vaccine given to a child with sickle cell disease?").is_open
