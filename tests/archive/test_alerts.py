"""Safety alerts on a drug: what names it is shown, suspended at once, and nothing else is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from board import Board
from test_doors import said

from curbside.archive import Archive
from curbside.archive.alerts import Alert
from curbside.articles.article import State
from curbside.errors import NotAllowed, Stale


def test_an_alert_suspends_what_names_the_drug(board: Board, archive: Archive) -> None:
    """What an alert would touch is told before; then the approval falls, and the statements that name the drug are marked."""
    board.review()
    assert [one.falls for one in archive.alerted("Prednisone").named] == [False]
    board.approve()
    assert archive.alert("warfarin", "bleeding") == ()
    told = archive.alerted("  PREDNISONE ")
    assert (told.is_known, [one.falls for one in told.named]) == (True, [True])
    assert archive.article(board.article.slug).state is State.APPROVED
    (after,) = archive.alert("Prednisone", "bleeding", "ann", "https://example.org/alert?n=1")
    assert after.state is State.SUSPENDED
    naming = {one.id for one in archive.answer(after).claims if "prednisone" in one.text}
    assert naming
    assert set(after.current.affected) == naming == set(told.named[0].claims)
    assert (
        archive.standing(after)
        .banners[0]
        .text.startswith(
            "Approval suspended on 2026-03-01. Reason: a safety alert was published on Prednisone: bleeding "
            "(https://example.org/alert?n=1)."
        )
    )
    assert archive.verify() == []


def test_an_alert_is_on_record(board: Board, archive: Archive) -> None:
    """Who raised it, why, which names were looked for and what named it, also when nothing did; twice changes nothing more."""
    board.review()
    board.approve()
    archive.alert("paracetamol", "liver", "max")
    event = archive.events()[-1].event
    assert (event.action, event.subject, event.by) == ("alert", "drug:paracetamol", "max")
    assert event.why == "a safety alert was published on paracetamol: liver"
    assert "acetaminophen" in event.what["names"]
    (first,) = archive.alert("Prednisone", "bleeding", "ann")
    assert archive.alert("Prednisone", "bleeding", "ann") == ()
    assert archive.article(first.slug) == first
    (again,) = archive.alert("Prednisone", "bones", "ann")
    assert again.current.because.endswith("bleeding; a safety alert was published on Prednisone: bones")
    assert archive.verify() == []


def test_an_alert_that_was_overtaken_touches_nothing(board: Board, archive: Archive) -> None:
    """What names the drug was changed since it was shown, or an alert on it raised by another name: both versions are told."""
    board.review()
    board.approve()
    seen = archive.alerted("paracetamol")
    lou = archive.person("lou")
    assert lou
    archive.save_person(replace(lou, affiliation="Elsewhere"), "ann", 1)  # is not what the alert touches
    assert archive.alert("paracetamol", "liver", "ann", if_match=seen.version) == ()
    with pytest.raises(Stale, match="touches changed meanwhile") as lost:
        archive.alert("Acetaminophen", "liver", "max", if_match=seen.version)
    now = lost.value.current
    assert isinstance(now, Alert)
    assert lost.value.given == seen.version
    assert [one.event.action for one in archive.alerted_since(now, seen.version)] == ["alert"]
    told = archive.alerted("prednisone")
    board.act("comment", "bo", text="Looked at the label", claim="")
    with pytest.raises(Stale):
        archive.alert("prednisone", "bleeding", "ann", if_match=told.version)
    assert archive.article(board.article.slug).state is State.APPROVED
    assert archive.alert("prednisone", "bleeding", "ann", if_match=archive.alerted("prednisone").version)


def test_a_name_that_is_not_known_is_looked_for_as_a_word(board: Board, archive: Archive) -> None:
    """Every text is read for the word itself, whole; part of a word is not the word."""
    board.review()
    board.approve()
    told = archive.alerted("corticosteroid")
    assert [one.article.slug for one in told.named] == [board.article.slug]
    zorblaxin = archive.alerted("Zorblaxin")
    assert (zorblaxin.is_known, zorblaxin.named) == (False, ())
    assert archive.alerted("predni").named == archive.alerted("rednisone").named == ()


def test_a_text_under_review_is_signed_after_the_alert(board: Board, archive: Archive) -> None:
    """Who signed before did not know: those signatures fall, once, and the review goes on."""
    board.review()
    board.accept("bo")
    board.sign("bo", "clinical_reviewer")
    (board.article,) = archive.alert("prednisone", "bleeding", "ann")
    assert (board.article.state, board.article.latest.review.signatures) == (State.UNDER_REVIEW, ())
    event = archive.events(subject=board.article.slug)[-1].event
    assert (event.action, event.why) == ("recheck", "a safety alert was published on prednisone: bleeding")
    board.sign("bo", "clinical_reviewer")
    assert archive.alert("prednisone", "bleeding", "ann") == ()
    board.accept("cy")
    assert board.sign("cy", "second_reviewer").state is State.APPROVED
    assert archive.alert("prednisone", "bleeding", "ann") == ()  # it was approved by people who knew
    assert archive.alert("prednisone", "bones", "ann")[0].state is State.SUSPENDED


@pytest.mark.parametrize(
    ("by", "drug", "because", "source", "why"),
    [
        ("lib", "prednisone", "bleeding", "", "Editors and the medical director"),
        ("bo", "prednisone", "bleeding", "", "Editors and the medical director"),
        ("eve", "prednisone", "bleeding", "", "Nobody is known"),
        ("ann", "prednisone", " ", "", "Say why"),
        ("ann", " ", "bleeding", "", "Name the medicine"),
        ("ann", "prednisone", "bleeding", "javascript:alert(1)", "no web address"),
    ],
)
def test_what_an_alert_needs(
    board: Board, archive: Archive, by: str, drug: str, because: str, source: str, why: str
) -> None:
    """An editor or the medical director, a medicine, a reason; a refusal leaves nothing."""
    board.review()
    board.approve()
    before = archive.events()
    with pytest.raises(NotAllowed, match=why):
        archive.alert(drug, because, by, source)
    assert archive.events() == before


def test_the_command_line_alerts(board: Board, archive: Archive) -> None:
    """`curbside alert` names what it looked for, what names it, and what lost its approval."""
    board.review()
    board.approve()
    words = ("alert", "prednisone", "--because", "bleeding", "--source", "https://example.org/a", "--by", "max")
    code, result = said(archive, *words)
    slug = board.article.slug
    assert (code, result["alert"], result["is_known"]) == (0, "prednisone", True)
    assert (result["named"], result["recalled"]) == ([slug], [slug])
    assert archive.article(slug).state is State.SUSPENDED
    assert archive.article(slug).current.who == "max"
    assert said(archive, *words)[1]["recalled"] == []
