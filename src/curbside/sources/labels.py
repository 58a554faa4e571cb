"""
What the markup inside drug labels means, wherever it stands: in SPL documents and in the tables that openFDA copies out of them.

A footnote is said in brackets where it is marked, so that a dose is never read without what limits it.
"""

from __future__ import annotations

import io
import re

from lxml import etree

from curbside.errors import CurbsideError

from . import inline, xml
from .blocks import Table, tabled
from .markup import blocks_of
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


def table_in(markup: str) -> tuple[str, tuple[Piece, ...]]:
    """The same of a table as text; one whose markup is broken as a page would show it, its columns not told."""
    try:
        for root in xml.records(io.BytesIO(markup.encode()), ("table",)):
            if root.tag == "table":
                return table_of(root)
    except (CurbsideError, ValueError):
        pass
    return "", tuple(Piece(*tabled(block), None) for block in blocks_of(markup) if isinstance(block, Table))


#: Words before a number that points to a section or table, and is none.
_POINTS = re.compile(r"(?i)(?:sections?|tables?|figures?|see|and|or|to|of|than|is|was|about|approximately) $")
#: The number of a subsection and the words with a capital behind it: its title, or more than that.
_TITLE = re.compile(
    r"\d{1,2}\.\d{1,2}(?: (?:[A-Z][\w’'()/-]*,?|and|or|of|with|in|to|the|for|on|by|from|a|≥|<|>|\d{1,3}(?= [YMy]))){1,12}(?= )"
)
_NUMBERED = re.compile(r"(?:(?<=[.!?:)\]A-Z] )|(?<=^))(\d{1,2}\.\d{1,2}) (?=[A-Z])")
#: Words that open the first sentence behind a title.
_OPENERS = frozenset(
    "It The In If For A An There When Patients Do Avoid Use Administer Take Because Based Since This No".split()
)


def subsections(section: str) -> dict[int, str]:
    """Where numbered subsections begin: behind a stop, or anywhere the number comes next in order."""
    found = {match.start(): match[1] for match in _NUMBERED.finditer(section)}
    for at in sorted(found):
        major, _, minor = found[at].partition(".")
        here, number = at, int(minor)
        while following := re.compile(rf"(?<=[a-z)\]%®] ){major}\.{number + 1} (?=[A-Z][a-z])").search(
            section, here + 1
        ):
            later = [place for place in found if here < place < following.start()]
            if later or _POINTS.search(section, max(0, following.start() - 12), following.start()):
                break
            here, number = following.start(), number + 1
            found[here] = f"{major}.{number}"
    return found


def title_of(words: str) -> str:
    """The number and title before a subsection's first sentence, as far as capitals tell them; "" where there is no number."""
    found = _TITLE.match(words)
    title = found[0].split() if found else []
    if found and words[found.end() + 1 : found.end() + 2].islower():
        title.pop()  # what a small word follows opens the sentence
    while title and (title[-1] in _OPENERS or title[-1].islower()):
        title.pop()
    return " ".join(title)
