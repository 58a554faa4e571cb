"""What a title alone says of where a work stands."""

import pytest

from curbside.sources.citation import standing
from curbside.sources.source import Status


@pytest.mark.parametrize(
    "title",
    [
        "RETRACTED: Hydroxychloroquine for all.",
        "Retracted: Tea Drinking and the Risk of Carcinoma.",
        "[RETRACTED] A trial of something.",
        "Retracted Article: A trial of something.",
        "WITHDRAWN: Antibiotics for something.",
        "Retraction: Smartphone interventions in children.",
        "Retraction Note: VEGF as a potential target.",
        "Retraction Note to: Radiofrequency ablation versus resection.",
        'Retraction notice to "A trial of something" [J Foot 12 (2010) 1-9].',
    ],
)
def test_a_title_that_says_so_marks_a_work_as_retracted(title: str) -> None:
    """A retracted work and the notice that retracts it both support nothing."""
    assert standing((), (), title) is Status.RETRACTED


@pytest.mark.parametrize(
    "title",
    [
        "Retracted articles in the obstetrics literature: lessons from the past to change the future.",
        "Retraction of anterior teeth with buccal appliances: a systematic review.",
        "Retraction reflex-like movements in a patient with stiff-person syndrome.",
        "Systematic review of lingual nerve retraction during molar extractions.",
        "Withdrawn patients in trials: how they are counted.",
        "Removed hardware and infection: a cohort.",
    ],
)
def test_a_title_about_retraction_is_no_retraction(title: str) -> None:
    """Teeth, nerves and clots are retracted too, and there are studies of retracted papers."""
    assert standing((), (), title) is Status.CURRENT
