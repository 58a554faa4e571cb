"""Statistics taken out of a sentence for patients."""

import pytest

from curbside.prose.plain import without_statistics


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Pain fell (P < 0.001).", "Pain fell."),
        ("Pain fell (OR 1.8, 95% CI 1.2 to 2.7; P=.03) in adults.", "Pain fell in adults."),
        ("Pain fell (95% CI 1.2, 3.4).", "Pain fell."),
        ("It came back in fewer (8% vs 12%; P = .03).", "It came back in fewer (8% vs 12%)."),
        ("It came back in fewer [HR, 0.71; 95% CI, 0.55-0.92].", "It came back in fewer."),
        ("The mean fell (SD 2.1) by day 3.", "The mean fell by day 3."),
    ],
)
def test_statistics_in_brackets_are_left_out(written: str, read: str) -> None:
    assert without_statistics(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "About 8 in 100 people (8%) have it.",
        "Take it with food (not milk).",
        "Ibuprofen (Advil, Motrin) may help.",
        "It may occur in some people (1 of 250), but this is not certain.",
        "Vitamin D (50 to 125 nmol/L) was measured.",
        "P-values were not given for pain.",
        "Weight fell by 3 kg (from 80 to 77).",
    ],
)
def test_everything_else_stays_as_the_source_wrote_it(written: str) -> None:
    assert without_statistics(written) == written
