"""
What the markup inside drug labels means, wherever it stands: in SPL documents and in the tables that openFDA copies out of them.

A footnote is said in brackets where it is marked, so that a dose is never read without what limits it.
"""

from __future__ import annotations

import io

from lxml import etree

from curbside.errors import CurbsideError

from . import inline, xml
from .xmltables import Piece, pieces, rows_of


def _footnote(element: etree._Element, parts: list[str]) -> None:
    words: list[str] = []
    inline.gather(element, words, HANDLERS)
    parts.append(f" ({inline.folded(''.join(words))}) ")


def _again(element: etree._Element, parts: list[str]) -> None:
    """A mark that points to a footnote of the same table: what it says is said here too."""
    if (note := _pointed_at(element)) is not None:
        _footnote(note, parts)


def _pointed_at(element: etree._Element) -> etree._Element | None:
    table = next(element.iterancestors("table"), None)
    name = element.get("IDREF")
    if table is None or not name:
        return None
    return next((note for note in table.iter("footnote") if note.get("ID") == name), None)


def _nothing(element: etree._Element, parts: list[str]) -> None:
    return


def _apart(element: etree._Element, parts: list[str]) -> None:
    parts.append(" ")
    inline.gather(element, parts, HANDLERS)
    parts.append(" ")


HANDLERS: dict[str, inline.Handler] = {
    "footnote": _footnote,
    "footnoteRef": _again,
    "renderMultiMedia": _nothing,
    **dict.fromkeys(("paragraph", "list", "item", "caption", "table", "tr", "td", "th"), _apart),
}


def table_of(table: etree._Element, heading: str = "") -> tuple[str, tuple[Piece, ...]]:
    """
    The caption of a label's table, and the table in pieces, each below the heading of its section.

    A table of doses often leaves it to that heading for what illness they are.
    """
    rows, headers = rows_of(table, lambda cell: inline.line(cell, HANDLERS), is_label=True)
    caption = table.find("caption")
    name = inline.line(caption, HANDLERS) if caption is not None else ""
    # Rows of a table inside a cell, and notes that are only pointed at, cannot be told from the text.
    is_marked = table.find(".//table") is None and all(
        _pointed_at(one) is not None for one in table.iter("footnoteRef")
    )
    above = "\n".join(filter(None, (heading, name)))
    return name, tuple(pieces(rows, headers, above, is_marked=is_marked, is_label=True))


def table_in(markup: str) -> tuple[str, tuple[Piece, ...]] | None:
    """The same of a table as text; None where that is not well-formed."""
    try:
        for root in xml.records(io.BytesIO(markup.encode()), ("table",)):
            if root.tag == "table":
                return table_of(root)
    except (CurbsideError, ValueError):
        return None
    return None
