"""Reports, their description, reversals and the verdict."""

from __future__ import annotations

import pytest

from curbside.evidence.certainty import stated
from curbside.evidence.direction import direction_of
from curbside.evidence.disagreement import NOT_POOLED, describe
from curbside.evidence.evidence import Design, Direction
from curbside.evidence.reports import Report, comparator_in, report_of
from curbside.evidence.verdict import SURE, Words, verdict
from curbside.evidence.weigh import weigh
from curbside.questions.question import QuestionType
from curbside.sources.source import SourceKind
from strategies import evidence, plan, record

ASKED = plan(
    "gout",
    "benefits",
    kind=QuestionType.EFFECTIVENESS,
    intervention="colchicine",
    condensed="Is colchicine effective for gout?",
)
GOOD, NONE, HARM = Direction.BENEFIT, Direction.NO_CLEAR_DIFFERENCE, Direction.HARM


def report(name: str, direction: Direction, year: int | None = 2010, **changes: object) -> Report:
    made = {
        "source": name, "voice": name, "direction": direction, "kind": SourceKind.TRIAL, "title": f"{name} study",
        "design": Design.RANDOMISED_TRIAL, "level": 2, "year": year, "text": f"Results of {name}.", "share": 0.7,
    }  # fmt: skip
    return Report(**{**made, **changes})  # type: ignore[arg-type]  # tests name real fields


def review(name: str, direction: Direction, year: int, **changes: object) -> Report:
    made = {"kind": SourceKind.SYSTEMATIC_REVIEW, "design": Design.SYSTEMATIC_REVIEW, "level": 1, "share": 0.95}
    return report(name, direction, year, **{**made, **changes})


def test_a_source_is_one_report_however_many_sentences() -> None:
    """Sentences of one source make one direction; what was so at baseline makes none."""
    said = ["Colchicine significantly improved pain in gout.", "Groups did not differ at baseline."]
    made = report_of(ASKED, record(design=Design.RANDOMISED_TRIAL), said, 2)
    assert made.direction is GOOD
    assert made.outcome == "pain"
    assert direction_of("There was no significant difference between the groups at baseline.") is Direction.UNCLEAR
    assert direction_of("Pain improved significantly from baseline.") is GOOD


def test_no_difference_is_never_harm_and_never_a_no() -> None:
    """ "No significant difference" is counted as no clear difference and printed as "Not shown"."""
    said = ["There was no significant difference in pain between colchicine and placebo."]
    made = report_of(ASKED, record(design=Design.RANDOMISED_TRIAL), said, 2)
    assert made.direction is NONE
    assert made.comparator == "placebo or sham"
    judged = verdict([made, report("b", NONE), review("c", NONE, 2020)])
    assert (judged.words, judged.verdict) == (Words.NOT_SHOWN, "uncertain")


def test_words_that_report_nothing_are_not_counted() -> None:
    """A page that only names a treatment reports no benefit of it."""
    made = report_of(ASKED, record(), ["Treatments of gout include colchicine, rest and ice."])
    assert made.direction is Direction.UNCLEAR
    assert verdict([made]).words is Words.NOT_SAID


def test_a_named_comparison_is_read_from_both_sides() -> None:
    """Where question and sentence name both sides, who did better decides, not which words stand there."""
    asked = plan(
        "gout", kind=QuestionType.EFFECTIVENESS, intervention="colchicine", comparator="naproxen",
        condensed="Is colchicine better than naproxen for gout?",
    )  # fmt: skip
    said = ["Pain was significantly lower with naproxen than with colchicine (P = 0.01)."]
    assert report_of(asked, record(), said).direction is not GOOD
    turned = ["Pain was significantly lower with colchicine than with naproxen (P = 0.01)."]
    assert report_of(asked, record(), turned).direction is GOOD


