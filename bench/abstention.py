"""
Whether Curbside stays silent where the library has nothing, and speaks where it has something.

    python bench/abstention.py --library FOLDER [--show]

Unanswerable: the 100 questions of bench/unanswerable.jsonl (invented drugs, real things that the corpora lack), half of
them for tuning. Answerable: those of the regression set that expect an answer (its facts were found in the corpora). Silent means that no section stands; a card may.
`--show` prints what went wrong on the tuned half and in the regression set, never on the reported half.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

from curbside.consult import open_desk
from curbside.questions.question import Question, Reader

HERE = Path(__file__).resolve().parent
TRIALS = 10_000


def interval(right: list[bool]) -> str:
    """The share of true with its 95 % bootstrap interval over questions."""
    drawn = random.Random(7)
    shares = sorted(sum(drawn.choices(right, k=len(right))) / len(right) for _ in range(TRIALS))
    low, high = shares[int(0.025 * TRIALS)], shares[int(0.975 * TRIALS)]
    return f"{sum(right) / len(right):.3f} [{low:.3f}, {high:.3f}] ({sum(right)} of {len(right)})"


def rows(file: Path) -> list[dict[str, str]]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def main() -> None:
    """Ask, count, print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--library", required=True)
    arguments.add_argument("--show", action="store_true")
    chosen = arguments.parse_args()
    unanswerable = rows(HERE / "unanswerable.jsonl")
    answerable = [
        row for row in rows(HERE.parent / "tests/gold/regression/questions.jsonl") if row["expect"] == "answer"
    ]
    groups = {
        "unanswerable, tuned half: silent": [row for row in unanswerable if row["half"] == "dev"],
        "unanswerable, reported half: silent": [row for row in unanswerable if row["half"] == "report"],
        "answerable, regression set: silent": answerable,
    }
    with open_desk(chosen.library) as desk:
        for name, questions in groups.items():
            silent = []
            for row in questions:
                answer = desk.ask(Question(row["text"], Reader(row["reader"].replace("carer", "patient"))))
                silent.append(not answer.sections)
                wrong = silent[-1] if "answerable, reg" in name else not silent[-1]
                if chosen.show and wrong and "reported" not in name:
                    line = answer.bottom_line.text[:160] if answer.bottom_line else "(silent)"
                    print(f"  {row['id']} {row['text'][:100]} -> {line}")
            print(f"{name} {interval(silent)}")


if __name__ == "__main__":
    main()
