"""A hospital's own protocol, from the file to the page: first, named with its owner and dates, and never as evidence."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from curbside.answers.answer import Answer, CaveatKind
from curbside.consult import Desk, open_desk
from curbside.press import show
from curbside.questions.question import Reader

PROTOCOL = """---
title: Gout flare protocol
kind: local_protocol
owner: Pharmacy
version: 2
effective: 2023-01-01
review_by: 2024-06-30
jurisdiction: GB
audience: professional
---
# Gout flare protocol

## Treatment

Gout flare is treated with colchicine 500 micrograms two to four times daily until symptoms settle.

Do not give colchicine to patients with severe renal impairment.
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("ward")
    page = Path(folder / "gout.md")
    page.write_text(PROTOCOL, encoding="utf-8")
    with open_desk(folder / "library") as opened:
        opened.library.add(str(page))
        yield opened


def page(answer: Answer) -> str:
    stream = io.StringIO()
    show(answer, Console(file=stream, width=200, force_terminal=False))
    return " ".join(stream.getvalue().split())


@pytest.mark.parametrize("question", ["How is a gout flare treated?", "colchicine dose for gout?"])
def test_the_protocol_stands_first(desk: Desk, question: str) -> None:
    """Its section comes before those drawn from published sources, with owner, version and dates on the reference."""
    answer = desk.ask(question)
    assert next(section.kind for section in answer.sections if section.kind != "red_flags") == "local"
    assert "Pharmacy, version 2, in force from 2023-01-01, to be reviewed by 2024-06-30" in page(answer)
    assert any(caveat.kind is CaveatKind.PAST_REVIEW for caveat in answer.caveats)


def test_a_bottom_line_from_the_protocol_says_so(desk: Desk) -> None:
    """The dose of a protocol is given as the protocol's, with its owner's name before it."""
    line = desk.ask("colchicine dose for gout?").bottom_line
    assert line is not None
    assert line.text.startswith(
        "By the local protocol of Pharmacy: Gout flare is treated with colchicine 500 micrograms"
    )


def test_a_protocol_for_professionals_is_not_shown_to_patients(desk: Desk) -> None:
    """A patient is shown neither the section nor the dose."""
    answer = desk.ask("How is a gout flare treated?", Reader.PATIENT)
    assert all(section.kind != "local" for section in answer.sections)
    assert "500 micrograms" not in page(answer)
