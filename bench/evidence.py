"""
How well evidence is read: direction of effects, yes/no answers, study design, and (evaluation only) HealthVer.

    python bench/evidence.py [direction] [stance] [design] [healthver]

Models are refitted here, on the tune half or by grouped folds, so that no row is scored by a model that has seen it;
the shipped files are fitted on all rows. Intervals are 95 % bootstrap intervals over groups (article, question). Needs
scikit-learn. HealthVer has no licence: nothing is kept of what is fitted on it.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))

import train_design
import train_direction
import train_stance
from fitting import fit, half, read

from curbside.evidence.design import design_from
from curbside.evidence.design_words import CLASSES as DESIGNS
from curbside.evidence.direction import direction_of
from curbside.evidence.effect import Change, shares_of
from curbside.evidence.evidence import Design, Direction
from curbside.evidence.stance import sentences_of, stance_features
from curbside.evidence.verdict import SURE
from curbside.evidence.wording import better_when
from curbside.language.cues import directions, negated
from curbside.language.linear import softmax
from curbside.language.stems import stems

RESAMPLES = 1000
SHORT = 60  # words of a span that is read as one sentence
Pair = tuple[str, str, str]  # group, true label, label given


def accuracy(pairs: Sequence[Pair]) -> float:
    return sum(true == given for _, true, given in pairs) / max(1, len(pairs))


def macro_f1(pairs: Sequence[Pair]) -> float:
    labels = sorted({true for _, true, _ in pairs})
    return sum(f1(pairs, label) for label in labels) / max(1, len(labels))


def f1(pairs: Sequence[Pair], label: str) -> float:
    both = sum(true == label == given for _, true, given in pairs)
    either = sum(true == label for _, true, _ in pairs) + sum(given == label for _, _, given in pairs)
    return 2 * both / either if either else 0.0


def interval(pairs: Sequence[Pair], measure: Callable[[Sequence[Pair]], float]) -> str:
    """A measure with its 95 % bootstrap interval, whole groups drawn."""
    groups: dict[str, list[Pair]] = {}
    for pair in pairs:
        groups.setdefault(pair[0], []).append(pair)
    names, dice = sorted(groups), random.Random(1)
    drawn = sorted(
        measure([pair for name in dice.choices(names, k=len(names)) for pair in groups[name]]) for _ in range(RESAMPLES)
    )
    return f"{measure(pairs):.3f} [{drawn[int(0.025 * RESAMPLES)]:.3f}, {drawn[int(0.975 * RESAMPLES)]:.3f}]"


def report(name: str, pairs: Sequence[Pair]) -> None:
    print(f"| {name} | {len(pairs)} | {interval(pairs, accuracy)} | {interval(pairs, macro_f1)} |", flush=True)


def fold(group: str, folds: int = 5) -> int:
    return (int.from_bytes(group.encode(), "big") * 2654435761 % 2**61) % folds


def sure(scored: Sequence[tuple[float, Pair]], shares: Sequence[float] = (1.0, 0.5, 0.25)) -> None:
    """Accuracy of the surest part."""
    ranked = sorted(scored, key=lambda one: -one[0])
    for share in shares:
        part = [pair for _, pair in ranked[: int(len(ranked) * share)]]
        print(f"    surest {share:.0%}: accuracy {accuracy(part):.3f} of {len(part)}")


def threshold(scored: Sequence[tuple[float, Pair]], label: str, precision: float) -> float:
    """The lowest share from which this label is right at least so often on these rows (and at least ten times)."""
    given = sorted(((share, pair[1] == label) for share, pair in scored if pair[2] == label), reverse=True)
    best, right = 1.01, 0
    for count, (share, is_right) in enumerate(given, 1):
        right += is_right
        if count >= 10 and right / count >= precision:
            best = share
    return best


def direction() -> None:
    print("\n## Evidence Inference, annotated span given\n\n| what | n | accuracy | macro-F1 |\n|---|---|---|---|")
    started = time.process_time()
    spans = train_direction.spans()
    taken = (time.process_time() - started) / len(spans) * 1000
    told = [span for span in spans if half(span.article) == 1]
    report("rules of direction.py and up/down words, half 1", [(s.article, s.label, _by_rules(s.text)) for s in told])
    by_words(spans)
    model = train_direction.train([span for span in spans if half(span.article) == 0])
    scored = [(_effect(model, span), span) for span in told]
    report("effect model, half 0 to half 1", [(s.article, s.label, change) for (_, change), s in scored])
    first = {span.prompt: (change, span) for (_, change), span in reversed(scored)}
    report("same, one span a prompt", [(s.article, s.label, change) for change, s in first.values()])
    sure([(share, (s.article, s.label, change)) for (share, change), s in scored])
    folded: list[Pair] = []
    for one in range(5):
        model = train_direction.train([span for span in spans if fold(span.article) != one])
        folded += [(s.article, s.label, _effect(model, s)[1]) for s in spans if fold(s.article) == one]
    report("effect model, five folds by article", folded)
    print(f"\n{taken:.1f} ms of processor time a span, both ways read")


def by_words(spans: Sequence[train_direction.Span]) -> None:
    """Benefit, harm and no difference as direction.py words them, where the outcome's name says what is better."""
    for one in (0, 1):
        told = [
            (train_direction.CLASSES.index(span.label) - 1, better_when(span.outcome), direction_of(span.text))
            for span in spans
            if half(span.article) == one and better_when(span.outcome) and len(span.text.split()) <= SHORT
        ]
        for name, sign in (("benefit", 1), ("harm", -1), ("no difference", 0)):
            said = Counter(found.value for change, better, found in told if change * better == sign)
            print(f"half {one}, {name} by label: {dict(sorted(said.items()))}")


