"""
Everything that a short question names: by the vocabulary, in everyday words, by a head word, in capitals.

A word that ends as medicines do counts as the name of one although no vocabulary knows it, for nothing said without it
would answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from curbside.language.patterns import lazily
from curbside.language.vocabulary import expand, is_known, terms_in

from .candidates import BY_HEAD, TOO_GENERAL
from .everyday import also_called, everyday_in
from .frames import FRAME
from .population import names_only_people

#: What a name is worth by its kind.
WORTH = {
    "disease": 2.0,
    "drug": 2.2,
    "procedure": 1.7,
    "test": 1.7,
    "class": 1.2,
    "headed": 1.6,
    "capitals": 1.6,
    "short": 1.7,
    "finding": 1.2,
    "chemical": 0.5,
    "substance": 0.2,
}
_WORD = lazily(r"[^\W_][\w'’./-]*(?<![.'’/-])")
_CAPITAL = lazily(
    r"(?<=[\w,:;)] )(?-i:[A-Z])[\w-]*[a-z][\w-]*|(?<!\w)(?-i:[A-Z]{2,}[\w-]*|[A-Za-z]{2,}[\w-]*\d[\w-]*)(?!\w)"
)
#: Words that end as names of medicines do: one that no vocabulary knows must not get lost.
LIKE_A_DRUG = lazily(
    r"(?<!\w)[A-Za-z]{3,}(?:mab|nib|ciclib|gliptin|gliflozin|glutide|glitazone|sartan|pril|olol|statin|azole|mycin|micin|cillin|oxacin|vir|parin|xaban|gatran|setron|triptan"
    r"|dipine|prazole|tidine|lukast|terol|sone|olone|caine|zepam|zolam|oxetine|pramine|peridone|apine|azine|semide|thiazide|fibrate|relin|afil|dronate|platin|rubicin|taxel|cept|tide"
    r"|amide|idine|amine|vatrine|exil)s?(?!\w)"
)
#: Capitals that name nothing that is asked about.
_NO_NAME = frozenset(
    """uspstf aha acc esc gina gold idsa acog aap kdigo ada easd eular ok us uk gp er a&e icu nhs cdc nice who fda ama i im ive nigerian american british english thailand african asian european january february march april may
    june july august september october november december monday tuesday wednesday thursday friday saturday sunday christmas google dr mr mrs iv im""".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a question: its words as written, where it stands, and its kind."""

    text: str
    start: int
    end: int
    kind: str


def names_in(line: str) -> list[Name]:
    """Everything that a question names, in the order in which it stands there, no name within another."""
    found = [Name(line[one.start : one.end], one.start, one.end, one.kind) for one in everyday_in(line)]
    for term in terms_in(line):
        found.append(Name(line[term.start : term.end], term.start, term.end, term.kind))
    found += [_headed(one) for one in BY_HEAD.finditer(line)]
    # A line typed in capitals names nothing by them.
    for span in _CAPITAL.finditer(line) if sum(map(str.isupper, line)) < len(line) / 3 else ():
        if span[0].casefold() not in _NO_NAME | FRAME and not span[0][0].isdigit():
            found.append(Name(span[0], span.start(), span.end(), "short" if expand(span[0]) else "capitals"))
    found += [
        Name(one[0], one.start(), one.end(), "drug") for one in LIKE_A_DRUG.finditer(line) if not is_known(one[0])
    ]
    found = [one for one in found if _may_be_subject(one)]
    found.sort(key=lambda one: (one.start - one.end, one.kind == "headed", one.start))
    kept: list[Name] = []
    for one in found:
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _headed(one: re.Match[str]) -> Name:
    """A compound by its head word, without words before it that ask ("Define Guillain-Barre syndrome")."""
    start = one.start()
    for first in _WORD.finditer(one.string, start, one.end()):
        if first[0].casefold() not in FRAME or first.end() >= one.end():
            break
        start = first.end() + 1
    return Name(one.string[start : one.end()], start, one.end(), "headed")


def _may_be_subject(one: Name) -> bool:
    plain = one.text.casefold()
    if one.kind in WORTH and also_called(plain):
        return True  # listed by hand as a thing to ask about, whatever its words ask elsewhere
    if one.kind not in WORTH or (plain in TOO_GENERAL and one.kind not in ("substance", "test")):
        return False
    if one.kind == "chemical" and plain in FRAME:
        return False
    return not names_only_people(plain) and not all(word in FRAME for word in plain.split())
