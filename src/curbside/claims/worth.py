"""
How likely a sentence is to be part of an answer: learnt weights on features that have names.

Two sums of weights. The first says of every pair of neighbouring words how likely an answer is to hold it: in how many
of the documents it stands, how near the sentences that hold it are to the question, how rare its words are. The second
adds up for a sentence what its pairs promise with cues, length and overlap, each as it is and against the other
sentences found for the same question. Agreement between documents is the strongest sign in both. The weights are read
from data/ranker.json (scripts/train_ranker.py); nothing here is random, and the order of the sentences is not looked at.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import mul
from typing import Any

from curbside.language.datafiles import table
from curbside.language.patterns import lazily
from curbside.language.stems import sequence

Pair = tuple[str, str]

#: Words of an answer, as people write it: what a sentence's pairs are measured against.
TYPICAL_PAIRS = 28
#: A word in fewer documents than the list counts.
RARE = 0.73
#: Added to a spread within a question, so that features that hardly differ there weigh little.
STEADY = 0.05
#: Features of a pair that its words give on their own, and those of the pair itself.
WORD_FEATURES = ("in question", "telling in question", "rarity", "common", "documents with it", "sentences with it")
PAIR_FEATURES = (
    "log documents", "log sentences", "share of documents", "share of sentences", "share of overlap",
    "best overlap of question", "best overlap", "mean overlap", "shortest sentence", "log all sentences", "log all documents",
    "best search", "in question", "both common", "number",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that could be said, the voice that says it (a document, or a family of publishers), and how well it was found."""

    text: str
    voice: str
    near: float = 1.0  # score of its passage as a part of the best score


