"""
How telling each word of a message is.

People write a story around their question. Weights learnt from messages and the questions that experts made of them
(MeQSum, CC BY 4.0; scripts/train_term_weights.py) say how likely a word is to be part of the question: where it
stands, whether it names something medical, how rare it is. A question of one impersonal sentence is no message, and
all its words count alike.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

from curbside.language.datafiles import table
from curbside.language.patterns import lazily
from curbside.language.sentences import split
from curbside.language.vocabulary import vocabulary

from .analysis import terms

FACETS = frozenset(
    terms(
        """treatment treat therapy cure medicine drug cause symptom sign diagnosis test risk prevent prognosis survival
        complication side effect dose interaction inherit genetic contagious exam outlook surgery diet prevention"""
    )
)
FEATURES = (
    "always",
    "rare",
    "first line",
    "sentence asks",
    "sentence opens as a question",
    "last sentence",
    "sentence is about the writer",
    "said twice",
    "early",
    "in a medical name",
    "in a drug name",
    "known word",
    "capitals",
    "capitalised inside a sentence",
    "number",
    "long word",
    "facet",
    "length of message",
    "name and sentence asks",
    "name and first line",
    "name and said twice",
    "name and early",
    "rare and name",
    "rare and sentence asks",
)

_WORD = lazily(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_OPENING = lazily(
    r"(?i)\W*(?:what|how|why|when|where|which|who|is|are|can|could|do|does|did|should|would|will|may|any|please)\b"
)
#: Words of someone who writes of themselves or their own; not the I of "type I", nor ME/CFS.
_PERSONAL = lazily(
    r"\b(?:my|me|myself|mine|[Hh]ello|[Hh]i|[Tt]hanks|[Tt]hank you|My)\b"
    r"|\b[Ii](?:['’](?:m|ve|d|ll)|m| (?:am|have|was|had|want|need|would|will|can|do|did|get|got|take|took|feel|think|know))\b"
    r"|\b(?:can|should|do|could|may|will|would|am) [Ii]\b"
)
_WRITER = lazily(r"\b(?:I|i|my|My|me|we|our|he|she|his|her|son|daughter|mother|father|wife|husband)\b")


def features(text: str, rare: Mapping[str, float]) -> dict[str, list[float]]:
    """What is known of each term of a message, in the order of FEATURES; `rare` is each term's rarity, 0 to 1."""
    spans = split(text)
    first_line_end = text.find("\n") if "\n" in text.strip() else 0
    known = vocabulary()
    names = [(term.start, term.end, term.kind == "drug") for term in known.terms_in(text)]
    length = math.log(1 + len(rare))
    found: dict[str, list[float]] = {}
    place = 0
    for number, (start, end) in enumerate(spans):
        sentence = text[start:end]
        asks = float("?" in sentence)
        opens = float(bool(_OPENING.match(sentence)))
        last = float(number == len(spans) - 1)
        writer = float(bool(_WRITER.search(sentence)))
        for match in _WORD.finditer(sentence):
            word, at = match.group(), start + match.start()
            while place < len(names) and names[place][1] <= at:
                place += 1
            named = place < len(names) and names[place][0] <= at
            name, drug = float(named), float(named and names[place][2])
            for term in terms(word):
                first_line, early = float(at < first_line_end), 1 - at / len(text)
                rarity = rare.get(term, 1.0)
                twice = float(term in found)
                values = [
                    1.0,
                    rarity,
                    first_line,
                    asks,
                    opens,
                    last,
                    writer,
                    twice,
                    early,
                    name,
                    drug,
                    float(known.is_known(word)),
                    float(len(word) > 1 and word.isupper()),
                    float(match.start() > 0 and word[0].isupper()),
                    float(word[0].isdigit()),
                    float(len(word) >= 8),
                    float(term in FACETS),
                    length,
                    name * asks,
                    name * first_line,
                    name * twice,
                    name * early,
                    rarity * name,
                    rarity * asks,
                ]
                before = found.get(term)
                found[term] = [max(pair) for pair in zip(before, values, strict=True)] if before else values
    return found


def is_message(text: str) -> bool:
    """Whether a text is a person's message (of themselves, or of several sentences) and not a bare question."""
    return bool(_PERSONAL.search(text)) or len(split(text)) > 1


def telling(text: str, rare: Mapping[str, float]) -> dict[str, float]:
    """For each term of a message, how likely it is to be part of the question, 0 to 1."""
    weights, by_term = _shipped()
    found: dict[str, float] = {}
    for term, values in features(text, rare).items():
        total = sum(weight * value for weight, value in zip(weights, values, strict=True)) + by_term.get(term, 0.0)
        found[term] = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
    return found


@cache
def _shipped() -> tuple[list[float], dict[str, float]]:
    shipped = table("curbside.search", "data/telling.json")
    return [shipped["features"][name] for name in FEATURES], shipped["terms"]
