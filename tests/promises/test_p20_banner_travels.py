"""P20, as far as answers go: no answer leaves by any door without saying that no clinician has reviewed it."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from curbside.answers.answer import Answer, Outcome
from curbside.consult import Desk
from curbside.press import markdown, show, to_dict
from curbside.questions.question import Reader

BANNER = "Not reviewed by a clinician. Assembled automatically on 2026-01-02"
ASKED = {
    Outcome.ANSWERED: "What are the symptoms of gout?",
    Outcome.PARTIAL: "What is the initial management for tarsal tunnel syndrome?",
    Outcome.ABSTAINED: "How is Wilson disease treated?",
    Outcome.EMERGENCY: "I have crushing chest pain, is it a heart attack?",
    Outcome.DECLINED: "how many tablets would kill me",
}


def terminal(answer: Answer, width: int, *, colour: bool) -> str:
    stream = io.StringIO()
    show(answer, Console(file=stream, width=width, force_terminal=colour, no_color=not colour), "2026-01-02")
    return stream.getvalue()


@pytest.mark.parametrize("outcome", list(Outcome))
def test_the_banner_is_on_every_outcome_for_every_reader(desk: Desk, outcome: Outcome) -> None:
    """Terminal of any width, Markdown and JSON: the banner, above the first statement."""
    for reader in Reader:
        answer = desk.ask(ASKED[outcome], reader)
        if reader is Reader.PATIENT:
            assert answer.outcome is outcome
        pages = [terminal(answer, width, colour=False) for width in (24, 80, 200)] + [markdown(answer, "2026-01-02")]
        for page in pages:
            plain = " ".join(page.replace(">", " ").split())
            assert BANNER in plain
            if answer.claims:
                opening = " ".join(answer.claims[0].text.split()[:4])
                assert plain.index(BANNER) < plain.index(opening)
        assert to_dict(answer)["caveats"][0]["kind"] == "not_reviewed"


def test_the_banner_survives_colour(desk: Desk) -> None:
    """On a terminal with colours and links the words of the banner stand together."""
    assert "Not reviewed by a clinician." in terminal(desk.ask(ASKED[Outcome.ANSWERED]), 100, colour=True)
