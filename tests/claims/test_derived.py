"""A model's sentence has to be had from its quote by safe edits: the errors of a fluent writer are in ordinary words."""

from __future__ import annotations

import pytest

from curbside.claims.anew import said_by_model
from curbside.claims.claim import Verdict
from curbside.claims.derived import underived

RAISED = "Medications that may increase serum potassium concentration include ACE inhibitors and potassium-sparing diuretics."


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("During treatment, patients must have weekly ANC monitoring.", "During treatment, patients must have regular ANC monitoring."),
        ("Symptoms may last for several weeks.", "Symptoms may last for several days."),
        ("Soak your hands in hot water.", "Soak your hands in warm water."),
        ("Adults need to be screened only once.", "Most adults need to be screened only once."),
        ("Patients with any hepatic impairment have decreased metabolism.", "Patients with severe hepatic impairment have decreased metabolism."),
        ("Drugs such as loop diuretics may increase serum potassium concentration.", RAISED),
        ("Codeine has no effect on milk production.", "There is no information on the effects of codeine on milk production."),
        ("Nitrofurantoin can inhibit renal secretion of probenecid.", "Probenecid can inhibit renal secretion of nitrofurantoin."),
        (
            "The risk is 2% to 4% for miscarriage and 15% to 20% for birth defects.",
            "The risk of birth defects and miscarriage is 2% to 4% and 15% to 20%, respectively.",
        ),
        ("Because it is common, tests cannot tell the site.", "It is common, and tests cannot tell the site."),
        ("Folic acid prevents birth defects.", "Folic acid can prevent birth defects."),
        ("Use it in women with valves or at high risk.", "Use it in women with valves at high risk."),
        ("Treatment may help within a year.", "Treatment may help in older adults within a year."),
        ("Treatment may include drugs that thin the blood.", "Treatment may include drugs to keep the blood vessels open."),
    ],
)  # fmt: skip
def test_one_ordinary_word_changed_is_found(sentence: str, quote: str) -> None:
    """Another time, temperature, scope, drug, role, reason or strength: none can be had from the quote."""
    assert said_by_model(sentence, [quote], [""]).verdict is not Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Rest and ice may help relieve gout.", "Rest and ice might help to relieve gout, which is painful."),
        ("Before treatment, a blood test is needed.", "A blood test is needed prior to treatment."),
        ("Gout is treated with rest and ice.", "Gout is treated with rest and ice (see below)."),
        ("The physician may suggest a blood test.", "Your doctor may suggest a blood test."),
    ],
)
def test_safe_edits_stand(sentence: str, quote: str) -> None:
    """Other forms and names, small words, a clause moved, a bracket or a clause left out."""
    assert not list(underived(sentence, quote, ""))
    assert said_by_model(sentence, [quote], [""]).verdict is Verdict.SUPPORTED


def test_a_title_lends_its_name_and_nothing_that_binds() -> None:
    """The subject may be named from the title; a small word that widens may not be taken from it."""
    assert not list(underived("Gout is treated with rest.", "It is treated with rest.", "Gout"))
    assert list(underived("Gout is always treated with rest.", "It is treated with rest.", "Gout always"))


def test_of_two_quotes_one_alone_bears_a_sentence() -> None:
    """The subject of one quote never gets what the other says; each sentence on its own quote stands."""
    quotes = ["Gout is treated with rest.", "Asthma is treated with inhaled steroids."]
    titles = ["Gout", "Asthma"]
    assert (
        said_by_model("Gout is treated with rest. Asthma is treated with inhaled steroids.", quotes, titles).verdict
        is Verdict.SUPPORTED
    )
    assert said_by_model("Gout is treated with inhaled steroids.", quotes, titles).verdict is not Verdict.SUPPORTED
