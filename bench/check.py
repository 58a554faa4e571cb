"""
How often the support check doubts true sentences, and how often it notices spoiled ones.

Run: python bench/check.py --data DIR [--half 1] [--limit 600] [--misses KIND] [--alarms]. DIR holds bioasq_7b-11b_dev.jsonl.gz.
True sentences, evidence and the twelve kinds of change are described in corruptions.py; thresholds were set on true
sentences of half 0 alone, so every kind of change is left out of tuning. Beside them stand 60 sentences spoiled by hand
(blind.jsonl), in words that the generator does not have.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections import Counter
from pathlib import Path

import corruptions

from curbside.claims.check import check
from curbside.claims.claim import Verdict
from curbside.language.sentences import split

BLIND = Path(__file__).with_name("check_blind.jsonl")


def interval(hits: list[bool], rounds: int = 1000) -> tuple[float, float]:
    """The 95 % bootstrap interval of a share."""
    chance = random.Random(7)
    shares = sorted(sum(chance.choices(hits, k=len(hits))) / len(hits) for _ in range(rounds))
    return shares[int(0.025 * rounds)], shares[int(0.975 * rounds)]


def is_doubted(claim: str, evidence: str) -> bool:
    return check(claim, evidence).verdict is not Verdict.SUPPORTED


def alarms(sentences: list[corruptions.Truth], show: bool) -> tuple[list[bool], Counter[str], float]:
    """Which true sentences are doubted, for which kinds of reason, and claims checked a CPU second."""
    begun = time.process_time()
    outcomes = [check(one.text, one.evidence) for one in sentences]
    speed = len(sentences) / (time.process_time() - begun)
    reasons: Counter[str] = Counter()
    for one, outcome in zip(sentences, outcomes, strict=True):
        reasons.update(
            {re.sub(r"[“:(].*|\d+%? ?|(?<=passage) .* stands", "", reason).strip() for reason in outcome.reasons}
        )
        if show and outcome.reasons:
            print(f"- {one.id} {one.text!r}\n    {outcome.reasons}")
    return [outcome.verdict is not Verdict.SUPPORTED for outcome in outcomes], reasons, speed


def verbatim(sentences: list[corruptions.Truth]) -> list[bool]:
    """Whether sentences cut out of the evidence itself are doubted."""
    doubted = []
    for one in sentences:
        spans = split(one.evidence)
        start, end = random.Random(one.id).choice(spans)
        doubted.append(is_doubted(one.evidence[start:end], one.evidence))
    return doubted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--half", type=int, choices=[0, 1], default=1, help="0 to tune on, 1 to report")
    parser.add_argument("--limit", type=int, default=600, help="at most so many spoiled sentences of each kind")
    parser.add_argument("--misses", default="", help="print what was missed of one kind")
    parser.add_argument("--alarms", action="store_true", help="print the true sentences that were doubted")
    wanted = parser.parse_args()
    data = corruptions.rows(wanted.data / "bioasq_7b-11b_dev.jsonl.gz")
    sentences = [one for one in corruptions.truths(data) if one.half == wanted.half]
    lent = corruptions.pool([row for row in data if corruptions.half_of(row["id"]) == wanted.half])
    doubted, reasons, speed = alarms(sentences, wanted.alarms)
    low, high = interval(doubted)
    print(f"half {wanted.half}: {len(sentences)} true sentences, {speed:.0f} claims a CPU second")
    print(f"false alarm {sum(doubted) / len(doubted):.3f} [{low:.3f}, {high:.3f}]")
    for reason, count in reasons.most_common():
        print(f"    {count / len(sentences):.3f} {reason}")
    quoted = verbatim(sentences)
    print(f"false alarm on verbatim sentences {sum(quoted) / len(quoted):.4f}")
    shares = []
    for kind in corruptions.KINDS:
        made = list(corruptions.spoiled(kind, sentences, lent, wanted.limit))
        seen = [is_doubted(claim, evidence) for _, claim, evidence in made]
        shares.append(sum(seen) / len(seen))
        low, high = interval(seen)
        print(f"| {kind} | {len(made)} | {shares[-1]:.3f} | {low:.3f} to {high:.3f} |")
        if wanted.misses == kind:
            for (_, claim, _e), was_seen in zip(made, seen, strict=True):
                print("" if was_seen else f"    {claim}")
    print(f"mean over {len(shares)} kinds {sum(shares) / len(shares):.3f}")
    if BLIND.exists():
        print_blind()


def print_blind() -> None:
    """The sentences spoiled by hand: detection by kind, and false alarm on their true forms."""
    rows = [json.loads(line) for line in BLIND.read_text("utf-8").splitlines() if line.strip()]
    seen, alarm = Counter[str](), 0
    for row in rows:
        seen[row["kind"]] += is_doubted(row["claim"], row["passage"])
        alarm += is_doubted(row["true"], row["passage"])
    counts = Counter(row["kind"] for row in rows)
    print(f"spoiled by hand: {sum(seen.values())}/{len(rows)} seen, {alarm}/{len(rows)} true forms doubted")
    print("; ".join(f"{kind} {seen[kind]}/{count}" for kind, count in sorted(counts.items())))


if __name__ == "__main__":
    main()
