"""
The frozen regression set: what every question of it is answered with now, against what was accepted before.

    python bench/regression.py --library FOLDER [--accept] [--sheet FILE] [--only ID,ID]

Questions stand in tests/gold/regression/questions.jsonl, accepted answers beside them in answers.jsonl: outcome, reason,
card, and for each claim its section, source, span and SHA-256, never its text. Every difference is printed, question by
question; --accept keeps the new answers, and the diff of that file is part of the review. --sheet writes a sheet for
reading: one line a claim and one for the bottom line, to be marked by a person (good, useless, misleading, could harm).
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

from curbside.answers.answer import Answer
from curbside.consult import open_desk
from curbside.questions.question import Question, Reader

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "gold" / "regression"
#: What a question of each expectation may end in.
MET = {
    "answer": {"answered", "partial"},
    "abstain": {"abstained", "declined"},
    "emergency": {"emergency"},
    "refuse": {"abstained", "declined"},
}


def lines(file: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file; none when it is not there yet."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []


def kept(name: str, answer: Answer) -> dict[str, Any]:
    """What is accepted of an answer: no text, only where its words stand."""
    return {
        "id": name,
        "outcome": answer.outcome.value,
        "reason": answer.abstention.reason.value if answer.abstention else "",
        "card": answer.emergency.kind if answer.emergency else "",
        "type": answer.plan.type.value,
        "focus": answer.plan.focus,
        "bottom_line": list(answer.bottom_line.claims) if answer.bottom_line else [],
        "verdict": (answer.bottom_line.verdict or "") if answer.bottom_line else "",
        "claims": [
            f"{section.kind} {quote.source} {quote.start}-{quote.end} {quote.sha256[:12]}{' more' if behind else ''}"
            for section in answer.sections
            for behind, claims in ((False, section.claims), (True, section.more))
            for claim in claims
            for quote in claim.quotes
        ],
    }


def difference(before: dict[str, Any] | None, after: dict[str, Any]) -> list[str]:
    """Lines that say what changed for one question."""
    if before is None:
        return ["new"]
    changed = [
        f"{key}: {before[key]!r} -> {after[key]!r}" for key in after if key != "claims" and before[key] != after[key]
    ]
    gone, come = set(before["claims"]) - set(after["claims"]), set(after["claims"]) - set(before["claims"])
    return changed + [f"- {claim}" for claim in sorted(gone)] + [f"+ {claim}" for claim in sorted(come)]


def said(fact: dict[str, Any], answer: Answer) -> bool:
    """Whether a quote shown holds the words by which the fact was found; another passage that says it is not seen."""
    wanted = " ".join(fact["find"].casefold().split())
    return any(wanted in " ".join(q.text.casefold().split()) for claim in answer.claims for q in claim.quotes)


def sheet_rows(row: dict[str, Any], answer: Answer) -> list[list[str]]:
    """Lines of the reading sheet for one answer."""
    said = answer.bottom_line.text if answer.bottom_line else answer.abstention.text if answer.abstention else ""
    rows = [
        [row["id"], row["text"], row["reader"], row["expect"], answer.outcome.value, "bottom line", said, "", "", ""]
    ]
    for section in answer.sections:
        for claim in section.claims:
            record = claim.records[0]
            source = f"{record.title[:90]} ({record.kind.value}, {record.year or record.date_note})"
            rows.append([row["id"], "", "", "", "", section.kind, claim.worded, source, "", ""])
    return rows


def main() -> None:
    """Answer every question, compare, count, and write what was asked for."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--library", required=True)
    arguments.add_argument("--accept", action="store_true")
    arguments.add_argument("--sheet", type=Path)
    arguments.add_argument("--only", default="")
    chosen = arguments.parse_args()
    only = set(filter(None, chosen.only.split(",")))
    before = {row["id"]: row for row in lines(FOLDER / "answers.jsonl")}
    after: list[dict[str, Any]] = []
    rows: list[list[str]] = []
    met: Counter[tuple[str, bool]] = Counter()
    facts: Counter[bool] = Counter()
    changed = 0
    with open_desk(chosen.library) as desk:
        for row in lines(FOLDER / "questions.jsonl"):
            if only and row["id"] not in only:
                continue
            # A carer reads what a patient reads.
            answer = desk.ask(Question(row["text"], Reader(row["reader"].replace("carer", "patient"))))
            now = kept(row["id"], answer)
            after.append(now)
            met[row["expect"], now["outcome"] in MET[row["expect"]]] += 1
            for fact in row["must_have"]:
                facts[said(fact, answer)] += 1
            if told := difference(before.get(row["id"]), now):
                changed += 1
                print(f"{row['id']} {row['text'][:100]}", *(f"    {line}" for line in told), sep="\n")
            rows += sheet_rows(row, answer)
    for expected in MET:
        good, bad = met[expected, True], met[expected, False]
        if good + bad:
            print(f"{expected}: {good} of {good + bad} end as expected")
    print(f"facts that a good answer holds: {facts[True]} of {facts[True] + facts[False]} stand in a quote")
    print(f"{changed} of {len(after)} changed")
    if chosen.accept:
        text = "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in after)
        (FOLDER / "answers.jsonl").write_text(text, encoding="utf-8")
    if chosen.sheet:
        with chosen.sheet.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter="\t")
            writer.writerow("id question reader expect outcome section text source mark note".split())
            writer.writerows(rows)


if __name__ == "__main__":
    main()
