"""
What a question asks for by the way it is put, where no rule knows its words.

"Is shingles catching" and "is the rash infectious" are put alike once the names in them are masked: what is left is the
frame of the question. A linear model over the words of the frame and their pairs, with what the rules say of it,
was trained on forms of asking written by hand (scripts/train_asking.py); names never count, only their kinds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

from curbside.language.datafiles import table
from curbside.language.linear import Linear, softmax
from curbside.language.patterns import lazily
from curbside.language.stems import stem

from .facets import Asked
from .leaning import Leaning
from .named import Name
from .question import QuestionType

#: A guessed type that the frame gives less than this share is not what is asked (bench/questions.md).
LEAST_SHARE = 0.1
#: The sections of another way of asking that has so large a share are asked for, too.
ALSO_ASKED = 0.05

#: The mask of a name, by its kind.
_MASKS = {
    "disease": "<illness>",
    "headed": "<illness>",
    "drug": "<drug>",
    "class": "<drug>",
    "procedure": "<procedure>",
    "test": "<test>",
    "finding": "<finding>",
    "substance": "<thing>",
    "chemical": "<thing>",
}
#: A name in capitals that no vocabulary knows.
_UNKNOWN = "<name>"
#: Vaccines are drugs to a vocabulary, and are asked about in other ways.
_VACCINE = lazily(r"vaccin|immuni[sz]|\b(?:jab|shot|booster|mmr)s?\b", re.IGNORECASE)
_TOKEN = lazily(r"<[a-z]+>|\d[\d.,/:]*|[^\W\d_]+(?:'[a-z]+)?|[:;,.?!()](?=\s|$)| [-\u2013\u2014] ")
#: A frame is read up to here: what is asked stands at the beginning and at the end.
_MOST_TOKENS = 40


def frame(line: str, names: Sequence[Name]) -> list[str]:
    """The words of a question in order, every name replaced by its kind and every number by one sign."""
    parts, at = [], 0
    for one in names:
        mask = "<vaccine>" if _VACCINE.search(one.text) else _MASKS.get(one.kind, _UNKNOWN)
        parts += [line[at : one.start], f" {mask} "]
        at = one.end
    text = "".join([*parts, line[at:]]).casefold().replace("\u2019", "'")
    found = []
    for token in _TOKEN.findall(text):
        if token[0].isdigit():
            found.append("#")
        elif token[0] in ":;,.!() ":
            found.append("|")
        else:
            found.append(token if token[0] == "<" else token.replace("'", ""))
    if len(found) > _MOST_TOKENS:
        found = found[: _MOST_TOKENS // 2] + found[-_MOST_TOKENS // 2 :]
    return found


def features(put: Sequence[str], things: Sequence[Asked], told: Sequence[str]) -> dict[str, float]:
    """What the model reads: words, neighbours, and what the rules found."""
    words = ["^", *(word for word in put if word != "?"), "$"]
    read = [f"1 {word if word[0] == '<' else stem(word)}" for word in words[1:-1]]
    read += [f"2 {one} {two}" for one, two in pairwise(words)]
    read.append(f"k {' '.join(sorted(word for word in words if word[0] == '<')[:3])}")
    leads = [one.kinds[0] for one in things if not one.is_weak]
    read += [f"r1 {lead}" for lead in leads[:1]] + [f"r {lead}" for lead in leads]
    read += [f"a1 {name}" for name in told[:1]] + [f"a {name}" for name in told]
    return dict.fromkeys(read, 1.0)


@cache
def _model() -> Linear:
    return Linear.load(files("curbside.questions").joinpath("data/asking.json"))


@cache
def ways() -> dict[str, Leaning]:
    """Every way of asking by name: the type that it makes of a question, and the sections that answer."""
    rows = table("curbside.questions", "asking.yaml")["asking"]
    return {name: (QuestionType(row["type"]), tuple(row["kinds"])) for name, row in rows.items()}


def shares(read: Mapping[str, float]) -> dict[str, float]:
    """How likely each way of asking is; the shares add up to one."""
    model = _model()
    return dict(zip(model.classes, softmax(model.scores(read)), strict=True))


def weighed(leaning: Leaning, likely: Mapping[str, float], at_most: int = 8) -> Leaning:
    """
    Type and sections as the rules guessed them, or as the frame is read where it speaks plainly against the guess.

    What was guessed and what is likely besides stand behind it: one section too many costs a place, one too few the answer.
    """
    kind, sections = leaning
    known = ways()
    if sum(share for name, share in likely.items() if known[name][0] is kind) >= LEAST_SHARE:
        return leaning
    order = sorted(likely, key=lambda name: -likely[name])  # stable: of equals the first listed
    ways_read = [order[0], *(name for name in order[1:] if likely[name] >= ALSO_ASKED)]
    kinds = (one for name in ways_read for one in known[name][1])
    return known[order[0]][0], tuple(dict.fromkeys([*kinds, *sections]))[:at_most]
