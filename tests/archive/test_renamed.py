"""An article under another address: earlier ones lead to it, and nothing else of it changes."""

from __future__ import annotations

import pytest
from board import Board

from curbside.answers.answer import Answer
from curbside.archive import Archive
from curbside.articles.article import State
from curbside.errors import CurbsideError, NotAllowed, Stale


def test_every_address_that_it_had_leads_to_it(board: Board, archive: Archive) -> None:
    """Renamed twice and back, it is found under each of its addresses, and stays what it was approved as."""
    board.review()
    board.approve()
    before, slug = board.article, board.article.slug
    for address in ("wrist-nerve", "median-nerve", "wrist-nerve", slug):
        after = board.act("rename", "ann", address=address, why="It is looked for by that")
        assert (after.address, after.slug) == (address, slug)
    board.act("rename", "max", address=" median-nerve ", why="It is looked for by that")
    for address in (slug, "wrist-nerve", "median-nerve"):
        assert (found := archive.find(address)), address
        assert (found.slug, found.address) == (slug, "median-nerve")
    assert board.article.state is State.APPROVED
    assert board.article.editions == before.editions
    assert archive.verify() == []


def test_who_renamed_it_is_on_record(board: Board, archive: Archive) -> None:
    """The entry holds who, why, and both addresses; the new one is an entry of its own, so that doctor misses it."""
    board.act("rename", "ann", address="wrist-nerve", why="Shorter")
    renamed, led = (one.event for one in archive.events()[-2:])
    assert (renamed.action, renamed.subject, renamed.by, renamed.why) == (
        "rename",
        board.article.slug,
        "ann",
        "Shorter",
    )
    assert (renamed.what["old"], renamed.what["new"]) == (board.article.slug, "wrist-nerve")
    assert (led.action, led.subject) == ("redirect", "address:wrist-nerve")


def test_an_address_is_given_once(board: Board, archive: Archive, answer: Answer) -> None:
    """Neither the address of another article nor one that it had before, nor what is no address; drafts keep clear too."""
    other = archive.draft(answer, "ann", slug="other", topics=["Carpal tunnel syndrome"])
    archive.act("rename", "other", "ann", other.version, address="newer", why="x")
    before = archive.events()
    for taken in ("other", "newer"):
        with pytest.raises(NotAllowed, match="leads to another article"):
            board.act("rename", "ann", address=taken, why="x")
    for wrong in ("", "Two Words", "a--b", "../x", "x" * 81):
        with pytest.raises(CurbsideError, match="cannot be an address"):
            board.act("rename", "ann", address=wrong, why="x")
    with pytest.raises(NotAllowed, match="is its address already"):
        board.act("rename", "ann", address=board.article.slug, why="x")
    with pytest.raises(NotAllowed, match="Say why"):
        board.act("rename", "ann", address="free", why=" ")
    with pytest.raises(NotAllowed, match="is done by: editor, medical director"):
        board.act("rename", "bo", address="free", why="x")
    with pytest.raises(Stale):
        archive.act("rename", board.article.slug, "ann", board.article.version + 1, address="free", why="x")
    assert archive.events() == before
    assert archive.draft(answer, "ann", slug="newer").slug == "newer-2"
