"""Cues: what small words do to a sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from curbside.language import cues


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There is no cure.", True),
        ("Do not drive.", True),
        ("It doesn’t help.", True),
        ("Aspirin is contraindicated.", True),
        ("It failed to improve pain.", True),
        ("Not only rest but ice helps.", False),
        ("No more than 5 tablets.", False),
        ("Rest helps. Normal walking notes.", False),
    ],
)
def test_denials_are_seen(text: str, expected: bool) -> None:
    """Words that deny or forbid are seen; "not only" and upper bounds are not denials."""
    assert cues.negated(text) is expected
    assert bool(cues.negations(text)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("It may help.", True), ("The cause is unknown.", True), ("It appears to work.", True), ("Rest helps.", False), ("In May it rained.", True)],
)  # fmt: skip
def test_hedges_are_seen(text: str, expected: bool) -> None:
    """Doubt stays with the statement; the month of May is the price of ignoring case."""
    assert cues.hedged(text) is expected


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Patients should rest.", "should"),
        ("You should not drive.", "should not"),
        ("Surgery is recommended.", "recommended"),
        ("It is indicated in adults.", "indicated"),
        ("It is contraindicated in gout.", "contraindicated"),
        ("Rest is essential.", "essential"),
        ("First-line treatment is rest.", "first-line"),
        ("It is effective.", "effective"),
        ("It is safe.", "safe"),
    ],
)
def test_strong_words_are_named(text: str, word: str) -> None:
    """Each strong word is found under its one form."""
    assert word in cues.modality(text)


def test_opposites_are_not_taken_for_each_other() -> None:
    """ "contraindicated" is not "indicated", "ineffective" not "effective"."""
    assert "indicated" not in cues.modality("It is contraindicated.")
    assert "effective" not in cues.modality("It is ineffective.")
    assert "should" not in cues.modality("You should not drive.")
    assert cues.modality("Options reported include rest, ice and orthoses.") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Start with rest.", ("first_line",)),
        ("Initial treatment includes rest.", ("first_line",)),
        ("Initially, rest is used.", ("first_line",)),
        ("Surgery is considered if conservative treatment fails.", ("escalation",)),
        ("If symptoms do not improve, surgery may help.", ("escalation",)),
        ("Refer to a surgeon.", ("referral",)),
        ("Blood pressure >= 140/90 mm Hg.", ("criteria",)),
        ("Treatment starts with rest.", ("first_line",)),
        ("The doctor may refer you to a pulmonologist.", ("referral",)),
        ("It was first described in 1960.", ()),
        ("Refractory anemia is rare.", ()),
        ("The gene makes a protein that does not work well.", ()),
        ("Neuropathy starts with pain in the thighs.", ()),
        ("Chemotherapy is given after the initial treatment.", ()),
        ("Kidney function returns after the cause of kidney failure has been treated.", ()),
        ("Dry mouth is the feeling that there is not enough saliva.", ()),
        ("The two terms refer to whether blood has the factor.", ()),
        ("It affects more than 5 million adults (p < .05).", ()),
        ("The pain is referred to the foot.", ()),
        ("Rest, ice and orthoses are used.", ()),
    ],
)
def test_order_is_read_only_where_it_is_written(text: str, expected: tuple[str, ...]) -> None:
    """A claim is first-line, escalation, referral or a criterion only by words in the quote."""
    assert cues.ordering(text) == expected


def test_up_and_down_are_told_in_order() -> None:
    """Words of change keep their direction and order."""
    assert cues.directions("Pain decreased and function improved.") == ("down", "up")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("effects in mice", ("animal",)),
        ("Cat-scratch disease in children", ("child",)),
        ("Avoid cat litter in pregnancy.", ("pregnancy",)),
        ("Infants with croup", ("infant", "child")),
        ("older adults with chronic kidney disease", ("older_adult", "kidney_disease")),
        ("Healthy volunteers took it.", ("healthy_volunteers",)),
        ("cultured cells in vitro", ("laboratory",)),
        ("not in pregnancy", ()),
        ("childbirth and Child-Pugh score", ()),
        ("rat-bite fever", ()),
    ],
)
def test_populations_are_those_spoken_of(text: str, expected: tuple[str, ...]) -> None:
    """A population counts as the subject of care or study, not as part of another word, and not when denied."""
    assert cues.populations(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We found that it works.", True),
        ("This trial showed benefit.", True),
        ("Patients were randomised to rest.", True),
        ("Our results agree.", True),
        ("Pain fell in the placebo group (P<.05).", False),
        ("This results in a misshapen skull.", False),
        ("As we age, bones thin.", False),
        ("We recommend surgery.", False),
        ("People with this disease hurt.", False),
        ("Rest helps most people.", False),
    ],
)
def test_sentences_that_live_in_their_paper_are_seen(text: str, expected: bool) -> None:
    """A sentence about its own study cannot be quoted alone; a guideline's "we recommend" can."""
    assert cues.speaks_of_its_study(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("These include rest.", True),
        ("However, rest helps.", True),
        ("It may be caused by injury.", True),
        ("- They hurt.", True),
        ("In addition, ice helps.", True),
        ("It is not known what causes gout.", False),
        ("It is important to rest.", False),
        ("In adults, rest helps.", False),
        ("The following tests may be used: blood count and X-ray.", False),
        ("Tarsal tunnel syndrome is rare.", False),
        ("Thesis work continues.", False),
    ],
)
def test_openings_that_point_back_are_seen(text: str, expected: bool) -> None:
    """A sentence that opens with a pointer needs the one before it; "It is known that" does not."""
    assert cues.opens_dangling(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talk with your doctor about the best treatment for you.", True),
        ("Symptoms vary from person to person.", True),
        ("For more information, visit the website.", True),
        ("More research is needed to confirm this.", True),
        ("Treatment depends on many factors.", True),
        ("Call your doctor right away if you have chest pain.", False),
        ("Talk to your doctor before taking aspirin.", False),
        ("The symptoms vary from person to person and may include numbness.", False),
        ("A health care provider may recommend the DASH eating plan.", False),
        ("People who have chest pain should call their doctor.", False),
        ("Rest and ice relieve pain.", False),
    ],
)
def test_sentences_that_only_send_the_reader_on_are_seen(text: str, expected: bool) -> None:
    """Advice to ask someone is empty unless it says when or why."""
    assert cues.is_empty_of_information(text) is expected


@pytest.mark.parametrize(
    "function",
    [cues.negated, cues.hedges, cues.modality, cues.ordering, cues.directions, cues.populations, cues.speaks_of_its_study,
     cues.opens_dangling, cues.is_empty_of_information],
)  # fmt: skip
def test_fifty_kilobytes_of_anything_end(function: Callable[[str], object]) -> None:
    """No text makes a pattern run away."""
    for piece in (
        "if ",
        "we ",
        "your doctor ",
        "see the ",
        "in adult ",
        "for more ",
        "talk to ",
        "first big ",
        "a",
        "(",
        "in 1 2 3 ",
        "it is ",
    ):
        function(piece * (50_000 // len(piece)))
