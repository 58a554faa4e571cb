"""An article whose words are a model's: it says so through every edit, and no signature covers words written after it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from board import Board

from curbside.answers.answer import Answer, CaveatKind
from curbside.answers.verify import verify
from curbside.archive import Archive
from curbside.consult import Desk
from curbside.questions.question import Reader
from model_server import Asked, model_server

QUESTION = "How is carpal tunnel syndrome treated?"


def without_stops(asked: Asked) -> list[str]:
    """A model that leaves the full stop of each sentence away: words of its own that every quote bears."""
    data: dict[str, Any] = json.loads(asked.user.split("\n", 1)[1].rsplit("\n", 1)[0])
    told = [(one["name"], line) for one in data["passages"] for line in one["text"].split("\n")[:2]][:6]
    made = [{"text": line.rstrip("."), "passage": name, "quote": line} for name, line in told]
    return [json.dumps({"statements": made, "bottom_line": []})]


@pytest.fixture
def worded(archive: Archive) -> Answer:
    """An answer of the archive's library in a model's words."""
    with model_server(without_stops) as server:
        told = replace(archive.library.settings, writer="openai", writer_url=server.url, writer_model="test")
        return Desk(archive.library, told).ask(QUESTION)


@pytest.fixture
def modelled(board: Board, archive: Archive, worded: Answer) -> Board:
    """A board with a draft of that answer."""
    board.article = archive.draft(worded, "ann", slug="in-a-models-words")
    return board


def kinds(document: dict[str, Any]) -> list[str]:
    return [caveat["kind"] for caveat in document["caveats"]]


def test_a_draft_keeps_the_models_words_and_says_whose_they_are(modelled: Board, archive: Archive) -> None:
    """For the reader that it was worded for; the other wordings are by rule and say nothing of a model."""
    article = modelled.article
    own = archive.document(article, Reader.CLINICIAN, 1)
    other = archive.document(article, Reader.PATIENT, 1)
    assert CaveatKind.WORDED_BY_MODEL.value in kinds(own)
    assert own["made_by"]["writer"].startswith("openai")
    assert CaveatKind.WORDED_BY_MODEL.value not in kinds(other)
    assert other["made_by"]["writer"] == "none"
    assert verify(own, archive.library).is_sound
    assert verify(other, archive.library).is_sound


def test_an_edit_takes_neither_the_words_nor_the_mark_away(modelled: Board, archive: Archive) -> None:
    """After a statement is struck the others are still the model's, and the page still says so."""
    modelled.review()
    first = archive.document(modelled.article, Reader.CLINICIAN, modelled.article.latest.number)
    line = {*(first["bottom_line"] or {"claims": []})["claims"]}
    struck = next(one.id for one in modelled.article.latest.statements if one.id not in line)
    modelled.act("strike", "bo", claim=struck, why="not needed")
    document = archive.document(modelled.article, Reader.CLINICIAN, modelled.article.latest.number)
    by = {claim["wording"]["by"] for section in document["sections"] for claim in section["claims"]}
    assert any(one.startswith("openai") for one in by)
    assert kinds(document).count(CaveatKind.WORDED_BY_MODEL.value) == 1
    assert document["made_by"]["writer"].startswith("openai")
    assert verify(document, archive.library).is_sound


def test_a_signature_in_the_sources_words_covers_no_words_of_a_model(
    board: Board, archive: Archive, answer: Answer, worded: Answer
) -> None:
    """The digest that was signed is of the quotes' words; the same answer in a model's words has another one."""
    board.article = archive.draft(answer, "ann", slug="signed")
    board.review()
    board.approve()
    assert archive.standing(board.article).is_approved
    signed = {one.digest for one in board.article.current.wordings}
    other = archive.draft(worded, "ann", slug="worded")
    assert not signed & {one.digest for one in other.latest.wordings if one.reader is worded.reader}
    assert not archive.standing(other).is_approved
