"""
Tables in XML (JATS and drug labels share the HTML model) as rows of cells.

A cell that spans rows is repeated in each, and one that spans columns leaves the columns after it empty, so that a
number always stands below its own heading. A heading of a label that spans columns is said over each of them: a rate or a
dose is quoted with the heads of its own column. Long tables become several pieces, each below the header row again,
because a row without its headings says nothing that could be quoted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from .blocks import CELL_SEPARATOR, Table, heads_of, tabled

MAX_SPAN = 100
MAX_CELLS = 100_000
PIECE_CHARACTERS = 1100
#: Headings said over every column that they span may become so long; longer ones are said once.
MAX_HEADING_CHARACTERS = 1_000
#: Names of groups of rows that are said again in the next piece.
MAX_GROUP_CHARACTERS = 300
#: Notes below a label's table are said below each of its pieces up to here.
MAX_NOTES_CHARACTERS = 400

Cell = Callable[[etree._Element], str]

_BLANKS = re.compile(r"[ \t\r\n]+")
#: Between cells while a table's blanks are folded at once, and in columns that the cell before spans; nothing in a file can be these.
_EDGE, _SPANNED = "\0", "\x01"
_BEFORE_EDGE, _AFTER_EDGE = " " + _EDGE, _EDGE + " "


@dataclass(frozen=True, slots=True)
class Piece:
    """A table or a part of one as text, with the spans of what stands above its rows and of the rows."""

    text: str
    lead_in: tuple[int, int] | None
    items: tuple[tuple[int, int], ...]
    heads: int | None  # lines of the lead-in that name columns, as the file marks them; None where that is a guess
    is_part: bool = False  # whether the table goes on in another piece


def rows_of(table: etree._Element, words: Cell, is_label: bool = False) -> tuple[list[tuple[str, ...]], int]:
    """
    Rows of a table element and how many of the first are its header; `words` reads a cell with markup in it.

    In a label, first rows in bold are a header too, and what a heading spans stands below it in every column.
    """
    rows: list[tuple[str, ...]] = []
    bold: list[bool] = []
    headers = cells = 0
    waiting: dict[int, tuple[int, str]] = {}
    for tag, row in sorted(_rows(table), key=_stands) if is_label else _rows(table):
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
        if is_label:
            bold.append(_is_bold(row))
    if is_label:
        headers = headers or _in_bold(rows, bold)
        while headers and _is_name_of_group(rows[headers - 1]):
            headers -= 1  # it names the rows below it, and may give way to another further down
    rows[:headers] = _headed(rows[:headers]) if is_label else [_empty(row) for row in rows[:headers]]
    rows[headers:] = [_empty(row) for row in rows[headers:]]
    return _without_empty(rows, headers)


def _folded(line: list[str]) -> tuple[str, ...]:
    row = _EDGE.join(line)
    if "\n" in row or "  " in row or "\t" in row:
        row = _BLANKS.sub(" ", row)
    elif " " not in row or (_BEFORE_EDGE not in row and _AFTER_EDGE not in row and row == row.strip(" ")):
        return tuple(line)
    row = row.replace(_BEFORE_EDGE, _EDGE).replace(_AFTER_EDGE, _EDGE).strip(" ")
    return tuple(row.split(_EDGE))


def _empty(row: tuple[str, ...]) -> tuple[str, ...]:
    """A row whose columns below a cell that spans them are empty."""
    return tuple("" if cell == _SPANNED else cell for cell in row) if _SPANNED in row else row


def _headed(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Header rows with what spans columns said over each of them."""
    full: list[tuple[str, ...]] = []
    for row in rows:
        line: list[str] = []
        for cell in row:
            line.append(line[-1] if cell == _SPANNED and line else cell)
        full.append(tuple(line))
    said = sum(len(cell) for row in full for cell in row)
    return full if said <= MAX_HEADING_CHARACTERS else [_empty(row) for row in rows]


def _is_name_of_group(row: tuple[str, ...]) -> bool:
    """Whether the first cell of a row spans all of it."""
    return len(row) > 1 and all(cell == _SPANNED for cell in row[1:])


def _in_bold(rows: list[tuple[str, ...]], bold: list[bool]) -> int:
    """How many first rows are wholly in bold, up to the last that heads more than one column; 0 where every row is."""
    count = next((number for number, is_bold in enumerate(bold) if not is_bold), 0)
    while count and sum(bool(cell) for cell in rows[count - 1]) < 2:
        count -= 1
    return count


