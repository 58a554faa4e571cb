"""The same answer for another reader."""

from __future__ import annotations

from dataclasses import replace

from curbside.answers.answer import Answer, MadeBy, Outcome, Searched
from curbside.answers.compose import Setting, compose
from curbside.claims.claim import Claim
from curbside.claims.quote import quote
from curbside.evidence.evidence import Evidence
from curbside.evidence.weigh import weigh
from curbside.prose.reword import reword
from curbside.questions.question import Plan, Question, QuestionType, Reader
from curbside.sources.source import Audience, SourceKind
from strategies import evidence, plan

SETTING = Setting(Searched(2, 3, 0, ("gout",), "2024", ""), "0" * 16, MadeBy("0", "none", "0" * 16), has_labels=False)
PATIENT_PAGE = "Gout is treated with rest, ice, medicines, a splint and plenty of fluids."
ANOTHER_PAGE = "Treatment of gout aims to ease pain and to prevent further attacks of gout."
TRIAL = "Treatment of gout was more successful with the new plan than with the old one in adults (P < 0.001; 95% CI 1.2 to 3.4)."
UNCERTAIN = "A splint may lower pain in gout, but the evidence is limited (P = 0.04)."
RED = "A person with gout and fever should get medical help right away."
CONTRAINDICATED = "A splint is contraindicated in people with gout who have an open wound on the same foot (P = 0.01)."


def answer(*made: Evidence, reader: Reader = Reader.CLINICIAN, asked: Plan | None = None) -> Answer:
    wanted = asked or plan("gout", "treatment_options")
    weighed = weigh(wanted, tuple(one.found for one in made))
    quoted = quote(wanted, weighed, reader)
    return reword(compose(Question("How is gout treated?", reader), wanted, quoted, weighed, SETTING), reader)


def full() -> Answer:
    """An answer for professionals from a page for patients and from trials."""
    return answer(
        evidence(PATIENT_PAGE, score=1.5, facet="treatment", audience=Audience.PATIENT, kind=SourceKind.PATIENT_PAGE),
        evidence(
            ANOTHER_PAGE,
            source="pmid:6",
            score=1.5,
            facet="treatment",
            audience=Audience.PATIENT,
            kind=SourceKind.PATIENT_PAGE,
        ),
        evidence(TRIAL, source="pmid:2", facet="treatment"),
        evidence(UNCERTAIN, source="pmid:3", facet="treatment"),
        evidence(RED, source="pmid:4"),
        evidence(CONTRAINDICATED, source="pmid:5"),
    )


def protecting(made: Answer) -> set[str]:
    kinds = {"red_flags", "contraindications", "interactions", "special_populations", "adverse_effects", "harms"}
    return {claim.id for section in made.sections if section.kind in kinds for claim in section.claims}


def test_a_reworded_answer_adds_no_claim_and_changes_no_quote() -> None:
    """Every claim of the patient's page stands in the clinician's, with the same quotes."""
    made = full()
    plain = reword(made, Reader.PATIENT)
    before = {claim.id: claim for claim in made.claims}
    assert plain.claims
    assert all(
        claim.quotes == before[claim.id].quotes and claim.text == before[claim.id].text for claim in plain.claims
    )


def test_what_protects_a_patient_is_shown_in_front() -> None:
    """No red flag, contraindication or harm of the clinician's page is left out or put behind a click."""
    made = full()
    assert len(protecting(made)) >= 2
    assert protecting(reword(made, Reader.PATIENT)) == protecting(made)


def test_uncertainty_is_shown_in_front() -> None:
    """A hedged statement stays where patients see it, with its hedge."""
    shown = [claim.worded for section in reword(full(), Reader.PATIENT).sections for claim in section.claims]
    assert any("may lower pain" in words and "limited" in words for words in shown)


def test_statistics_in_brackets_are_not_shown_to_patients() -> None:
    """The words shown leave the statistics out; the quote beside them still holds them."""
    made = reword(full(), Reader.PATIENT)
    reworded = [claim for claim in made.claims if claim.wording and claim.wording.by == "rules"]
    assert reworded
    assert all("P <" not in claim.worded and "P =" not in claim.worded for claim in made.claims)
    assert any("P <" in claim.quotes[0].text or "P =" in claim.quotes[0].text for claim in reworded)


