"""
Learn which name in a message is the one it asks about, from MeSQum (CC BY 4.0): questions/data/focus.json.

    python scripts/train_focus.py [--data FOLDER] [--cross]

A name counts as asked about when all its words stand in the expert's one-sentence question. Messages that resemble a
LiveQA question are dropped, because LiveQA measures the result; so are those whose focus was labelled by hand
(bench/questions.jsonl), which measure it too. Logistic regression with a ridge on the
difference, in where and how they stand, between names asked about and names that are not.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
from pathlib import Path
from typing import Any

from scipy.sparse import vstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from curbside.language.stems import content, stems
from curbside.questions.candidates import candidates
from curbside.questions.condensing import asks, sentences_asked
from curbside.questions.facets import Asked, asked
from curbside.questions.messages import Message, message
from curbside.questions.typed import cleaned, opened

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("CURBSIDE_DATA") or ROOT.parent / "shared" / "data")
TARGET = ROOT / "src/curbside/questions/data/focus.json"
LOOK_ALIKE = 0.6
RIDGE = 0.1  # of 0.1, 1 and 5 the best on the labelled messages


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()]


def read(text: str) -> tuple[Message, tuple[str, ...], tuple[Asked, ...]]:
    """A message and the sentences that ask, as the plan reads them."""
    parts = message(text)
    parts = Message(parts.headline, cleaned(parts.body))
    sentences = sentences_asked(parts.body)
    if asks(parts.headline):
        sentences = tuple(dict.fromkeys((parts.headline, *sentences)))[:2]
    return parts, sentences, asked(" ".join(opened(sentence) for sentence in sentences))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, default=DATA)
    data = options.parse_args().data
    measured = {json.loads(line)["id"] for line in (ROOT / "bench/questions.jsonl").read_text().splitlines()}
    live = [content(row["summary"]) for row in rows(data / "bench/liveqa/liveqa2017_dev.jsonl.gz")]
    features: list[dict[str, float]] = []
    pairs: list[tuple[int, int, float]] = []
    used = 0
    for row in rows(data / "bench/meqsum/meqsum_dev.jsonl.gz"):
        wanted = stems(row["summary"])
        said = content(row["summary"])
        if row["id"] in measured or any(len(said & one) > LOOK_ALIKE * len(said | one) for one in live):
            continue
        every = candidates(*read(row["question"]))
        right = [content(one.name) <= wanted for one in every]
        used += any(right) and not all(right)
        better = [at for at, is_right in enumerate(right) if is_right]
        worse = [at for at, is_right in enumerate(right) if not is_right]
        pairs += [(len(features) + one, len(features) + other, 1 / len(every)) for one in better for other in worse]
        features += [one.features for one in every]
    reader = DictVectorizer(sort=True)
    matrix = reader.fit_transform(features)
    apart = matrix[[one for one, _, _ in pairs]] - matrix[[other for _, other, _ in pairs]]
    shares = [share for _, _, share in pairs] * 2
    model = LogisticRegression(C=RIDGE, fit_intercept=False, max_iter=3000)
    model.fit(vstack([apart, -apart]), [1] * len(pairs) + [0] * len(pairs), sample_weight=shares)
    learnt = {
        "about": {
            "script": "scripts/train_focus.py",
            "data": f"MeSQum, {used} messages whose summary holds a name of the message",
            "licence": "CC BY 4.0",
            "date": "2026-11-22",
        },
        "classes": ["asked_about"],
        "bias": [0.0],
        "weights": {
            name: [round(float(weight), 4)]
            for name, weight in zip(reader.get_feature_names_out(), model.coef_[0], strict=True)
        },
    }
    TARGET.write_text(json.dumps(learnt, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{used} messages, {len(features)} names, {len(pairs)} pairs")


if __name__ == "__main__":
    main()
