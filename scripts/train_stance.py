"""
Learn whether a text answers a yes/no question with yes, no or maybe, and write evidence/data/stance.json.

    python scripts/train_stance.py

From PubMedQA (MIT; the 500 labelled questions outside its test split, each with its conclusion and with its results),
BioASQ 7-11 yes/no questions with their snippets (CC BY 2.5), and Evidence Inference 2.0 spans (MIT) read as questions
whether there is a difference. The shipped file is fitted on all of them; bench/evidence.py refits by fold to report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fitting import ROOT, fit, read, write

from curbside.evidence.stance import Features, Stance, nearest, sentences_of, stance_features
from curbside.language.linear import Linear

CLASSES = tuple(stance.value for stance in Stance)
ABOUT = {
    "script": "scripts/train_stance.py",
    "data": "PubMedQA (Jin and others 2019), BioASQ 7-11 yes/no, Evidence Inference 2.0 (DeYoung and others 2020)",
    "licence": "MIT; CC BY 2.5; MIT",
    "date": "2026-11-22",
}
#: What a row counts, by where it is from and for which task a model is fitted (bench) or shipped.
WEIGHTS = {"conclusion": 1.0, "results": 0.5, "bioasq": 1.0, "spans": 0.15}


@dataclass(frozen=True)
class Row:
    """One question with the features of its text."""

    source: str
    group: str
    label: str
    features: Features
    question: str = ""


def pubmedqa(part: str) -> list[Row]:
    """PubMedQA read from the conclusion, or from the results alone."""
    rows = []
    for item in read("bench/pubmedqa/pubmedqa_labelled_dev500.jsonl.gz"):
        text = item["long_answer"]
        if part == "results":
            parts = item["contexts"]
            kept = [p["text"] for p in parts if re.search("RESULT|FINDING|OUTCOME", p["label"].upper())]
            text = " ".join(kept) or parts[-1]["text"]
        features = stance_features(item["question"], sentences_of(text))
        rows.append(Row(part, item["pmid"], item["answer"], features, item["question"]))
    return rows


def bioasq() -> list[Row]:
    """BioASQ yes/no questions read from the sentences of their snippets that are nearest to the question."""
    rows = []
    for item in read("bench/bioasq/bioasq_7b-11b_dev.jsonl.gz"):
        if item["type"] == "yesno":
            chosen = nearest(item["question"], tuple(snippet["text"] for snippet in item["snippets"]))
            label = item["exact_answer"].lower()
            rows.append(Row("bioasq", item["id"], label, stance_features(item["question"], chosen), item["question"]))
    return rows


def spans() -> list[Row]:
    """Labelled spans of trials: a difference is a yes; the question's form is not learnt from them."""
    rows = []
    for prompt in read("bench/evidence_inference/ei_v2_dev.jsonl.gz"):
        asked = f"{prompt['intervention']} {prompt['outcome']} {prompt['comparator']}"
        for text, label in {n["evidence"]: n["label"] for n in prompt["annotations"] if n["valid_label"]}.items():
            features = stance_features(asked, sentences_of(text))
            features = {name: v for name, v in features.items() if not name.startswith(("asks ", "opens "))}
            rows.append(Row("spans", prompt["pmcid"], "no" if label.startswith("no ") else "yes", features))
    return rows


def train(rows: Sequence[Row], weights: dict[str, float] | None = None) -> Linear:
    """The model of these rows."""
    counted = [(weights or WEIGHTS)[row.source] for row in rows]
    return fit(
        [row.features for row in rows], [row.label for row in rows], CLASSES,
        strength=0.03, seen_in=4, most=3500, weights=counted, about=ABOUT,
    )  # fmt: skip


def main() -> None:
    rows = [*pubmedqa("conclusion"), *pubmedqa("results"), *bioasq(), *spans()]
    write(train(rows), ROOT / "src/curbside/evidence/data/stance.json")


if __name__ == "__main__":
    main()
