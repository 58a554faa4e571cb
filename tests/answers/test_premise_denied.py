"""A source that says otherwise than the question takes for granted leads, and it is said."""

from __future__ import annotations

import pytest

from curbside.answers.answer import CaveatKind
from curbside.consult import Desk
from curbside.library.library import Library
from curbside.sources.build import TextBuilder
from curbside.sources.source import Source, SourceKind


@pytest.fixture
def desk(tmp_path):  # type: ignore[no-untyped-def]
    text = TextBuilder()
    text.passage("Zelvitis is treated with rest and splints.", facet="treatment")
    text.passage("There is no vaccine, and zelvitis cannot be prevented.", facet="prevention")
    text.passage("Zelvitis is not contagious.", facet="causes")
    text.passage("Antibiotics do not improve zelvitis.", facet="treatment")
    stored, passages = text.finish()
    with Library.open(tmp_path / "library") as library, Desk(library) as opened:
        library.add_sources([Source(("file:1",), "Zelvitis", stored, passages, kind=SourceKind.PATIENT_PAGE)])
        yield opened


@pytest.mark.parametrize(
    ("question", "premise", "leads"),
    [
        ("Zelvitis can be prevented by which vaccine?", "Zelvitis can be prevented", "cannot be prevented"),
        ("Since antibiotics cure zelvitis, which one is used?", "antibiotics cure zelvitis", "do not improve"),
    ],
)
def test_what_a_source_denies_is_said(desk: Desk, question: str, premise: str, leads: str) -> None:
    """The denial is the bottom line, and a caveat repeats what was taken for granted."""
    answer = desk.ask(question)
    said = [caveat.text for caveat in answer.caveats if caveat.kind is CaveatKind.PREMISE]
    assert said == [f'The question takes for granted: "{premise}". {{n}} says otherwise.']
    assert answer.bottom_line is not None
    assert leads in answer.bottom_line.text


@pytest.mark.parametrize(
    "question",
    [
        "How is zelvitis treated?",
        "Since splints help zelvitis, how are they used?",
        "Since I have not been well, how is zelvitis treated?",
    ],
)
def test_what_nothing_denies_is_not_called_wrong(desk: Desk, question: str) -> None:
    """A premise that sources share, and a person's own story, raise no caveat."""
    assert not any(caveat.kind is CaveatKind.PREMISE for caveat in desk.ask(question).caveats)
