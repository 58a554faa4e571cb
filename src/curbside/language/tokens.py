"""
Words, and the form in which they are compared.

A word is a run of letters and digits; an apostrophe or hyphen inside it belongs to it, so that "beta-blocker" and
"Crohn's" stay whole. `fold` makes the form for matching: case, accents and Greek letters are evened out. Folding is
for comparing only. Stored text is never normalised, because compatibility folding (NFKC) would turn 10⁶ into 106.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from curbside.language.patterns import lazily

_MARKS = "\u0300-\u036f"
_WORD = lazily(rf"[^\W_](?:[^\W_]|[{_MARKS}]|['’‑\-](?=[^\W_]))*")

_CACHED_LENGTH = 40  # longer words are seldom met twice, and would make the cache large

#: Letters that Unicode does not take apart, and Greek ones spelt out.
_SPELT = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ŋ": "ng",
        "’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", "−": "-",
        "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta",
        "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu", "ν": "nu", "ξ": "xi",
        "ο": "omicron", "π": "pi", "ρ": "rho", "σ": "sigma", "ς": "sigma", "τ": "tau", "υ": "upsilon",
        "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "ϕ": "phi", "ϵ": "epsilon", "ϑ": "theta",
    }
)  # fmt: skip


def words(text: str) -> list[tuple[int, int]]:
    """The spans of the words of a text, in order."""
    return [match.span() for match in _WORD.finditer(text)]


def fold(word: str) -> str:
    """A word as it is compared: lower case, without accents, Greek letters spelt ("β-Blocker" is "beta-blocker")."""
    return _fold_short(word) if len(word) <= _CACHED_LENGTH else _fold(word)


def _fold(word: str) -> str:
    lowered = word.casefold()
    if lowered.isascii():
        return lowered
    apart = unicodedata.normalize("NFD", lowered)
    # Few letters of a text are marks, and it may be long: each kind is taken out at once.
    for mark in filter(unicodedata.combining, set(apart)):
        apart = apart.replace(mark, "")
    return apart.translate(_SPELT)


_fold_short = lru_cache(maxsize=65536)(_fold)


def folded_words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return [fold(text[start:end]) for start, end in words(text)]