def _is_bold(row: etree._Element) -> bool:
    """Whether a row has words, and all of them are bold or in cells that are headings."""
    found = False
    for cell in row:
        if cell.tag == "th":
            found = True
            continue
        whole = "".join(map(str, cell.itertext()))
        inside = "".join(_bold_words(cell))
        if "".join(whole.split()) != "".join(inside.split()):
            return False
        found = found or bool(whole.strip())
    return found


def _bold_words(element: etree._Element) -> Iterator[str]:
    if element.tag in {"b", "strong", "bold"} or "bold" in (element.get("styleCode") or "").casefold().split():
        yield from map(str, element.itertext())
        return
    for child in element:
        if isinstance(child.tag, str):
            yield from _bold_words(child)


def _spread(width: int, height: int, line: list[str], waiting: dict[int, tuple[int, str]]) -> None:
    """Keep the columns and rows below the last cell of a line, which spans them."""
    first = len(line) - 1
    if height > 1:
        waiting[first] = (height - 1, line[first])
        waiting.update((first + offset, (height - 1, _SPANNED)) for offset in range(1, width))
    line.extend([_SPANNED] * (width - 1))


def _rows(table: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    for part in table:
        if part.tag in {"thead", "tbody", "tfoot"}:
            for row in part:
                if row.tag == "tr":
                    yield part.tag, row
        elif part.tag == "tr":
            yield "tbody", part


def _stands(row: tuple[str, etree._Element]) -> bool:
    """The foot of a table, wherever its file has it, stands below the rows."""
    return row[0] == "tfoot"


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
    rows: list[tuple[str, ...]], headers: int, caption: str = "", *, is_marked: bool = False, is_label: bool = False
) -> Iterator[Piece]:
    """
    The table as pieces of bounded length; the caption stands over the first, in labels over each.

    `is_marked` says that the headers are the file's own. In a label a row of one cell, which names those below it, is said
    again in the next piece, and so are the notes below the table.
    """
    head, body = tuple(rows[:headers]), rows[headers:]
    overhead = sum(len(CELL_SEPARATOR.join(row)) + 1 for row in head)
    # A header longer than a piece is not said again: the rows would drown in it.
    again = head if overhead <= PIECE_CHARACTERS // 2 else ()
    is_told = is_marked and heads_of(Table((*head, *body), caption, len(head), is_marked=True)) is not None
    notes = _notes(body) if is_label else ()
    is_nested = any(len(row) == len(after) == 1 for row, after in pairwise(body[: len(body) - len(notes)]))
    has_long_notes = sum(len(row[0]) for row in notes) > MAX_NOTES_CHARACTERS
    if notes and not has_long_notes:
        body = body[: len(body) - len(notes)]
    else:
        notes = ()
    start = 0
    above_them: tuple[tuple[str, ...], ...] = ()
    while start < len(body):
        first = start == 0
        length = overhead + len(caption) if first else (overhead if again else 0)
        end = start
        while end < len(body) and (end == start or length < PIECE_CHARACTERS):
            length += sum(map(len, body[end])) + 3 * len(body[end])
            end += 1
        while is_label and end - start > 1 and end < len(body) and len(body[end - 1]) == 1:
            end -= 1  # it names the rows after it
        above = head if first else again
        is_all = first and end == len(body)
        can_be_told = is_told and (is_all or (is_label and above == head and (end == len(body) or not has_long_notes)))
        table = Table((*above, *above_them, *body[start:end], *notes), caption if first or is_label else "", len(above))
        text, lead_in, items = tabled(table)
        heads = len(above) if can_be_told and len(table.rows) > len(above) else None
        yield Piece(text, lead_in, items, heads, not is_all)
        if is_label:
            above_them = _names_of_groups(body, end)
            is_told = is_told and not is_nested  # a name in the part before may stand over names in this one
            if sum(map(len, (row[0] for row in above_them))) > MAX_GROUP_CHARACTERS:
                above_them, is_told = (), False  # too long to be said again, and without it the rows say too little
        start = end
    if not body and (head or caption):
        text, lead_in, items = tabled(Table(head, caption, 0))
        yield Piece(text, lead_in, items, None)


def _notes(body: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """The rows of one cell below all others of a table of several columns."""
    last = len(body)
    while last and len(body[last - 1]) == 1:
        last -= 1
    return tuple(body[last:]) if last else ()


def _names_of_groups(body: list[tuple[str, ...]], end: int) -> tuple[tuple[str, ...], ...]:
    """The rows of one cell that stand over the row at a place, where others stand between it and them."""
    if max(map(len, body)) < 2 or end == len(body) or len(body[end]) == 1:
        return ()
    last = end
    while last and len(body[last - 1]) > 1:
        last -= 1
    first = last
    while first and len(body[first - 1]) == 1:
        first -= 1
    return tuple(body[first:last])
