"""Who may sign what, and when signatures make an approval."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk import ANN, BO, CY, DI, ED, LOU, MAX, PHIL, POLICY, Desk, declared, person

from curbside.articles.article import State
from curbside.articles.person import Role
from curbside.errors import NotAllowed
from curbside.questions.question import Reader


def test_two_signatures_approve() -> None:
    """The last signature that is needed approves, and sets the day of the next review."""
    desk = Desk()
    desk.review()
    desk.accept_and_sign(BO, "clinical_reviewer")
    assert desk.state() is State.UNDER_REVIEW
    desk.accept_and_sign(CY, "second_reviewer")
    assert desk.state() is State.APPROVED
    assert desk.article.current.review_by == "2027-03-01"


def test_every_statement_is_accepted_first() -> None:
    """A clinician who has not accepted each statement cannot sign."""
    desk = Desk()
    desk.review()
    with pytest.raises(NotAllowed, match="2 statements are not accepted"):
        desk.sign(BO, "clinical_reviewer")
    desk.act("decide", BO, claims=[desk.article.latest.statements[0].id])
    with pytest.raises(NotAllowed, match="1 statements"):
        desk.sign(BO, "clinical_reviewer")


@pytest.mark.parametrize("kind", ["dose", "interactions", "contraindications"])
def test_a_pharmacist_signs_what_concerns_medicines(kind: str) -> None:
    """Doses, interactions and contraindications need a pharmacist's signature."""
    desk = Desk("treatment_options", kind)
    desk.review()
    desk.approve()
    assert desk.state() is State.UNDER_REVIEW
    assert desk.policy.missing(desk.article, desk.article.latest) == ("a pharmacist's signature",)
    with pytest.raises(NotAllowed, match="not accepted"):
        desk.sign(PHIL, "pharmacist")
    desk.act("decide", PHIL, claims=[f"{kind}1"])
    assert desk.sign(PHIL, "pharmacist").state is State.APPROVED


def test_a_pharmacist_has_nothing_to_sign_elsewhere() -> None:
    """Where no such statement is, a pharmacist's signature is refused."""
    desk = Desk()
    desk.review()
    with pytest.raises(NotAllowed, match="this edition has none"):
        desk.sign(PHIL, "pharmacist")


def test_a_specialty_is_matched() -> None:
    """One signer has a specialty that the article names; without one the edition stays under review."""
    desk = Desk(specialties=("neurology",))
    desk.review()
    desk.accept_and_sign(CY, "second_reviewer")
    desk.accept_and_sign(DI, "clinical_reviewer")
    assert desk.policy.missing(desk.article, desk.article.latest) == ("a signature from neurology",)
    assert desk.accept_and_sign(BO, "clinical_reviewer").state is State.APPROVED


def test_a_conflict_bars_signing_alone() -> None:
    """A relevant interest is printed with the signature, which does not stand alone."""
    holder = person("con", Role.CLINICAL_REVIEWER, shares_on="hands")
    other = person("eve", Role.SECOND_REVIEWER, shares_on="HANDS", ended="2024-01-01")
    desk = Desk()
    desk.review()
    desk.accept_and_sign(holder, "clinical_reviewer")
    desk.accept_and_sign(other, "second_reviewer")
    assert "My competing interests: Shares on hands." in desk.article.latest.review.signatures[0].words
    assert desk.state() is State.UNDER_REVIEW
    assert desk.policy.missing(desk.article, desk.article.latest) == (
        "a clinical signature without a relevant competing interest",
    )
    assert desk.accept_and_sign(BO, "clinical_reviewer").state is State.APPROVED


def test_an_old_interest_no_longer_counts() -> None:
    """36 months after it ended, and on other topics, an interest bars nothing."""
    old = person("old", Role.CLINICAL_REVIEWER, shares_on="hands", ended="2023-01-31")
    elsewhere = person("els", Role.SECOND_REVIEWER, shares_on="feet")
    desk = Desk()
    desk.review()
    desk.accept_and_sign(old, "clinical_reviewer")
    assert desk.accept_and_sign(elsewhere, "second_reviewer").state is State.APPROVED


def test_interests_are_declared_every_year() -> None:
    """A declaration older than a year, or none, bars signing."""
    desk = Desk()
    desk.review()
    for on in ("", "2025-02-28"):
        reviewer = declared(BO, on)
        desk.act("decide", reviewer, claims=[one.id for one in desk.article.latest.statements])
        with pytest.raises(NotAllowed, match="renew the declaration"):
            desk.sign(reviewer, "clinical_reviewer")
    desk.sign(declared(BO, "2025-03-01"), "clinical_reviewer")


