"""
A second look at some pages of a PDF, by pdfplumber: the cells of ruled tables, and the digits of one page compared.

It reads a page a hundred times slower than pdfium, so it is asked for the fullest of the first pages, where a text layer
that lies would show, and for pages that name a table and draw a grid. It is an extra, and without it a PDF is skipped:
numbers that nothing has compared are not taken into a library of medicine.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from curbside.errors import NotADocumentError

from .blocks import Table

MAX_RULES = 4_000
TOLERANCE = 0.03
#: Letters drawn twice to look bold stand within this distance.
SAME_POINTS = 1.0

MISSING = "a PDF is read by two extractors that must agree on its digits, and one is not installed; run: pip install 'curbside[documents]', then add the file again"
DISAGREE = "two extractors read different digits on the page compared"

Box = tuple[float, float, float, float]
Placed = tuple[Box, Table]

_LOWER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True, slots=True)
class SecondLook:
    """What the second look found: the tables of each page with their boxes, and what is to be told of it."""

    agrees: bool = True
    tables: dict[int, list[Placed]] = field(default_factory=dict)
    note: str = ""


def second_look(data: bytes, compared: int, text: str, gridded: Sequence[int]) -> SecondLook:
    """Compare the digits of `text` with those of page `compared` (from 0), and find the tables of the gridded pages."""
    try:
        import pdfplumber
    except ModuleNotFoundError:
        raise NotADocumentError(MISSING) from None
    wanted = sorted({compared, *gridded})
    agrees = False
    tables: dict[int, list[Placed]] = {}
    try:
        with pdfplumber.open(io.BytesIO(data), pages=[n + 1 for n in wanted]) as document:
            pages = dict(zip(wanted, document.pages, strict=True))
            agrees = _agree(_digits(text), Counter(_digits_of(pages[compared].layout)))
            for number in gridded:
                if found := list(_tables(pages[number])):
                    tables[number] = found
                pages[number].close()
    except Exception:  # noqa: S110 any failure of the second extractor is a disagreement, and never ours to raise
        pass
    return SecondLook(agrees, tables, "" if agrees else DISAGREE)


def _agree(ours: Counter[str], theirs: Counter[str]) -> bool:
    different = sum(((ours - theirs) + (theirs - ours)).values())
    return different <= max(3, TOLERANCE * sum(ours.values()))


def _digits(text: str) -> Counter[str]:
    return Counter(mark for mark in text.translate(_LOWER) if mark.isdigit())


def _digits_of(layout: Any) -> Iterator[str]:
    """The digits that a page draws, those drawn twice in one place once."""
    seen: dict[tuple[str, str, float], list[tuple[float, float]]] = {}
    for drawn in _characters(layout):
        text = drawn.get_text().translate(_LOWER)
        if not any(mark.isdigit() for mark in text):
            continue
        places = seen.setdefault((text, drawn.fontname, drawn.size), [])
        # What is drawn twice is drawn in a row, or a line later: the last few places are enough.
        if any(abs(x - drawn.x0) <= SAME_POINTS and abs(y - drawn.y0) <= SAME_POINTS for x, y in places[-60:]):
            continue
        places.append((drawn.x0, drawn.y0))
        yield from (mark for mark in text if mark.isdigit())


def _characters(layout: Any) -> Iterator[Any]:
    from pdfminer.layout import LTChar, LTContainer

    waiting = [iter(layout)]
    while waiting:
        for item in waiting[-1]:
            if isinstance(item, LTChar):
                yield item
            elif isinstance(item, LTContainer):
                waiting.append(iter(item))
                break
        else:
            waiting.pop()


def _tables(page: Any) -> Iterator[Placed]:
    """The ruled tables of a page with at least two rows and two columns, with their boxes (y grows up)."""
    if len(page.rects) + len(page.lines) + len(page.curves) > MAX_RULES:
        return
    for table in page.find_tables():
        rows = [tuple(" ".join((cell or "").split()) for cell in row) for row in table.extract()]
        rows = [row for row in rows if any(row)]
        if len(rows) < 2 or max(map(len, rows)) < 2 or sum(map(bool, rows[-1])) < 2:
            continue
        left, top, right, bottom = table.bbox
        yield (left, page.height - bottom, right, page.height - top), Table(tuple(rows))
