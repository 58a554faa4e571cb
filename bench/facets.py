"""
What a consumer's question asks for and what it is about: facets and focus on LiveQA, and on MeSQum by hand-made labels.

    .venv/bin/python bench/facets.py [--show]

LiveQA is split by md5 of its id: half 0 may be looked at (--show prints its misses), half 1 is only reported. MeSQum's
labels (bench/questions.jsonl: types and focus of 157 messages, given by reading the human summaries before any rule
was written) are for development. A facet is right when any gold type of the question maps to it; a focus is exact when
it carries the same words as a gold focus, and overlaps when one holds the other. Intervals are 95 % bootstrap ones.
"""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from curbside.language.stems import content
from curbside.questions.question import Plan
from questions import DATA, HERE, LIVEQA, planned, records

#: Types that only the labels of MeSQum use.
MORE = {"STAGE": ["severity"], "RESEARCH": ["research"], "USAGE": ["dose"]}
TRIALS = 2000

Reading = Callable[[dict[str, Any]], str]


def half(name: str) -> int:
    return int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16) % 2


def interval(right: Sequence[bool]) -> str:
    """A share with its 95 % bootstrap interval."""
    if not right:
        return "none"
    draw = random.Random(1)
    shares = sorted(sum(draw.choices(right, k=len(right))) / len(right) for _ in range(TRIALS))
    low, high = shares[TRIALS // 40], shares[-TRIALS // 40]
    return f"{sum(right) / len(right):.3f} [{low:.2f}, {high:.2f}]"


def kinds_of(types: list[str]) -> set[str]:
    return {kind for name in types for kind in (LIVEQA | MORE)[name]}


def focus_of(made: Plan, gold: list[str]) -> tuple[bool, bool]:
    """Whether the plan's focus carries the very words of a gold focus, and whether one holds the other."""
    said, wanted = content(made.focus), [content(one) for one in gold]
    if not said:
        return False, False
    return said in wanted, any(said <= one or one <= said for one in wanted)


def measure(rows: list[dict[str, Any]], reading: Reading, show: bool) -> None:
    first, two, exact, overlap = [], [], [], []
    for row in rows:
        if not (text := reading(row)):
            continue
        made, wanted = planned(text), kinds_of(row["types"])
        names = [one["text"] if isinstance(one, dict) else one for one in row["focus"]]
        first.append(bool(made.facets) and made.facets[0] in wanted)
        two.append(bool(wanted & set(made.facets[:2])))
        same, near = focus_of(made, names)
        exact.append(same)
        overlap.append(near)
        if show and not (two[-1] and first[-1]):
            print("    facet", row["types"], made.facets[:3], "|", text[:260].replace("\n", " "))
        if show and not near:
            print("    focus", names, "not", repr(made.focus), "|", text[:200].replace("\n", " "))
    print(
        f"  - n {len(first)}: first {interval(first)}, first two {interval(two)}, focus exact {interval(exact)}, overlaps {interval(overlap)}"
    )


def main(show: bool) -> None:
    live = records(DATA / "bench/liveqa/liveqa2017_dev.jsonl.gz")
    readings: dict[str, Reading] = {
        "NLM summary": lambda row: row["summary"],
        "NIST paraphrase": lambda row: row["nist_paraphrase"],
        "message": lambda row: row["message"] or row["subject"],
        "subject and message, as a mail": lambda row: f"SUBJECT: {row['subject']}\nMESSAGE: {row['message']}",
        "subject and message, in one line": lambda row: f"{row['subject']} {row['message']}".strip(),
    }
    for name, reading in readings.items():
        print(f"\n### LiveQA, {name}")
        measure(live, reading, False)
        for part in (0, 1):
            print(f"- half {part}")
            measure([row for row in live if half(row["qid"]) == part], reading, show and part == 0)
    labels = {row["id"]: row for row in records(HERE / "bench/questions.jsonl")}
    messages = [
        row | labels[row["id"]] for row in records(DATA / "bench/meqsum/meqsum_dev.jsonl.gz") if row["id"] in labels
    ]
    for name in ("summary", "question"):
        print(f"\n### MeSQum, {'message' if name == 'question' else name}")
        measure(messages, itemgetter(name), show)


if __name__ == "__main__":
    main("--show" in sys.argv)
