"""Weighing: what may never support a claim."""

from __future__ import annotations

from curbside.evidence.weigh import weigh
from curbside.sources.source import Role, SourceKind, Status
from strategies import evidence, plan


def reasons(**changes: object) -> tuple[str, ...]:
    found = evidence("Gout is treated with rest.", **changes).found
    return weigh(plan(), (found,))[0].unfit


def test_a_retracted_source_is_unfit() -> None:
    """A retracted work never supports a claim."""
    assert reasons(status=Status.RETRACTED) == ("retracted",)
    assert reasons() == ()


def test_protocols_and_animal_work_are_unfit() -> None:
    """A protocol has no result, and an animal is not a patient."""
    assert reasons(kind=SourceKind.PROTOCOL_OR_REGISTRY)
    assert reasons(kind=SourceKind.ANIMAL_OR_LABORATORY)


def test_link_lists_are_unfit() -> None:
    """Boilerplate and link lists are kept in the library and never quoted."""
    assert reasons(role=Role.RESOURCE)


def test_a_source_about_children_does_not_answer_for_adults() -> None:
    """A page about children is a hard gate when the question is not about them, and opens when it is."""
    found = evidence("Gout is treated with rest.", title="Gout in children").found
    assert weigh(plan(), (found,))[0].unfit
    assert not weigh(plan(population=("child",)), (found,))[0].unfit
    assert not weigh(plan(focus="gout in children"), (found,))[0].unfit


def test_an_illness_of_children_is_answered_by_its_own_page() -> None:
    """Croup is asked about without saying "in children", and its page says so in the title."""
    found = evidence("Croup often starts like a cold.", title="Croup in babies", synonyms=("croup",)).found
    assert not weigh(plan(focus="croup"), (found,))[0].unfit
    assert weigh(plan(focus="cough"), (found,))[0].unfit
