"""Three hundred real questions for measurements of speed: 46 LiveQA and 54 MeSQum messages, 100 PubMedQA, 100 BioASQ."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from pathlib import Path
from typing import Any

DATA = Path(os.environ.get("CURBSIDE_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")
LONGEST = 4000  # characters that a question may have


def rows(name: str) -> list[dict[str, Any]]:
    """The objects of a compressed JSON Lines file of the corpora."""
    with gzip.open(DATA / "bench" / name, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def real_questions() -> list[str]:
    """The questions, in an order drawn by hash so that a slow kind is not met all at once."""
    live = [
        f"{row.get('subject') or ''} {row.get('message') or ''}".strip()
        for row in rows("liveqa/liveqa2017_dev.jsonl.gz")
    ]
    messages = [
        row.get("chq") or row.get("message") or row.get("question") for row in rows("meqsum/meqsum_dev.jsonl.gz")
    ]
    papers = [row["question"] for row in rows("pubmedqa/pubmedqa_labelled_dev500.jsonl.gz")]
    tasks = [row["question"] for row in rows("bioasq/bioasq_7b-11b_dev.jsonl.gz")]
    chosen = [*live, *_drawn(messages, 100 - len(live)), *_drawn(papers, 100), *_drawn(tasks, 100)]
    return [question[:LONGEST] for question in _drawn(chosen, len(chosen))]


def _drawn(questions: list[str], count: int) -> list[str]:
    return sorted(questions, key=lambda question: hashlib.sha256(question.encode()).hexdigest())[:count]
