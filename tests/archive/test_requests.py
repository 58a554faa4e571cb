"""What readers ask the board for: kept while it waits, closed by whoever may, and erased then."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from board import Board

from curbside.archive import Archive
from curbside.archive.chain import fingerprint
from curbside.archive.requests import CLOSED_BY, Request, RequestKind
from curbside.archive.values import written
from curbside.articles.person import Role
from curbside.errors import CurbsideError, NotAllowed, Stale

WORDS = "Zorblaxine made my neighbour Ottilie sleep for a week"


def test_requests_are_listed_until_they_are_closed(board: Board, archive: Archive) -> None:
    """A request waits until somebody whose kind of work it is says what was done; a second closing is told so."""
    assert archive.requests() == ()
    first = archive.request("review", "How is carpal tunnel syndrome treated?")
    archive.request("source", "The guideline of 2026", "It is newer")
    assert [one.number for one in archive.requests()] == [1, 2]
    with pytest.raises(NotAllowed, match="closed by: editor, medical director, librarian, author"):
        archive.reply(first.number, "lou", "done")
    with pytest.raises(NotAllowed, match="Say why"):
        archive.reply(first.number, "lib", " ")
    archive.reply(first.number, "lib", "An article was drafted")
    with pytest.raises(Stale, match="closed meanwhile"):
        archive.reply(first.number, "ann", "again")
    with pytest.raises(NotAllowed, match="no request 9"):
        archive.reply(9, "ann", "x")
    assert [one.number for one in archive.requests()] == [2]
    assert [one.reply for one in archive.requests(is_open=False)] == ["An article was drafted"]
    for kind, question in (("other", "x"), ("review", " "), ("problem", "x")):
        with pytest.raises(NotAllowed):
            archive.request(kind, question)
    assert archive.verify() == []


def test_a_report_wins_no_race(board: Board, archive: Archive) -> None:
    """A reviewer who had the page open before a report came still acts; the queue says that one waits."""
    with pytest.raises(CurbsideError, match="no article"):
        archive.report(board.article.slug, "a draft is nobody's to report on")
    board.review()
    seen = board.article
    claim = seen.latest.statements[0].id
    with pytest.raises(NotAllowed, match="no statement nothing"):
        archive.report(seen.slug, "x", "nothing")
    told = archive.report(seen.slug, "I think this is wrong", claim)
    assert (told.article, told.edition, told.claim) == (seen.slug, 1, claim)
    after = archive.act("comment", seen.slug, "bo", seen.version, text="noted")
    assert after.version == seen.version + 1
    assert [one.text for one in archive.requests(article=seen.slug)] == ["I think this is wrong"]
    assert "reports" in archive.queue()[0].flags
    with pytest.raises(NotAllowed, match="medical director, clinical reviewer"):
        archive.reply(told.number, "lib", "x")
    archive.reply(told.number, "bo", "It was reworded")
    assert "reports" not in archive.queue()[0].flags
    assert archive.verify() == []


def test_too_many_are_refused(board: Board, archive: Archive) -> None:
    """One article takes two hundred open reports, and one more when one is closed."""
    board.review()
    for _ in range(200):
        last = archive.report(board.article.slug, "again")
    with pytest.raises(NotAllowed, match="looked into already"):
        archive.report(board.article.slug, "once more")
    archive.reply(last.number, "ann", "seen")
    archive.report(board.article.slug, "once more")


def test_what_a_reader_wrote_is_erased_when_it_is_closed(board: Board, archive: Archive) -> None:
    """After its closing no file of the library holds the words, nor a hash that tells them; that it was closed stays."""
    board.review()
    folder, claim = archive.library.folder, board.article.latest.statements[0].id
    long = ". ".join([WORDS] * 60)  # over pages of its own, which are freed
    made = [archive.report(board.article.slug, long, claim), archive.request("review", f"Is it true that {WORDS}?")]
    assert [one.name for one in folder.rglob("*") if one.is_file() and WORDS.encode() in one.read_bytes()]
    for one in made:
        archive.reply(one.number, "ann", "Looked into")
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"Ottilie" not in content, path
            for one in made:
                assert one.secret.encode() not in content, path
    problem, review = archive.requests(is_open=False)
    kept = {name: value for name, value in asdict(problem).items() if value not in ("", 0)}
    at = board.clock.now
    about = {"article": board.article.slug, "edition": 1, "claim": claim}
    done = {"reply": "Looked into", "replied_by": "ann", "replied_at": at}
    assert kept == {"number": 1, "kind": "problem", "at": at} | about | done
    assert (review.question, review.text, review.secret) == ("", "", "")
    assert Archive(archive.library).requests(is_open=None) == (problem, review)
    assert archive.verify() == []


def test_the_log_cannot_be_asked_what_a_reader_wrote(board: Board, archive: Archive) -> None:
    """Two requests with the same words leave different hashes, so that a guess of the words proves nothing."""
    made = [archive.request("review", "Is it true?") for _ in range(2)]
    told = [one.left for one in archive.events()[-2:]]
    assert len({one.secret for one in made}) == 2
    guess = Request(1, made[0].kind, made[0].at, "Is it true?")
    assert fingerprint(written(guess)) not in told


def test_every_role_that_closes_is_on_the_board(board: Board, archive: Archive) -> None:
    """Each kind is closed by editors and the medical director at least."""
    assert set(CLOSED_BY) == set(RequestKind)
    assert all({Role.EDITOR, Role.MEDICAL_DIRECTOR} <= set(roles) for roles in CLOSED_BY.values())
