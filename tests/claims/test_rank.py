"""What a span is worth saying."""

from __future__ import annotations

from curbside.claims.rank import score
from curbside.claims.topic import Topic
from curbside.claims.units import units
from curbside.questions.question import Reader
from curbside.sources.source import Role, SourceKind
from strategies import evidence, plan


def worth(text: str, under: str, promise: float = 0.5, **changes: object) -> float:
    asked = plan("gout", under)
    (unit,) = units(evidence(text, **changes))
    return score(unit, promise, 1.0, under, asked, Reader.CLINICIAN, Topic(asked), 1.0)


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
    item = worth("Renal failure or hepatic impairment of any kind", "contraindications", 0.8, **label)
    assert whole > item


def test_what_a_panel_recommends_comes_before_what_it_weighed() -> None:
    """A guideline's recommendation outranks a somewhat more promising sentence of its evidence."""
    about = {"kind": SourceKind.GUIDELINE, "title": "Gout"}
    weighed = worth("In one trial the false-positive rate of screening for gout was high.", "screening", 0.8, **about)
    advised = worth(
        "The panel recommends against screening for gout.", "screening", 0.5, role=Role.RECOMMENDATION, **about
    )
    assert advised > weighed
