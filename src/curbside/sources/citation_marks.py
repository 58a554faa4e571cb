"""
Citation markers leave the text with their brackets, before anything is joined.

While an element is being read a mark stands where a citation was, so that "1.5<sup>[1]</sup> mg" can never become
"1.51 mg". The marks are noncharacters, which Unicode keeps free for use within a program.
"""

from __future__ import annotations

import re

CITED = "\ufdd0"  # a citation marker was here
NAMED, NAMED_END = "\ufdd1", "\ufdd2"  # a citation in words: "Smith et al. 2004"

_LEADING_WORDS = (
    r"(?:(?:see|also|e\.g\.|i\.e\.|cf\.?|reviewed|in|refs?\.?|references?|for|review|and|from|ref)[ ,:]{1,3}){0,5}"
)
_ONE = r"(?:\ufdd0|\ufdd1[^\ufdd1\ufdd2]{0,300}\ufdd2)"
_BETWEEN = r"(?:[\s,;:–—‐‑−&-]|and|to|\.){0,8}"
_IN_BRACKETS = re.compile(rf"[\[(]\s*{_LEADING_WORDS}{_ONE}(?:{_BETWEEN}{_ONE})*[\s.,;]{{0,3}}[\])]")
_RUN = re.compile(r"\ufdd0(?:[ \u00a0\u2009]?[,;–—‐‑−-]?[ \u00a0\u2009]?\ufdd0)*")
_BLANKS = " \u00a0\u2009"
_EDGE = frozenset(_BLANKS)


def folded(text: str) -> str:
    """Line breaks and runs of plain blanks become one blank; every other character stays."""
    if "\n" in text:
        text = text.replace("\n", " ")
    if "\t" in text:
        text = text.replace("\t", " ")
    if "\r" in text:
        text = text.replace("\r", " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text.strip(" ")


def without_citations(text: str) -> str:
    """Take out citation marks with their brackets, and the blank that would be left before a comma or full stop."""
    stretches = text.split(CITED)
    is_named = NAMED in text
    # Most markers are raised numbers, far apart and without brackets, and need neither expression.
    if is_named or any("]" in part[:4] or ")" in part[:4] for part in stretches[1:]):
        first = min(found for mark in (CITED, NAMED) if (found := text.find(mark)) >= 0)
        start = max(text.rfind("[", 0, first), text.rfind("(", 0, first), 0)
        text = text[:start] + _IN_BRACKETS.sub(CITED, text[start:])
        stretches = text.split(CITED)
    if any(len(part) <= 3 for part in stretches[1:-1]):
        stretches = _RUN.sub(CITED, text).split(CITED)
    if is_named:
        stretches = [part.replace(NAMED, "").replace(NAMED_END, "") for part in stretches]
    parts = [stretches[0]]
    for part in stretches[1:]:
        _join(parts, part)
    return folded("".join(parts))


def _join(parts: list[str], following: str) -> None:
    """Append what follows a removed marker: no blank before a comma, one between words, none lost."""
    before = parts[-1]
    blank = before[-1:] in _EDGE or following[:1] in _EDGE
    if blank:
        parts[-1] = before = before.rstrip(_BLANKS)
        following = following.lstrip(_BLANKS)
    if not following or following[0] in ".,;:!?)]":
        parts.append(following)
        return
    # Two letters or digits that the marker kept apart stay apart.
    if before and (blank or (before[-1] not in "([/–-\n" and following[0].isalnum())):
        parts.append(" ")
    parts.append(following)
