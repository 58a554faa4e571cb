"""The answer as a whole: order, numbers, caveats, and saying no."""

from __future__ import annotations

from dataclasses import replace

from curbside.answers.answer import Answer, Caveat, CaveatKind, MadeBy, Outcome, Reference, Searched
from curbside.answers.caveats import is_past_review
from curbside.answers.compose import Setting, compose
from curbside.claims.quote import quote
from curbside.evidence.evidence import Evidence
from curbside.evidence.weigh import weigh
from curbside.prose.reword import reword
from curbside.questions.question import Plan, Question, QuestionType, Reader
from curbside.sources.source import Audience, SourceKind, Status
from strategies import evidence, plan, record

SETTING = Setting(Searched(2, 3, 0, ("gout",), "2024", ""), "0" * 16, MadeBy("0", "none", "0" * 16), has_labels=False)
OPTIONS = "Gout is treated with rest, ice, medicines, a splint and plenty of fluids."
TESTS = "Gout is diagnosed by finding crystals in fluid from the joint."
RED = "A person with gout and fever should get medical help right away."


def answer(
    *made: Evidence, asked: Plan | None = None, reader: Reader = Reader.CLINICIAN, setting: Setting = SETTING
) -> Answer:
    wanted = asked or plan("gout", "treatment_options")
    weighed = weigh(wanted, tuple(one.found for one in made))
    quoted = quote(wanted, weighed, reader)
    return reword(compose(Question("How is gout treated?", reader), wanted, quoted, weighed, setting), reader)


def kinds(made: Answer) -> list[CaveatKind]:
    return [caveat.kind for caveat in made.caveats]


def test_red_flags_come_first() -> None:
    """What cannot wait stands above what was asked."""
    made = answer(evidence(OPTIONS, facet="treatment"), evidence(RED, source="pmid:2"))
    assert next(section.kind for section in made.sections) == "red_flags"


def test_references_are_numbered_by_first_use() -> None:
    """The bottom line cites 1, every citation has its reference, and no number is left out."""
    made = answer(evidence(OPTIONS, facet="treatment"), evidence(RED, source="pmid:2"))
    assert made.bottom_line is not None
    assert made.bottom_line.citations[0] == 1
    assert [reference.number for reference in made.references] == list(range(1, len(made.references) + 1))


def test_without_evidence_it_abstains() -> None:
    """No source, no answer: the abstention speaks of this library, not of medicine."""
    made = answer()
    assert made.outcome is Outcome.ABSTAINED
    assert made.abstention is not None
    assert "This says nothing about whether evidence exists." in made.abstention.text
    assert not made.sections
    assert made.bottom_line is None


def test_a_patient_abstention_shows_no_evidence() -> None:
    """A patient is told where to ask, and sees no near miss that could be taken for advice."""
    made = answer(evidence(TESTS, title="Pseudogout of the knee"), asked=plan("asthma"), reader=Reader.PATIENT)
    assert made.abstention is not None
    assert not made.abstention.nearest
    assert "pharmacist" in made.abstention.text


def test_a_dose_without_a_label_is_refused_by_name() -> None:
    """A dose question with no label ends in the dose abstention."""
    asked = plan("colchicine", "dose", kind=QuestionType.DRUG_OR_DOSE, drugs=("colchicine",))
    made = answer(
        evidence("Colchicine 1.2 mg was given to adults with gout by mouth.", title="Colchicine"), asked=asked
    )
    assert made.abstention is not None
    assert made.abstention.reason.value == "dose_needs_label"


def test_a_retracted_source_is_left_out_and_said_to_be() -> None:
    """A retracted source supports nothing, and the reader is told that it was left out."""
    made = answer(evidence(OPTIONS, facet="treatment"), evidence(RED, source="pmid:2", status=Status.RETRACTED))
    assert "pmid:2" not in {reference.record.source for reference in made.references}
    assert CaveatKind.RETRACTED_LEFT_OUT in kinds(made)


def test_what_is_asked_and_missing_is_named() -> None:
    """An ordering that no source gives is said to be missing, in the bottom line and below."""
    asked = plan("gout", "first_line", "treatment_options")
    made = answer(evidence(OPTIONS, facet="treatment"), asked=asked)
    assert made.outcome is Outcome.PARTIAL
    assert made.bottom_line is not None
    assert made.bottom_line.text.startswith("No source here says which treatment comes first.")
    assert CaveatKind.ORDER_NOT_GIVEN in kinds(made)
    assert CaveatKind.MISSING in kinds(made)


