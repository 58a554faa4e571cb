"""Changing a text under review: every wording is made anew, and words are held to their own quote."""

from __future__ import annotations

import pytest
from board import Board

from curbside.answers.answer import Answer
from curbside.answers.verify import verify
from curbside.archive import Archive
from curbside.archive.editing import as_now
from curbside.archive.texts import documents_of
from curbside.claims.anew import checked_words
from curbside.claims.check import check
from curbside.claims.claim import Check, Claim, Quote, Verdict
from curbside.errors import CurbsideError, NotAllowed
from curbside.evidence.evidence import Design, SourceRecord, Trust
from curbside.questions.question import Reader
from curbside.sources.source import Audience, SourceKind, Status, TextQuality


def sound(board: Board, archive: Archive) -> None:
    """Every wording of the latest edition verifies against the library, word for word."""
    for reader in board.article.latest.readers:
        document = archive.document(board.article, reader, board.article.latest.number)
        assert verify(document, archive.library).problems == ()


def test_a_struck_statement_is_gone_for_every_reader(board: Board, archive: Archive) -> None:
    """It leaves sections, references and the bottom line of every wording; another statement leads."""
    board.review()
    line = archive.answer(board.article).bottom_line
    assert line
    claim = line.claims[0]
    board.act("strike", "bo", claim=claim, why="too old")
    assert board.article.latest.statement(claim) is None
    for reader in (Reader.CLINICIAN, Reader.PATIENT):
        answer = archive.answer(board.article, reader)
        assert claim not in {one.id for one in answer.claims}
        assert answer.bottom_line
        assert set(answer.bottom_line.claims) <= {one.id for one in answer.claims}
        assert [one.number for one in answer.references] == list(range(1, len(answer.references) + 1))
    sound(board, archive)


def test_the_only_statement_is_not_corrected_away(board: Board) -> None:
    """No correction publishes an article that says nothing; it is withdrawn instead."""
    board.review()
    while len(board.article.latest.statements) > 1:
        board.act("strike", "ann", claim=board.article.latest.statements[-1].id, why="not needed")
    board.approve()
    only = board.article.current.statements[0].id
    with pytest.raises(NotAllowed, match="withdraw the article instead"):
        board.act("correct", "max", claim=only, words="", why="wrong")
    assert board.article.state == "approved"


def test_words_beyond_the_quote_are_refused(board: Board, archive: Archive) -> None:
    """Other numbers, a lost denial or a strong word that the quote does not have: refused, with the reason."""
    board.review()
    claim = archive.answer(board.article).claims[0]
    for words in (
        f"{claim.text.rstrip('.')} in 95 percent of patients.",
        "Surgery cures it in 3 days.",
        f"It is proven that {claim.text}",
        "",
    ):
        with pytest.raises(NotAllowed, match="does not bear these words"):
            board.act("reword", "bo", claim=claim.id, words=words)


def test_who_may_not_hears_only_that(board: Board) -> None:
    """Words, quotes and statements are looked at only for somebody whose role and time it is."""
    for action, arguments in (
        ("reword", {"claim": "no such claim", "words": "Surgery cures it in 3 days."}),
        ("strike", {"claim": "no such claim", "why": ""}),
        ("add_quote", {"source": "pmid:0", "text": "x", "kind": "no such kind"}),
        ("correct", {"claim": "no such claim", "words": "Surgery cures it in 3 days.", "why": ""}),
        ("revise", {"answer": None}),
        ("submit", {"no such argument": ""}),
    ):
        with pytest.raises(NotAllowed, match="Libby Shelf has none of these roles"):
            board.act(action, "lib", **arguments)
        with pytest.raises(NotAllowed, match="Libby Shelf has none of these roles"):
            board.archive.act(action, board.article.slug, "lib", 0, **arguments)
    board.act("submit", "ann")
    with pytest.raises(NotAllowed, match="cannot be done while the edition is submitted"):
        board.act("reword", "bo", claim="no such claim", words="Surgery cures it in 3 days.")


def test_a_statement_in_its_own_words_is_not_reworded(board: Board, archive: Archive) -> None:
    """Every statement handed in as it reads passes for every reader, and nothing happened: no author, no entry, no change."""
    board.review()
    board.accept("bo")
    board.sign("bo", "clinical_reviewer")
    before, entries = board.article, archive.events()
    for reader in before.latest.readers:
        for claim in archive.answer(before, reader).claims:
            assert claim.wording
            board.act("reword", "bo", claim=claim.id, words=f" {claim.wording.text}\n", reader=reader.value)
    assert (board.article, archive.article(before.slug), archive.events()) == (before, before, entries)
    board.accept("cy")
    board.sign("cy", "second_reviewer")
    claim = archive.answer(board.article).claims[0]
    with pytest.raises(NotAllowed, match="its words already"):
        board.act("correct", "ann", claim=claim.id, words=claim.text, why="wrong")


