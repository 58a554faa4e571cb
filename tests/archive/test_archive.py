"""One action, one transaction: what it keeps, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from board import Board

from curbside.answers.answer import Answer
from curbside.archive import Archive, chain
from curbside.archive.chain import Head
from curbside.archive.published import Known
from curbside.articles.article import State
from curbside.articles.person import Person, Role
from curbside.errors import NotAllowed, Stale
from curbside.library.library import Library
from curbside.press.json import to_dict
from curbside.questions.question import Reader


def test_from_draft_to_approval(board: Board) -> None:
    """Draft, submit, review claim by claim, two signatures: approved, with names, words and the next review."""
    board.review()
    article = board.approve()
    assert article.state is State.APPROVED
    edition = article.current
    assert edition.approved_at == "2026-03-01T09:00:00Z"
    assert edition.review_by == "2027-03-01"
    first, second = edition.review.signatures
    assert first.words == (
        f"I have read edition 1 ({edition.digest()}) in full: bottom line, every statement beside its quote, section order, "
        "caveats and references. In my judgement it is accurate, balanced and current for clinicians on 2026-03-01. "
        "My competing interests: none. Bo Berg, MD, Neurology, Example Hospital. Signed as clinical reviewer, "
        "2026-03-01T09:00:00Z."
    )
    assert second.name.startswith("Cy Cole, MD")


def test_what_is_read_back_is_what_was_drafted(board: Board, archive: Archive, answer: Answer) -> None:
    """The texts of an edition are the answer's own JSON, to the digest; another process reads the same."""
    article = Archive(archive.library).article(board.article.slug)
    assert article == board.article
    assert archive.document(article)["digest"] == to_dict(answer)["digest"] == article.latest.digest()
    assert archive.document(article, Reader.PATIENT)["reader"] == "patient"
    assert to_dict(archive.answer(article))["digest"] == article.latest.digest()


def test_a_lost_race_is_told(board: Board, archive: Archive) -> None:
    """A change made for an older version is refused with both versions, and nothing of it is kept."""
    seen = board.article.version
    board.act("submit", "ann")
    with pytest.raises(Stale, match="changed meanwhile") as lost:
        archive.act("submit", board.article.slug, "ann", seen)
    assert lost.value.given == seen
    assert lost.value.current == board.article
    assert archive.article(board.article.slug) == board.article


def test_a_refused_action_leaves_nothing(board: Board, archive: Archive) -> None:
    """No audit entry, no event and no change when an action is refused."""
    before = archive.events()
    with pytest.raises(NotAllowed, match="clinical reviewer"):
        board.act("decide", "ann", claims=[])
    assert archive.events() == before
    assert archive.article(board.article.slug) == board.article


def test_each_action_is_one_entry(board: Board, archive: Archive) -> None:
    """Every change is one event with who, when, and the state it led to."""
    board.review()
    told = [
        (one.event.action, one.event.by, one.event.what["state"])
        for one in archive.events(subject=board.article.slug)[1:]
    ]
    assert told == [("submit", "ann", "submitted"), ("start_review", "ann", "under_review")]
    heads = archive.events()
    assert all(later.before == earlier.hash for earlier, later in pairwise(heads))


def test_what_another_process_changed_is_seen(board: Board, archive: Archive) -> None:
    """What was read is kept only until somebody changes something, wherever that is."""
    before = archive.article(board.article.slug)
    assert Archive(archive.library).article(board.article.slug) is before
    with Library.open(archive.library.folder) as library:
        other = Archive(library, clock=archive.clock)
        after = other.act("submit", before.slug, "ann", before.version)
        assert archive.article(board.article.slug) == after
        ann = other.person("ann")
        assert ann
        assert archive.people("editor") == (ann,)
        other.save_person(replace(ann, name="Ann Other"), "program", ann.version)
        assert archive.people("editor")[0].name == "Ann Other"


def test_readers_are_told_the_history(board: Board, archive: Archive) -> None:
    """Every step that changed what readers may rely on, with who and why; not what reviewers said to each other."""
    board.review()
    board.act("comment", "bo", text="between us")
    board.approve()
    board.act("withdraw", "max", why="unsafe")
    told = [(one.action, one.who, one.why) for one in archive.history(board.article)]
    assert told == [
        ("withdraw", "Max Med", "unsafe"),
        ("approve", "Cy Cole", ""),
        ("sign", "Cy Cole", ""),
        ("sign", "Bo Berg", ""),
        ("start_review", "Ann Example", ""),
        ("submit", "Ann Example", ""),
    ]


