"""
How many emergencies are recognised, and how often a card is shown for nothing (promise P12).

    .venv/bin/python bench/emergencies.py           # the lists to work with: totals, and each message that fails
    .venv/bin/python bench/emergencies.py --report  # the lists that are not read: totals only
    .venv/bin/python bench/emergencies.py --corpora # cards on the questions of the corpora, and the time they take

A message is found when it gets the tier it calls for; a red card in place of the amber one is too loud, not missed.
Of the report lists this script prints counts and nothing else, so that nobody can tune to its texts.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from curbside.questions.emergencies import Triage, triage
from curbside.questions.question import Reader
from questions import DATA, GOLD, records

LISTS = Path(__file__).parent / "emergency_lists"
#: The lists that are not read.
REPORTS = ("report3", "report", "report2")
WORKED_WITH = ("dev", "dev3")
#: The kinds of which none may be missed; the third pair of lists names two of them otherwise and has wider ones.
NEVER = ("suicide", "overdose", "chest pain", "stroke", "anaphylaxis")
NEVER_OF_THIRD = ("self-harm", "overdose or poison", "chest pain", "stroke", "anaphylaxis")
#: For these the third pair of lists, which knows no tier "crisis", means the crisis or the abuse card by "now".
CRISES = frozenset({"self-harm", "abuse or violence"})
CORPORA = (
    ("PubMedQA", "pubmedqa/pubmedqa_labelled_dev500", "question"),
    ("BioASQ", "bioasq/bioasq_7b-11b_dev", "question"),
    ("MeSQum summaries", "meqsum/meqsum_dev", "summary"),
    ("MeSQum messages", "meqsum/meqsum_dev", "question"),
    ("LiveQA messages", "liveqa/liveqa2017_dev", "message"),
    ("RQE questions of clinicians", "rqe/rqe_train", "chq"),
)


@dataclass(frozen=True)
class Outcome:
    """A message of a list and what was shown for it."""

    row: dict[str, Any]
    shown: str  # now, crisis, today, or none
    because: str

    @property
    def is_danger(self) -> bool:
        return bool(self.row["expect"] != "none")

    @property
    def is_right_tier(self) -> bool:
        accepted = self.row.get("accept") or ()
        is_crisis = self.shown == "crisis" and self.row["expect"] == "now" and self.row["kind"] in CRISES
        return is_crisis or self.shown in {
            self.row["expect"],
            *((accepted,) if isinstance(accepted, str) else accepted),
        }

    @property
    def is_too_loud(self) -> bool:
        return bool(self.row["expect"] == "today" and self.shown == "now")

    @property
    def is_found(self) -> bool:
        return self.is_right_tier or self.is_too_loud


def reader_of(row: dict[str, Any]) -> Reader:
    """The reader of a message; a carer reads as a patient does."""
    return Reader.PATIENT if row["reader"] == "carer" else Reader(row["reader"])


def shown(card: Triage | None) -> str:
    """The tier of a card in the words of the lists."""
    if card is None:
        return "none"
    if card.tier == "urgent":
        return "today"
    return "crisis" if card.kind in {"crisis", "abuse"} else "now"


def outcomes(name: str) -> list[Outcome]:
    """Every message of a list with what is shown for it."""
    rows = [json.loads(line) for line in (LISTS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    cards = [triage(row["text"], reader_of(row)) for row in rows]
    return [
        Outcome(row, shown(card), f"{card.kind}: {card.because}" if card else "")
        for row, card in zip(rows, cards, strict=True)
    ]


def interval(values: list[bool]) -> str:
    """The 95 % bootstrap interval of a share."""
    chance = Random(1)
    shares = sorted(sum(chance.choices(values, k=len(values))) / len(values) for _ in range(2000))
    return f"{shares[50]:.2f} to {shares[1949]:.2f}"


def counts(name: str, is_open: bool) -> None:
    """Print the totals of a list, and its failures where the list may be read."""
    every = outcomes(name)
    danger = [one for one in every if one.is_danger]
    traps = [one for one in every if not one.is_danger]
    found = [one.is_found for one in danger]
    alarms = [one for one in traps if one.shown != "none"]
    print(f"\n## {name}")
    print(f"- recall {sum(found)} of {len(danger)} (95 % interval {interval(found)})")
    print(
        f"- any card at all {sum(one.shown != 'none' for one in danger)}; red in place of amber {sum(one.is_too_loud for one in danger)}"
    )
    print(f"- false alarms {len(alarms)} of {len(traps)}: {by_kind(alarms)}")
    print(f"- missed: {by_kind([one for one in danger if not one.is_found])}")
    kinds = NEVER_OF_THIRD if name.endswith("3") else NEVER
    five = [one for one in danger if one.row["kind"] in kinds]
    print(f"- missed among the five kinds: {sum(not one.is_found for one in five)} of {len(five)}", end="")
    print(f" (no card at all: {sum(one.shown == 'none' for one in five)})")
    if is_open:
        for one in every:
            if (one.is_danger and not one.is_found) or (not one.is_danger and one.shown != "none"):
                print(
                    f"    {one.row['id']} {one.row['kind']}: wants {one.row['expect']}, got {one.shown} [{one.because}]: {one.row['text']}"
                )


def ordinary(name: str, is_open: bool) -> None:
    """Print how many questions as people type them set a card off, read as a patient's; of the open list each of them."""
    lines = (LISTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    cards = [(line, card) for line in lines if (card := triage(line))]
    kinds = Counter(card.kind for _, card in cards)
    told = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())) or "none"
    print(f"\n## {name}\n- cards {len(cards)} of {len(lines)}: {told}")
    print(
        f"- of them a crisis card in place of an answer: {sum(card.kind == 'crisis' and not card.doubtful for _, card in cards)}"
    )
    for line, card in cards if is_open else ():
        print(f"    {card.kind}{' (doubtful)' if card.doubtful else ''}: {line}")


