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
        ("Pain was similar (relative risk, 1.54; 95% confidence interval, 0.62-3.81).", "Pain was similar."),
        ("Age did not matter (p=0.55).", "Age did not matter."),
        ("Both fell (P<0.001, P = 0.01, respectively).", "Both fell."),
        ("Fewer cramps (8.83 fewer; 95% confidence interval 4.16 to 13.49).", "Fewer cramps (8.83 fewer)."),
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
        "Exposure rose (47% for Cmax and 85% for AUC).",
        "P-values were not given for pain.",
        "Weight fell by 3 kg (from 80 to 77).",
        "Use rose (11.0%-13.5%, p<0.01; 7.0%-10.9%, p<0.001; and 5.1% to 6.6%, p<0.05, respectively).",
        "There was a rise [with n = 27 (39.1%), without n = 30 (46.2%), (95% CI 0.38, 1.49)] in births.",
    ],
)
def test_everything_else_stays_as_the_source_wrote_it(written: str) -> None:
    assert without_statistics(written) == written


@pytest.mark.parametrize(
    "written",
    [
        "It came back in 21% after surgery and 24% after drugs (p = 0.39).",
        "Survival was 66% in one group and 55% in the other (P=0.19).",
        "More died with it (RR 1.54, 95% CI 0.62 to 3.81).",
        "Pain fell by 2 points (95% CI -1.0 to 5.0).",
    ],
)
def test_a_statistic_that_tells_of_doubt_stays(written: str) -> None:
    """Without it, a difference that may be chance would read as an effect."""
    assert without_statistics(written) == written
