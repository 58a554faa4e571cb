"""
Learn what a span reports of a comparison (rose, fell, no difference found) and write evidence/data/effect.json.

    python scripts/train_direction.py

From Evidence Inference 2.0 (DeYoung and others 2020, MIT): spans that annotators marked for an intervention, a
comparator and an outcome. Where both sides are named each span is also learnt with its sides swapped and its label
turned round. The shipped file is fitted on all labelled spans; bench/evidence.py refits on the tune half to report.
"""

from __future__ import annotations

from dataclasses import dataclass

from fitting import ROOT, fit, read, write

from curbside.evidence.effect import Change, both_ways
from curbside.evidence.effect_features import Features
from curbside.language.linear import Linear

LABELS = {
    "significantly decreased": Change.DECREASED,
    "no significant difference": Change.NO_DIFFERENCE,
    "significantly increase": Change.INCREASED,
    "significantly increased": Change.INCREASED,
}
TURNED = {
    Change.DECREASED: Change.INCREASED,
    Change.INCREASED: Change.DECREASED,
    Change.NO_DIFFERENCE: Change.NO_DIFFERENCE,
}
CLASSES = tuple(change.value for change in Change)
ABOUT = {
    "script": "scripts/train_direction.py",
    "data": "Evidence Inference 2.0 (DeYoung and others 2020), labelled spans",
    "licence": "MIT",
    "date": "2026-11-22",
}


@dataclass(frozen=True)
class Span:
    """One labelled span with its features, straight and with the sides swapped."""

    article: str
    prompt: str
    text: str
    outcome: str
    label: Change
    straight: Features
    swapped: Features | None


def spans() -> list[Span]:
    """Every valid labelled span; the same words twice for one prompt count once."""
    found = []
    for prompt in read("bench/evidence_inference/ei_v2_dev.jsonl.gz"):
        seen: set[str] = set()
        for note in prompt["annotations"]:
            text = note["evidence"]
            if not note["valid_label"] or not text.strip() or text in seen:
                continue
            seen.add(text)
            straight, swapped = both_ways(text, prompt["intervention"], prompt["comparator"], prompt["outcome"])
            label = LABELS[note["label"]]
            found.append(Span(prompt["pmcid"], prompt["prompt_id"], text, prompt["outcome"], label, straight, swapped))
    return found


def train(chosen: list[Span]) -> Linear:
    """The model of these spans."""
    rows = [span.straight for span in chosen] + [span.swapped for span in chosen if span.swapped]
    labels = [span.label.value for span in chosen] + [TURNED[span.label].value for span in chosen if span.swapped]
    return fit(rows, labels, CLASSES, strength=0.02, seen_in=3, most=5000, about=ABOUT)


def main() -> None:
    write(train(spans()), ROOT / "src/curbside/evidence/data/effect.json")


if __name__ == "__main__":
    main()
