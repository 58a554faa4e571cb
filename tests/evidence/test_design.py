"""Study design: what a record or an abstract says of itself, and the level it starts at."""

from __future__ import annotations

import pytest

from curbside.evidence.design import design_from, level_of
from curbside.evidence.evidence import Design
from curbside.questions.question import QuestionType
from curbside.sources.source import SourceKind


@pytest.mark.parametrize(
    ("title", "abstract", "design"),
    [
        ("Exercise for knee osteoarthritis: a systematic review", "We included 32 trials.", Design.SYSTEMATIC_REVIEW),
        (
            "Interventions for croup",
            "We searched MEDLINE. We included 12 randomised controlled trials.",
            Design.SYSTEMATIC_REVIEW,
        ),
        ("Colchicine in gout: a randomised controlled trial", "", Design.RANDOMISED_TRIAL),
        ("Colchicine in gout", "Patients were randomly assigned to colchicine or placebo.", Design.RANDOMISED_TRIAL),
        ("Smoking and gout: a case-control study", "", Design.CASE_CONTROL),
        ("Prevalence of gout", "We did a cross-sectional survey of adults.", Design.CROSS_SECTIONAL),
        ("Gout and death", "A prospective cohort of 4,000 adults.", Design.COHORT),
        ("A knee that would not bend", "We report a case of gout in a child.", Design.CASE_REPORT),
        ("A nonrandomized study of rest in gout", "", Design.NON_RANDOMISED_TRIAL),
        ("Rest in gout", "An open-label study of rest.", Design.NON_RANDOMISED_TRIAL),
        ("Ultrasound in gout", "We report sensitivity and specificity.", Design.DIAGNOSTIC_ACCURACY),
        ("Gout of the spine", "A case series.", Design.CASE_SERIES),
        ("On gout", "Gout is common.", Design.NONE),
    ],
)
def test_design_is_read_from_title_and_abstract(title: str, abstract: str, design: Design) -> None:
    """Each design is recognised from the words authors use for it."""
    assert design_from((), title, abstract) is design


def test_publication_types_outrank_words() -> None:
    """A record's own publication type decides, whatever the abstract mentions."""
    assert design_from(("Journal Article", "Randomized Controlled Trial"), "A cohort", "") is Design.RANDOMISED_TRIAL


def test_guidelines_and_pages_have_no_level() -> None:
    """Works that are not studies have no design and therefore no level."""
    assert design_from((), "Guideline", "Adults are advised", SourceKind.GUIDELINE) is Design.NONE
    assert level_of(Design.NONE, QuestionType.TREATMENT) is None


def test_a_trial_starts_at_level_two_for_benefit() -> None:
    """Oxford 2011: a single randomised trial is level 2 for benefit, never 1."""
    assert level_of(Design.RANDOMISED_TRIAL, QuestionType.TREATMENT) == 2
    assert level_of(Design.SYSTEMATIC_REVIEW, QuestionType.TREATMENT) == 1
    assert level_of(Design.COHORT, QuestionType.PROGNOSIS) == 2


@pytest.mark.parametrize(
    ("title", "abstract", "design"),
    [
        (
            "Outcome after hip fracture",
            "The medical records of 214 patients treated between 1998 and 2004 were reviewed.",
            Design.COHORT,
        ),
        ("Knowledge of gout", "A cross-sectional study: 400 adults filled in a questionnaire.", Design.CROSS_SECTIONAL),
        (
            "Prospectively randomized comparison of two valves",
            "Patients were followed for a year.",
            Design.RANDOMISED_TRIAL,
        ),
        ("Mendelian randomization of gout and height", "We used genetic data.", Design.NONE),
        ("A step by step guide for conducting a meta-analysis", "We explain each step.", Design.NONE),
    ],
)
def test_designs_that_do_not_name_themselves(title: str, abstract: str, design: Design) -> None:
    """Records are a cohort, a questionnaire is cross-sectional, and Mendelian randomisation is no trial."""
    assert design_from((), title, abstract) is design


@pytest.mark.parametrize(
    ("title", "abstract", "is_trial"),
    [
        ("Cycling and walking", "Twenty men performed three tests in a randomized, counter-balanced order.", True),
        ("Oestradiol by two routes", "We compared oral estradiol with placebo in 27 women.", True),
        ("A pathway for fractures", "DESIGN: Prospective, pseudorandomised, controlled trial. 111 patients.", True),
        ("Sleep in a town", "A random sample of 300 adults answered; random effects models were used.", False),
        ("Drugs for migraine: a review", "Trials randomized patients to many drugs, most against placebo.", False),
        (
            "Zinc for pregnant rats",
            "Fifty rats were given zinc or a sham diet; the rats were weighed, and rats were killed.",
            False,
        ),
    ],
)
def test_the_make_up_of_a_trial_is_known_without_its_name(title: str, abstract: str, is_trial: bool) -> None:
    """Random order, placebo groups and crossovers are trials; random samples, reviews and animals are not."""
    assert (design_from((), title, abstract) is Design.RANDOMISED_TRIAL) is is_trial