def test_a_reader_for_whom_nothing_was_written(board: Board, archive: Archive) -> None:
    """Nurses read the clinicians' statements in their own order, and are told that nobody reviewed that."""
    board.review()
    article = board.approve()
    answer = archive.answer(article, Reader.NURSE)
    assert answer.reader is Reader.NURSE
    assert {one.id for one in answer.claims} <= {one.id for one in article.current.statements}
    standing = archive.standing(article, Reader.NURSE)
    assert not standing.is_approved
    assert standing.banners[-1].text == (
        "The clinical statements were approved on 2026-03-01. This nurses' wording has not been reviewed."
    )


def test_an_older_head_never_replaces_a_newer_one(tmp_path: Path) -> None:
    """Two who finish at once can tell of their entries in either order; the later entry is what is kept."""
    path = tmp_path / "kept" / "head.json"
    assert chain.read_head(path) is None
    chain.write_head(path, Head(5, "five"))
    chain.write_head(path, Head(4, "four"))
    assert chain.read_head(path) == Head(5, "five")


def test_nobody_is_asked_who_is_not_there(board: Board, archive: Archive) -> None:
    """Reviewers and tie-breakers are known and active; a name that is not says so and nothing is changed."""
    board.act("submit", "ann")
    seen = board.article
    bo = archive.person("bo")
    assert bo is not None
    archive.save_person(replace(bo, is_active=False), "program", bo.version)
    for action, asked in (("assign", {"reviewers": ["cy", "nobody"]}), ("start_review", {"reviewers": ["bo"]})):
        with pytest.raises(NotAllowed, match=r"Nobody who is active here is known as: (nobody|bo)"):
            archive.act(action, seen.slug, "ann", seen.version, **asked)
    board.act("start_review", "ann", reviewers=["cy"])
    board.act("dissent", "cy", why="I read it otherwise")
    with pytest.raises(NotAllowed, match="nobody"):
        board.act("name_decider", "max", decider="nobody")
    board.act("name_decider", "max", decider="di")


def test_readers_are_sent_only_where_an_article_is(board: Board, archive: Archive, answer: Answer) -> None:
    """An article is superseded by a public one that leads nowhere else, named by any of its addresses."""
    board.review()
    board.approve()
    other = archive.draft(answer, "ann", topics=["Carpal tunnel syndrome"])
    for slug in ("nowhere", "", other.slug):
        with pytest.raises(NotAllowed):
            board.act("supersede", "max", by_slug=slug, why="a newer one")
    archive.act("submit", other.slug, "ann", other.version)
    archive.redirect("the-newer-one", other.slug, "ann")
    assert board.act("supersede", "max", by_slug="the-newer-one", why="a newer one").superseded_by == other.slug
    third = Board(archive, board.clock)
    third.article = archive.draft(answer, "ann", topics=["Carpal tunnel syndrome"], specialties=["neurology"])
    third.review()
    third.approve()
    with pytest.raises(NotAllowed, match="leads nowhere else"):
        third.act("supersede", "max", by_slug=board.article.slug, why="in a circle")


def test_nobody_is_the_program(board: Board, archive: Archive) -> None:
    """No person gets the program's role or its id, whoever asks."""
    ann = archive.person("ann")
    assert ann is not None
    for somebody, seen in ((replace(ann, roles=(*ann.roles, Role.PROGRAM)), ann.version), (Person("program", "X"), 0)):
        with pytest.raises(NotAllowed, match="by itself"):
            archive.save_person(somebody, "program", seen)


def test_what_was_read_before_is_not_taken_for_what_is_there_now(
    board: Board, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thread that looked before a change, and reads on after it, leaves nothing old behind for others."""
    known, slug = Known(), board.article.slug
    monkeypatch.setattr(archive, "_known", known)
    old = archive.article(slug)
    last = len(archive.events())
    board.act("submit", "ann")
    turns: list[int] = []

    class Watched(Known):
        def __setattr__(self, name: str, value: object) -> None:
            super().__setattr__(name, value)
            if name.startswith("values") and turns:
                turns.clear()
                with monkeypatch.context() as earlier:
                    earlier.setattr(chain, "last_number", lambda _: last)
                    archive._kept(("article", slug), lambda _: old, None)  # the turn of a thread that is behind

    watched = Watched()
    for name in Known.__slots__:
        setattr(watched, name, getattr(known, name))
    monkeypatch.setattr(archive, "_known", watched)
    turns.append(1)
    archive.topics()
    assert archive.article(slug).version == board.article.version
