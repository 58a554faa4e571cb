"""
Measure which sentences are chosen for an answer, against answers that people wrote (BioASQ 7b to 11b).

    python bench/extract.py [--data FOLDER] [--ranker FILE] [--half 0|1] [--library FOLDER] [--words N]

Candidates are the sentences of the snippets that annotators marked, their order hidden (sorted by a hash of the words),
or, with --library, of the first eight passages found there. Questions are split by md5(id) % 2: half 0 chooses and trains, half 1
reports. Overlap is ROUGE-2 as rouge-score counts it (stems, F1) and ROUGE-SU4 (skips of up to four words, and single
words, same stems), the best over the answers of a question. --ranker names weights trained on one half only
(scripts/train_ranker.py --half 0 --library FOLDER --out FILE): the shipped ones have seen both.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import itertools
import json
import os
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from rouge_score import rouge_scorer
from rouge_score.tokenizers import DefaultTokenizer

from curbside.claims.worth import Said, weights_of, worths
from curbside.consult import Desk
from curbside.language.sentences import split
from curbside.language.stems import sequence
from curbside.library.library import Library

DATA = Path(os.environ.get("CURBSIDE_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")
SKIP = 4
#: Passages of a library whose sentences are candidates.
FIRST = 8
_TOKENIZER = DefaultTokenizer(use_stemmer=True)
_SCORER = rouge_scorer.RougeScorer(["rouge2"], use_stemmer=True)

Grams = Counter[Any]
Choice = Callable[["Asked"], list[int]]


@dataclass(frozen=True)
class Asked:
    """A question, the answers people wrote, and the sentences there are to answer it from."""

    id: str
    text: str
    form: str
    answers: tuple[str, ...]
    said: tuple[Said, ...]

    @property
    def half(self) -> int:
        """0 or 1, by a hash of the id."""
        return int(hashlib.md5(self.id.encode(), usedforsecurity=False).hexdigest(), 16) % 2


def questions(data: Path) -> list[Asked]:
    """Every development question, its sentences in an order that tells nothing."""
    with gzip.open(data / "bench/bioasq/bioasq_7b-11b_dev.jsonl.gz", "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    asked = []
    for row in rows:
        snippets = ((snippet["text"], snippet["pmid"], 1.0) for snippet in row["snippets"])
        asked.append(Asked(row["id"], row["question"], row["type"], tuple(row["ideal_answer"]), sentences(snippets)))
    return [one for one in asked if one.said]


def sentences(texts: Iterable[tuple[str, str, float]]) -> tuple[Said, ...]:
    """The different sentences of some texts, each with its document, in the order of a hash of their words."""
    found: dict[tuple[str, str], Said] = {}
    for text, voice, near in texts:
        for start, end in split(text):
            sentence = " ".join(text[start:end].split())
            found.setdefault((sentence, voice), Said(sentence, voice, near))
    return tuple(sorted(found.values(), key=lambda one: (hashlib.md5(one.text.encode()).hexdigest(), one.voice)))


# Overlap with an answer


@cache
def tokens(text: str) -> tuple[str, ...]:
    """The stems of a text as rouge-score has them."""
    return tuple(_TOKENIZER.tokenize(text))


def pairs(text: Sequence[str]) -> Grams:
    return Counter(itertools.pairwise(text))


def skips(text: Sequence[str]) -> Grams:
    """Single words, and pairs with up to four words between them."""
    found: Grams = Counter(text)
    for at, word in enumerate(text):
        found.update((word, other) for other in text[at + 1 : at + 2 + SKIP])
    return found


def overlap(made: Grams, wanted: Grams) -> tuple[float, float]:
    """F1 and recall."""
    shared = sum((made & wanted).values())
    whole, all_wanted = sum(made.values()), sum(wanted.values())
    precision, recall = shared / whole if whole else 0.0, shared / all_wanted if all_wanted else 0.0
    return (2 * precision * recall / (precision + recall) if shared else 0.0), recall


@cache
def wanted_of(answers: tuple[str, ...]) -> tuple[list[Grams], list[Grams]]:
    return [pairs(tokens(one)) for one in answers], [skips(tokens(one)) for one in answers]


def judged(asked: Asked, chosen: Sequence[int]) -> tuple[float, float, float]:
    """ROUGE-2 F1, ROUGE-SU4 F1 and ROUGE-2 recall of the chosen sentences, each the best over the answers."""
    text = [word for at in chosen for word in tokens(asked.said[at].text)]
    two, four = wanted_of(asked.answers)
    made_two, made_four = pairs(text), skips(text)
    by_answer = [overlap(made_two, one) for one in two]
    return (
        max(one[0] for one in by_answer),
        max(overlap(made_four, one)[0] for one in four),
        max(one[1] for one in by_answer),
    )


# Choices

#: A further sentence is said while it is worth this part of the best, after what it repeats is taken off.
STOP, REPEATED = 0.8, 0.5


def best_few(values: Sequence[float], texts: Sequence[str], most: int = 3, stop: float = STOP) -> list[int]:
    """The places of the sentences to say, best first: few, none far below the best, none that repeats another."""
    order = sorted(range(len(values)), key=lambda at: (-values[at], texts[at]))
    if not order:
        return []
    held = [frozenset(itertools.pairwise(line)) for line in map(sequence, texts)]
    top = values[order[0]]
    chosen = [order.pop(0)]
    repeated = dict.fromkeys(order, 0.0)
    while order and len(chosen) < most:
        last = held[chosen[-1]]
        for at in order:
            few = max(1, min(len(last), len(held[at])))
            repeated[at] = max(repeated[at], len(last & held[at]) / few)
        best = max(order, key=lambda at: values[at] - REPEATED * top * repeated[at])
        if values[best] - REPEATED * top * repeated[best] < stop * top:
            break
        order.remove(best)
        chosen.append(best)
    return chosen


def within(asked: Asked, worth: Sequence[float], words: int) -> list[int]:
    """The best sentences that fit into a number of words, those that repeat one already chosen later."""
    order = best_few(worth, [one.text for one in asked.said], most=len(asked.said), stop=float("-inf"))
    chosen: list[int] = []
    length = 0
    for at in order:
        own = len(asked.said[at].text.split())
        if not chosen or length + own <= words:
            chosen.append(at)
            length += own
    return chosen


def line(
    name: str, rows: Sequence[tuple[float, float, float]], lengths: Sequence[int], recalls: Sequence[float]
) -> str:
    two, four = (statistics.mean(row[i] for row in rows) for i in (0, 1))
    recall = f"{statistics.mean(recalls):.3f}" if recalls else ""
    return f"| {name} | {two:.3f} | {four:.3f} | {recall} | {statistics.mean(lengths):.0f} |"


def report(name: str, asked: Sequence[Asked], worth: Callable[[Asked], list[float]], words: int) -> None:
    rows, lengths, recalls = [], [], []
    for one in asked:
        values = worth(one)
        chosen = best_few(values, [said.text for said in one.said])
        rows.append(judged(one, chosen))
        lengths.append(sum(len(one.said[at].text.split()) for at in chosen))
        recalls.append(judged(one, within(one, values, words))[2])
    print(line(name, rows, lengths, recalls), flush=True)


def same_as_package(asked: Sequence[Asked]) -> float:
    """Largest difference between our ROUGE-2 and rouge-score's own, over the first sentences of some questions."""
    differences = [
        abs(
            judged(one, [0])[0]
            - max(_SCORER.score(answer, one.said[0].text)["rouge2"].fmeasure for answer in one.answers)
        )
        for one in asked
    ]
    return max(differences)


