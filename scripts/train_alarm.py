"""
Learn what a message that tells of danger looks like, and which card it calls for: questions/data/alarm*.json.

    python scripts/train_alarm.py [--cross]

From the phrasings and traps written for this project (tests/gold/emergencies.jsonl and the list to work with of
bench/emergency_lists; never the report lists), against ordinary questions of half of MeSQum and RQE in which the rules see
no danger. `--cross` prints, for every list left out of training, and for fifths of the longest, how much the model finds by itself, how many traps it sets
off, and how many questions of the other half, at several thresholds.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from hashlib import md5

from fitting import ROOT, fit, half, write
from fitting import read as records

from curbside.language.linear import Linear, softmax
from curbside.questions import alarm as alarm_rules
from curbside.questions.alarm import features
from curbside.questions.emergencies import is_told, triage
from curbside.questions.signs import read

#: How much an ordinary question counts beside a message written for this.
ORDINARY = 0.5
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
    "data": "tests/gold/emergencies.jsonl, bench/emergency_lists/dev.jsonl (written for this project); "
    "half of MeSQum and RQE as ordinary questions",
    "licence": "Apache-2.0; CC BY 4.0 (MeSQum, RQE)",
    "date": "2026-11-22",
}


@dataclass(frozen=True)
class Message:
    """A message, its list, and the card it calls for or ""."""

    text: str
    source: str
    card: str
    weight: float = 1.0


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


def ordinary(which: int) -> list[Message]:
    """Real questions of one half of the corpora that are told of somebody and set no rule off."""
    texts = [row["question"] for row in records("bench/meqsum/meqsum_dev.jsonl.gz")]
    texts += [row["summary"] for row in records("bench/meqsum/meqsum_dev.jsonl.gz")]
    texts += [row["chq"] for row in records("bench/rqe/rqe_train.jsonl.gz")]
    return [
        Message(text, "ordinary", "", weight=ORDINARY)
        for text in sorted({text[:4000] for text in texts if text})
        if half(text) == which and is_told(text) and not has_sign(text)
    ]


def has_sign(text: str) -> bool:
    """Whether a rule, and not the model, calls for a card."""
    wanted, alarm_rules.THRESHOLD = alarm_rules.THRESHOLD, 2.0
    card = triage(text)
    alarm_rules.THRESHOLD = wanted
    return card is not None


def alarm(some: list[Message]) -> Linear:
    """Whether a message tells of danger."""
    labels = ["danger" if one.card else "none" for one in some]
    rows = [features(read(one.text)) for one in some]
    return fit(
        rows,
        labels,
        ("none", "danger"),
        strength=30,
        seen_in=2,
        most=7000,
        weights=[one.weight for one in some],
        about=ABOUT,
    )


def kind(some: list[Message]) -> Linear:
    """Which card a message of danger calls for."""
    danger = [one for one in some if one.card]
    classes = tuple(sorted({one.card for one in danger}))
    rows = [features(read(one.text)) for one in danger]
    return fit(rows, [one.card for one in danger], classes, strength=30, seen_in=3, most=2500, about=ABOUT)


def cross(every: list[Message], common: list[Message], others: list[Message]) -> None:
    """Print what the model finds by itself in each list, or fifth of the longest, left out."""
    folds = [(name, name, -1) for name in ("dev", "second", "third", "fourth", "fifth", "sixth", "everyday people")]
    folds += [(f"everyday people, fifth {fold}", "everyday people", fold) for fold in range(5)]
    for title, source, fold in folds:
        left = [
            one
            for one in every
            if one.source == source and fold in {-1, int(md5(one.text.encode()).hexdigest(), 16) % 5}
        ]
        learnt = [one for one in every if one not in left]
        model, names = alarm([*learnt, *common]), kind(learnt)
        told = [(one, danger(model, one)) for one in [*left, *others]]
        right = [names.best(features(read(one.text))) == one.card for one in left if one.card]
        print(f"{title}: right card {sum(right)} of {len(right)}")
        for threshold in (0.6, 0.7, 0.75, 0.8, 0.85, 0.88, 0.9, 0.93):
            found = [score >= threshold for one, score in told if one.card]
            traps = [score >= threshold for one, score in told if not one.card and one.source != "ordinary"]
            usual = [score >= threshold for one, score in told if one.source == "ordinary"]
            print(
                f"  {threshold}: found {sum(found)} of {len(found)}, traps {sum(traps)} of {len(traps)},"
                f" ordinary {sum(usual)} of {len(usual)}"
            )


def danger(model: Linear, one: Message) -> float:
    """The score of a message where the second look may speak at all, else 0."""
    reading = read(one.text)
    if not is_told(one.text) or not 3 <= len(reading.words) <= alarm_rules.LONGEST_WORDS:
        return 0.0
    return softmax(model.scores(features(reading)))[1]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cross", action="store_true", help="print each list left out")
    every, common = messages(), ordinary(0)
    if options.parse_args().cross:
        cross(every, common, ordinary(1))
        return
    write(alarm([*every, *common]), ROOT / "src/curbside/questions/data/alarm.json")
    write(kind(every), ROOT / "src/curbside/questions/data/alarm_kind.json")


if __name__ == "__main__":
    main()
