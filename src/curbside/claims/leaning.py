"""
Which section kind the words of a sentence lean to: a learnt look at the sentence itself, without its heading.

A page's section about treatment also says what the illness is and how common it is. Weights on single words and pairs
of words, the names of the subject hidden, were learnt from MedQuAD's own question types (scripts/train_facets.py) and
stand in data/leaning.json. They order and doubt; a heading stays the stronger sign.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from itertools import pairwise

from curbside.language.linear import Linear, softmax
from curbside.language.stems import sequence

#: Kinds that are told apart by cues within a broader kind that was learnt.
BROADER = {
    "first_line": "treatment_options",
    "medicines": "treatment_options",
    "self_care": "treatment_options",
    "procedures": "treatment_options",
    "escalation": "treatment_options",
    "referral": "treatment_options",
    "examination": "work_up",
    "criteria": "work_up",
    "test_accuracy": "work_up",
    "predictors": "prognosis",
}
SUBJECT, NUMBER = "<x>", "<n>"


@cache
def _model() -> Linear:
    return Linear.load(files("curbside.claims").joinpath("data/leaning.json"))


def marks(text: str, subject: frozenset[str]) -> dict[str, float]:
    """The features of a sentence: its words, pairs and opening, its subject's names and its numbers made alike; unit length."""
    line: list[str] = []
    for word in sequence(text):
        known = SUBJECT if word in subject else NUMBER if word.isdigit() else word
        if known != SUBJECT or line[-1:] != [SUBJECT]:
            line.append(known)
    found = {f"{first} {second}": 1.0 for first, second in pairwise(line)}
    found |= dict.fromkeys(line, 1.0)
    found |= {"^ " + " ".join(line[:count]): 1.0 for count in (1, 2) if len(line) >= count}
    length = len(found) ** 0.5
    return dict.fromkeys(found, 1 / length) if found else {}


def leanings(text: str, subject: frozenset[str]) -> dict[str, float]:
    """How much a sentence leans to each kind that was learnt; the shares add up to one."""
    model = _model()
    known = {name: value for name, value in marks(text, subject).items() if name in model.weights}
    return dict(zip(model.classes, softmax(model.scores(known)), strict=True))


def leaning_to(kind: str, text: str, subject: frozenset[str]) -> float:
    """How far a sentence leans to a kind, 1 when to none more; kinds that were not learnt count as fully meant."""
    shares = leanings(text, subject)
    broad = BROADER.get(kind, kind)
    return shares[broad] / max(shares.values()) if broad in shares else 1.0
