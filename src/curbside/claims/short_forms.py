"""
Short forms of a quote that its sentence writes out: "CHD" is coronary heart disease when the vocabulary knows it as that.

Spelt out in the quote, the name stands in its place there, and what is said of it is compared like any other words.
"""

from __future__ import annotations

import re

from curbside.language.patterns import lazily
from curbside.language.tokens import fold
from curbside.language.vocabulary import expand, vocabulary

_SHORT = lazily(r"(?<![\w.-])([A-Z]{2,6})(s?)(?![\w-])")
_WORD = lazily(r"[^\W\d_]+(?:['’]s)?")
_SMALL = frozenset("of the and in for to a an".split())


def spelt_out(sentence: str, quote: str) -> str:
    """A quote with those short forms written out that its sentence writes out and does not use."""
    for short in sorted({match[1] for match in _SHORT.finditer(quote)}):
        if re.search(rf"\b{short}s?\b", sentence):
            continue
        if name := _name_of(short, sentence):
            quote = re.sub(rf"(?<![\w.-]){short}s?(?![\w-])", name.replace("\\", ""), quote)
    return quote


def _name_of(short: str, sentence: str) -> str:
    """The words of a sentence, in a row, that a short form stands for, or ""."""
    words = list(_WORD.finditer(sentence))
    known = {fold(long) for long in expand(short)}
    if not known:
        return ""
    for at in range(len(words)):
        letters, end = "", at
        while end < len(words) and len(letters) < len(short):
            if words[end].group().lower() not in _SMALL:
                letters += words[end].group()[0].upper()
            elif not letters:
                break
            end += 1
        name = sentence[words[at].start() : words[end - 1].end()]
        if letters == short and _same({name, name.removesuffix("s")}, known):
            return name
    return ""


def _same(names: set[str], known: set[str]) -> bool:
    return any(
        fold(name) in known or any(fold(alias) in known for alias in vocabulary().aliases(name)) for name in names
    )