def test_another_treatments_success_is_not_this_ones() -> None:
    """What was better than the intervention, and advice against it, are no report of benefit."""
    for text in (
        "Naproxen was more effective than colchicine at relieving pain.",
        "The panel recommends against colchicine to prevent gout flares.",
        "Colchicine is not recommended to relieve chronic pain.",
        "Anti-inflammatory drugs, but not colchicine, increase the risk of stroke.",
        "Genetic information may improve care.",
        "Both groups improved significantly; one had colchicine.",
        "It has been suggested that colchicine improves pain.",
    ):
        assert report_of(ASKED, record(), [text]).direction is Direction.UNCLEAR


def test_what_speaks_against_a_treatment_is_not_talked_away() -> None:
    """A sentence of no effect counts as no clear difference however hopeful the words around it."""
    said = ["Six weeks of colchicine had no effect on pain, and it was safe, feasible and acceptable."]
    assert report_of(ASKED, record(), said).direction is NONE


def test_one_more_study_without_a_difference_is_no_reversal() -> None:
    """A newer trial of equal design that found no difference turns nothing round; a newer review does."""
    older = [report("a", GOOD, 2001), report("b", GOOD, 2003)]
    assert describe([*older, report("c", NONE, 2019)]).reversal is None
    assert describe([*older, review("c", NONE, 2019)]).reversal is not None
    assert describe([*older, report("c", HARM, 2019)]).reversal is not None


def test_each_voice_is_counted_once() -> None:
    """One family, a near-duplicate, and a study inside a counted review are left out, with the reason."""
    trial = report("pmid:1", GOOD, 2004, authors=("Ahern MJ",))
    whole = review("pmid:9", GOOD, 2014, text="Two trials (Ahern 2004, Terkeltaub 2010) reported benefit.")
    twin = report("pmid:2", GOOD, 2011, title="A large trial of it", text="The very same words stood here.")
    copy = report("pmid:3", GOOD, 2011, title="A large trial of it", text="The very same words stood here.")
    family = [report(f"page:{n}", NONE, 2015, voice="NIH") for n in range(3)]
    described = describe([trial, whole, twin, copy, *family])
    assert (described.count.benefit, described.count.no_clear_difference) == (2, 1)
    assert dict(described.left_out)["pmid:1"] == "already in a review that is counted"
    assert dict(described.left_out)["pmid:3"] == "near-duplicate"
    assert NOT_POOLED in described.text
    assert described.counted[0].source == "pmid:9"


def test_counts_are_given_for_the_same_comparator_and_outcome() -> None:
    """Where sources differ on one outcome against one comparator, that is said apart."""
    same = {"outcome": "pain", "comparator": "placebo or sham"}
    described = describe([report("a", GOOD, **same), report("b", NONE, **same), report("c", GOOD, outcome="death")])
    assert [(p.outcome, p.benefit, p.no_clear_difference) for p in described.parts] == [("pain", 1, 1)]
    assert "Pain against placebo or sham: 1 reported benefit" in described.text


def test_a_newer_source_of_equal_design_that_disagrees_leads() -> None:
    """A reversal needs the newest source, a design at least as high, and the older majority against it."""
    older = [report("a", GOOD, 2001), report("b", GOOD, 2003)]
    turned = describe([*older, review("c", HARM, 2019)])
    assert turned.reversal is not None
    assert (turned.reversal.source, turned.reversal.older) == ("c", 2)
    assert turned.counted[0].source == "c"
    assert describe([review("a", GOOD, 2001), report("b", GOOD, 2003), report("c", HARM, 2019)]).reversal is None
    assert describe([*older, review("c", GOOD, 2019)]).reversal is None
    assert describe([*older[:1], review("c", HARM, 2019)]).reversal is None