def test_words_of_a_person_are_kept(board: Board, archive: Archive) -> None:
    """A statement reworded for patients keeps those words when another one is struck, and clinicians' words stay."""
    board.review()
    answer = archive.answer(board.article, Reader.PATIENT)
    claim = next(one for one in answer.claims if len(one.text.split()) > 6)
    words = claim.text.rstrip(".") + " ."
    words = words.replace(" .", ".") if claim.text.endswith(";") else claim.text.rstrip(".")
    board.act("reword", "lou", claim=claim.id, words=words, reader="patient")
    other = next(one.id for one in board.article.latest.statements if one.id != claim.id)
    board.act("strike", "bo", claim=other, why="not about this")
    said = {one.id: one for one in archive.answer(board.article, Reader.PATIENT).claims}[claim.id]
    assert said.wording
    assert (said.wording.text, said.wording.by) == (words, "person")
    ours = {one.id: one for one in archive.answer(board.article).claims}[claim.id]
    assert ours.wording is None or ours.wording.by != "person"
    statement = board.article.latest.statement(claim.id)
    assert statement
    assert statement.authors == ("lou",)
    sound(board, archive)


def test_a_quote_of_the_library_is_added(board: Board, archive: Archive) -> None:
    """As a statement of its own, with its source among the references; whoever added it is its author."""
    board.review()
    source = archive.answer(board.article).references[0].record.source
    text = archive.library.text(source)
    quoted = {quote.text for one in archive.answer(board.article).claims for quote in one.quotes}
    sentence = next(
        one + "."
        for one in text.replace("\n", ". ").split(". ")
        if 60 < len(one) < 200 and one + "." not in quoted and text.count(one + ".") == 1
    )
    board.act("add_quote", "bo", source=source, text=sentence, kind="treatment_options")
    added = archive.events()[-1].event.what["added"]
    statement = board.article.latest.statement(added)
    assert statement
    assert statement.authors == ("bo",)
    assert any(one.text == " ".join(sentence.split()) for one in archive.answer(board.article).claims)
    sound(board, archive)
    with pytest.raises(NotAllowed, match="cannot accept it"):
        board.act("decide", "bo", claims=[added])


def test_a_quote_has_to_stand_there(board: Board) -> None:
    """Words that are not in the source, a span outside it, an unknown source or kind: refused."""
    board.review()
    source = board.article.latest.statements[0].sources[0]
    for arguments in (
        {"source": source, "text": "Splints cure everything.", "kind": "treatment_options"},
        {"source": source, "start": 0, "end": 10**9, "kind": "treatment_options"},
        {"source": "pmid:0", "text": "x", "kind": "treatment_options"},
        {"source": source, "start": 0, "end": 3, "kind": "no such kind"},
    ):
        with pytest.raises(CurbsideError):
            board.act("add_quote", "bo", **arguments)


def test_unchanged_statements_are_carried(board: Board, archive: Archive) -> None:
    """After a correction only what changed is decided anew; the signatures are always new."""
    board.review()
    board.approve()
    gone = board.article.current.statements[-1].id
    board.act("correct", "ann", claim=gone, words="", why="wrong")
    review = board.article.latest.review
    assert review.kind == "update"
    assert set(review.carried) == {one.id for one in board.article.latest.statements}
    assert review.signatures == ()
    board.act("start_review", "ann")
    board.sign("bo", "clinical_reviewer")
    board.sign("cy", "second_reviewer")
    assert board.article.state == "approved"
    kinds = [one.kind for one in archive.changes(board.article, 1, 2)]
    assert "removed" in kinds
    sound(board, archive)


def test_wording_anew_changes_nothing_by_itself(archive: Archive, answer: Answer) -> None:
    """A text of which nothing changed comes out of the making of wordings with the same digest for every reader."""
    documents = documents_of(answer, tuple(Reader))
    again = as_now(archive.library, documents)
    assert {reader: one["digest"] for reader, one in again.items()} == {
        r: one["digest"] for r, one in documents.items()
    }


def test_a_persons_words_are_held_to_the_strict_gate() -> None:
    """Words that leave out a doubt or a condition of the quote are refused, though the looser check would pass them."""
    quoted = "Surgery may be needed to release the ligament if splints do not help."
    record = SourceRecord(
        source="pmid:1",
        version="v",
        ids=("pmid:1",),
        title="Carpal tunnel syndrome",
        kind=SourceKind.PATIENT_PAGE,
        design=Design.NONE,
        status=Status.CURRENT,
        trust=Trust.PUBLIC_PAGE,
        quality=TextQuality.GOOD,
        audience=Audience.PATIENT,
    )
    quotes = (Quote("pmid:1", "v", "pmid:1#1", 0, len(quoted), quoted),)
    claim = Claim("c", "procedures", quoted, quotes, (record,), None, Check(Verdict.SUPPORTED, "verbatim"))
    for words in (quoted.replace("may be", "is"), quoted.replace(" if splints do not help", "")):
        assert check(words, f"{record.title}. {quoted}").verdict is Verdict.SUPPORTED
        assert checked_words(claim, words).verdict is not Verdict.SUPPORTED
    assert checked_words(claim, quoted).verdict is Verdict.SUPPORTED
