"""
Tables of an HTML page as rows of cells.

A cell that spans rows is repeated in each, so that every row can be read alone. A table that only lays out a page is
told from one that holds data. How a cell is worded is left to the reader of the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from .hidden import is_hidden

MAX_SPAN = 60
MAX_CELLS = 50_000


def belongs(row: Any, table: Any) -> bool:
    """Whether this row is of this table and not of one inside it."""
    above = row.parent
    while above is not None and above.tag != "table":
        above = above.parent
    return above is not None and above.mem_id == table.mem_id


def is_layout(node: Any) -> bool:
    """A table of one column, or one whose cells hold headings or several paragraphs, only lays out the page."""
    if node.css_first("th") is not None:
        return False
    if node.css_first("td h1, td h2, td h3, td h4") is not None:
        return True
    return node.css_first("td + td") is None


def grid(node: Any, words: Callable[[Any], str]) -> tuple[list[tuple[str, ...]], int, bool]:
    """
    The rows of cells that are seen, how many of them are headings, and whether the page marks those; `words` reads a cell.

    Where something raised stands in the table, it may have been the mark of a note: then what the rows say is not all.
    """
    rows: list[tuple[str, ...]] = []
    headers = 0
    leading = True
    pending: dict[int, tuple[int, str]] = {}
    count = 0
    for row in node.css("tr"):
        if is_hidden(row):
            continue
        line: list[str] = []
        all_th = True
        for cell in row.iter():
            if cell.tag not in {"td", "th"}:
                continue
            _carry(pending, line)
            all_th = all_th and cell.tag == "th"
            said = words(cell)
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            for offset in range(width):
                if height > 1:
                    pending[len(line)] = (height - 1, said if offset == 0 else "")
                line.append(said if offset == 0 else "")
            count += width
        _carry(pending, line)
        if count > MAX_CELLS:
            break
        if not any(line):
            continue
        if leading and (all_th or (row.parent is not None and row.parent.tag == "thead")):
            headers += 1
        else:
            leading = False
        rows.append(tuple(line))
    is_marked = bool(headers) and node.css_first("sup") is None and all(all(row[1:]) for row in rows[:headers])
    if not headers and len(rows) > 1 and not any(re.search(r"\d", cell) for cell in rows[0]):
        headers = 1
    return rows, headers, is_marked


def _carry(pending: dict[int, tuple[int, str]], line: list[str]) -> None:
    """Put the cells that span into this row at its next free columns."""
    while (held := pending.get(len(line))) is not None:
        left, words = held
        if left > 1:
            pending[len(line)] = (left - 1, words)
        else:
            del pending[len(line)]
        line.append(words)


def _span(cell: Any, name: str) -> int:
    value = cell.attributes.get(name) or "1"
    return max(1, min(int(value), MAX_SPAN)) if value.isdigit() else 1
