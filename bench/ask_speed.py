"""
Speed of `ask` over a whole library: 300 real questions in one process, cost by step, and the command line's cold start.

    python -P bench/ask_speed.py --library DIR

Wall times depend on what else the machine does; CPU times less so. The first twenty questions warm the process and are
asked again among the 300.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

sys.path.append(str(Path(__file__).parent))

import itertools

from real_questions import real_questions

from curbside.claims.quote import quote
from curbside.consult import DEPTH, open_desk
from curbside.evidence.weigh import weigh
from curbside.questions.emergencies import triage
from curbside.questions.plan import plan as understand
from curbside.questions.question import Question
from curbside.search.widen import warnings, widen


def points(values: list[float]) -> str:
    ordered = sorted(values)
    at = [ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95, 0.99)]
    return " / ".join(f"{value * 1000:.0f}" for value in at)


def main() -> None:
    choice = argparse.ArgumentParser()
    choice.add_argument("--library", required=True)
    library = choice.parse_args().library
    questions = real_questions()
    wall: list[float] = []
    cpu: list[float] = []
    steps: dict[str, list[float]] = defaultdict(list)
    outcomes: dict[str, int] = defaultdict(int)
    with open_desk(library) as desk:
        counts = desk.library.counts()
        for question in questions[:20]:
            desk.ask(question)
        for question in questions:
            start, used = time.perf_counter(), time.process_time()
            outcomes[desk.ask(question).outcome.value] += 1
            wall.append(time.perf_counter() - start)
            cpu.append(time.process_time() - used)
        for question in questions[:100]:
            marks = [time.process_time()]
            asked = Question(question)
            plan = understand(asked, desk.settings)
            marks.append(time.process_time())
            triage(question)
            marks.append(time.process_time())
            found = () if plan.refusal else desk.index.find(plan, k=DEPTH)
            marks.append(time.process_time())
            found = (*widen(plan, found, desk.library), *warnings(plan, desk.index))
            marks.append(time.process_time())
            evidence = weigh(plan, found)
            marks.append(time.process_time())
            quote(plan, evidence, asked.reader)
            marks.append(time.process_time())
            for name, (before, after) in zip(
                ("plan", "emergencies", "find", "widen and warnings", "weigh", "quote"),
                itertools.pairwise(marks),
                strict=True,
            ):
                steps[name].append(after - before)
    print(
        f"load {os.getloadavg()[0]:.1f}; {counts.sources:,} sources, {counts.passages:,} passages; {len(questions)} questions"
    )
    print(f"| ask, ms | p50 / p95 / p99 |\n|---|---|\n| wall | {points(wall)} |\n| CPU | {points(cpu)} |")
    for name, values in steps.items():
        print(f"| CPU of {name} (first 100) | {points(values)} |")
    print(f"| peak memory, MB | {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} |")
    print("outcomes:", dict(outcomes))
    for words in (["--help"], ["ask", "What are the symptoms of gout?", "--library", library, "--json"]):
        cold = []
        for _ in range(5):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            start = time.perf_counter()
            subprocess.run([sys.executable, "-P", "-m", "curbside", *words], capture_output=True, check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            cold.append(
                (time.perf_counter() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
            )
        print(
            f"cold start of `curbside {words[0]}`: wall {statistics.median(c[0] for c in cold):.2f} s, CPU {statistics.median(c[1] for c in cold):.2f} s"
        )


if __name__ == "__main__":
    main()
