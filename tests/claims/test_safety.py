"""What labels warn of for the drugs that an answer names."""

from __future__ import annotations

from dataclasses import replace

from curbside.claims.claim import Claim
from curbside.claims.quote import quote
from curbside.claims.safety import named_drugs, safety
from curbside.evidence.evidence import Evidence
from curbside.questions.question import Plan, Reader
from curbside.sources.source import SourceKind
from strategies import evidence, plan

ASKED = plan("gout", "treatment_options")
LABEL = {
    "kind": SourceKind.LABEL,
    "title": "Mitigare (colchicine)",
    "substances": ("colchicine", "Mitigare"),
    "source": "spl:1",
}


def claims(text: str) -> tuple[Claim, ...]:
    found = quote(ASKED, (evidence(text),), Reader.CLINICIAN).claims
    assert found
    return found


def label(text: str, facet: str) -> Evidence:
    return evidence(text, facet=facet, **LABEL)


def test_warnings_of_a_drug_that_only_the_answer_names() -> None:
    """A drug that the question never named brings its label's contraindications with it."""
    wanted: list[Plan] = []

    def labels(about: Plan) -> tuple[Evidence, ...]:
        wanted.append(about)
        return (
            label(
                "Colchicine is contraindicated in patients with renal failure who take P-gp inhibitors.",
                "contraindications",
            ),
        )

    found = safety(
        claims("Treatment of gout includes colchicine and rest for the joint."), ASKED, labels, Reader.CLINICIAN
    )
    assert [claim.kind for claim in found] == ["contraindications"]
    assert wanted[0].drugs == ("colchicine",)
    assert found[0].quotes[0].text == found[0].text


def test_a_warning_must_name_its_drug() -> None:
    """A warning that does not say which drug it is about is not shown beside other drugs."""
    nameless = label("Patients with renal failure should not take P-gp inhibitors with the drug.", "contraindications")
    given = claims("Treatment of gout includes colchicine and rest for the joint.")
    assert safety(given, ASKED, lambda about: (nameless,), Reader.CLINICIAN) == ()


def test_only_labels_warn() -> None:
    """A page that is no label never enters by this door."""
    page = evidence("Colchicine is contraindicated in patients with renal failure.", title="Colchicine")
    given = claims("Treatment of gout includes colchicine and rest for the joint.")
    assert safety(given, ASKED, lambda about: (page,), Reader.CLINICIAN) == ()


def test_drugs_known_or_not_given_are_not_looked_up() -> None:
    """A drug that the question named, or that a claim names as a cause, is left to the rest of the answer."""
    given = claims("Treatment of gout includes colchicine and rest for the joint.")
    assert named_drugs(given, ("Colchicine",)) == ()
    assert named_drugs([replace(one, kind="causes") for one in given]) == ()


def test_a_label_gives_its_own_drug_alone() -> None:
    """Other drugs in a label's dose are what to beware of there: their own prohibitions are not looked up."""
    (given, *_) = claims("Treatment of gout includes colchicine and rest for the joint.")
    record = replace(
        given.records[0], kind=SourceKind.LABEL, title="Zyloprim (allopurinol)", substances=("allopurinol", "Zyloprim")
    )
    told = replace(given, kind="dose", text="With colchicine give half of allopurinol.", records=(record,))
    assert named_drugs([told]) == ("allopurinol",)
    assert named_drugs([told], ("Zyloprim",)) == ()


def test_what_is_denied_is_not_given() -> None:
    """A drug that a claim advises against brings no further warnings."""
    (given, *_) = claims("Treatment of gout includes colchicine and rest for the joint.")
    assert named_drugs([replace(given, text="Rest helps, and colchicine is not recommended.")]) == ()
    assert named_drugs([replace(given, text="Gout is treated with rest and without colchicine.")]) == ()


def test_one_prohibition_of_each_drug_and_no_figures() -> None:
    """The gravest is said once; what a study counted, or an allergy to the drug itself, forbids nothing."""
    told = (
        label("Colchicine caused diarrhea in 23% of patients with gout in clinical studies.", "warnings_and_cautions"),
        label(
            "Colchicine is contraindicated in patients with known hypersensitivity to colchicine.", "contraindications"
        ),
        label(
            "Colchicine is contraindicated in patients with renal failure who take P-gp inhibitors.",
            "contraindications",
        ),
        label("Colchicine should not be used in patients with severe hepatic failure.", "contraindications"),
    )
    spread = tuple(replace(one, found=replace(one.found, record=replace(one.found.record, source=f"spl:{n}"))) for n, one in enumerate(told))  # fmt: skip
    given = claims("Treatment of gout includes colchicine and rest for the joint.")
    found = safety(given, ASKED, lambda about: spread, Reader.CLINICIAN)
    assert len(found) == 1
    assert "renal failure" in found[0].text or "hepatic failure" in found[0].text
