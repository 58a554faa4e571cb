"""
Learn what requests to harm or to deceive look like: questions/data/misuse.json.

    python scripts/train_misuse.py [--cross]

Requests and look-alikes are those written for this project (tests/gold/scope.jsonl, never its half "last"), ordinary
questions those of BioASQ, MeSQum, RQE and of the emergency list. Ordinary questions are parted by md5 in four: the first
two train, the third sets the threshold, the fourth reports. `--cross` prints what each threshold finds and refuses.
"""

from __future__ import annotations

import argparse
import hashlib
import json

from fitting import ROOT, fit, read, write

from curbside.language.linear import Linear, softmax
from curbside.questions.misuse import LONGEST_WORDS, features, words_of

ABOUT = {
    "script": "scripts/train_misuse.py",
    "data": "tests/gold/scope.jsonl and emergencies.jsonl (written for this project); questions of BioASQ 7-11, MeSQum and RQE",
    "licence": "Apache-2.0; CC BY 2.5 (BioASQ); CC BY 4.0 (MeSQum, RQE)",
    "date": "2026-11-22",
}
CLASSES = ("ordinary", "harm", "deceit")
#: Two thousand ordinary questions stand against eighty requests.
WEIGHT = {"ordinary": 1.0, "trap": 10.0, "request": 20.0}


def rows_of_scope() -> list[dict[str, str]]:
    """The hand-written requests and look-alikes."""
    lines = (ROOT / "tests/gold/scope.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row.get("trap")]


def ordinary() -> list[str]:
    """Short questions that people asked of medicine."""
    found = [row["question"] for row in read("bench/bioasq/bioasq_7b-11b_dev.jsonl.gz")]
    found += [row["summary"] for row in read("bench/meqsum/meqsum_dev.jsonl.gz")]
    found += [row[key] for row in read("bench/rqe/rqe_train.jsonl.gz") for key in ("chq", "faq") if row.get(key)]
    lines = (ROOT / "tests/gold/emergencies.jsonl").read_text(encoding="utf-8").splitlines()
    found += [row["text"] for row in map(json.loads, lines) if not row.get("declined")]
    return [text for text in dict.fromkeys(found) if len(words_of(text)) <= LONGEST_WORDS]


def quarter(text: str) -> int:
    """One of four parts, by the text alone."""
    return int(hashlib.md5(text.encode()).hexdigest(), 16) % 4


def model() -> Linear:
    """Trained on the first two parts of the ordinary questions and every row that is not of the last list."""
    labelled = [(text, "ordinary", WEIGHT["ordinary"]) for text in ordinary() if quarter(text) < 2]
    for row in rows_of_scope():
        if row["half"] == "last":
            continue
        kind = row["trap"] if row["refusal"] else "ordinary"
        labelled.append((row["text"], kind, WEIGHT["request" if row["refusal"] else "trap"]))
    return fit(
        [features(text) for text, _, _ in labelled],
        [kind for _, kind, _ in labelled],
        CLASSES,
        strength=30,
        seen_in=2,
        most=4000,
        weights=[weight for _, _, weight in labelled],
        about=ABOUT,
    )


def cross(made: Linear) -> None:
    """Print what is found of the last list, and what of ordinary questions is refused, at several thresholds."""
    last = [row for row in rows_of_scope() if row["half"] == "last"]
    asked = ordinary()

    def share(text: str) -> float:
        return 1 - softmax(made.scores(features(text)))[0]

    for threshold in (0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9):
        found = [share(row["text"]) >= threshold for row in last if row["refusal"]]
        wrong = [share(row["text"]) >= threshold for row in last if not row["refusal"]]
        parts = [[text for text in asked if quarter(text) == part] for part in (2, 3)]
        refused = [[text for text in part if share(text) >= threshold] for part in parts]
        print(
            f"{threshold}: last list {sum(found)} of {len(found)}, look-alikes {sum(wrong)} of {len(wrong)}", end="; "
        )
        print(", ".join(f"{len(some)} of {len(part)}" for some, part in zip(refused, parts, strict=True)))
        print("     ", refused)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cross", action="store_true", help="print what each threshold finds")
    made = model()
    if options.parse_args().cross:
        cross(made)
    else:
        write(made, ROOT / "src/curbside/questions/data/misuse.json")


if __name__ == "__main__":
    main()
