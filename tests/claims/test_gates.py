"""Gates: each names one reason why a span may not be said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from curbside.claims.gates import Gate, refuse
from curbside.claims.topic import Topic
from curbside.claims.units import Unit, units
from curbside.sources.source import Audience, Role, SourceKind, TextQuality
from strategies import evidence, plan

MEDQUAD = {"kind": SourceKind.PATIENT_PAGE, "quality": TextQuality.DAMAGED}


def gate(text: str, asked: object = None, **changes: object) -> Gate | None:
    wanted = asked or plan()
    made = evidence(text, **changes)
    (unit,) = units(made)
    return refuse(unit, wanted, Topic(wanted))  # type: ignore[arg-type]  # a Plan


def test_a_plain_statement_passes() -> None:
    """A whole, informative sentence on the subject may be said."""
    assert gate("Gout is usually treated with medicines for pain and swelling.") is None


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("What are the treatments for gout in most people today?", Gate.NOT_PROSE),
        ("Treatment of gout", Gate.NOT_PROSE),
        ("It is usually treated with medicines for the pain.", Gate.DANGLING),
        ("We treated gout with rest in this trial for weeks.", Gate.OWN_STUDY),
        ("Asthma attacks are usually treated with an inhaler at home.", None),
    ],
)
def test_spans_that_say_nothing_alone_are_refused(text: str, because: Gate | None) -> None:
    """Questions, headings, dangling openers and a study's own words never become statements."""
    assert gate(text) is because


def test_what_something_costs_is_said_where_it_was_asked() -> None:
    """A sentence of a health economist answers no question of medicine, and one of money."""
    text = "Switching patients with gout to allopurinol is cost saving for health insurers."
    assert gate(text) is Gate.EMPTY
    assert gate(text, plan(condensed="Is allopurinol cost-effective in gout?")) is None


def test_off_topic_is_refused() -> None:
    """A sentence about another subject, from a page about another subject, does not answer."""
    assert gate("Asthma attacks are usually treated with an inhaler at home.", title="Asthma") is Gate.OFF_TOPIC


def test_methods_and_background_never_support_a_claim() -> None:
    """Baseline and background sentences of a study are not its findings."""
    for role in (Role.METHODS, Role.BACKGROUND):
        assert gate("Gout affects many adults around the world today.", role=role) is Gate.WRONG_PART


@pytest.mark.parametrize(
    "text",
    [
        "Gout is treated with methotrexate at low doses (1525 mg once weekly).",
        "Bed rest for gout is recommended for only 12 days at most.",
        "Surgery for gout has a complication rate of 13 percent.",
        "About 515 percent of Americans have gout at some time.",
    ],
)
def test_numbers_of_a_damaged_collection_are_not_quoted(text: str) -> None:
    """P25: in a collection that lost its dashes no sentence that rests on a number is said."""
    assert gate(text, **MEDQUAD) is Gate.DAMAGED


def test_a_range_written_out_survives() -> None:
    """A number written with "to" cannot have lost a dash."""
    assert gate("Attacks of gout usually last for 3 to 10 days.", **MEDQUAD) is None


def test_unfit_evidence_is_refused_first() -> None:
    """What weighing found unfit is never said, however well it reads."""
    assert gate("Gout is usually treated with medicines for the pain.", unfit=("retracted",)) is Gate.UNFIT


def test_children_asked_for_are_required() -> None:
    """A question about children is not answered by a sentence that says nothing of them."""
    asked = plan(population=("child",))
    assert gate("Gout is usually treated with medicines for the pain.", asked) is Gate.OTHER_POPULATION
    assert gate("In children gout is usually treated with rest at home.", asked) is None


def test_both_sides_of_an_effect_question_are_required() -> None:
    """A sentence about the illness alone does not answer whether a treatment works for it."""
    asked = plan(intervention="exercise")
    assert gate("Gout is usually treated with medicines for the pain.", asked) is Gate.ONE_SIDE


def test_words_of_a_name_must_stand_together() -> None:
    """ "Pain of the jaw and back; blood pressure low" is not about low back pain."""
    asked = plan("low back pain")
    scattered = "Heart attack can cause pain in the jaw or arms, and blood pressure may be low when patients lie back."
    assert gate(scattered, asked, title="Heart attack") is Gate.OFF_TOPIC
    assert gate("Most pain in the low back goes away without any treatment.", asked, title="Backache") is None


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("Complications of gout in older adults may include the following:", Gate.NOT_PROSE),
        ("Other tests used to diagnose gout include an ultrasound of the joint.", Gate.DANGLING),
        ("Another drug for gout is given by vein every two weeks.", Gate.DANGLING),
        ("Anyone can get gout, and some are at risk of it.", Gate.EMPTY),
        ("We are unaware of recommendations for the treatment of gout in families.", Gate.EMPTY),
        ("The panel recently updated its recommendation on the treatment of gout.", Gate.OWN_STUDY),
        ("A MEDLINE search of English-language articles on gout was done first.", Gate.OWN_STUDY),
        ("To assess the effect of rest on pain in gout.", Gate.OWN_STUDY),
        ("Other than rest, gout is treated with medicines for pain.", None),
    ],
)
def test_spans_that_go_on_or_tell_nothing_are_refused(text: str, because: Gate | None) -> None:
    """Lead-ins without their list, sentences that go on from another, and a panel's own work are no statements."""
    assert gate(text) is because