@pytest.mark.parametrize(
    ("reports", "words"),
    [
        ([], Words.NOT_SAID),
        ([report("a", GOOD), report("b", NONE)], Words.SOURCES_DIFFER),
        ([report("a", GOOD)], Words.PROBABLY),
        ([report("a", NONE)], Words.NOT_SHOWN),
        ([review("a", GOOD, 2020)], Words.YES),
        ([review("a", GOOD, 2020, share=0.6)], Words.PROBABLY),
        ([review("a", HARM, 2020)], Words.NOT_SHOWN),
        ([review("a", GOOD, 2020), review("b", NONE, 2018)], Words.SOURCES_DIFFER),
        ([review("a", GOOD, 2010), report("b", HARM, 2020)], Words.SOURCES_DIFFER),
        ([report("a", GOOD, share=SURE)], Words.PROBABLY),
        ([report("a", GOOD, share=SURE), report("b", GOOD, share=SURE)], Words.YES),
        ([report("a", NONE, share=1.0)], Words.NOT_SHOWN),
        ([report("a", GOOD, share=1.0, level=4)], Words.PROBABLY),
        ([report("a", GOOD, share=1.0, kind=SourceKind.PATIENT_PAGE, design=Design.NONE, level=None)], Words.NOT_SAID),
    ],
)
def test_what_may_be_printed(reports: list[Report], words: Words) -> None:
    """Yes and No stand only where a guideline or review says so, unopposed, or the case is measured as sure."""
    judged = verdict(reports)
    assert judged.words is words
    assert judged.verdict == (words.value if words in {Words.YES, Words.NO} else "uncertain")


def test_a_stated_grade_decides() -> None:
    """The Task Force's A and B are a Yes, its D a No, and C and I are neither."""
    for grade, words in {
        "A": Words.YES,
        "B": Words.YES,
        "C": Words.NOT_SAID,
        "D": Words.NO,
        "I": Words.NOT_SAID,
    }.items():
        said = [f"USPSTF grade {grade}: The USPSTF concludes this of colchicine for gout."]
        made = report_of(ASKED, record(kind=SourceKind.GUIDELINE), said)
        assert verdict([made]).words is words


def test_advice_against_stands_until_something_newer_says_otherwise() -> None:
    """A grade D beside a newer report of benefit is a difference between sources, and beside an older one a No."""
    advice = report("g", Direction.UNCLEAR, 2015, kind=SourceKind.GUIDELINE, level=None, advises_against=True)
    assert verdict([advice, report("a", GOOD, 2010)]).words is Words.NO
    assert verdict([advice, report("a", GOOD, 2020)]).words is Words.SOURCES_DIFFER
    assert verdict([advice, review("a", GOOD, 2020)]).words is Words.SOURCES_DIFFER


def test_comparators_are_named_in_kinds() -> None:
    """Placebo, usual care and other treatments are told apart."""
    assert comparator_in("better than placebo") == "placebo or sham"
    assert comparator_in("compared with usual care") == "usual care or no treatment"
    assert comparator_in("naproxen versus prednisolone") == "another treatment"


def test_strength_and_certainty_are_quoted_with_their_scale() -> None:
    """The Task Force's grade comes with its own definition; GRADE words are spans of the text; a denied one is none."""
    grade = stated("USPSTF grade D: The USPSTF recommends against screening.")[0]
    assert (grade.words, grade.scale) == ("USPSTF grade D", "USPSTF grade")
    assert grade.meaning.startswith("The USPSTF recommends against the service.")
    text = "Moderate-certainty evidence suggests relief (conditional recommendation)."
    assert [one.words for one in stated(text)] == ["Moderate-certainty evidence", "conditional recommendation"]
    assert all(one.words in text for one in stated(text))
    assert stated("This is not a strong recommendation.") == ()


def test_announced_studies_and_healthy_volunteers_support_nothing() -> None:
    """A protocol by its title, and a study of healthy volunteers by its words, may not support a claim."""
    text = "Colchicine was well absorbed in healthy volunteers."
    found = evidence(text, kind=SourceKind.TRIAL).found
    assert any("healthy" in reason for reason in weigh(ASKED, (found,))[0].unfit)
    ill = evidence("Patients did better than healthy volunteers.", kind=SourceKind.TRIAL).found
    assert not weigh(ASKED, (ill,))[0].unfit
    announced = evidence("It may help.", kind=SourceKind.TRIAL, title="Colchicine in gout: a study protocol").found
    assert weigh(ASKED, (announced,))[0].unfit
    local = evidence("It may help.", kind=SourceKind.LOCAL_PROTOCOL, title="Gout: protocol").found
    assert not weigh(ASKED, (local,))[0].unfit
