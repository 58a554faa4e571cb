"""Which section kind a sentence's own words lean to."""

from __future__ import annotations

import pytest

from curbside.claims.leaning import leaning_to, leanings, marks
from curbside.language.stems import content


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Treatment may include surgery to remove the gallbladder.", "treatment_options"),
        ("Symptoms include fever, headache and a rash.", "presentation"),
        ("Doctors diagnose it with a blood test and an ultrasound.", "work_up"),
        ("The exact cause is not known.", "causes"),
        ("The condition is inherited in an autosomal recessive pattern.", "inheritance"),
        ("Most people recover completely within a few weeks; the prognosis is good.", "prognosis"),
    ],
)
def test_leans(text, kind):
    """A plain sentence leans most to the kind that a reader would file it under."""
    shares = leanings(text, frozenset())
    assert max(shares, key=shares.__getitem__) == kind


def test_shares_add_up():
    """The shares of a sentence add up to one."""
    assert sum(leanings("Gout is a kind of arthritis.", frozenset()).values()) == pytest.approx(1)


def test_subject_is_hidden():
    """The names of the subject are not looked at, so that no illness leans to a kind by its name."""
    gout, asthma = content("gout"), content("asthma")
    assert marks("Gout is treated with drugs.", gout) == marks("Asthma is treated with drugs.", asthma)


def test_finer_kinds_count_as_their_broader_one():
    """A sentence on surgery leans to procedures as far as it leans to treatment; kinds never learnt are not doubted."""
    text = "Surgery is used when medicines fail."
    assert leaning_to("procedures", text, frozenset()) == leaning_to("treatment_options", text, frozenset())
    assert leaning_to("local", text, frozenset()) == 1.0
