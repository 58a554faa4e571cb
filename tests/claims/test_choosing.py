"""Few statements, to the point, and nothing twice."""

from __future__ import annotations

from curbside.claims.quote import quote
from curbside.questions.question import Plan, QuestionType, Reader
from curbside.sources.source import Role, SourceKind
from strategies import evidence

TREATED = "Gout is treated with medicines that reduce pain and swelling."


def asked(text: str, *facets: str, people: tuple[str, ...] = (), kind: QuestionType = QuestionType.TREATMENT) -> Plan:
    return Plan(kind, facets, "gout", population=people, condensed=text)


def said(plan: Plan, *texts: str, **about: object) -> list[str]:
    passages = tuple(evidence(text, source=f"pmid:{n}", family=f"f{n}", **about) for n, text in enumerate(texts))
    return [claim.text for claim in quote(plan, passages, Reader.CLINICIAN).claims]


def test_a_section_that_nobody_asked_for_is_left_out() -> None:
    """Asked for treatment, an answer tells nothing of how common the illness is."""
    common = "Gout affects about 4 percent of adults in the United States."
    assert said(asked("How is gout treated?", "treatment_options"), TREATED, common) == [TREATED]


def test_a_meaning_is_said_once() -> None:
    """Of two statements with the same telling words and figures one is said, whatever their sections."""
    again = "Most people with gout are treated at home by their own doctor with the same medicines that reduce pain and swelling."
    assert len(said(asked("How is gout treated?", "treatment_options", "medicines"), TREATED, again)) == 1


def test_other_bodies_are_silent_where_the_panel_speaks() -> None:
    """What another body recommends is not told beside the panel's own recommendation."""
    from dataclasses import replace

    plan = asked("Who should be screened for gout?", "screening", kind=QuestionType.PREVENTION_OR_SCREENING)
    about = {"kind": SourceKind.GUIDELINE, "title": "Gout: Screening", "source": "uspstf:1"}
    own = evidence(
        "The panel recommends screening for gout in adults aged 50 to 75 years.", role=Role.RECOMMENDATION, **about
    )
    other = evidence("The American College of Gout recommends screening for gout from age 40 years.", **about)
    for source in ("uspstf:1", "uspstf:2"):
        record = replace(other.found.record, source=source)
        passage = replace(other.found.passage, position="9")
        moved = replace(other, found=replace(other.found, record=record, passage=passage))
        assert [claim.text for claim in quote(plan, (own, moved), Reader.CLINICIAN).claims] == [own.found.text]


def test_as_often_as_with_placebo_is_no_list_of_side_effects() -> None:
    """Asked which side effects there are, a sentence that names none of them and finds no difference is left out."""
    plan = asked(
        "Side effects of allopurinol in gout?", "adverse_effects", kind=QuestionType.SIDE_EFFECT_OR_INTERACTION
    )
    none = "The side effects of allopurinol and of placebo were similar in patients with gout."
    some = "Allopurinol for gout often causes a rash and nausea as side effects."
    assert said(plan, none, some) == [some]


def test_a_dose_for_all_gives_way_to_the_dose_for_the_people_asked_about() -> None:
    """Asked of an older person, the limit for everyone is not shown beside the lower one."""
    plan = Plan(
        QuestionType.DRUG_OR_DOSE, ("dose",), "colchicine", population=("older_adult",), drugs=("colchicine",),
        condensed="What is the highest dose of colchicine in an 80-year-old?",
    )  # fmt: skip
    lower = "In patients older than 65 years the maximum dose of colchicine is 1 mg daily."
    usual = "The maximum dose of colchicine is 2 mg daily in adults."
    label = {
        "kind": SourceKind.LABEL,
        "facet": "dosage_and_administration",
        "substances": ("colchicine",),
        "title": "Colchicine",
    }
    assert said(plan, lower, usual, **label) == [lower]


def test_asked_for_two_drugs_together_what_names_both_leads() -> None:
    """What a label forbids with something else stands behind it, and answers nothing alone."""
    plan = Plan(
        QuestionType.SIDE_EFFECT_OR_INTERACTION,
        ("interactions", "contraindications"),
        "nitro spray",
        aliases=("nitrates",),
        intervention="sildenafil",
        condensed="Can I take sildenafil if I use a nitro spray?",
        drugs=("sildenafil",),
        asked=("safe", "interaction"),
    )
    both = "Administration of sildenafil with nitrates in any form is contraindicated in patients."
    one = "Sildenafil is contraindicated in patients who use guanylate cyclase stimulators such as riociguat."
    passages = tuple(
        evidence(
            text,
            source=f"spl:{n}",
            family=f"f{n}",
            kind=SourceKind.LABEL,
            title="Sildenafil",
            facet="contraindications",
        )
        for n, text in enumerate((one, both))
    )
    made = quote(plan, passages, Reader.CLINICIAN)
    assert max(made.claims, key=lambda claim: claim.score).text == both
    assert {claim.text for claim in made.claims if claim.id in made.answering} == {both}
