"""
Turns of phrase that say the same, written one way before a sentence is laid beside its quote.

A paraphrase says "cannot" for "is not able to" and "in rare cases" for "rarely"; word by word these look like words lost,
added or denied. The turns live in phrases.yaml. Pages that have lost a dash between two words ("virusesthe most common") are
read with their words apart.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from curbside.language.datafiles import table
from curbside.language.patterns import lazily
from curbside.language.tokens import fold
from curbside.search.spelling import documents

_GLUED = lazily(r"(?<![\w-])[a-z]{6,24}(?![\w-])", re.IGNORECASE)
#: The second of two glued words is one that opens an aside, or a common one; both halves stand in so many documents.
_OPENS = frozenset(
    "a an the and or as is in it that this these called also small such not of from which with if usually often may can will who by for on than when while has have".split()
)
_HALF_IN, _HALF_LETTERS, _COMMON = 8, 4, 400
_SUFFIXES = frozenset(
    "less like able ness ship ward wise fold time side free work wide proof type cell line form forming ology ologist genic".split()
)
_PREFIXES = frozenset(
    "anti auto counter hyper inter intra macro micro multi neuro over post semi sub super trans ultra under hydro cardio gastro chemo radio immuno photo thrombo".split()
)
#: How much commoner the rarer half must be than the whole.
_COMMONER = 20


@cache
def _turns(part: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = table("curbside.claims", "phrases.yaml")[part]
    return tuple((plain, lazily(rf"(?<![\w-])(?:{said})(?![\w-])", re.IGNORECASE)) for plain, said in rows.items())


@lru_cache(maxsize=512)
def plainly(text: str, is_quote: bool = False) -> str:
    """A text with its turns of phrase in their plain form; a quote also where it says more than that form."""
    if is_quote:
        text = _GLUED.sub(_apart, text)
        for plain, said in _turns("quote"):
            text = said.sub(plain, text)
    for plain, said in _turns("both"):
        text = said.sub(plain, text)
    return text


def _apart(match: re.Match[str]) -> str:
    """A word of no document as the two that it was, where a dash between them was lost."""
    word = match.group()
    whole = documents(fold(word))
    best, where = _COMMONER * whole, 0
    for at in range(_HALF_LETTERS, len(word)):
        one, other = fold(word[:at]), fold(word[at:])
        common = len(other) >= _HALF_LETTERS and other not in _SUFFIXES and documents(other) >= _COMMON and not whole
        if (other in _OPENS or common) and one not in _PREFIXES and documents(one) >= _HALF_IN:
            fits = documents(one) if other in _OPENS else min(documents(one), documents(other))
            if fits > best:
                best, where = fits, at
    return f"{word[:where]} - {word[where:]}" if where else word
