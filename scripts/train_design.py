"""
Learn observational designs from MeSH-labelled records, and write evidence/data/design.json.

    python scripts/train_design.py

From PubMed records (titles and abstracts, courtesy of the U.S. National Library of Medicine) that carry a MeSH heading
for the design and are no trial or review by the rules. Only weights of words are shipped, no text. The shipped file is
fitted on all labelled records; bench/evidence.py refits by fold to report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fitting import ROOT, fit, read, write

from curbside.evidence.design import by_rules
from curbside.evidence.design_words import CLASSES, HEADINGS, design_features
from curbside.evidence.evidence import Design
from curbside.language.linear import Linear

ABOUT = {
    "script": "scripts/train_design.py",
    "data": "PubMed titles and abstracts with a MeSH heading for the design",
    "licence": "NLM records, no restriction by NLM; weights of words only",
    "date": "2026-11-22",
}
#: Records of drug reviews and the like count less than the mixed clinical questions of PubMedQA.
OTHERS_COUNT = 0.3


@dataclass(frozen=True)
class Record:
    """One labelled record."""

    pmid: str
    title: str
    abstract: str
    label: str
    is_pubmedqa: bool
    features: dict[str, float]


def records() -> list[Record]:
    """Records with abstract and a MeSH heading for an observational design, that say of themselves nothing else."""
    found = []
    for name in ("haystack/pubmed_abstracts.jsonl.gz", "haystack/more_abstracts.jsonl.gz"):
        for row in read(name):
            headings = {heading.lstrip("*").split("/")[0] for heading in row.get("mesh") or []}
            label = next((label for heading, label in HEADINGS.items() if heading in headings), None)
            if label is None or not row["abstract"]:
                continue
            is_pubmedqa = row["src"].startswith("pubmedqa")
            said = by_rules(row["title"], row["abstract"])
            if not is_pubmedqa and said in {Design.SYSTEMATIC_REVIEW, Design.RANDOMISED_TRIAL}:
                continue
            features = design_features(row["title"], row["abstract"])
            found.append(Record(row["pmid"], row["title"], row["abstract"], label, is_pubmedqa, features))
    return found


def train(chosen: Sequence[Record]) -> Linear:
    """The model of these records."""
    return fit(
        [record.features for record in chosen], [record.label for record in chosen], tuple(CLASSES),
        strength=0.05, seen_in=8, most=4000,
        weights=[1.0 if record.is_pubmedqa else OTHERS_COUNT for record in chosen], about=ABOUT,
    )  # fmt: skip


def main() -> None:
    write(train(records()), ROOT / "src/curbside/evidence/data/design.json")


if __name__ == "__main__":
    main()