@dataclass(frozen=True, slots=True)
class Weights:
    """The shipped numbers: of a pair, and of a sentence (as it is, and against the others) by the form of the question."""

    pair_bias: float
    first: tuple[float, ...]
    second: tuple[float, ...]
    pair: tuple[float, ...]
    bias: float
    plain: Mapping[str, tuple[float, ...]]
    within: Mapping[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class _Signs:
    """The cues of signs.yaml, ready to be looked for."""

    holds: Mapping[str, frozenset[str]]
    opens: Mapping[str, frozenset[str]]
    matches: Mapping[str, re.Pattern[str]]
    form: Mapping[str, re.Pattern[str]]


@cache
def _signs() -> _Signs:
    content = table("curbside.claims", "signs.yaml")
    return _Signs(
        {name: frozenset(words) for name, words in content["holds"].items()},
        {name: frozenset(words) for name, words in content["opens"].items()},
        {name: lazily(pattern) for name, pattern in content["matches"].items()},
        {name: lazily(pattern, re.IGNORECASE) for name, pattern in content["form"].items()},
    )


@cache
def rarities() -> dict[str, float]:
    """How rare words are in BioASQ's documents, 0 to 1; a word that is not here is rare."""
    return {word: float(value) for word, value in table("curbside.claims", "data/words.json")["rarity"].items()}


@cache
def _shipped() -> Weights:
    return weights_of(table("curbside.claims", "data/ranker.json"))


def weights_of(made: Mapping[str, Any]) -> Weights:
    """Read the ranker's numbers from what its file holds; KeyError when a feature has no number."""
    pair, sentence = made["pair"], made["sentence"]
    names, crossed = feature_names(), {f"{name}, asked for {form}" for form in FORMS for name in BY_FORM}

    def by_form(values: Mapping[str, float]) -> dict[str, tuple[float, ...]]:
        # A feature that counts otherwise in questions of one form: both of its weights, added up once.
        full = {name: float(values[name]) for name in (*names, *sorted(crossed))}
        return {
            form: tuple(full[name] + full.get(f"{name}, asked for {form}", 0.0) for name in names)
            for form in (*FORMS, OTHER_FORM)
        }

    return Weights(
        float(pair["bias"]),
        tuple(float(pair["first"][name]) for name in WORD_FEATURES),
        tuple(float(pair["second"][name]) for name in WORD_FEATURES),
        tuple(float(pair["pair"][name]) for name in PAIR_FEATURES),
        float(sentence["bias"]),
        by_form(sentence["plain"]),
        by_form(sentence["within"]),
    )


def worths(question: str, said: Sequence[Said], weights: Weights | None = None) -> list[float]:
    """For each sentence, the overlap with a person's answer that is expected of it (0 to 1; about .3 on average)."""
    if not said:
        return []
    model = weights or _shipped()
    found = Gathered(question, said)
    rows = rows_of(said, found, likely_pairs(found, model))
    form = form_of(question)
    result = [model.bias] * len(rows)
    for column, plain, within in zip(zip(*rows, strict=True), model.plain[form], model.within[form], strict=True):
        middle = math.fsum(column) / len(column)
        spread = math.sqrt(math.fsum((value - middle) ** 2 for value in column) / len(column)) + STEADY
        slope, shift = plain + within / spread, within * middle / spread
        for at, value in enumerate(column):
            result[at] += slope * value - shift
    return result


def form_of(question: str) -> str:
    """The form of a question: "yes or no", "list", "summary" or "thing"."""
    return next((name for name, pattern in _signs().form.items() if pattern.match(question)), OTHER_FORM)


class Gathered:
    """The sentences found for one question, counted once: who says which words and pairs, how near they are."""

    def __init__(self, question: str, said: Sequence[Said]) -> None:
        asked = sequence(question)
        self.asked = frozenset(asked)
        self.asked_pairs = frozenset(itertools.pairwise(asked))
        self.near = [one.near for one in said]
        self.lines = [sequence(one.text) for one in said]
        self.sets = [frozenset(line) for line in self.lines]
        self.pairs = [frozenset(itertools.pairwise(line)) for line in self.lines]
        known = rarities()
        everything = self.asked.union(*self.sets)
        self.rarity = {word: (known.get(word, RARE) if len(word) > 1 else 0.0) for word in everything}
        self.wanted = sorted(word for word in self.asked if self.rarity[word] > 0)
        whole = math.fsum(self.rarity[word] for word in self.wanted) or 1.0
        self.overlap = [sum([self.rarity[word] for word in self.wanted if word in own]) / whole for own in self.sets]
        self.voices = len({one.voice for one in said})
        self.word_lines: Counter[str] = Counter()
        word_voices: dict[str, set[str]] = defaultdict(set)
        self.pair_lines: dict[Pair, list[int]] = defaultdict(list)
        for at, own in enumerate(self.sets):
            self.word_lines.update(own)
            voice = said[at].voice
            for word in own:
                word_voices[word].add(voice)
            for pair in self.pairs[at]:
                self.pair_lines[pair].append(at)
        self.word_voices = {word: len(voices) for word, voices in word_voices.items()}
        self.pair_voices = {
            pair: len({said[at].voice for at in lines}) if len(lines) > 1 else 1
            for pair, lines in self.pair_lines.items()
        }

    def of_word(self, word: str) -> tuple[float, ...]:
        """What a word brings to a pair, in the order of WORD_FEATURES."""
        rarity, asked = self.rarity[word], float(word in self.asked)
        return (
            asked,
            asked if rarity else 0.0,
            rarity,
            float(rarity == 0),
            self.word_voices[word] / self.voices,
            self.word_lines[word] / len(self.lines),
        )

    def of_places(self, at: Sequence[int], voices: int) -> tuple[float, ...]:
        """What the sentences that hold a pair bring to it: all of PAIR_FEATURES but the last three."""
        near = [self.overlap[line] for line in at]
        best, total = max(self.overlap) or 1.0, math.fsum(self.overlap)
        count, most = len(self.lines), max(near)
        return (
            math.log(voices),
            math.log(len(at)),
            voices / self.voices,
            len(at) / count,
            math.fsum(near) / total if total else len(at) / count,
            most / best,
            most,
            math.fsum(near) / len(near) / best,
            min([len(self.lines[line]) for line in at]) / 50,
            math.log(count),
            math.log(self.voices),
            max([self.near[line] for line in at]),
        )

    def of_pair(self, pair: Pair) -> tuple[float, float, float]:
        """What a pair brings by itself: the last three of PAIR_FEATURES."""
        first, second = pair
        return (
            float(pair in self.asked_pairs),
            float(self.rarity[first] == 0 == self.rarity[second]),
            float(first.isdigit() or second.isdigit()),
        )


def likely_pairs(found: Gathered, model: Weights) -> dict[Pair, float]:
    """How likely an answer is to hold each pair of words, 0 to 1."""
    first, second = {}, {}
    for word in found.word_lines:
        values = found.of_word(word)
        first[word] = sum(map(mul, model.first, values))
        second[word] = sum(map(mul, model.second, values))
    # Most pairs stand in one sentence only, and what that brings is the same for all of them.
    alone = [model.pair_bias + sum(map(mul, model.pair, found.of_places((at,), 1))) for at in range(len(found.lines))]
    asked, common, number = model.pair[-3:]
    likely = {}
    for pair, at in found.pair_lines.items():
        if len(at) == 1:
            value = alone[at[0]]
        else:
            places = found.of_places(at, found.pair_voices[pair])
            value = model.pair_bias + sum(map(mul, model.pair, places))
        has = found.of_pair(pair)
        value += first[pair[0]] + second[pair[1]] + asked * has[0] + common * has[1] + number * has[2]
        likely[pair] = 1 / (1 + math.exp(-value))
    return likely


_BASE = (
    "expected overlap", "expected overlap of best", "pairs likely", "pairs likely of best", "place by expected overlap",
    "question covered", "question covered of best", "likeness to question", "pairs of question", "agreement",
    "likeness to all", "log length", "length", "length of mean", "rarity besides question", "common words",
    "numbers", "commas", "brackets", "asks", "near",
)  # fmt: skip
#: Features that count otherwise in questions of another form.
BY_FORM = (
    "expected overlap", "question covered", "log length", "agreement", "defines", "lists", "concludes", "denies",
)  # fmt: skip
FORMS = ("yes or no", "list", "summary")
OTHER_FORM = "thing"


@cache
def feature_names() -> tuple[str, ...]:
    """The names of a sentence's features, in order."""
    signs = _signs()
    return (*_BASE, *signs.holds, *signs.opens, *signs.matches)


def rows_of(said: Sequence[Said], found: Gathered, likely: Mapping[Pair, float]) -> list[list[float]]:
    """The features of each sentence, in the order of `feature_names()`, the likelihood of its pairs given."""
    signs = _signs()
    count = len(said)
    promised = [math.fsum([likely[pair] for pair in own]) for own in found.pairs]
    overlap = [2 * whole / (len(own) + TYPICAL_PAIRS) for whole, own in zip(promised, found.pairs, strict=True)]
    density = [whole / len(own) if own else 0.0 for whole, own in zip(promised, found.pairs, strict=True)]
    best = max(overlap) or 1.0, max(density) or 1.0, max(found.overlap) or 1.0
    places = {value: place for place, value in reversed(list(enumerate(sorted(overlap, reverse=True))))}
    mean_length = max(1.0, sum(map(len, found.lines)) / count)
    rarity = found.rarity
    square = {word: value * value for word, value in rarity.items()}
    middle = {word: square[word] * lines / count for word, lines in found.word_lines.items()}
    whole = math.sqrt(math.fsum([square[w] * (c / count) ** 2 for w, c in found.word_lines.items()])) or 1.0
    wanted = math.sqrt(math.fsum([square[word] for word in found.wanted])) or 1.0
    others = max(1, found.voices - 1)
    rows = []
    for at, one in enumerate(said):
        own, line, pairs = found.sets[at], found.lines[at], found.pairs[at]
        size = math.sqrt(math.fsum([square[word] for word in own])) or 1.0
        both = own & found.asked
        length = len(line)
        agreement = sum([found.pair_voices[pair] for pair in pairs]) - len(pairs)
        text = one.text
        rows.append(
            [
                overlap[at],
                overlap[at] / best[0],
                density[at],
                density[at] / best[1],
                places[overlap[at]] / count,
                found.overlap[at],
                found.overlap[at] / best[2],
                math.fsum([square[word] for word in both]) / (size * wanted),
                len(pairs & found.asked_pairs) / max(1, len(found.asked_pairs)),
                agreement / (others * max(1, len(pairs))),
                math.fsum([middle[word] for word in own]) / (size * whole),
                math.log(length + 1),
                length / 10,
                length / mean_length,
                (math.fsum([rarity[w] for w in own]) - math.fsum([rarity[w] for w in both])) / (length + 1),
                sum([rarity[word] == 0 for word in line]) / max(1, length),
                sum([word.isdigit() for word in line]) / 10,
                text.count(",") / 5,
                text.count("(") / 3,
                float(text.endswith("?")),
                one.near,
                *[float(not words.isdisjoint(own)) for words in signs.holds.values()],
                *[float(line[:1] != [] and line[0] in words) for words in signs.opens.values()],
                *[float(pattern.match(text) is not None) for pattern in signs.matches.values()],
            ]
        )
    return rows
