"""
Brackets and other asides: what a sentence may leave out of its quote, and what a denial reaches across.

Journals put counts, ranges and short forms in brackets, and a faithful sentence leaves them out; what is left must then
be read as if they had never stood there, or a number of a bracket seems to fit a place better than the number that is
meant. A bracket that denies, limits or hedges stays. And "was not (in winter) a sign" denies the sign.
"""

from __future__ import annotations

import re

from curbside.language.cues import denials, hedged, negations
from curbside.language.patterns import lazily
from curbside.language.tokens import fold

from .contrasts import taken

_BRACKET = lazily(r"[\s;,]*(?:(?<=\s)|(?<=[\w%.]))(?:\((?:[^()]|\([^()]{0,80}\)){1,300}\)|\[[^\[\]]{1,300}\])")
#: A denial with an aside behind it: the commas end no clause.
_AFTER_DENIAL = lazily(
    r"(?:\b(?:not|never|cannot|no longer)|n['’]t)(?P<aside>, [^,.;:()]{1,60},)(?= \w)", re.IGNORECASE
)
_WHOLE = lazily(r"\((?:[^()]|\([^()]{0,80}\)){1,300}\)|\[[^\[\]]{1,300}\]")
_LIMITS = lazily(r"\b(?:only|unless|except|if|until|when|but|other than|instead)\b", re.IGNORECASE)
#: A bracket that counts or describes those who took part limits nothing.
_DESCRIBES = lazily(r"\d ?%|\b(?:mean|median|range|ratio|aged?|n ?=)", re.IGNORECASE)
#: Amounts, and what stands on no side of a comparison.
_COUNTS = lazily(r"\d|\A[^\w(]*\([^()a-z]{1,12}\)\Z")
_PIECE = lazily(r"\d+(?:[.,·]\d+)*|[^\W\d_]{2,}")
#: Stands for each character of an aside that a denial is read across.
_FILLER = "\u2060"


def without_asides(sentence: str, quote: str) -> str:
    """A quote without the brackets of which its sentence takes nothing, unless they deny, limit or hedge."""
    said = _pieces(sentence)
    outside = _pieces(_BRACKET.sub(" ", quote))

    def kept(match: re.Match[str]) -> str:
        text = match.group()
        if not _COUNTS.search(text) or _pieces(text) & said - outside or text.strip() in sentence or _is_limiting(text):
            return text
        return _mark(text)

    return re.sub(r"\s+(?=[,.;:])", "", _BRACKET.sub(kept, quote))


def _mark(text: str) -> str:
    """What is left of a bracket that is taken out: the comma or semicolon before it."""
    lead = re.match(r"[\s;,]*", text)
    return lead.group().strip() if lead else ""


def _pieces(text: str) -> set[str]:
    return {fold(piece) for piece in _PIECE.findall(text)}


def _is_limiting(text: str) -> bool:
    if negations(text) or hedged(text) or _LIMITS.search(text):
        return True
    people = any(side.is_strict for piece in _pieces(text) for side in taken(piece))
    return people and not _DESCRIBES.search(text)


def asides(text: str) -> list[tuple[int, int]]:
    """Where brackets, and asides between commas behind a denial, stand in a text."""
    found = [match.span() for match in _WHOLE.finditer(text)]
    found += [match.span("aside") for match in _AFTER_DENIAL.finditer(text)]
    return found


def denied_stretches(text: str) -> list[tuple[int, int]]:
    """What each denial of a text governs, read across asides; a denial inside an aside governs nothing outside."""
    apart = asides(text)
    if not apart:
        return list(denials(text))
    masked = text
    for low, high in apart:
        masked = masked[:low] + _FILLER * (high - low) + masked[high:]
    inside = [(low, high) for low, high in denials(text) if _within(low, apart)]
    return sorted([*denials(masked), *inside])


def _within(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(low <= at < high for low, high in spans)


def is_across(at: int, denial: int, spans: list[tuple[int, int]]) -> bool:
    """Whether a word stands in an aside that a denial before it only reaches across."""
    return any(low <= at < high and not low <= denial < high for low, high in spans)
