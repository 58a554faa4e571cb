"""
A scorecard of the writer that is set up, over the questions of whoever wants to compare: what it wrote, and what stood.

Every statement is held against its own quote by the same check as in an answer, so that two models can be compared on one
library. The check refuses some faithful sentences too (about a quarter of free paraphrases, bench/check.md): the shares
are for comparing writers, not for telling how often a model is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from curbside.answers.answer import Answer, Outcome, Writing
from curbside.answers.verify import verify
from curbside.consult import Desk
from curbside.errors import CurbsideError
from curbside.press.json import to_dict
from curbside.questions.question import Question

from .figures import points, share


@dataclass
class _Tally:
    """What is added up over questions."""

    asked: int = 0
    quotable: int = 0  # questions that the library answers at all
    worded: int = 0  # ... and that the writer worded
    statements: Counter[str] = field(default_factory=Counter)
    whole: int = 0  # worded answers of which every statement stood
    lines: int = 0  # worded answers with a bottom line of the writer's
    unsound: int = 0  # worded answers that do not verify offline
    faults: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    tokens: Counter[str] = field(default_factory=Counter)
    cost: float = 0.0


def scorecard(desk: Desk, questions: Iterable[Question]) -> dict[str, Any]:
    """Shares of statements and of whole answers that stood, coverage, what was dropped, seconds, tokens and cost."""
    if desk.settings.writer == "none":
        raise CurbsideError("No writer is set up to be measured; set one with: curbside writer set")
    tally = _Tally()
    for question in questions:
        tally.asked += 1
        answer = desk.ask(question)
        if writing := answer.made_by.writing:
            _count(tally, desk, answer, writing)
    offered = sum(tally.statements.values())
    return {
        "writer": desk.writer.name,
        "questions": tally.asked,
        "answered_in_quotes": tally.quotable,
        "worded": tally.worded,
        "coverage": share(tally.worded, tally.quotable),
        "statements": offered,
        "statements_supported": share(tally.statements["passed"], offered),
        "gave_way_to_quote": share(tally.statements["quoted"], offered),
        "dropped": share(tally.statements["dropped"], offered),
        "whole_answers_supported": share(tally.whole, tally.worded),
        "bottom_lines": share(tally.lines, tally.worded),
        "answers_that_do_not_verify": tally.unsound,
        "faults": dict(sorted(tally.faults.items())),
        "seconds": points(tally.seconds),
        "tokens_per_answer": {
            name: round(count / max(1, tally.quotable)) for name, count in sorted(tally.tokens.items())
        },
        "cost": round(tally.cost, 4),
    }


def _count(tally: _Tally, desk: Desk, answer: Answer, writing: Writing) -> None:
    if answer.outcome not in {Outcome.ANSWERED, Outcome.PARTIAL, Outcome.EMERGENCY} or not answer.sections:
        return
    tally.quotable += 1
    tally.seconds.append(answer.elapsed_ms / 1000)
    tally.tokens.update({"in": writing.tokens_in, "out": writing.tokens_out})
    tally.cost += writing.cost
    tally.faults.update([writing.fault] if writing.fault else [])
    tally.statements.update({"passed": writing.passed, "quoted": writing.quoted, "dropped": writing.dropped})
    if answer.made_by.writer == "none":
        return
    tally.worded += 1
    tally.whole += not (writing.quoted or writing.dropped)
    tally.lines += bool(answer.bottom_line and answer.bottom_line.restated)
    tally.unsound += not verify(to_dict(answer), desk.library).is_sound
