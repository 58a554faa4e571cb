"""
Do words stand in a text as they are? What is exact needs no weighing, so exactness is looked at to the last sign.

Words that begin or end inside a word or a number of the text are other words: "5 mg" does not stand in "15 mg" or in
"2.5 mg", nor "reversible" in "irreversible".
"""

from __future__ import annotations

from curbside.language.patterns import lazily

_OPENS = frozenset(" \n\t([\"“‘'")
_CLOSED = lazily(r"[.,;:!?)\]”’\"']*(?=\s|$|[\[(])")
_ITEM = lazily(r"[;:]|\n\s*[-•*–]\s")


def place(words: str, text: str) -> int:
    """Where words stand in a text as whole words, or -1."""
    at = text.find(words)
    while at >= 0:
        if (at == 0 or text[at - 1] in _OPENS) and _CLOSED.match(text, at + len(words)):
            return at
        at = text.find(words, at + 1)
    return -1


def items(text: str) -> list[str]:
    """The items of a list, written below each other or on one line: two texts with the same items say the same."""
    parts = (" ".join(one.split()).strip(".,- ").casefold() for one in _ITEM.split(text))
    return [one for one in parts if one]
