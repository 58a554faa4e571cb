"""
Learn what a message that tells of danger looks like, and which card it calls for: questions/data/alarm*.json.

    python scripts/train_alarm.py [--cross]

From the phrasings and traps written for this project (tests/gold/emergencies.jsonl and the list to work with of
bench/emergency_lists; never the report list). `--cross` prints, for every list left out of training, how much the
model finds by itself and how many traps it sets off, at several thresholds.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass

from fitting import ROOT, fit, write

from curbside.language.linear import Linear, softmax
from curbside.questions.alarm import features
from curbside.questions.emergencies import book, is_told
from curbside.questions.signs import read

KINDS = {
    "suicide": "crisis",
    "pregnancy": "pregnancy_emergency",
    "chest pain": "heart_or_breathing",
    "breathing": "heart_or_breathing",
    "collapse": "heart_or_breathing",
    "vision loss": "stroke",
    "worst headache": "stroke",
    "bleeding": "injury",
    "burn": "injury",
    "head injury": "injury",
    "overdose": "poisoning",
    "poison": "poisoning",
    "swallowed battery": "poisoning",
    "carbon monoxide": "poisoning",
    "self-harm": "crisis",
    "baby": "sick_baby",
    "non-fading rash": "sick_baby",
    "low blood sugar": "low_blood_sugar",
    "cauda equina": "other_emergency",
    "cold limb": "other_emergency",
    "testicular pain": "other_emergency",
    "fever on chemotherapy": "other_emergency",
}
ABOUT = {
    "script": "scripts/train_alarm.py",
    "data": "tests/gold/emergencies.jsonl, bench/emergency_lists/dev.jsonl (written for this project)",
    "licence": "Apache-2.0",
    "date": "2026-11-22",
}


@dataclass(frozen=True)
class Message:
    """A message, its list, and the card it calls for or ""."""

    text: str
    source: str
    card: str


def messages() -> list[Message]:
    """Every phrasing and trap that may be learnt from."""
    made = []
    for line in (ROOT / "tests/gold/emergencies.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        made.append(Message(row["text"], row["list"], KINDS.get(row["kind"], row["kind"])))
    for line in (ROOT / "bench/emergency_lists/dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        kind = "urgent" if row["expect"] == "today" else KINDS.get(row["kind"], row["kind"])
        made.append(Message(row["text"], "dev", "" if row["expect"] == "none" else kind))
    return made


def alarm(some: list[Message]) -> Linear:
    """Whether a message tells of danger."""
    labels = ["danger" if one.card else "none" for one in some]
    rows = [features(read(one.text)) for one in some]
    return fit(rows, labels, ("none", "danger"), strength=30, seen_in=2, most=7000, about=ABOUT)


def kind(some: list[Message]) -> Linear:
    """Which card a message of danger calls for."""
    danger = [one for one in some if one.card]
    classes = tuple(sorted({one.card for one in danger}))
    rows = [features(read(one.text)) for one in danger]
    return fit(rows, [one.card for one in danger], classes, strength=30, seen_in=3, most=2500, about=ABOUT)


def cross(every: list[Message]) -> None:
    """Print what the model finds by itself in each list left out."""
    for held in ("dev", "second", "third", "fourth", "fifth", "sixth"):
        model = alarm([one for one in every if one.source != held])
        names = kind([one for one in every if one.source != held])
        left = [one for one in every if one.source == held]
        scored = [(one, softmax(model.scores(features(read(one.text))))[1] * is_told(one.text, book())) for one in left]
        right = [names.best(features(read(one.text))) == one.card for one in left if one.card]
        print(f"{held}: right card {sum(right)} of {len(right)}")
        for threshold in (0.8, 0.85, 0.88, 0.9, 0.93, 0.95):
            danger = [score >= threshold for one, score in scored if one.card]
            traps = [score >= threshold for one, score in scored if not one.card]
            print(f"  {threshold}: found {sum(danger)} of {len(danger)}, traps {sum(traps)} of {len(traps)}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cross", action="store_true", help="print each list left out")
    every = messages()
    if options.parse_args().cross:
        cross(every)
        return
    write(alarm(every), ROOT / "src/curbside/questions/data/alarm.json")
    write(kind(every), ROOT / "src/curbside/questions/data/alarm_kind.json")


if __name__ == "__main__":
    main()
