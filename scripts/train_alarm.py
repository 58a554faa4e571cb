"""
Learn what a message that tells of danger looks like, and which card it calls for: questions/data/alarm*.json.

    python scripts/train_alarm.py [--cross]

From the phrasings and traps written for this project (tests/gold/emergencies.jsonl and the lists to work with of
bench/emergency_lists; never the report lists), against ordinary questions of half of each corpus in which the rules see
no danger. `--cross` leaves every list of a writer out in turn and prints, for several thresholds, how many messages of
danger the model finds by itself, how many traps it sets off, and how many questions of the other half; then the same of
signs and model together for the lists that no sign was made from.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import yaml
from fitting import DATA, ROOT, fit, half, write
from fitting import read as records

from curbside.language.linear import Linear, softmax
from curbside.questions.alarm import can_tell, features
from curbside.questions.emergencies import by_signs, heard
from curbside.questions.question import Reader

_PLACE = re.compile(r"\{(\w+)\}")
_QUESTION = re.compile(r"<Question [^>]*>([^<]{3,300})<")
#: How much a question of a corpus counts beside a message written for this, and 1 / ridge: at 30 fewer messages of danger were found
#: for the same number of cards on ordinary short questions.
ORDINARY, STRENGTH = 0.5, 12
#: And a message of those that kill soonest.
SOONEST, FASTEST = 2.0, frozenset({"crisis", "poisoning", "heart_or_breathing", "stroke", "anaphylaxis"})
#: Lists of one writer each, left out in turn.
WRITERS = ("dev", "dev3", "sixth", "seventh", "eighth", "ninth", "everyday people")
#: Of these no sign was made from what was missed.
UNSEEN = ("seventh", "eighth", "ninth")
THRESHOLDS = (0.4, 0.45, 0.5, 0.55, 0.6, 0.7)
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
    "baby": "sick_baby",
    "non-fading rash": "sick_baby",
    "low blood sugar": "low_blood_sugar",
    "cauda equina": "other_emergency",
    "cold limb": "other_emergency",
    "testicular pain": "other_emergency",
    "fever on chemotherapy": "other_emergency",
    "self-harm": "crisis",
    "overdose or poison": "poisoning",
    "obstetric": "pregnancy_emergency",
    "sepsis or meningitis": "other_emergency",
    "breathing difficulty": "heart_or_breathing",
    "unconscious": "heart_or_breathing",
    "severe bleeding": "injury",
    "abuse or violence": "abuse",
    "diabetes emergency": "other_emergency",
    "eye": "other_emergency",
    "limb": "other_emergency",
    "heat stroke": "other_emergency",
}
ABOUT = {
    "script": "scripts/train_alarm.py",
    "data": "tests/gold/emergencies.jsonl, bench/emergency_lists/dev.jsonl and dev3.jsonl (written for this project); "
    "bench/emergency_lists/ordinary_dev.txt, scripts/ordinary_forms.yaml, half of the questions of MeSQum, RQE, LiveQA, BioASQ and PubMedQA, of some review titles and of the project's own lists as ordinary ones",
    "licence": "Apache-2.0; the questions' terms are those of each corpus, of which no text is kept",
    "date": "2026-11-23",
}


@dataclass(frozen=True)
class Message:
    """A message, its list, the card it calls for or "", and who wrote it."""

    text: str
    source: str
    card: str
    reader: Reader = Reader.PATIENT
    weight: float = 1.0


def messages() -> list[Message]:
    """Every phrasing and trap that may be learnt from."""
    made = []
    for line in (ROOT / "tests/gold/emergencies.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        reader = Reader(row.get("reader", "patient"))
        made.append(Message(row["text"], row["list"], KINDS.get(row["kind"], row["kind"]), reader))
    for name in ("dev", "dev3"):
        for line in (ROOT / f"bench/emergency_lists/{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            kind = "urgent" if row["expect"] == "today" else KINDS.get(row["kind"], row["kind"])
            reader = Reader.PATIENT if row["reader"] == "carer" else Reader(row["reader"])
            made.append(Message(row["text"], name, "" if row["expect"] == "none" else kind, reader))
    return made


def ordinary(which: int) -> list[Message]:
    """Real questions of one half of the corpora that set no rule off; clinicians' are read as theirs and as anyone's."""
    meqsum = records("bench/meqsum/meqsum_dev.jsonl.gz")
    asked = [row["question"] for row in meqsum] + [row["summary"] for row in meqsum]
    asked += [row["message"] for row in records("bench/liveqa/liveqa2017_dev.jsonl.gz")]
    clinical = [row["chq"] for row in records("bench/rqe/rqe_train.jsonl.gz")]
    asked += clinical
    clinical += [row["question"] for row in records("bench/bioasq/bioasq_7b-11b_dev.jsonl.gz")]
    clinical += [row["question"] for row in records("bench/pubmedqa/pubmedqa_labelled_dev500.jsonl.gz")]
    clinical += [row["title"] for row in records("haystack/systematic_review_titles.jsonl.gz")[:1000]]
    read_as = [(text, Reader.PATIENT) for text in asked] + [(text, Reader.CLINICIAN) for text in clinical]
    short = set(typed()) if which == 0 else set()
    own = {(text, Reader.PATIENT) for text in (*everyday(), *short)} if which == 0 else set()
    return [
        Message(text, "ordinary", "", reader, 1.0 if text in short else ORDINARY)
        for text, reader in sorted({(text[:4000], reader) for text, reader in read_as if text} | own)
        if (half(text) == which or (text, reader) in own)
        and can_tell(_heard(text, reader).reading)
        and by_signs(_heard(text, reader)) is None
    ]


def everyday() -> list[str]:
    """Short questions that call for no card: of the project's own lists (of tests/gold/everyday the half to work with) and MedQuAD's titles."""
    files = ["tests/gold/regression/questions.jsonl", "bench/unanswerable.jsonl"]
    rows = [json.loads(line) for file in files for line in (ROOT / file).read_text(encoding="utf-8").splitlines()]
    asked = [row["text"] for row in rows if row.get("expect", "abstain") in {"answer", "abstain"}]
    with zipfile.ZipFile(DATA / "medquad/medquad_answered.zip") as pages:
        chosen = [name for name in sorted(pages.namelist()) if name.endswith(".xml")][::12]
        asked += [title for name in chosen for title in _QUESTION.findall(pages.read(name).decode("utf-8"))][:1500]
    for name in ("professional", "patients", "fresh"):
        lines = (ROOT / f"tests/gold/everyday/{name}.jsonl").read_text(encoding="utf-8").splitlines()
        asked += [row["text"] for row in map(json.loads, lines) if half(row["id"]) == 0]
    return asked


#: Questions made of each form.
FILLED = 8


def typed() -> list[str]:
    """Short questions as people type them: those written for this, and the forms of ordinary_forms.yaml, each filled in several ways."""
    written = (ROOT / "bench/emergency_lists/ordinary_dev.txt").read_text(encoding="utf-8").splitlines()
    made = yaml.safe_load((ROOT / "scripts/ordinary_forms.yaml").read_text(encoding="utf-8"))
    chosen = random.Random(7)
    filled = (form for form in made["forms"] for _ in range(FILLED))
    return [*written, *(_PLACE.sub(lambda place: chosen.choice(made["slots"][place[1]]), form) for form in filled)]


_heard = cache(heard)


@cache
def found(one: Message) -> dict[str, float]:
    """The features of a message."""
    read = _heard(one.text, one.reader)
    return features(read.reading, read.marks)


def alarm(some: list[Message]) -> Linear:
    """Whether a message tells of danger."""
    labels = ["danger" if one.card else "none" for one in some]
    return fit(
        [found(one) for one in some],
        labels,
        ("none", "danger"),
        strength=STRENGTH,
        seen_in=2,
        most=9000,
        weights=[SOONEST if one.card in FASTEST else one.weight for one in some],
        about=ABOUT,
    )


def kind(some: list[Message]) -> Linear:
    """Which card a message of danger calls for."""
    danger = [one for one in some if one.card]
    classes = tuple(sorted({one.card for one in danger}))
    rows = [found(one) for one in danger]
    return fit(rows, [one.card for one in danger], classes, strength=30, seen_in=3, most=2500, about=ABOUT)


def cross(every: list[Message], common: list[Message], others: list[Message]) -> None:
    """Print what is found in each writer's list when it is left out of training."""
    for source in WRITERS:
        left = [one for one in every if one.source == source]
        learnt = [one for one in every if one.source != source]
        model, names = alarm([*learnt, *common]), kind(learnt)
        share = {one: softmax(model.scores(found(one)))[1] if is_short(one) else 0.0 for one in [*left, *others]}
        danger, traps = [one for one in left if one.card], [one for one in left if not one.card]
        right = sum(names.best(found(one)) == one.card for one in danger)
        print(f"{source}: right card {right} of {len(danger)}")
        for threshold in THRESHOLDS:
            _print(f"  {threshold}", lambda one: share[one] >= threshold, danger, traps, others)  # noqa: B023 used at once
        if source in UNSEEN:
            signed = {one: by_signs(_heard(one.text, one.reader)) is not None for one in left}
            _print("  signs alone", lambda one: signed.get(one, False), danger, traps, others)  # noqa: B023 used at once
            for threshold in THRESHOLDS:
                for unlike in (0.0, 0.1, 0.2, 0.3):
                    shown = {
                        one: share[one] >= threshold or (signed[one] and (share[one] >= unlike or not is_short(one)))
                        for one in left
                    }
                    _print(f"  both {threshold}, {unlike}", lambda one: shown.get(one, False), danger, traps, others)  # noqa: B023 used at once


def is_short(one: Message) -> bool:
    """Whether the model may speak of a message at all."""
    return can_tell(_heard(one.text, one.reader).reading)


def _print(title: str, shown: Callable[[Message], bool], *groups: list[Message]) -> None:
    print(
        title,
        *(
            f"{name} {sum(map(shown, some))} of {len(some)}"
            for name, some in zip(("found", "traps", "ordinary"), groups, strict=True)
        ),
        sep=", ",
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--cross", action="store_true", help="print each list left out")
    every, common = messages(), ordinary(0)
    if options.parse_args().cross:
        cross(every, common, ordinary(1))
        return
    write(alarm([*every, *common]), ROOT / "src/curbside/questions/data/alarm.json")
    write(kind(every), ROOT / "src/curbside/questions/data/alarm_kind.json")


if __name__ == "__main__":
    main()
