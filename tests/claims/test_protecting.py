"""What protects stays beside the answer, and never leads it."""

from __future__ import annotations

import pytest

from curbside.claims.protecting import tells_allergy_alone
from curbside.claims.quote import Quoted, quote
from curbside.evidence.weigh import weigh
from curbside.questions.question import QuestionType, Reader
from curbside.sources.source import SourceKind
from strategies import evidence, plan

TREATED = "Treatment of gout includes rest, ice, splints and anti-inflammatory medicines."
NOT_FOR = "Splints are contraindicated in people who have an open wound on the same foot."


def quoted(title: str = "Gout", kind: QuestionType = QuestionType.TREATMENT) -> Quoted:
    asked = plan("gout", "treatment_options", kind=kind)
    found = (evidence(TREATED, facet="treatment"), evidence(NOT_FOR, source="pmid:5", title=title))
    return quote(asked, weigh(asked, tuple(one.found for one in found)), Reader.CLINICIAN)


def test_who_must_not_have_it_stays() -> None:
    """A contraindication of the subject's own page is shown though it holds no word of the question, and does not lead."""
    made = quoted()
    told = {claim.text: claim for claim in made.claims}
    assert {TREATED, NOT_FOR} <= set(told)
    assert told[TREATED].id in made.answering
    assert told[NOT_FOR].id not in made.answering


@pytest.mark.parametrize(
    ("title", "kind"), [("Gout and its many relatives", QuestionType.TREATMENT), ("Gout", QuestionType.PROGNOSIS)]
)
def test_only_the_subjects_own_and_only_where_it_is_to_be_given(title: str, kind: QuestionType) -> None:
    """Another page's contraindication, and one beside a question of outlook, is not brought in."""
    assert NOT_FOR not in {claim.text for claim in quoted(title, kind).claims}


def test_a_label_keeps_what_it_forbids_and_nothing_else() -> None:
    """Of the label of the drug asked about the contraindication stays; a strength that is not sold protects nobody."""
    asked = plan("zelvirol", "dose", kind=QuestionType.DRUG_OR_DOSE, drugs=("zelvirol",), condensed="zelvirol dose", asked=("amount",))  # fmt: skip
    label = {"kind": SourceKind.LABEL, "title": "Zelvirol", "substances": ("zelvirol",)}
    found = (
        evidence("The usual dose of zelvirol is 20 mg once daily for adults.", facet="dosage_and_administration", source="spl:1", **label),
        evidence("Zelvirol is contraindicated in patients with acute liver failure.", facet="contraindications", source="spl:2", **label),
        evidence("The 5 mg strength of zelvirol is no longer marketed.", facet="use_in_specific_populations", source="spl:3", **label),
    )  # fmt: skip
    made = quote(asked, weigh(asked, tuple(one.found for one in found)), Reader.CLINICIAN)
    texts = " ".join(claim.text for claim in made.claims)
    assert "acute liver failure" in texts
    assert "no longer marketed" not in texts


@pytest.mark.parametrize(
    ("text", "is_alone"),
    [
        ("Depakene is contraindicated in patients with known hypersensitivity to the drug", True),
        ("Do not take it if you are allergic to rivaroxaban or any of the ingredients.", True),
        ("Contraindicated in patients with hypersensitivity to any component and in pregnancy.", False),
        ("It is contraindicated in patients with: active pathological bleeding; hypersensitivity to the drug", False),
        ("Avoid in people with asthma.", False),
    ],
)
def test_an_allergy_to_the_drug_itself_fills_no_answer(text: str, is_alone: bool) -> None:
    """It holds of every drug; a statement that forbids more than that stays, and a question about allergy gets it."""
    assert tells_allergy_alone(text, "What should I know?") is is_alone
    assert not tells_allergy_alone(text, "I am allergic to it, may I take it?")
