"""`weigh --batch`: what one text reports, for one comparison or one question."""

from __future__ import annotations

from curbside.batch import weigh_line


def test_a_line_with_a_comparison_is_read_for_it() -> None:
    """With an intervention and an outcome the direction is that of the comparison, and the change is said."""
    line = {
        "title": "A randomised trial of ibuprofen", "text": "Pain was significantly lower with ibuprofen than with placebo.",
        "intervention": "ibuprofen", "comparator": "placebo", "outcome": "pain",
    }  # fmt: skip
    weighed = weigh_line(line)
    assert (weighed["change"], weighed["direction"], weighed["level"]) == ("decreased", "benefit", 2)
    turned = weigh_line({**line, "intervention": "placebo", "comparator": "ibuprofen"})
    assert (turned["change"], turned["direction"]) == ("increased", "harm")


def test_a_line_with_a_question_says_what_the_text_answers() -> None:
    """A stance is given only where a question is asked."""
    text = "Colchicine is effective and safe for acute gout."
    assert weigh_line({"text": text, "question": "Is colchicine effective for gout?"})["stance"] == "yes"
    assert set(weigh_line({"text": text})) == {"kind", "design", "level", "direction"}
