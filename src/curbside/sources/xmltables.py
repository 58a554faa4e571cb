"""
Tables in XML (JATS and drug labels share the HTML model) as rows of cells.

A cell that spans rows is repeated in each, and one that spans columns leaves the columns after it empty, so that a
number always stands below its own heading. Long tables become several pieces, each below the header row again,
because a row without its headings says nothing that could be quoted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree

from .blocks import CELL_SEPARATOR, Table, tabled

MAX_SPAN = 100
MAX_CELLS = 100_000
PIECE_CHARACTERS = 1100

Cell = Callable[[etree._Element], str]

_BLANKS = re.compile(r"[ \t\r\n]+")
#: Between cells while a table's blanks are folded at once; nothing in a file can be this character.
_EDGE = "\0"
_BEFORE_EDGE, _AFTER_EDGE = " " + _EDGE, _EDGE + " "


def rows_of(table: etree._Element, words: Cell) -> tuple[list[tuple[str, ...]], int]:
    """Rows of a table element and how many of the first are its header; `words` reads a cell with markup in it."""
    rows: list[tuple[str, ...]] = []
    headers = cells = 0
    waiting: dict[int, tuple[int, str]] = {}
    for tag, row in _rows(table):
        line: list[str] = []
        for cell in row:
            if waiting:
                _carry(waiting, line)
            text = words(cell) if len(cell) else cell.text or ""
            line.append(text)
            width, height = cell.get("colspan"), cell.get("rowspan")
            if (width and width != "1") or (height and height != "1"):
                _spread(_span(width), _span(height), line, waiting)
        if waiting:
            _carry(waiting, line)
        cells += len(line)
        if cells > MAX_CELLS:
            break
        rows.append(_folded(line))
        if tag == "thead":
            headers += 1
    return _without_empty(rows, headers)


def _folded(line: list[str]) -> tuple[str, ...]:
    row = _EDGE.join(line)
    if "\n" in row or "  " in row or "\t" in row:
        row = _BLANKS.sub(" ", row)
    elif " " not in row or (_BEFORE_EDGE not in row and _AFTER_EDGE not in row and row == row.strip(" ")):
        return tuple(line)
    row = row.replace(_BEFORE_EDGE, _EDGE).replace(_AFTER_EDGE, _EDGE).strip(" ")
    return tuple(row.split(_EDGE))


def _spread(width: int, height: int, line: list[str], waiting: dict[int, tuple[int, str]]) -> None:
    """Keep the columns and rows below the last cell of a line, which spans them."""
    first = len(line) - 1
    if height > 1:
        waiting[first] = (height - 1, line[first])
        waiting.update((first + offset, (height - 1, "")) for offset in range(1, width))
    line.extend([""] * (width - 1))


def _rows(table: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    for part in table:
        if part.tag in {"thead", "tbody", "tfoot"}:
            for row in part:
                if row.tag == "tr":
                    yield part.tag, row
        elif part.tag == "tr":
            yield "tbody", part


def _carry(waiting: dict[int, tuple[int, str]], line: list[str]) -> None:
    while (held := waiting.get(len(line))) is not None:
        left, text = held
        if left > 1:
            waiting[len(line)] = (left - 1, text)
        else:
            del waiting[len(line)]
        if left:
            line.append(text)


def _span(value: str | None) -> int:
    return min(max(int(value), 1), MAX_SPAN) if value and value.isdigit() else 1


def _without_empty(rows: list[tuple[str, ...]], headers: int) -> tuple[list[tuple[str, ...]], int]:
    head = [row for row in rows[:headers] if any(row)]
    body = [_ended(row) for row in rows[headers:] if any(row)]
    return ([*head, *body], len(head)) if body else (head, 0)


def _ended(row: tuple[str, ...]) -> tuple[str, ...]:
    """The row up to its last cell with words; columns count from the left."""
    end = len(row)
    while end and not row[end - 1]:
        end -= 1
    return row[:end]


def pieces(
    rows: list[tuple[str, ...]], headers: int, caption: str = ""
) -> Iterator[tuple[str, tuple[int, int] | None, tuple[tuple[int, int], ...]]]:
    """The table as texts of bounded length with the spans of header and rows; the caption stands over the first."""
    head, body = tuple(rows[:headers]), rows[headers:]
    overhead = sum(len(CELL_SEPARATOR.join(row)) + 1 for row in head)
    # A header longer than a piece is not said again: the rows would drown in it.
    again = head if overhead <= PIECE_CHARACTERS // 2 else ()
    start = 0
    while start < len(body):
        first = start == 0
        length = overhead + len(caption) if first else (overhead if again else 0)
        end = start
        while end < len(body) and (end == start or length < PIECE_CHARACTERS):
            length += sum(map(len, body[end])) + 3 * len(body[end])
            end += 1
        above = head if first else again
        yield tabled(Table((*above, *body[start:end]), caption if first else "", len(above)))
        start = end
    if not body and (head or caption):
        yield tabled(Table(head, caption, 0))
