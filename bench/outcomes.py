"""
What becomes of three hundred real questions, and what stood in the way of those without an answer.

    .venv/bin/python bench/outcomes.py --library FOLDER [--out FILE]

With --out every question is written as one JSON line: its plan, its outcome, and how many spans each gate refused.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from real_questions import real_questions

from curbside.claims.quote import quote
from curbside.consult import DEPTH, Desk
from curbside.evidence.weigh import weigh
from curbside.library.library import Library
from curbside.questions.plan import plan as understand
from curbside.questions.question import Plan, Question, Reader
from curbside.search.widen import warnings, widen


def refused(desk: Desk, question: Question, plan: Plan) -> dict[str, int]:
    """How many spans each gate refused, the search made again as the desk makes it."""
    found = desk.index.find(plan, k=DEPTH)
    plan = desk.index.respelt(plan)
    found = (*widen(plan, found, desk.library), *warnings(plan, desk.index))
    return {gate.value: count for gate, count in quote(plan, weigh(plan, found), question.reader).refused}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--library", type=Path, required=True)
    options.add_argument("--out", type=Path)
    chosen = options.parse_args()
    outcomes: Counter[str] = Counter()
    gates: Counter[str] = Counter()
    lines = []
    with Desk(Library.open(chosen.library)) as desk:
        for text in real_questions():
            question = Question(text, Reader.CLINICIAN)
            answer = desk.ask(question)
            outcomes[answer.outcome.value] += 1
            line: dict[str, object] = {"question": text, "outcome": answer.outcome.value, "focus": answer.plan.focus}
            line |= {"intervention": answer.plan.intervention, "facets": list(answer.plan.facets)}
            if answer.abstention and not answer.plan.refusal:
                stood = refused(desk, question, understand(question, desk.settings))
                gates[max(stood, key=lambda gate: (stood[gate], gate), default="nothing found")] += 1
                line |= {"reason": answer.abstention.reason.value, "refused": stood}
            lines.append(json.dumps(line))
    print("outcomes:", dict(sorted(outcomes.items())))
    print("gate that refused most, of the abstentions:", dict(gates.most_common()))
    if chosen.out:
        chosen.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
