"""
Lists that were flattened into running text, found again.

Some collections hold lists as " - " between stretches of spaces, often followed by the same words once more without
the marks. An item means nothing without the words that introduce it, and the repetition reads like a sentence and is
none: both are found here by span, and nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .blocks import lead_in_of

#: A mark opens an item after a line break, two spaces or the end of a sentence; a lone " - " is a dash.
_MARK = re.compile(r"[-•·▪●][ \t]{1,4}(?=\S)")
_BULLET = re.compile("[•·▪●]")
_DASH = re.compile(r"(?<=\s)- {1,4}(?=\S)")
_GAP = re.compile(r"[ \t]{3,}(?![-•·▪●] )|\n[ \t]*\n\s*(?![-•·▪●] )|\n(?=[A-Z])")
_PAUSE = re.compile(r"[ \t]{2,}|\n")
_WORDS = re.compile(r"\S+")
_CLOSING = re.compile(r"(?<=[.!?\])])\s(?=[A-Z0-9])")
LONGEST_ITEM = 900
LONGEST_LEAD_IN = 400
OPENING = 24


@dataclass(frozen=True, slots=True)
class Found:
    """One list: the span of its lead-in, its items, and of the repetition that follows it (or None)."""

    lead_in: tuple[int, int] | None
    items: tuple[tuple[int, int], ...]
    repeated: tuple[int, int] | None

    @property
    def start(self) -> int:
        """Where the list with its lead-in begins."""
        return self.lead_in[0] if self.lead_in else self.items[0][0]

    @property
    def end(self) -> int:
        """Where its last item ends."""
        return self.items[-1][1]


def find(text: str) -> tuple[Found, ...]:
    """The lists of a text, in order and without overlap."""
    dashes = text.count("- ")
    if dashes == 1:
        dashes += text.count("-\t")
    # Two marks make a list.
    if dashes < 2 and (text.isascii() or not _BULLET.search(text)):
        return ()
    return tuple(_runs(text))


def _runs(text: str) -> Iterator[Found]:
    marks = [(found.start(), found.end()) for found in _MARK.finditer(text) if _opens(text, found.start())]
    if not marks:
        return
    marks = _with_first_dashes(text, marks)
    floor = 0
    at = 0
    while at < len(marks):
        items: list[tuple[int, int]] = []
        first = marks[at][0]
        while at < len(marks):
            start = marks[at][1]
            limit = marks[at + 1][0] if at + 1 < len(marks) else len(text)
            gap = _GAP.search(text, start, limit + 2)
            at += 1
            ends = gap is not None or at == len(marks) or limit - start > LONGEST_ITEM
            stop = min(gap.start(), limit) if gap else limit
            items.append(_item(text, start, stop, items if ends else None))
            if ends:
                break
        if len(items) < 2:
            continue
        lead_in = _lead_in(text, floor, first)
        repeated = _repetition(text, items)
        floor = repeated[1] if repeated else items[-1][1]
        yield Found(lead_in, tuple(items), repeated)


def _opens(text: str, at: int) -> bool:
    """Whether a mark stands where an item can begin."""
    if text[at] != "-":
        return True
    before = text[max(at - 2, 0) : at]
    if not before or before[-1] == "\n" or before.isspace():
        return True
    return before[-1] == " " and before[0] in ".;:!?\n"


def _with_first_dashes(text: str, marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Marks with those first items whose dash stands after one space only: "may include - fever   - chills"."""
    sure = {start for start, _ in marks}
    known = dict(marks)
    for found in _DASH.finditer(text):
        if found.start() in sure:
            continue
        following = next((start for start, _ in marks if start > found.end()), None) if len(marks) < 40 else None
        before = text[max(found.start() - LONGEST_LEAD_IN, 0) : found.start()].rstrip()
        # Only a word that leaves a sentence open, such as "include", can introduce a list without a colon.
        opens = re.search(
            r"(?i)\b(?:include|includes|including|are|is|as|of|to|may|can|who|if|have|by|be|with|for|that|or|from|should)$",
            before,
        )
        if (
            following is not None
            and following - found.end() < 300
            and opens
            and not _GAP.search(text, found.end(), following + 2)
        ):
            known[found.start()] = found.end()
    return sorted(known.items())


def _item(text: str, start: int, stop: int, before: list[tuple[int, int]] | None) -> tuple[int, int]:
    """The span of an item; `before` holds the items above it when it is the last, whose end must be found."""
    raw = text[start:stop].rstrip()
    again = raw.find(raw[:OPENING], OPENING) if len(raw) > 2 * OPENING else _short_again(raw)
    if again > 0 and _same(raw[:again], raw[again : again + len(raw[:again].rstrip()) + 3]):
        return start, start + len(raw[:again].rstrip())
    if before is not None:
        if before:
            opening = text[before[0][0] : before[0][1]][:OPENING]
            repeated = raw.find(opening)
            if repeated > 0 and len(opening) > 5:
                return start, start + len(raw[:repeated].rstrip())
        if pause := _PAUSE.search(raw):
            return start, start + pause.start()
        if text[start - 2 : start].strip("- ") or len(raw) > LONGEST_ITEM:
            # A bullet in running text, or an item without an end: it is taken to end with its first sentence.
            closing = _CLOSING.search(raw)
            return start, start + (
                closing.start() if closing and closing.start() < LONGEST_ITEM else min(len(raw), LONGEST_ITEM)
            )
    return start, start + len(raw)


def _short_again(raw: str) -> int:
    """Where a short item begins to repeat itself, or -1."""
    half = len(raw) // 2
    for at in (half, half + 1, half - 1, half + 2):
        if at > 3 and raw[:at].strip() == raw[at:].strip():
            return at
    return -1


def _same(one: str, other: str) -> bool:
    first, second = one.split(), other.split()
    return bool(first) and first == second[: len(first)]


def _lead_in(text: str, floor: int, first: int) -> tuple[int, int] | None:
    """The words that introduce a list: the last sentence before it, within the same paragraph."""
    start = max(floor, first - LONGEST_LEAD_IN)
    before = text[start:first]
    gaps = list(_GAP.finditer(before.rstrip()))
    if gaps:
        start += gaps[-1].end()
        before = text[start:first]
    span = lead_in_of(before)
    if span is None:
        return None
    words = before[span[0] : span[1]]
    if words.endswith((".", "!", "?")) and not re.search(
        r"(?i)\b(?:following|below|these|as follows|include)\b", words
    ):
        return None
    return start + span[0], start + span[1]


def _repetition(text: str, items: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The span after a list that says its items once more in a row, or None."""
    wanted = [word for start, end in items for word in text[start:end].split()]
    end = items[-1][1]
    matched = 0
    start = None
    last = end
    for found in _WORDS.finditer(text, end, min(len(text), end + sum(b - a for a, b in items) + 40 + len(wanted))):
        if matched < len(wanted) and found[0].strip(".,;") == wanted[matched].strip(".,;"):
            start = found.start() if start is None else start
            matched += 1
            last = found.end()
        else:
            break
    if start is None or matched < max(2, int(0.8 * len(wanted))):
        return None
    return start, last