def test_patients_wording_needs_a_lay_reader_and_a_clinician() -> None:
    """The wording for patients has signatures of its own, which may come after the approval."""
    desk = Desk()
    desk.review()
    with pytest.raises(NotAllowed, match="A lay reader signs the wording for patients"):
        desk.sign(LOU, "lay_reader")
    desk.approve()
    missing = desk.policy.missing(desk.article, desk.article.current, Reader.PATIENT)
    assert missing == ("1 more clinical signature", "a lay reader's signature")
    desk.sign(LOU, "lay_reader", Reader.PATIENT)
    desk.sign(BO, "clinical_reviewer", Reader.PATIENT)
    assert desk.policy.missing(desk.article, desk.article.current, Reader.PATIENT) == ()
    with pytest.raises(NotAllowed, match="signed while its edition is under review"):
        desk.sign(DI, "clinical_reviewer")


def test_an_editor_signs_last_where_one_is_asked() -> None:
    """With that policy the editor's signature is the approval, and comes after the others."""
    desk = Desk(policy=replace(POLICY, editor=True))
    desk.review()
    with pytest.raises(NotAllowed, match="An editor signs last"):
        desk.sign(ED, "editor")
    desk.approve()
    assert desk.state() is State.UNDER_REVIEW
    with pytest.raises(NotAllowed, match="author of this edition"):
        desk.sign(ANN, "editor")
    assert desk.sign(ED, "editor").state is State.APPROVED


def test_who_stepped_back_does_not_sign() -> None:
    """After a recusal own decisions and signatures are gone, and signing is refused."""
    desk = Desk()
    desk.review()
    desk.accept_and_sign(BO, "clinical_reviewer")
    desk.act("recuse", BO, why="I know the author")
    assert desk.article.latest.review.signatures == ()
    with pytest.raises(NotAllowed, match="stepped back"):
        desk.accept_and_sign(BO, "clinical_reviewer")


def test_another_policy_asks_for_other_signatures() -> None:
    """Three signatures, and no pharmacist: as it is set."""
    desk = Desk("dose", "procedures", policy=replace(POLICY, signatures=3, pharmacist=False))
    desk.review()
    desk.approve()
    assert desk.policy.missing(desk.article, desk.article.latest) == ("1 more clinical signature",)
    assert desk.accept_and_sign(DI, "clinical_reviewer").state is State.APPROVED


def test_who_is_no_longer_active_does_nothing() -> None:
    """A former member is refused."""
    from dataclasses import replace

    desk = Desk()
    desk.review()
    with pytest.raises(NotAllowed, match="no longer active"):
        desk.accept(replace(BO, is_active=False))
    with pytest.raises(NotAllowed, match="medical director"):
        desk.act("withdraw", BO, why="x")
    assert MAX.is_active


def test_signatures_fall_with_what_they_rested_on() -> None:
    """When changes are asked for, a dissent is upheld, or topics or specialties change, everybody signs anew."""
    for action, arguments in (
        ("request_changes", {"why": "the second is wrong"}),
        ("describe", {"topics": ["Feet"]}),
        ("describe", {"specialties": ["surgery"]}),
    ):
        desk = Desk()
        desk.review()
        desk.accept_and_sign(BO, "clinical_reviewer")
        desk.act(action, ANN, **arguments)
        assert desk.article.latest.review.signatures == ()
    desk = Desk()
    desk.review()
    desk.accept_and_sign(BO, "clinical_reviewer")
    desk.act("describe", ANN, title="Hands")
    assert [one.by for one in desk.article.latest.review.signatures] == ["bo"]
    desk.act("dissent", CY, why="wrong")
    desk.act("break_tie", MAX, outcome="upheld", why="it is")
    assert not [one.by for one in desk.article.latest.review.signatures]


def test_nothing_is_approved_by_nobody() -> None:
    """A setting of no signatures still asks for one."""
    from curbside.articles.policy import policy_of
    from curbside.settings import Settings

    assert policy_of(Settings(review_signatures=0)).signatures == 1
    assert policy_of(Settings(review_days=30)).next_review("2026-03-01T09:00:00Z") == "2026-03-31"


def test_switches_are_read_as_they_are_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    """The word false in the environment is no; what is neither yes nor no is refused by name."""
    from curbside.errors import CurbsideError
    from curbside.settings import load

    monkeypatch.setenv("CURBSIDE_REVIEW_PHARMACIST", "false")
    monkeypatch.setenv("CURBSIDE_REVIEW_EDITOR", "Yes")
    assert (load(None).review_pharmacist, load(None).review_editor) == (False, True)
    monkeypatch.setenv("CURBSIDE_REVIEW_EDITOR", "perhaps")
    with pytest.raises(CurbsideError, match="review_editor"):
        load(None)
