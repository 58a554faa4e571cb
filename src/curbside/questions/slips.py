"""
Slips of the finger in a question, for reading it only: "thyriod", "vacine", "simptoms".

A word that no vocabulary knows is read as the one known word that is a single slip away (a letter too many, too few,
another, or two exchanged). What is searched and shown stays as typed, and a word that may be the name of a medicine is
never read as another, nor an ordinary word that is known to look like one. Others that the vocabulary lacks may be misread, so that
nothing but the subject and what is asked is read in this way.
"""

from __future__ import annotations

import re
from functools import lru_cache

from curbside.language.vocabulary import is_drug, is_known, terms_in

from .everyday import everyday_words, ordinary_words
from .frames import FRAME, SECTION_WORDS
from .named import LIKE_A_DRUG

_WORD = re.compile(r"(?<![\w'’-])[a-z]{6,}(?![\w'’-])")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_INFLECTED = re.compile(r"(?:ing|ed|ly|ness|ish|able)$")


def as_meant(text: str) -> str:
    """A text with single slips repaired, each word by the one known word that it can be."""
    return _WORD.sub(lambda span: _meant(span[0]), text)


@lru_cache(maxsize=4096)
def _meant(word: str) -> str:
    if (
        word in FRAME
        or word in everyday_words()
        or word in ordinary_words()
        or is_known(word)
        or LIKE_A_DRUG.fullmatch(word)
        or _INFLECTED.search(word)
    ):
        return word
    near = {
        one
        for one in _one_slip_away(word)
        if one in SECTION_WORDS or one in everyday_words() or (is_known(one) and _names_a_thing(one))
    }
    if word.replace("our", "or") in near:
        return word  # British spelling is no slip
    asking = near & SECTION_WORDS
    found = asking or near
    if len(found) != 1 or any(map(_is_medicine, near)):
        return word
    return found.pop()


def with_repaired(line: str, focus: str) -> str:
    """A line as typed, but for the words of the subject: they are as they were read."""
    words = focus.split()
    return _WORD.sub(lambda span: meant if (meant := _meant(span[0])) in words else span[0], line)


def _is_medicine(word: str) -> bool:
    return is_drug(word) and any(term.kind == "drug" for term in terms_in(word))


def _names_a_thing(word: str) -> bool:
    return any(term.kind in _THINGS and term.end == len(word) for term in terms_in(word))


_THINGS = frozenset(["disease", "anatomy", "finding", "procedure", "drug"])


def _one_slip_away(word: str) -> set[str]:
    """Every string one slip away that begins with the same letter."""
    first, rest = word[0], word[1:]
    parts = [(rest[:at], rest[at:]) for at in range(len(rest) + 1)]
    lost = (a + b[1:] for a, b in parts if b)
    exchanged = (a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1)
    other = (a + letter + b[1:] for a, b in parts if b for letter in _LETTERS)
    added = (a + letter + b for a, b in parts for letter in _LETTERS)
    return {first + made for kind in (lost, exchanged, other, added) for made in kind} - {word}
