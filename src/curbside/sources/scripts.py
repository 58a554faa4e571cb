"""
Superscripts and subscripts as text that cannot be misread: "10⁶" and never "106", "CO2", "log₁₀".

Digits and signs become Unicode superscripts; what has none is set off ("10^(0.5)"), and marks that only point at a
footnote stay marks.
"""

from __future__ import annotations

import re

from .citation_marks import CITED, NAMED, folded, without_citations

_RAISED = str.maketrans(
    "0123456789+-−–=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθ",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿ",
)
_LOWERED = str.maketrans("0123456789+-−–=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎")
_AS_IT_IS = frozenset({"st", "nd", "rd", "th", "o", "TM", "SM"})
_RISES = re.compile(r"[0-9+\-−–=()A-Za-zβγδθ]+")
_MARKS_ONLY = re.compile(r"[^\w]+")
_BRACKETED_NUMBERS = re.compile(r"\s*[\[(]\s*\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\s*[\])]\s*")


def raised(text: str, before: str, after: str) -> str:
    """A superscript as text; digits rise, so that an exponent never joins the number before it."""
    words = folded(text)
    if words != text and (edges := _edges(text)) != ("", ""):
        return edges[0] + raised(words, before, after) + edges[1] if words else " "
    if CITED in words or NAMED in words:
        # Commas and dashes between markers go with them; a letter or number beside them stays raised.
        rest = without_citations(words).strip(" ,;–—-[]()")
        return CITED + (raised(rest, before, after) if rest else "")
    if not words or words in _AS_IT_IS or _MARKS_ONLY.fullmatch(words):
        return _signs(words, before)
    if _BRACKETED_NUMBERS.fullmatch(words) and not after[:1].isalpha():
        return CITED
    if _RISES.fullmatch(words):
        lifted = words.translate(_RAISED)
        if not any(mark.isascii() for mark in lifted):
            return lifted
    if " " not in words and not any(mark.isdigit() for mark in words):
        return words if not before.isalnum() else f"^{words}"
    inner = words.translate(_RAISED) if all(m in "0123456789,. –-+" for m in words) else ""
    if inner and "." not in words:
        return inner
    return f"^({words})" if len(words) > 1 else f"^{words}"


def lowered(text: str, before: str, after: str) -> str:
    """A subscript as text: plain after a letter ("CO2"), lowered or marked where digits would join."""
    words = folded(text)
    if words != text and (edges := _edges(text)) != ("", ""):
        return edges[0] + lowered(words, before, after) + edges[1] if words else " "
    if not words or CITED in words:
        return words
    glued = (before.isdigit() and words[0].isdigit()) or (words[-1].isdigit() and _goes_on(after))
    if not glued:
        return words
    sunk = words.translate(_LOWERED)
    return sunk if not any(mark.isdigit() and mark.isascii() for mark in sunk) else f"_({words})"


def _edges(text: str) -> tuple[str, str]:
    """The blanks at both ends: many files write "m<sup>2 </sup>was", and the words must stay apart."""
    return " " if text[:1].isspace() else "", " " if text[-1:].isspace() else ""


def _goes_on(after: str) -> bool:
    return after[:1].isdigit() or (after[:1] in {".", ","} and after[1:2].isdigit())


def _signs(words: str, before: str) -> str:
    """Raised signs alone: a charge or a minus rises, a footnote mark stays."""
    if words and all(mark in "+-−–" for mark in words):
        return words.translate(_RAISED)
    return words


def sunk(text: str, before: str) -> str:
    """A subscript of a formula: lowered where that is possible."""
    words = folded(text)
    down = words.translate(_LOWERED)
    if words and not any(mark.isascii() for mark in down):
        return down
    if before.isdigit() and words[:1].isalpha():
        # "q" below which "2" has "h" below it is no "2 h".
        return f"_({words})" if len(words) > 1 else f"_{words}"
    return lowered(words, before, "") if " " not in words else f"_({words})"


def noted(text: str) -> str:
    """A reference to a footnote: raised, and a mark that could be read as a unit or sign is set off."""
    words = folded(text)
    if words and all(mark in "°%+−–-=<>±′″" for mark in words):
        return f"^{words}"
    return raised(words, "", "")
