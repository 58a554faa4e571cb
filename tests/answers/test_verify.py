"""Verify: an answer is believed only as far as the library still says it."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from curbside.answers.digest import digest
from curbside.answers.verify import verify
from curbside.consult import Desk, open_desk
from curbside.errors import CurbsideError
from curbside.press.json import to_dict


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The starter library."""
    folder: Path = tmp_path_factory.mktemp("library")
    with open_desk(folder) as opened:
        yield opened


@pytest.fixture
def answer(desk: Desk) -> dict[str, Any]:
    """A real answer, to be tampered with."""
    return copy.deepcopy(to_dict(desk.ask("What are the symptoms of gout?")))


def first_quote(answer: dict[str, Any]) -> dict[str, Any]:
    quote: dict[str, Any] = answer["sections"][0]["claims"][0]["quotes"][0]
    return quote


def test_an_untouched_answer_is_sound(desk: Desk, answer: dict[str, Any]) -> None:
    """Every quote of an answer as it was made is found again, byte for byte."""
    result = verify(answer, desk.library)
    assert result.is_sound, result.problems
    assert result.quotes >= 3


@pytest.mark.parametrize(
    ("change", "because"),
    [
        (lambda a: a.update(title="Something else"), "digest"),
        (
            lambda a: first_quote(a).update(text=first_quote(a)["text"].replace("a", "e", 1)),
            "words at that span differ",
        ),
        (lambda a: first_quote(a).update(start=first_quote(a)["start"] + 1), "differ"),
        (lambda a: first_quote(a).update(sha256="0" * 64), "SHA-256"),
        (lambda a: first_quote(a).update(source="pmid:404"), "no such source"),
        (lambda a: first_quote(a).update(end=10**9), "outside the stored text"),
        (lambda a: a["sections"][0]["claims"][0].update(citations=[99]), "not in the references"),
        (lambda a: a["sections"][0]["claims"][0].update(text="Gout is cured by moonlight."), "not supported"),
        (lambda a: a["bottom_line"].update(text="All is well."), "bottom line"),
    ],
)
def test_each_tampering_is_found(desk: Desk, answer: dict[str, Any], change: Any, because: str) -> None:
    """A changed word, span, hash, source, number or bottom line is found even when the digest is made to fit."""
    change(answer)
    if because != "digest":
        answer["digest"] = digest(answer)
    result = verify(answer, desk.library)
    assert not result.is_sound
    assert any(because in problem for problem in result.problems), result.problems


def test_something_else_is_refused_with_advice(desk: Desk) -> None:
    """A file that is no answer is bad input, with what to do."""
    with pytest.raises(CurbsideError, match="curbside ask --json"):
        verify({"schema": "something"}, desk.library)
