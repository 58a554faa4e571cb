"""Lists: articles, topics, the queue with its flags, corrections, figures."""

from __future__ import annotations

from board import Board

from curbside.answers.answer import Answer
from curbside.archive import Archive
from curbside.archive.published import Published
from curbside.articles.article import State
from curbside.library.library import Library


def test_an_archive_that_never_was(library: Library) -> None:
    """A library in which nothing was archived reads as an empty archive, and reading makes nothing."""
    archive = Published(library)
    assert archive.articles().total == 0
    assert archive.topics() == {}
    assert archive.queue() == ()
    assert archive.events() == ()
    assert archive.people() == ()
    assert archive.verify() == []
    assert archive.find("x") is None
    assert not archive.is_there()


def test_drafts_are_not_public(board: Board, archive: Archive) -> None:
    """An article is listed for readers from its submission on."""
    assert archive.articles().total == 0
    assert archive.articles(is_public=False).total == 1
    board.act("submit", "ann")
    assert archive.articles().articles == (board.article,)
    assert archive.topics() == {"Carpal tunnel syndrome": 1}


def test_articles_are_found(board: Board, archive: Archive) -> None:
    """By words in any order, by topic in any case, by state; and not by what is not there."""
    board.act("submit", "ann")
    for found in (
        archive.articles("SYNDROME tunnel"),
        archive.articles(topic="carpal TUNNEL syndrome"),
        archive.articles(state="submitted", order="due"),
        archive.articles(order="title"),
    ):
        assert found.total == 1
    assert archive.articles("tunnel%gout").total == 0
    assert archive.articles(state="approved").total == 0
    assert archive.articles(topic="gout").total == 0
    assert archive.articles(offset=1).articles == ()
    assert archive.articles(offset=1).total == 1


def test_a_suspended_approval_comes_first(board: Board, archive: Archive, answer: Answer) -> None:
    """Readers are told not to rely on it, so it waits before everything that only has a day."""
    for slug in ("first", "second"):
        board.article = archive.draft(answer, "ann", slug=slug, topics=("Wrists",))
        board.review()
    board.approve()
    board.act("suspend", "max", why="Its source moved")
    assert [one.article.slug for one in archive.queue()][:2] == ["second", "first"]


def test_the_queue_says_what_waits(board: Board, archive: Archive, answer: Answer) -> None:
    """Age, day due, flags and what is missing; late when the day has passed; for a person, what that person can do."""
    board.act("submit", "ann")
    board.clock.now = "2026-03-11T09:00:00Z"
    (waiting,) = archive.queue()
    assert (waiting.age_days, waiting.due, waiting.flags) == (10, "2026-03-31", ("unassigned",))
    assert waiting.missing[0] == "2 more clinical signatures"
    board.act("assign", "ann", reviewers=["bo"])
    (mine,) = archive.queue(person="bo")
    assert "yours" in mine.flags
    assert "start_review" in mine.actions
    board.act("start_review", "bo")
    board.act("dissent", "bo", why="not what the source says")
    board.clock.now = "2026-04-01T09:00:00Z"
    (late,) = archive.queue(flag="late")
    assert "disputed" in late.flags
    assert archive.queue(state="submitted") == ()
    assert archive.queue(topic="gout") == ()


def test_an_overdue_article_is_listed_so(board: Board, archive: Archive) -> None:
    """Lists call an article overdue on the day it is, whether or not anything has written it down."""
    board.review()
    board.approve()
    board.clock.now = "2027-03-02T09:00:00Z"
    assert archive.articles(state="overdue").total == 1
    assert archive.articles(state="approved").total == 0
    assert "overdue" in archive.queue()[0].flags


def test_corrections_and_figures(board: Board, archive: Archive) -> None:
    """Notices are listed with old and new words; the policy's figures are counted from what happened."""
    board.review()
    board.clock.now = "2026-03-03T09:00:00Z"
    board.approve()
    claim = board.article.current.statements[1].id
    board.act("correct", "ann", claim=claim, words="", why="out of date", effect="nobody")
    told = next(one.text for one in archive.standing(board.article).banners if one.kind == "corrected")
    assert "Now: '(taken out)'. Why: out of date." in told
    board.act("start_review", "ann")
    board.approve()
    assert board.article.state is State.APPROVED
    board.act("withdraw", "max", why="superseded by a guideline")
    withdrawn, corrected = archive.corrections()
    assert withdrawn.notice.kind == "withdrawal"
    assert corrected.notice.old
    assert corrected.notice.new == ""
    figures = archive.figures()
    assert figures.by_state == {"withdrawn": 1}
    assert (figures.signers, figures.corrections, figures.withdrawals) == (2, 1, 1)
    assert figures.days_to_approval == 1.0
    assert figures.signatures_each == 2.0
    assert archive.standing(board.article).banners[0].text == (
        "Withdrawn on 2026-03-03 by Max Med, medical director. Reason: superseded by a guideline. Do not use. "
        "The text is kept for the record."
    )