def test_patient_pages_are_named_to_professionals() -> None:
    """A consumer page is never passed off as evidence to a clinician."""
    page = evidence(
        OPTIONS, facet="treatment", kind=SourceKind.PATIENT_PAGE, published="", date_note="undated, collected 2016-17"
    )
    assert {CaveatKind.CONSUMER_PAGES, CaveatKind.UNDATED} <= set(kinds(answer(page)))
    assert CaveatKind.CONSUMER_PAGES not in kinds(answer(page, reader=Reader.PATIENT))


def test_missing_labels_are_said_where_a_drug_is_named() -> None:
    """No drug labels loaded is printed wherever drugs are the subject and none is held."""
    text = "Gout is usually treated with medicines that reduce pain and swelling."
    asked = plan("gout", "medicines")
    assert CaveatKind.NO_LABELS in kinds(answer(evidence(text, facet="treatment"), asked=asked))
    held = replace(SETTING, has_labels=True)
    assert CaveatKind.NO_LABELS not in kinds(answer(evidence(text, facet="treatment"), asked=asked, setting=held))


def test_disagreement_is_described_and_not_voted() -> None:
    """Sources that pull apart are counted in words, and no Yes or No is printed."""
    asked = plan(
        "gout",
        "benefits",
        kind=QuestionType.EFFECTIVENESS,
        intervention="exercise",
        condensed="Is exercise effective for gout?",
    )
    for_it = evidence("Exercise improved pain in adults with gout.", kind=SourceKind.TRIAL, source="pmid:1")
    against = evidence(
        "Exercise made no significant difference to pain in gout.", kind=SourceKind.TRIAL, source="pmid:2"
    )
    from curbside.evidence.evidence import Design

    trials = [
        replace(one, found=replace(one.found, record=replace(one.found.record, design=Design.RANDOMISED_TRIAL)))
        for one in (for_it, against)
    ]
    made = answer(*trials, asked=asked)
    assert made.bottom_line is not None
    assert made.bottom_line.verdict == "uncertain"
    assert "not a pooled result" in made.bottom_line.text
    assert CaveatKind.DISAGREEMENT in kinds(made)


def test_a_patient_is_shown_no_dose_of_a_professional_label() -> None:
    """A label written for professionals gives its dose to them, and to patients only from a text written for patients."""
    text = "The recommended dose of Zurampic for gout is 200 mg once daily in the morning."
    about = {"kind": SourceKind.LABEL, "title": "Zurampic", "substances": ("Zurampic", "lesinurad")}
    asked = plan("gout", "dose", kind=QuestionType.DRUG_OR_DOSE, drugs=("lesinurad",))

    def shown(reader: Reader, audience: Audience) -> list[str]:
        label = evidence(text, facet="dosage_and_administration", audience=audience, **about)
        return [section.kind for section in answer(label, asked=asked, reader=reader).sections]

    assert shown(Reader.CLINICIAN, Audience.PROFESSIONAL) == ["dose"]
    assert shown(Reader.PATIENT, Audience.PROFESSIONAL) == []
    assert shown(Reader.PATIENT, Audience.PATIENT) == ["dose"]


def test_a_caveat_numbers_only_the_references_it_is_about() -> None:
    """Of two references to one summary, drawn from pages of other dates, only the undated one is called undated."""
    dated = record(source="starter:gout", published="2022", date_note="")
    undated = record(source="starter:gout", published="", date_note="undated, collected 2016-17")
    references = (Reference(1, dated), Reference(2, undated))
    assert (
        Caveat(CaveatKind.UNDATED, "{n}: undated", ("starter:gout",), (undated,)).numbered(references) == "[2]: undated"
    )


def test_a_source_past_its_own_review_date_says_so() -> None:
    """A source that was to be reviewed before today is named with the date and who keeps it."""
    due = evidence(OPTIONS, facet="treatment", kind=SourceKind.GUIDELINE, review_by="2024-06-30", owner="Pharmacy")
    for today, expected in (("2024-06-30", False), ("2024-07-01", True)):
        made = answer(due, setting=replace(SETTING, today=today))
        said = [caveat.text for caveat in made.caveats if caveat.kind is CaveatKind.PAST_REVIEW]
        assert said == (
            ["{n}: was to be reviewed by 2024-06-30; ask Pharmacy for the version in force."] if expected else []
        )


def test_a_month_is_past_when_it_has_ended() -> None:
    """ "2024-06" stands for the whole of June."""
    due = replace(record(), review_by="2024-06")
    assert not is_past_review(due, "2024-06-30")
    assert is_past_review(due, "2024-07-01")
    assert not is_past_review(record(), "2024-07-01")
