"""When a source falls: what rests on it is found, suspended or due for an update, and dealt with once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from board import Board

from curbside.answers.answer import Answer
from curbside.archive import Archive
from curbside.archive.recall import Fallen, steps
from curbside.articles.article import State, Statement
from curbside.errors import NotAllowed
from curbside.sources.source import Status


def lone_source(board: Board) -> str:
    """A source that is some statement's only support."""
    return next(one.sources[0] for one in board.article.latest.statements if len(one.sources) == 1)


def test_a_retraction_suspends_at_once(board: Board, archive: Archive) -> None:
    """A retracted source suspends the approval, names itself on the banner, and marks the statements."""
    board.review()
    board.approve()
    source = lone_source(board)
    (after,) = archive.mark(source, Status.RETRACTED, "unreliable data", by="lib")
    assert after.state is State.SUSPENDED
    resting = {one.id for one in after.current.statements if source in one.sources}
    assert set(after.current.affected) == resting
    standing = archive.standing(after)
    assert not standing.is_approved
    cited = next(one for one in archive.answer(after).references if one.record.source == source)
    assert standing.banners[0].text == (
        f"Approval suspended on 2026-03-01. Reason: source [{cited.number}] was retracted (unreliable data). Statements affected are "
        "marked. Do not rely on them."
    )
    event = archive.events()[-1].event
    assert (event.action, event.by, event.what["public_state"]) == ("suspend", "program", "suspended")
    live = archive.answer(after, is_live=True).references[cited.number - 1]
    assert (live.record.source, live.record.status) == (source, Status.RETRACTED)
    assert cited.record.status is Status.CURRENT


def test_what_was_dealt_with_is_not_raised_again(board: Board, archive: Archive) -> None:
    """A second recall changes nothing, also after the news was found to change nothing."""
    board.review()
    board.approve()
    (due,) = archive.mark(lone_source(board), Status.CORRECTED, "a table", by="lib")
    assert due.state is State.APPROVED_UPDATE_DUE
    assert due.current.update_by == "2026-04-01"
    assert archive.standing(due).is_approved
    board.article = due
    assert archive.recall() == ()
    board.act("dismiss_update", "bo", why="the table is not quoted")
    assert board.article.state is State.APPROVED
    assert archive.recall() == ()


def test_a_concern_suspends_only_sole_support(board: Board, archive: Archive) -> None:
    """An expression of concern about the only support of a statement suspends."""
    board.review()
    board.approve()
    (after,) = archive.mark(lone_source(board), Status.CONCERN, "under investigation", by="lib")
    assert after.state is State.SUSPENDED


def test_a_concern_beside_other_support_asks_for_an_update(board: Board, archive: Archive) -> None:
    """A statement that another source carries too keeps its approval; one that nothing else carries does not."""
    board.review()
    board.approve()
    source, edition = lone_source(board), board.article.current
    fallen = {source: Fallen(source, "concern", "under investigation")}
    documents = {edition.main: archive.document(board.article)}

    def asked(statements: tuple[Statement, ...]) -> list[tuple[str, str]]:
        article = board.article.with_edition(replace(edition, statements=statements))
        return [(one.action, one.urgency) for one in steps(article, fallen, documents)]

    carried = tuple(replace(one, sources=(*one.sources, "pmid:another")) for one in edition.statements)
    assert asked(carried) == [("mark_update_due", "practice_changing")]
    assert asked((edition.statements[0], *carried[1:])) == [("suspend", "")]
    fallen["pmid:another"] = Fallen("pmid:another", "retracted", "")  # support that fell carries nothing
    assert asked(carried) == [("suspend", "")]


def test_a_source_taken_out_of_use_suspends(board: Board, archive: Archive) -> None:
    """What the librarian retires supports nothing any more."""
    board.review()
    board.approve()
    (after,) = archive.retire(lone_source(board), "a duplicate that was wrong", by="lib")
    assert after.state is State.SUSPENDED


def test_a_review_sees_the_fall(board: Board, archive: Archive) -> None:
    """While an edition is reviewed, signatures and decisions on what rested on the source fall, and it cannot be signed."""
    board.review()
    board.accept("bo")
    board.sign("bo", "clinical_reviewer")
    source = lone_source(board)
    (after,) = archive.mark(source, Status.RETRACTED, "unreliable data", by="lib")
    board.article = after
    assert after.state is State.UNDER_REVIEW
    assert after.latest.review.signatures == ()
    marks = {one.id: one.mark for one in after.latest.statements}
    resting = {one.id for one in after.latest.statements if source in one.sources}
    assert not resting & after.latest.review.accepted_by("bo", marks)
    board.accept("bo")
    with pytest.raises(NotAllowed, match="may not support a statement any more"):
        board.sign("bo", "clinical_reviewer")


def test_saved_answers_are_found(board: Board, archive: Archive, answer: Answer) -> None:
    """Everything that quotes a source is found, in articles and in saved answers."""
    name = archive.save(answer)
    assert archive.save(answer) == name
    saved = archive.saved(name)
    assert saved is not None
    assert saved["digest"] == name
    found = archive.resting_on(answer.references[0].record.source)
    assert {one.slug or one.answer for one in found} == {board.article.slug, name}


def test_days_that_pass(board: Board, archive: Archive) -> None:
    """A page says overdue as soon as the day is over; the sweep writes it down, and the yearly review reads everything."""
    board.review()
    board.approve()
    board.clock.now = "2027-03-01T23:00:00Z"
    assert archive.standing(board.article).is_approved
    assert archive.expire() == ()
    board.clock.now = "2027-03-02T00:00:00Z"
    standing = archive.standing(board.article)
    assert standing.state is State.OVERDUE
    assert standing.banners[0].text == (
        "Review was due on 2027-03-01. This is the text approved on 2026-03-01; newer evidence may exist."
    )
    (board.article,) = archive.expire()
    assert board.article.state is State.OVERDUE
    board.act("renew", "ann")
    assert board.article.latest.review.kind == "full"
    assert board.article.latest.review.carried == ()


def test_a_sweep_sees_what_changed_past_the_archive(board: Board, archive: Archive) -> None:
    """Looking every minute finds a source that fell by any way into the library, and looks only after a change."""
    board.review()
    board.approve()
    assert archive.recall() == ()
    assert archive.recall() == ()
    source = lone_source(board)
    archive.library.mark(source, Status.RETRACTED, "by a file")
    (after,) = archive.recall()
    assert after.state is State.SUSPENDED
    assert archive.recall() == ()


def test_what_is_out_of_use_suspends_whatever_else_is_said_of_it(board: Board, archive: Archive) -> None:
    """A source that was corrected before, and dealt with, suspends when it is retired."""
    board.review()
    board.approve()
    source = lone_source(board)
    (board.article,) = archive.mark(source, Status.CORRECTED, "a table", by="lib")
    board.act("dismiss_update", "bo", why="the table is not quoted")
    (after,) = archive.retire(source, "withdrawn by the department", by="lib")
    assert after.state is State.SUSPENDED