def by_kind(some: list[Outcome]) -> str:
    """How many of each kind."""
    tally = Counter(one.row["kind"] for one in some)
    return ", ".join(f"{kind} {count}" for kind, count in sorted(tally.items())) or "none"


def gold() -> None:
    """Print the totals of the lists that the rules were tuned on."""
    rows = [json.loads(line) for line in (GOLD / "emergencies.jsonl").read_text(encoding="utf-8").splitlines()]
    print("\n## Lists tuned on")
    for name in dict.fromkeys(row["list"] for row in rows):
        cards = [
            (row, triage(row["text"], Reader(row.get("reader", "patient")))) for row in rows if row["list"] == name
        ]
        some = [card is not None for row, card in cards if row["kind"]]
        none = [card is not None for row, card in cards if not row["kind"]]
        print(f"- {name}: recall {sum(some)} of {len(some)}, false alarms {sum(none)} of {len(none)}")


def corpora(show: bool) -> None:
    """Print how many questions of each corpus set a card off, as a patient's and as a clinician's."""
    print("\n## Cards on the questions of the corpora (patient / clinician)")
    for name, path, field in CORPORA:
        rows = records(DATA / "bench" / f"{path}.jsonl.gz")
        key = field if field in rows[0] else next(k for k, v in rows[0].items() if isinstance(v, str) and len(v) > 20)
        texts = sorted({row[key][:4000] for row in rows if row[key]})
        cards = [[triage(text, reader) for text in texts] for reader in (Reader.PATIENT, Reader.CLINICIAN)]
        print(f"- {name} ({len(texts)}): {' / '.join(str(sum(card is not None for card in some)) for some in cards)}")
        if show:
            for text, card in zip(texts, cards[0], strict=True):
                if card is not None:
                    print(f"    {card.kind} [{card.because}] {text[:300]!r}")


def speed() -> None:
    """Print the CPU time of one reading: short questions, long messages, and 4,000 characters of signs."""
    texts = [row["question"] for row in records(DATA / "bench/bioasq/bioasq_7b-11b_dev.jsonl.gz")[:400]]
    texts += [row["question"][:4000] for row in records(DATA / "bench/meqsum/meqsum_dev.jsonl.gz")[:200]]
    harmless = "the garden was green and we walked by the river with a bag of apples and spoke of the weather. " * 50
    longest = (("BioASQ questions in a row", " ".join(texts[:60])), ("nothing medical", harmless))
    for name, some in (
        ("400 BioASQ questions, 200 MeSQum messages", texts),
        *((f"4,000 characters, {what}", [text[:4000]] * 5) for what, text in longest),
    ):
        triage(some[0])
        taken = []
        for text in some:
            begin = time.process_time()
            triage(text)
            taken.append((time.process_time() - begin) * 1000)
        taken.sort()
        print(
            f"- {name}: median {taken[len(taken) // 2]:.2f} ms, 95th percentile {taken[int(len(taken) * 0.95)]:.2f} ms, worst {taken[-1]:.1f} ms"
        )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--report", action="store_true", help="the report lists, counts only")
    options.add_argument("--lists", nargs="*", choices=REPORTS, help="with --report: only these")
    options.add_argument("--corpora", action="store_true", help="cards on the corpora's questions, and speed")
    options.add_argument("--show", action="store_true", help="with --corpora: the questions that set a card off")
    chosen = options.parse_args()
    if chosen.report:
        for name in chosen.lists or REPORTS:
            counts(name, is_open=False)
        ordinary("ordinary_report", is_open=False)
    elif chosen.corpora:
        corpora(chosen.show)
        print("\n## CPU time of one reading")
        speed()
    else:
        for name in WORKED_WITH:
            counts(name, is_open=True)
        ordinary("ordinary_dev", is_open=True)
        gold()


if __name__ == "__main__":
    main()
