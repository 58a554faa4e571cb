"""What a page says under the very heading that is asked for leads, over every topic of the starter library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from curbside import starter
from curbside.answers.answer import Answer
from curbside.consult import Desk, open_desk

#: The question, the topics of 57 whose answer must lead with a kind asked for, and the least number of claims shown.
ASKED = {
    "What are the symptoms of {}?": (55, 240),
    "How is {} treated?": (55, 335),
    "What causes {}?": (54, 160),
    "What can I do at home for {}?": (51, 280),
    "How is {} diagnosed?": (49, 195),
    "How can {} be prevented?": (47, 120),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_desk(tmp_path_factory.mktemp("starter") / "library") as opened:
        yield opened


def topics() -> list[str]:
    found = []
    for page in starter.files():
        title = re.search(r"^title: (.*)$", Path(str(page)).read_text(encoding="utf-8"), re.MULTILINE)
        assert title
        name = title[1].strip('"')
        found.append(name if name[:2].isupper() else name[:1].lower() + name[1:])
    return found


def leads_with_what_is_asked(answer: Answer) -> bool:
    first = set(answer.bottom_line.claims[:1]) if answer.bottom_line else set()
    return any(claim.id in first for section in answer.sections if section.kind in answer.plan.facets for claim in section.claims)  # fmt: skip


@pytest.mark.parametrize("question", ASKED)
def test_the_heading_asked_for_leads(desk: Desk, question: str) -> None:
    """ "What are the symptoms of gout?" is answered by the statements under "Clinical features", and by more than one."""
    answers = [desk.ask(question.format(topic)) for topic in topics()]
    wrong = [answer.question for answer in answers if not leads_with_what_is_asked(answer)]
    least, claims = ASKED[question]
    assert len(answers) - len(wrong) >= least, wrong
    assert sum(len(answer.claims) for answer in answers) >= claims


def test_what_may_be_asked_next_is_answered(desk: Desk) -> None:
    """An answer offers further questions that this library answers, from the pages about its very subject."""
    for question in ("What causes gout?", "What are the symptoms of celiac disease?"):
        offered = desk.ask(question).follow_ups
        assert offered, question
        assert all(desk.ask(one).claims for one in offered), offered