def best_single(asked: Asked) -> int:
    """The place of the sentence that alone scores highest."""
    scores = [judged(asked, [at])[0] for at in range(len(asked.said))]
    return scores.index(max(scores))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--ranker", type=Path)
    parser.add_argument("--half", type=int, default=1)
    parser.add_argument("--words", type=int, default=60)
    parser.add_argument("--library", type=Path)
    given = parser.parse_args()
    asked = [one for one in questions(given.data) if one.half == given.half]
    if given.library:
        asked = retrieved(asked, given.library)
    weights = weights_of(json.loads(given.ranker.read_text(encoding="utf-8"))) if given.ranker else None
    print(f"{len(asked)} questions; largest difference from rouge-score {same_as_package(asked[:50]):.1e}\n")
    print(f"| chosen by | ROUGE-2 | SU4 | ROUGE-2 recall in {given.words} words | words |\n|---|---|---|---|---|")
    report("ranker", asked, lambda one: worths(one.text, one.said, weights), given.words)
    for form in sorted({one.form for one in asked}):
        own = [one for one in asked if one.form == form]
        report(f"ranker, {form}", own, lambda one: worths(one.text, one.said, weights), given.words)
    report("nothing (a hash)", asked, lambda one: [0.3] * len(one.said), given.words)
    best = [best_single(one) for one in asked]
    chosen = [judged(one, [at]) for one, at in zip(asked, best, strict=True)]
    print(
        line(
            "the best single sentence",
            chosen,
            [len(o.said[a].text.split()) for o, a in zip(asked, best, strict=True)],
            [],
        )
    )


def retrieved(asked: Sequence[Asked], library: Path) -> list[Asked]:
    """The same questions with the sentences of the first passages that a library finds for them."""
    found = []
    with Desk(Library.open(library)) as desk:
        for one in asked:
            passages = desk.search(one.text, FIRST)
            best = max((passage.score for passage in passages), default=1.0) or 1.0
            texts = ((passage.text, passage.record.source, passage.score / best) for passage in passages)
            found.append(replace(one, said=sentences(texts)))
    return [one for one in found if one.said]


if __name__ == "__main__":
    main()
