"""What a question wants to know of its subject, looked for in sentences."""

from __future__ import annotations

from curbside.claims.asked import Asked
from curbside.claims.roots import root
from curbside.claims.units import units
from curbside.questions.question import Plan, QuestionType
from strategies import evidence


def held(asked: Asked, text: str, kind: str = "", **about: object) -> float:
    (unit,) = units(evidence(text, **about))
    return asked.held(unit, kind).whole


def question(text: str, focus: str, *facets: str, asked: tuple[str, ...] = (), people: tuple[str, ...] = ()) -> Asked:
    return Asked(
        Plan(
            QuestionType.DRUG_OR_DOSE, facets or ("definition",), focus, population=people, condensed=text, asked=asked
        )
    )


def test_endings_do_not_part_words() -> None:
    """Words that differ by their ending alone are one."""
    assert root("tested") == root("testing") == root("tests") == "test"
    assert root("pregnant") == root("pregnancy")


def test_a_sentence_on_what_was_asked_holds_more() -> None:
    """Asked of wine, a sentence on alcohol holds more than another of the same label."""
    asked = question("Xyrem and a glass of wine at night?", "Xyrem")
    assert held(asked, "Xyrem must not be used together with alcohol.") > held(
        asked, "Xyrem may cause headache in adults."
    )


def test_the_people_asked_about_count() -> None:
    """Asked of someone of 72, the limit for older people holds more than the limit for all."""
    asked = question("What is the highest dose in a 72-year-old?", "Celexa", "dose", people=("older_adult",))
    older = "In patients greater than 60 years of age the maximum dose is 20 mg."
    assert held(asked, older, "dose") > held(asked, "The maximum dose is 40 mg once daily for adults.", "dose")


def test_the_section_asked_for_counts_where_nothing_else_was_said() -> None:
    """Asked only for treatment, a sentence of that kind holds more than one of another."""
    asked = question("How is gout treated?", "gout", "treatment_options")
    text = "Gout affects the big toe in most people."
    assert held(asked, text, "treatment_options") > held(asked, text, "presentation")


def test_the_other_side_is_known() -> None:
    """A sentence on chronic illness is of the other side where the question says acute, and not where it names both."""
    asked = question("How does acute gout present?", "gout")
    assert asked.is_of_other_side("Chronic gout deforms the joints.")
    assert not asked.is_of_other_side("Acute and chronic gout differ.")
    assert not question("How does gout present?", "gout").is_of_other_side("Chronic gout deforms the joints.")


def test_a_number_is_told_or_the_question_is_settled() -> None:
    """How long is answered by a time, or by the statement that it is advised against."""
    asked = question("For how long is it taken?", "colchicine", asked=("duration",))
    assert asked.tells("It is taken for 6 months.")
    assert asked.tells("It is not recommended.")
    assert not asked.tells("It is a medicine for gout.")


def test_the_week_of_pregnancy_asked_about_is_reached() -> None:
    """In the 32nd week the limit from the 30th on is the latest that counts; a later one does not yet."""
    asked = question("At 32 weeks, is it safe?", "celecoxib", people=("pregnancy",))
    assert asked.week_reached("Limit use between 20 and 30 weeks; avoid it from 30 weeks of gestation.") == 30
    assert asked.week_reached("Limit use at 20 weeks or later, and stop at 36 weeks.") == 20
    assert asked.week_reached("Limit use in pregnancy.") == 0
