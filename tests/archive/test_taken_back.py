"""A mark that was a mistake: taken back with who and why, and never resumed by the program."""

from __future__ import annotations

import pytest
from board import Board
from test_doors import said
from test_recall import lone_source

from curbside.answers.answer import Answer
from curbside.archive import Archive
from curbside.articles.article import State
from curbside.errors import CurbsideError, NotAllowed, Stale


def suspended(board: Board) -> str:
    """The source whose mark suspended the article of the board."""
    board.review()
    board.approve()
    source = lone_source(board)
    (board.article,) = board.archive.mark(source, "retracted", "the wrong number was typed", by="lib")
    assert board.article.state is State.SUSPENDED
    return source


def test_a_decision_about_another_standing_is_refused(board: Board, archive: Archive) -> None:
    """Who saw the source as it stood before somebody else marked it decides nothing, and is told how it stands now."""
    source = suspended(board)
    seen, before = archive.standing_of(source), archive.events()
    for late in (
        lambda: archive.mark(source, "corrected", "x", "lib", if_match="current"),
        lambda: archive.retire(source, "x", "lib", if_match="current"),
        lambda: archive.take_back(source, "x", "lib", if_match="current"),
    ):
        with pytest.raises(Stale, match="was marked meanwhile") as lost:
            late()
        assert (lost.value.given, lost.value.current) == ("current", seen)
    assert archive.events() == before
    archive.take_back(source, "it is about another paper", "lib", if_match=seen)
    assert archive.standing_of(source) == "current"


def test_a_mark_is_taken_back_and_a_person_resumes(board: Board, archive: Archive) -> None:
    """The source stands again, the article stays suspended until somebody resumes it, and is then approved as it was."""
    before = archive.standing(board.article)
    source = suspended(board)
    with pytest.raises(NotAllowed, match="do not stand as they did"):
        board.act("resume", "bo", why="it was a slip")
    (told,) = archive.take_back(source, "it is about another paper", by="lib")
    assert archive.library.record(source).status == "current"
    assert told.state is State.SUSPENDED
    assert archive.recall() == ()
    assert archive.article(told.slug).state is State.SUSPENDED
    board.article = told
    with pytest.raises(NotAllowed, match="done by: editor, medical director, clinical reviewer"):
        board.act("resume", "lib", why="it was a slip")
    board.act("resume", "bo", why="the mark was a slip")
    standing = archive.standing(board.article)
    assert (standing.state, standing.is_approved, standing.affected) == (State.APPROVED, True, ())
    assert standing.banners[0].text.startswith("Reviewed and approved by Bo Berg")
    assert standing.digest == before.digest
    assert archive.recall() == ()
    assert [(one.action, one.why) for one in archive.history(board.article)][:2] == [
        ("resume", "the mark was a slip"),
        ("take_back", "it is about another paper"),
    ]
    assert archive.verify() == []


def test_who_marked_and_who_took_back_is_on_record(board: Board, archive: Archive) -> None:
    """Each decision about a source is one entry with who, why and what; nobody else decides."""
    source = suspended(board)
    with pytest.raises(NotAllowed, match="Librarians and editors"):
        archive.take_back(source, "x", by="bo")
    with pytest.raises(CurbsideError, match="Say why"):
        archive.take_back(source, " ", by="lib")
    archive.take_back(source, "it is about another paper", by="ann")
    with pytest.raises(CurbsideError, match="Nobody has marked"):
        archive.take_back(source, "again", by="ann")
    archive.retire(source, "a double", by="lib")
    archive.take_back(source, "it was none", by="lib")
    told = [one.event for one in archive.events(subject=f"source:{source}")]
    assert [(one.action, one.by, one.why) for one in told] == [
        ("mark", "lib", "the wrong number was typed"),
        ("take_back", "ann", "it is about another paper"),
        ("retire", "lib", "a double"),
        ("take_back", "lib", "it was none"),
    ]
    assert told[0].what == {"status": "retracted"}
    assert archive.verify() == []


def test_the_next_retraction_counts(board: Board, archive: Archive) -> None:
    """After a mark was taken back and the article resumed, the same source can suspend it again."""
    source = suspended(board)
    (board.article,) = archive.take_back(source, "a slip", by="lib")
    board.act("resume", "max", why="a slip")
    (after,) = archive.mark(source, "retracted", "now the journal says so", by="lib")
    assert after.state is State.SUSPENDED


def test_a_correction_taken_back_is_news_again(board: Board, archive: Archive) -> None:
    """What was dismissed as changing nothing is raised again when it is said anew after being taken back."""
    board.review()
    board.approve()
    source = lone_source(board)
    (board.article,) = archive.mark(source, "corrected", "a slip", by="lib")
    board.act("dismiss_update", "bo", why="nothing quoted changed")
    (board.article,) = archive.take_back(source, "it was another paper", by="lib")
    assert board.article.state is State.APPROVED
    (after,) = archive.mark(source, "corrected", "a dose", by="lib")
    assert after.state is State.APPROVED_UPDATE_DUE


def test_what_fell_for_more_than_its_sources_is_reviewed(board: Board, archive: Archive) -> None:
    """A suspension that a person or an alert added to is not lifted by standing sources."""
    source = suspended(board)
    archive.alert("prednisone", "bleeding", "ann")
    archive.take_back(source, "a slip", by="lib")
    board.article = archive.article(board.article.slug)
    with pytest.raises(NotAllowed, match="more than its sources"):
        board.act("resume", "max", why="a slip")


def test_one_of_two_sources_is_not_enough(board: Board, archive: Archive) -> None:
    """While another source that fell has not been put right, nothing is resumed."""
    source = suspended(board)
    other = next(s for one in board.article.current.statements for s in one.sources if s != source)
    archive.retire(other, "a double", by="lib")
    archive.take_back(source, "a slip", by="lib")
    board.article = archive.article(board.article.slug)
    with pytest.raises(NotAllowed, match=other):
        board.act("resume", "max", why="a slip")
    archive.take_back(other, "no double", by="lib")
    board.article = archive.article(board.article.slug)
    assert board.act("resume", "max", why="both were slips").state is State.APPROVED


def test_a_text_under_review_shows_the_source_as_it_stands(board: Board, archive: Archive, answer: Answer) -> None:
    """What is reviewed while a mark is taken back is shown with the source current again."""
    board.review()
    source = lone_source(board)
    (board.article,) = archive.mark(source, "retracted", "a slip", by="lib")
    shown = {one["source"]: one["status"] for one in archive.document(board.article, edition=1)["references"]}
    assert shown[source] == "retracted"
    (board.article,) = archive.take_back(source, "a slip", by="lib")
    shown = {one["source"]: one["status"] for one in archive.document(board.article, edition=1)["references"]}
    assert shown[source] == "current"
    board.approve()


def test_the_command_line_takes_back(board: Board, archive: Archive) -> None:
    """`curbside mark SOURCE --take-back` says how the source stands now, and what is still suspended."""
    source = suspended(board)
    slug = board.article.slug
    code, result = said(archive, "mark", source, "--take-back", "--because", "a slip", "--by", "lib")
    assert (code, result) == (0, {"taken_back": source, "status": "current", "told": [slug], "suspended": [slug]})
    assert archive.events(subject=f"source:{source}")[-1].event.by == "lib"
    assert archive.article(slug).state is State.SUSPENDED