def test_text_written_for_patients_goes_before_text_written_for_professionals() -> None:
    """Where a page for patients answers, the trial's sentence stands behind a click."""
    made = reword(full(), Reader.PATIENT)
    options = next(section for section in made.sections if section.kind == "treatment_options")
    assert any(claim.records[0].audience is Audience.PATIENT for claim in options.claims)
    assert [claim.records[0].source for claim in options.more] == ["pmid:2"]


def test_references_and_the_bottom_line_follow_the_new_order() -> None:
    """References are numbered from 1 by first use, and the bottom line carries its claims as worded."""
    made = reword(full(), Reader.PATIENT)
    assert [reference.number for reference in made.references] == list(range(1, len(made.references) + 1))
    assert made.bottom_line is not None
    assert made.bottom_line.citations[0] == 1
    worded = {claim.id: claim.worded for claim in made.claims}
    assert all(worded[name] in made.bottom_line.text for name in made.bottom_line.claims)


def test_patients_get_questions_to_take_along_and_a_measured_grade() -> None:
    """Three to five questions with the subject in them, the teach-back line, and both grades."""
    made = reword(full(), Reader.PATIENT)
    assert 3 <= len(made.ask_your_team) - 1 <= 5
    assert any("gout" in line for line in made.ask_your_team)
    assert made.reading is not None
    assert made.reading.quotes is not None
    assert not full().ask_your_team


def test_a_dose_answer_without_a_patient_source_abstains_for_patients() -> None:
    """A professional's dose is not reworded for a patient: nothing is left, and that is said."""
    made = full()
    dose = tuple(replace(section, kind="dose", claims=section.claims[:1], more=()) for section in made.sections[-1:])
    claim = replace(dose[0].claims[0], kind="dose")
    asked = replace(made.plan, facets=("dose",), type=QuestionType.DRUG_OR_DOSE)
    only = replace(made, plan=asked, sections=(replace(dose[0], claims=(claim,)),))
    professional = replace(claim.records[0], audience=Audience.PROFESSIONAL)
    only = replace(only, sections=(replace(dose[0], claims=(replace(claim, records=(professional,)),)),))
    plain = reword(only, Reader.PATIENT)
    assert plain.outcome is Outcome.ABSTAINED
    assert not plain.sections
    assert plain.abstention is not None
    assert "pharmacist" in plain.abstention.text


def test_rewording_again_changes_nothing() -> None:
    """The same reader twice gives the same answer."""
    plain = reword(full(), Reader.PATIENT)
    assert reword(plain, Reader.PATIENT) == plain


def test_a_nurse_reads_cautions_before_prognosis() -> None:
    """Sections that nurses need sooner stand right behind what was asked; the claims are the same."""
    made = full()
    nurse = reword(made, Reader.NURSE)
    kinds = [section.kind for section in nurse.sections]
    assert kinds.index("contraindications") <= [section.kind for section in made.sections].index("contraindications")
    assert {claim.id for claim in nurse.claims} == {claim.id for claim in made.claims}


def test_another_answering_claim_leads_where_the_first_may_not_be_shown() -> None:
    """A professional's dose is kept from a patient; a claim that answers leads instead of it, not one that stands beside."""
    made = full()
    assert made.bottom_line is not None
    first = made.bottom_line.claims[0]
    assert len(made.answering) > 1

    def guarded(claim: Claim) -> Claim:
        record = replace(claim.records[0], audience=Audience.PROFESSIONAL)
        return replace(claim, kind="dose", records=(record,)) if claim.id == first else claim

    kept = tuple(replace(section, claims=tuple(map(guarded, section.claims))) for section in made.sections)
    plain = reword(replace(made, sections=kept), Reader.PATIENT)
    assert plain.bottom_line is not None
    assert first not in plain.bottom_line.claims
    assert set(plain.bottom_line.claims) <= set(made.answering)