def test_the_few_people_of_one_study_are_no_evidence_for_others() -> None:
    """A count of one small study's own patients is refused; what a trial found of many is not."""
    text = "All 7 patients with gout recovered within a week of treatment."
    assert gate(text, kind=SourceKind.CASE_REPORT) is Gate.OWN_STUDY
    assert (
        gate("About 1 in 4 patients with gout has kidney stones.", kind=SourceKind.OBSERVATIONAL) is not Gate.OWN_STUDY
    )


def test_every_word_list_of_the_gates_is_used() -> None:
    """The file holds no list that no gate reads."""
    from inspect import getsource

    from curbside.claims import gates

    source = getsource(gates)
    assert all(f'"{name}"' in source for name in gates._words())


@pytest.mark.parametrize(
    "text",
    [
        "Abbreviations: DAA has been used for direct-acting antiviral; GT for genotype in gout.",
        "The USPSTF has made recommendations on screening for gout and related conditions.",
        "The US Preventive Services Task Force (USPSTF) commissioned a systematic review of gout.",
        "If you've ever groaned at your gout, you are not alone.",
        "Means of gout scores without a common letter are significantly different.",
        "Five drugs for gout were tested together in the morning.",
        "See Contraindications and Warnings for gout.",
        "Data for gout scores are seen in Figs. 3 and 4.",
    ],
)
def test_sentences_that_state_nothing_are_refused(text: str) -> None:
    """What letters stand for, who has spoken, how it was done and where to look are no statements."""
    assert gate(text) in {Gate.EMPTY, Gate.OWN_STUDY}


def _item(text: str, whole: str, lead: str = "", **changes: object) -> Gate | None:
    """The gate of one line of a list in a passage of several."""
    made = evidence(whole, kind=SourceKind.GUIDELINE, **changes)
    at = whole.index(text)
    passage = replace(
        made.found.passage, items=((at, at + len(text)),), lead_in=(0, len(lead)) if lead else None, role=Role.LIST_ITEM
    )
    made = replace(made, found=replace(made.found, passage=passage))
    asked = plan()
    return refuse(Unit(made, at, at + len(text), text), asked, Topic(asked))


def test_a_guideline_s_list_items_need_no_stop() -> None:
    """A line of a guideline's list may be said without a stop, unless a sentence before it says what to think of it."""
    line = "Serum uric acid - may be normal in acute gout"
    assert _item(line, f"- Full blood count\n- {line}\n- X-ray of the joint") is None
    lead = "The following should never be done in gout:"
    assert _item("Give aspirin to the patient with gout", f"{lead}\n- Give aspirin to the patient with gout", lead)


def test_what_an_illness_is_holds_for_children() -> None:
    """A child's question may be answered by what an illness is; what is done for it needs children in its passage."""
    asked = plan("gout", population=("child",))
    page = {"kind": SourceKind.PATIENT_PAGE, "audience": Audience.PATIENT, "facet": "information"}
    assert gate("Gout is an illness of the joints that causes swelling.", asked, **page) is None
    assert gate("Gout is usually treated with strong medicines.", asked, **page) is Gate.OTHER_POPULATION
    assert gate("Gout is an illness of older adults that causes swelling.", asked, **page) is Gate.OTHER_POPULATION


def test_a_title_in_a_list_of_references_is_refused() -> None:
    """The title of a cited work is no statement of the source that cites it."""
    cited = "Chou R, Huffman LH. Drugs are usually effective for pain and swelling in gout. "
    made = evidence(f"{cited}Ann Intern Med 2007;147:505-14.")
    title = next(unit for unit in units(made) if unit.text.startswith("Drugs"))
    assert refuse(title, plan(), Topic(plan())) is Gate.WRONG_PART
    assert gate("Drugs are usually effective for pain and swelling in gout.", path=("References",)) is Gate.WRONG_PART
    assert gate("Drugs are usually effective for pain and swelling in gout.", path=("Treatment",)) is None


def test_what_is_said_of_the_old_is_not_said_of_the_pregnant() -> None:
    """Under one heading for all special people, a sentence on older adults alone answers no question of pregnancy."""
    asked = plan(population=("pregnancy",))
    path = ("Pregnancy, children, older adults",)
    assert gate("In older adults treatment of gout may need adjusting.", asked, path=path) is Gate.OTHER_POPULATION
    assert gate("In pregnancy treatment of gout may need adjusting.", asked, path=path) is None
