"""What a span is worth saying."""

from __future__ import annotations

from curbside.claims.rank import score
from curbside.claims.topic import Topic
from curbside.claims.units import units
from curbside.questions.question import Reader
from curbside.sources.source import SourceKind
from strategies import evidence, plan


def worth(text: str, under: str, promise: float = 0.5, **changes: object) -> float:
    asked = plan("gout", under)
    (unit,) = units(evidence(text, **changes))
    return score(unit, promise, under, asked, Reader.CLINICIAN, Topic(asked), 1.0)


def test_more_promising_words_are_worth_more() -> None:
    """What the words promise as an answer counts."""
    text = "Gout is treated with medicines for pain."
    assert worth(text, "treatment_options", 0.9) > worth(text, "treatment_options", 0.1)


def test_a_sentence_of_another_kind_is_worth_less_under_a_heading() -> None:
    """Under "Treatment", a sentence on treatment outranks one on how common the illness is."""
    page = {"kind": SourceKind.PATIENT_PAGE}
    fits = worth("Treatment of gout includes medicines and surgery to relieve pain.", "treatment_options", **page)
    other = worth("The cause of gout is a mutation in a gene that is inherited.", "treatment_options", **page)
    assert fits > other


def test_how_common_is_answered_by_a_number() -> None:
    """Asked how common something is, a sentence with a number outranks the same without one."""
    assert worth("Gout affects about 4 percent of adults.", "frequency") > worth(
        "Gout affects some adults.", "frequency"
    )


def test_an_item_of_a_label_never_leads() -> None:
    """A whole contraindication outranks a list item of the same label, however promising its words."""
    label = {"kind": SourceKind.LABEL, "facet": "contraindications", "substances": ("colchicine",)}
    whole = worth("Colchicine is contraindicated in patients with renal failure.", "contraindications", 0.2, **label)
    item = worth(
        "Renal failure or hepatic impairment of any kind (4) • Pregnancy (4).", "contraindications", 0.8, **label
    )
    assert whole > item