def _by_rules(text: str) -> str:
    if direction_of(text) is Direction.NO_CLEAR_DIFFERENCE:
        return Change.NO_DIFFERENCE
    counts = Counter(directions(text))
    if not counts:
        return Change.NO_DIFFERENCE
    return Change.INCREASED if counts["up"] >= counts["down"] else Change.DECREASED


def _effect(model: train_direction.Linear, span: train_direction.Span) -> tuple[float, str]:
    shares = shares_of(model, span.straight, span.swapped)
    return max(zip(shares, train_direction.CLASSES, strict=True))


def stance() -> None:
    print("\n## Yes/no questions\n\n| what | n | accuracy | macro-F1 |\n|---|---|---|---|")
    conclusion, results = train_stance.pubmedqa("conclusion"), train_stance.pubmedqa("results")
    bioasq, spans = train_stance.bioasq(), train_stance.spans()
    rows = [*conclusion, *results, *bioasq, *spans]
    scored: dict[str, list[tuple[float, Pair]]] = {"conclusion": [], "results": [], "bioasq": []}
    texts = {
        "conclusion": [row["long_answer"] for row in read("bench/pubmedqa/pubmedqa_labelled_dev500.jsonl.gz")],
        "results": [" ".join(part["text"] for part in row["contexts"] if "RESULT" in part["label"].upper()) for row in read("bench/pubmedqa/pubmedqa_labelled_dev500.jsonl.gz")],
        "bioasq": [" ".join(s["text"] for s in row["snippets"]) for row in read("bench/bioasq/bioasq_7b-11b_dev.jsonl.gz") if row["type"] == "yesno"],
    }  # fmt: skip
    for source, given in (("conclusion", conclusion), ("results", results), ("bioasq", bioasq)):
        said = [(row.group, row.label, _stance_by_rules(text)) for row, text in zip(given, texts[source], strict=True)]
        report(f"{source}: rules of direction.py, no difference and harm read as no", said)
    for one in range(5):
        kept = [row for row in rows if row.source == "spans" or fold(row.group) != one]
        for source in scored:
            model = train_stance.train(kept, _weights(source))
            for row in rows:
                if row.source == source and fold(row.group) == one:
                    shares = softmax(model.scores(row.features))[: 2 if source == "bioasq" else 3]
                    share, given = max(zip(shares, train_stance.CLASSES, strict=False))
                    scored[source].append((share, (row.group, row.label, given)))
    for source, name in (
        ("conclusion", "PubMedQA, conclusion given"),
        ("results", "PubMedQA, results only"),
        ("bioasq", "BioASQ yes/no, gold snippets"),
    ):
        report(f"{name}, five folds", [pair for _, pair in scored[source]])
        sure(scored[source])
    print("\nPrinted Yes or No: threshold from half 0 (precision .95), precision and coverage on half 1\n")
    for names in (("conclusion",), ("bioasq",), ("conclusion", "bioasq")):
        pool = [one for name in names for one in scored[name]]
        for label in ("yes", "no"):
            cut = threshold([one for one in pool if half(one[1][0]) == 0], label, 0.95)
            told = [one for one in pool if half(one[1][0]) == 1]
            said = [pair for share, pair in told if pair[2] == label and share >= cut]
            print(
                f"- {' + '.join(names)}, {label}: from {cut:.3f}; {sum(p[1] == label for p in said)}/{len(said)} right, "
                f"coverage {len(said) / len(told):.3f}"
            )
            loose = [pair for share, pair in told if pair[2] == label and share >= SURE]
            right = sum(pair[1] == label for pair in loose)
            print(f"    from {SURE}, as shipped for yes: {right}/{len(loose)} right")


def _stance_by_rules(text: str) -> str:
    """The longest agreement of the rules over sentences; yes where they say nothing, the commonest answer."""
    said = Counter(direction_of(sentence) for sentence in sentences_of(text))
    against = said[Direction.NO_CLEAR_DIFFERENCE] + said[Direction.HARM]
    return "no" if against > said[Direction.BENEFIT] else "yes"


def _weights(source: str) -> dict[str, float]:
    """What rows of each source count when the model is fitted for one of them."""
    return {
        "conclusion": {"conclusion": 1.0, "results": 0.15, "bioasq": 0.2, "spans": 0.05},
        "results": {"conclusion": 0.5, "results": 1.0, "bioasq": 0.3, "spans": 0.3},
        "bioasq": {"conclusion": 0.5, "results": 0.2, "bioasq": 1.0, "spans": 0.05},
    }[source]


