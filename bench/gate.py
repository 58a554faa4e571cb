"""
How often the gate refuses true paraphrases, and whether it lets any changed sentence through.

    python bench/gate.py [--half 0|1] [--abstracts 500] [--skip 1500] [--refused]

Paraphrases are the statements of the starter library, written freely in our own words, each against the span of the
public page it was drawn from, under the heading of that page (split by md5 of the statement; half 0 is looked at while
rules are made). Mutants are those of promise P8 (tests/promises/mutants.py): of the statements as their own quotes, of
sentences of journal abstracts, and of every paraphrase that the gate accepts, against its span.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1] / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "promises"), str(TESTS / "starter"), str(TESTS.parent / "scripts")]

from mutants import MUTATIONS  # noqa: E402 - the tests stand beside the package
from seal_starter import Pages  # noqa: E402
from starter_statements import Statement, read_topics  # noqa: E402
from test_p08_supported import abstracts, trial  # noqa: E402
from test_spans import LOST_APOSTROPHE, heading  # noqa: E402

from corpora import corpus  # noqa: E402
from curbside.claims.gate import gate  # noqa: E402


@dataclass(frozen=True)
class Paraphrase:
    """A statement in our own words, the words of the page it was drawn from, and the page's heading."""

    text: str
    span: str
    heading: str

    @property
    def half(self) -> int:
        """0 for the half that may be looked at, 1 for the half that is reported."""
        return int(hashlib.md5(self.text.encode(), usedforsecurity=False).hexdigest(), 16) % 2

    def reasons(self, text: str) -> tuple[str, ...]:
        """Why a sentence may not stand for the span; empty when it may."""
        return gate(text, self.span, self.heading).reasons


def paraphrases() -> Iterator[Paraphrase]:
    """The statements whose pages are in the corpora."""
    pages = Pages(corpus("medquad/medquad_answered.zip"), None)
    for topic in read_topics():
        for passage in topic.passages[1:]:
            statement = Statement(topic, passage)
            texts = [(pages.text(drawn.source), drawn) for drawn in passage.drawn_from]
            if span := " ".join(text[drawn.start : drawn.end] for text, drawn in texts if text is not None):
                yield Paraphrase(statement.text, LOST_APOSTROPHE.sub(r"\1n't", span), heading(statement))


def of_paraphrases(accepted: list[Paraphrase]) -> tuple[Counter[str], list[str]]:
    """Mutants made of accepted paraphrases, by kind, and those that were let through."""
    made, passed = Counter[str](), []
    for one in accepted:
        for kind, change in MUTATIONS.items():
            mutant = change(one.text, random.Random(f"{kind} {one.text}"))
            if mutant and mutant != one.text:
                made[kind] += 1
                if not one.reasons(mutant):
                    passed.append(f"{kind}: {mutant}\n    {one.span!r}")
    return made, passed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", type=int, choices=[0, 1], default=1, help="0 to look at, 1 to report")
    parser.add_argument("--abstracts", type=int, default=500, help="sentences of journal abstracts to change")
    parser.add_argument(
        "--skip", type=int, default=1500, help="sentences left out first: rules were made on the first 1,500"
    )
    parser.add_argument("--refused", action="store_true", help="print the paraphrases that were refused")
    wanted = parser.parse_args()
    everything = list(paraphrases())
    mine = [one for one in everything if one.half == wanted.half]
    why, accepted = Counter[str](), []
    for one in mine:
        reasons = one.reasons(one.text)
        why.update({re.sub(r"[“(:].*", "", reason).strip() for reason in reasons})
        if not reasons:
            accepted.append(one)
        elif wanted.refused:
            print(f"- {one.text}\n    {one.span!r}\n    {reasons}")
    print(f"half {wanted.half}: {1 - len(accepted) / len(mine):.3f} of {len(mine)} paraphrases refused")
    for reason, count in why.most_common():
        print(f"    {count} {reason}")
    made, let = of_paraphrases(accepted)
    print(f"mutants of accepted paraphrases: {len(let)} of {sum(made.values())} accepted", *let, sep="\n    ")
    for name, quotes in (
        ("statements", [one.text for one in everything]),
        ("abstracts", abstracts(wanted.skip + wanted.abstracts)[wanted.skip :]),
    ):
        changed, passed, edits, refused = trial(quotes)
        print(f"{name}: {sum(passed.values())} of {sum(changed.values())} mutants accepted {dict(+passed)};", end=" ")
        print(f"{refused} of {edits} near-extractive edits refused")


if __name__ == "__main__":
    main()
