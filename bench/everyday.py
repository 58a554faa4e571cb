"""
How short natural questions are understood, and whether they are answered: tests/gold/everyday.

    .venv/bin/python bench/everyday.py [--library FOLDER] [--half report] [--show]

Rows are split by md5 of their id. The development half (even) is read unless --half report is asked for, which is run once a
release; --show prints misses and is refused for the report half. A focus agrees when it carries the same content words as the gold
focus, overlaps when one holds the other; "either side" also counts the other side of a question on two things. Writers name types
in their own words (`_TYPES`); "first two" also counts the type of the second section asked for. Intervals are 95 % bootstrap ones. With --library, each question is asked of it, too: the share silent where an answer is expected and where none is.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from pathlib import Path
from typing import Any

from facets import interval

from curbside.consult import open_desk
from curbside.language.stems import content
from curbside.questions.facets import rules
from curbside.questions.question import Plan, Question, QuestionType, Reader
from questions import planned

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "gold" / "everyday"

#: What single writers call a type.
_TYPES = {
    "cause": "cause_or_risk",
    "test and its meaning": "test_interpretation",
    "side effects or interactions": "side_effect_or_interaction",
}


def type_of(row: dict[str, Any]) -> QuestionType:
    """The type that a writer gave a question; an unknown name is an error, never a miss."""
    return QuestionType(_TYPES.get(row["type"], row["type"].replace(" ", "_")))


def types_of(made: Plan) -> set[QuestionType]:
    """The type of a plan, and those of the first two sections that it asks for."""
    leads = {rule.kinds[0]: rule.type for rule in reversed(rules())}
    return {made.type, *(leads[kind] for kind in made.facets[:2] if kind in leads)}


def is_dev(name: str) -> bool:
    return int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16) % 2 == 0


def rows(dev: bool) -> list[dict[str, Any]]:
    """The questions of one half, each with the file (the writer) it comes from; nothing of the other is kept."""
    files = sorted(FOLDER.glob("*.jsonl"))
    every = (
        {**json.loads(line), "writer": file.stem}
        for file in files
        for line in file.read_text(encoding="utf-8").splitlines()
    )
    return [row for row in every if is_dev(row["id"]) is dev]


def understood(asked: list[dict[str, Any]], show: bool) -> None:
    """Focus and type against the gold ones, and what a plan costs."""
    exact, near, either, typed, two, taken = [], [], [], [], [], []
    planned(asked[0]["text"])
    for row in asked:
        begin = time.process_time()
        made = planned(row["text"])
        taken.append((time.process_time() - begin) * 1000)
        gold, said = content(row["focus"]), content(made.focus)
        exact.append(bool(said) and said == gold)
        near.append(bool(said) and (said <= gold or gold <= said))
        either.append(near[-1] or bool(gold & content(f"{made.intervention} {made.comparator}")))
        typed.append(made.type is type_of(row))
        two.append(type_of(row) in types_of(made))
        if show and not (either[-1] and typed[-1]):
            print(f"    {row['id']} {row['text'][:110]!r}: {row['focus']!r}, {row['type']};", end=" ")
            print(f"read {made.focus!r} {made.intervention!r}, {made.type.value} {made.facets[:3]}")
    taken.sort()
    print(
        f"- {len(asked)} questions: focus exact {interval(exact)}, overlaps {interval(near)}, either side {interval(either)}"
    )
    print(f"- type {interval(typed)}, among the first two {interval(two)}")
    for writer in dict.fromkeys(row["writer"] for row in asked):
        own = [at for at, row in enumerate(asked) if row["writer"] == writer]
        print(
            f"    {writer} ({len(own)}): type {sum(typed[at] for at in own)}, first two {sum(two[at] for at in own)}, subject {sum(either[at] for at in own)}"
        )
    print(f"- plan: median {taken[len(taken) // 2]:.2f} ms CPU, 95th percentile {taken[int(len(taken) * 0.95)]:.2f} ms")


def answered(asked: list[dict[str, Any]], library: str, show: bool) -> None:
    """Silence where an answer is expected and where none is, and facts that stand in a quote."""
    wrong, right, facts = [], [], []
    with open_desk(library) as desk:
        for row in asked:
            answer = desk.ask(Question(row["text"], Reader(row["reader"].replace("carer", "patient"))))
            silent = not answer.sections
            if row["expect"] == "answer":
                wrong.append(silent)
                quoted = " ".join(" ".join(q.text.casefold().split()) for one in answer.claims for q in one.quotes)
                facts += [" ".join(fact["find"].casefold().split()) in quoted for fact in row["must_have"]]
                if show and silent:
                    print(f"    silent: {row['id']} {row['text'][:110]!r} (read {answer.plan.focus!r})")
            elif row["expect"] in ("abstain", "refuse"):
                right.append(silent)
    print(f"- answer expected, silent: {interval(wrong)} ({sum(wrong)} of {len(wrong)})")
    print(f"- no answer expected, silent: {interval(right)} ({sum(right)} of {len(right)})")
    print(f"- facts of a good answer that stand in a quote: {interval(facts)} ({sum(facts)} of {len(facts)})")


def main() -> None:
    """Read the half that is asked for, and print its figures."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--library", default="")
    arguments.add_argument("--half", choices=("dev", "report"), default="dev")
    arguments.add_argument("--show", action="store_true")
    chosen = arguments.parse_args()
    asked = rows(chosen.half == "dev")
    show = chosen.show and chosen.half == "dev"
    understood(asked, show)
    if chosen.library:
        answered(asked, chosen.library, show)


if __name__ == "__main__":
    main()