def design() -> None:
    print("\n## Study design from title and abstract\n\n| what | n | accuracy | macro-F1 |\n|---|---|---|---|")
    records = train_design.records()
    mixed = [record for record in records if record.is_pubmedqa]
    pairs: list[Pair] = []
    for one in range(5):
        model = train_design.train([r for r in records if not r.is_pubmedqa or fold(r.pmid) != one])
        pairs += [(r.pmid, r.label, model.best(r.features)) for r in mixed if fold(r.pmid) == one]
    report("PubMedQA with MeSH, 5 designs, model alone, five folds", pairs)
    printed = [(group, DESIGNS[true].value, DESIGNS[given].value) for group, true, given in pairs]
    report("same, as printed (cohort, case-control, cross-sectional)", printed)
    told = [r for r in records if half(r.pmid) == 1]
    model = train_design.train([r for r in records if half(r.pmid) == 0])
    report("all MeSH-labelled records, half 0 to half 1", [(r.pmid, r.label, model.best(r.features)) for r in told])
    whole = [(r.pmid, DESIGNS[r.label].value, design_from((), r.title, r.abstract).value) for r in mixed]
    report("whole path with the shipped model (it has seen these rows), as printed", whole)
    labelled = list(_trials_and_reviews())
    for name, chosen in (("half 0", 0), ("half 1", 1)):
        part = [(g, true, _strong(design_from((), t, a))) for g, true, t, a in labelled if half(g) == chosen]
        print(
            f"\n{name}: {len(part)} records; systematic review F1 {interval(part, lambda p: f1(p, 'review'))}, "
            f"trial F1 {interval(part, lambda p: f1(p, 'trial'))}"
        )


def _strong(found: Design) -> str:
    return {Design.SYSTEMATIC_REVIEW: "review", Design.RANDOMISED_TRIAL: "trial"}.get(found, "other")


def _trials_and_reviews() -> list[tuple[str, str, str, str]]:
    """Records with abstract whose publication types, collection or journal say whether they are review, trial or other."""
    trials = {row["pmcid"] for row in read("bench/evidence_inference/ei_v2_dev.jsonl.gz")}
    found = []
    for name in ("haystack/pubmed_abstracts.jsonl.gz", "haystack/more_abstracts.jsonl.gz"):
        for row in read(name):
            types = set(row.get("pubtypes") or [])
            if not row["abstract"] or row["src"].startswith("pubmedqa"):
                continue
            if types & {"Systematic Review", "Meta-Analysis"} or "cochrane" in (row.get("journal") or "").lower():
                label = "review"
            elif "Randomized Controlled Trial" in types or row.get("pmcid") in trials:
                label = "trial"
            elif types - {"Journal Article"} and not any("Trial" in one or "Guideline" in one for one in types):
                label = "other"
            else:
                continue
            found.append((row["pmid"], label, row["title"], row["abstract"]))
    found += [(r["pmid"], "review", r["title"], r["abstract"]) for r in read("bench/pubmedrs200/pubmedrs_dev.jsonl.gz")]
    return found


def healthver() -> None:
    print(
        "\n## HealthVer dev, five folds by claim (evaluation only)\n\n| what | n | accuracy | macro-F1 |\n|---|---|---|---|"
    )
    rows = read("bench/healthver/healthver_dev.jsonl.gz")
    features = [{**stance_features(row["claim"], sentences_of(row["evidence"])), **_pair(row)} for row in rows]
    labels = sorted({row["label"] for row in rows})
    for name, group in (("claim", "claim"), ("question", "question")):
        pairs: list[Pair] = []
        for one in range(5):
            kept = [i for i, row in enumerate(rows) if fold(row[group]) != one]
            model = fit(
                [features[i] for i in kept], [rows[i]["label"] for i in kept], tuple(labels),
                strength=0.1, seen_in=3, most=20000,
            )  # fmt: skip
            pairs += [
                (row[group], row["label"], model.best(features[i]))
                for i, row in enumerate(rows)
                if fold(row[group]) == one
            ]
        report(f"stance features, folds by {name}", pairs)


def _pair(row: dict[str, str]) -> dict[str, float]:
    """Words of claim and evidence, those they share, and whether both rise, fall or deny."""
    claim, evidence = stems(row["claim"]), stems(row["evidence"])
    found = {f"claim {word}": 1.0 for word in claim} | {f"evidence {word}": 1.0 for word in evidence}
    found |= {f"both {word}": 1.0 for word in claim & evidence}
    signs = [Counter(directions(row[name])) for name in ("claim", "evidence")]
    one, other = ((count["up"] > count["down"]) - (count["up"] < count["down"]) for count in signs)
    found[f"signs {one} {other}"] = 1.0
    found[f"denied {negated(row['claim'])} {negated(row['evidence'])}"] = 1.0
    return found


PARTS = {"direction": direction, "stance": stance, "design": design, "healthver": healthver}


def main() -> None:
    for name in sys.argv[1:] or PARTS:
        PARTS[name]()


if __name__ == "__main__":
    main()
