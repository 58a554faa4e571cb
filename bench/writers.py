"""
What becomes of what a language model writes: faithful, sloppy and hostile models over 200 real questions, and sentences of a real one.

    .venv/bin/python bench/writers.py --library FOLDER [--questions 200] [--sentences]

The models are scripts (tests/model_scripts.py) in this process: whether a sentence is borne by its quote follows from how it was made, and from
nothing that is measured. Every answer is verified offline. The time of the check is that of reading the reply, finding the quotes and
holding the sentences, in processor time. --sentences holds the sentences of bench/model_sentences.jsonl instead: those were written by a language model
asked to be faithful, or to be subtly wrong in one way each, by whoever had not seen the rules; the file names spans of
sources, whose words are taken from the library.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "promises")]

from real_questions import real_questions  # noqa: E402

from curbside.answers.verify import verify  # noqa: E402
from curbside.claims.anew import said_anew, said_by_model  # noqa: E402
from curbside.claims.claim import Verdict  # noqa: E402
from curbside.consult import Desk, open_desk  # noqa: E402
from curbside.press.json import to_dict  # noqa: E402
from curbside.prose.writers.bounded import Bounded  # noqa: E402
from curbside.prose.writers.writer import Job  # noqa: E402
from curbside.questions.question import Question, Reader  # noqa: E402
from model_lies import AS_PROMISED, NEVER  # noqa: E402
from model_scripts import Faithful, Hostile, InProcess, Sloppy  # noqa: E402

SENTENCES = ROOT / "bench" / "model_sentences.jsonl"


def over_questions(library: str, count: int) -> None:
    base = open_desk(library)
    questions = real_questions()
    # One reader after the other; of three hundred questions as many as give the number that is worded.
    for name, make in (("faithful", Faithful), ("sloppy", Sloppy), ("hostile", Hostile)):
        model = make()
        writer = Bounded(InProcess(model), jobs=frozenset({Job.COMPOSE, Job.REWORD}))
        desk = Desk(base.library, base.settings, writer)
        worded = asked = unsound = passed = quoted = dropped = lines = 0
        with_model = without = 0.0
        shown: Counter[tuple[str, str, bool]] = Counter()
        offered: Counter[tuple[str, str, bool]] = Counter()
        for number, text in enumerate(questions):
            if worded == count:
                break
            asked += 1
            question = Question(text, tuple(Reader)[number % 4])
            model.said.clear()
            started = time.process_time()
            answer = desk.ask(question)
            took = time.process_time() - started
            writing = answer.made_by.writing
            if writing is None or not writing.prompts:
                continue
            worded += 1
            with_model += took
            started = time.process_time()
            desk.ask(question, in_own_words=True)
            without += time.process_time() - started
            passed, quoted, dropped = passed + writing.passed, quoted + writing.quoted, dropped + writing.dropped
            unsound += not verify(to_dict(answer), desk.library).is_sound
            said = {claim.worded for claim in answer.claims if claim.wording and claim.wording.is_by_model}
            restated = {one.text for one in answer.bottom_line.restated} if answer.bottom_line else set()
            lines += bool(restated)
            for one in model.said:
                kind = (one.job, one.kind, one.is_true)
                offered[kind] += 1
                there = said if one.job == "compose" else restated
                shown[kind] += one.line in there or f"{one.line}." in there
        print(
            f"\n== {name}: {asked} asked, {worded} given to the model; passed {passed}, gave way {quoted}, dropped {dropped}; ",
            end="",
        )
        print(f"bottom lines of its own {lines}; do not verify {unsound}")
        sentences = sum(offered.values())
        print(
            f"processor time added, with making the reply: {1000 * (with_model - without) / max(1, worded):.0f} ms an answer, ",
            end="",
        )
        print(f"{1000 * (with_model - without) / max(1, sentences):.1f} ms a sentence")
        for truth in (True, False):
            for job in ("compose", "bottom_line"):
                total = sum(n for (j, _, t), n in offered.items() if t is truth and j == job)
                stood = sum(n for (j, _, t), n in shown.items() if t is truth and j == job)
                if total:
                    print(
                        f"  {job} {'borne' if truth else 'NOT borne'}: {stood} of {total} shown ({stood / total:.4f})"
                    )
        never = [(k, n) for (j, k, t), n in shown.items() if not t and n and k in NEVER]
        print(
            "  shown and not borne, of number, unit, negation, drug, arm:",
            never or "none",
            f"({len(AS_PROMISED)} kinds)",
        )
        print("  by kind:", {k: f"{shown[j, k, t]}/{n}" for (j, k, t), n in sorted(offered.items()) if j == "compose"})


def over_sentences(library: str) -> None:
    with open_desk(library) as desk:
        texts: dict[str, str] = {}
        rows: Counter[tuple[str, str, str]] = Counter()
        started, count = time.process_time(), 0
        kinds: Counter[tuple[str, str]] = Counter()
        for line in SENTENCES.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            quotes, titles = [], []
            for span in row["spans"]:
                text = texts.setdefault(span["source"], desk.library.text(span["source"]))
                quotes.append(text[span["start"] : span["end"]])
                titles.append(desk.library.record(span["source"]).title)
            by_gate = said_anew(row["text"], quotes, titles).verdict is Verdict.SUPPORTED
            stands = said_by_model(row["text"], quotes, titles).verdict is Verdict.SUPPORTED
            count += 1
            who = "patient" if row["reader"] == "patient" else "professional"
            for name, value in (("all", 1), ("gate", by_gate), ("stands", stands)):
                rows[row["set"], who, name] += value
            if row["set"] == "wrong":
                kinds[row["kind"], "all"] += 1
                kinds[row["kind"], "stands"] += stands
                kinds[row["kind"], "gate"] += by_gate
        took = time.process_time() - started
        for (name, who, _), total in sorted((key, n) for key, n in rows.items() if key[2] == "all"):
            gate, stands = rows[name, who, "gate"], rows[name, who, "stands"]
            print(
                f"{name} {who}: {total} sentences; pass the gate {gate} ({gate / total:.2f}), stand {stands} ({stands / total:.2f})"
            )
        for kind in sorted({kind for kind, _ in kinds}):
            print(f"  wrong, {kind}: gate {kinds[kind, 'gate']}, stand {kinds[kind, 'stands']} of {kinds[kind, 'all']}")
        print(f"{1000 * took / max(1, count):.1f} ms of processor time a sentence, twice checked")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", required=True)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--sentences", action="store_true")
    given = parser.parse_args()
    over_sentences(given.library) if given.sentences else over_questions(given.library, given.questions)
