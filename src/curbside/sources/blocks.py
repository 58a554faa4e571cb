"""
Blocks: what a page is made of, whatever markup it came in.

Markdown, HTML and DOCX readers turn a page into headings, paragraphs, lists and tables; `lay` writes them into one
text and marks the passages. A list shares a passage with the words that introduce it, because "avoid the following:"
is what gives its items their meaning; a table shares one with its caption and header row for the same reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .build import TextBuilder
from .source import Audience, Role

MAX_LEAD_IN = 600
CELL_SEPARATOR = " | "

_INTRODUCES = re.compile(
    r"(?i)\b(?:following|below|these|include[sd]?|including|such as|consists? of|are|as follows)\W*$"
)
_LAST_SENTENCE = re.compile(r"(?:^|(?<=[.!?]\s)|(?<=\n))[^\n]*$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and its depth, 1 for the outermost."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; line breaks inside it are kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; an item that holds a list of its own keeps it, one line an entry."""

    items: tuple[str, ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table, row by row; `headers` of its first rows name the columns, as its file marks them or by how they look."""

    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    headers: int = 1
    is_marked: bool = False  # the file itself says so, and every column has its own heading


@dataclass(frozen=True, slots=True)
class Box:
    """The start or end of a box beside the text: headings inside it say nothing of what follows it."""

    opens: bool


Block = Heading | Paragraph | Listing | Table | Box


def lay(
    blocks: Iterable[Block],
    text: TextBuilder,
    *,
    path: tuple[str, ...] = (),
    role: Role = Role.BODY,
    audience: Audience | None = None,
    facet: Callable[[tuple[str, ...]], str] = lambda path: "",
    role_of: Callable[[tuple[str, ...]], Role] | None = None,
) -> None:
    """Write the blocks in order, headings as text and path, the rest as passages under them."""
    headings: list[tuple[int, str]] = []
    outside: list[list[tuple[int, str]]] = []
    waiting: str | None = None
    here = path

    def put(body: str, lead_in: tuple[int, int] | None = None, items: tuple[tuple[int, int], ...] = ()) -> None:
        given = role_of(here) if role_of else role
        if items and given is Role.BODY:
            given = Role.LIST_ITEM
        text.passage(body, path=here, role=given, audience=audience, facet=facet(here), lead_in=lead_in, items=items)

    for block in blocks:
        if waiting is not None and not (isinstance(block, Listing) and introduces(waiting)):
            put(waiting)
            waiting = None
        match block:
            case Heading(level, title):
                while headings and headings[-1][0] >= level:
                    headings.pop()
                headings.append((level, title))
                here = _path(path, headings)
                text.write(title)
            case Box(True):
                outside.append(list(headings))
            case Box(False):
                headings = outside.pop() if outside else headings
                here = _path(path, headings)
            case Paragraph(body):
                waiting = body
            case Listing():
                body, lead_in, items = folded(block, waiting or "")
                waiting = None
                put(body, lead_in, items)
            case Table():
                body, lead_in, items = tabled(block)
                text.passage(
                    body,
                    path=here,
                    role=Role.TABLE_ROW,
                    audience=audience,
                    facet=facet(here),
                    lead_in=lead_in,
                    items=items,
                    heads=heads_of(block),
                )
    if waiting is not None:
        put(waiting)


def _path(above: tuple[str, ...], headings: list[tuple[int, str]]) -> tuple[str, ...]:
    for _, name in headings:
        above = above if above and above[-1] == name else (*above, name)
    return above


def introduces(paragraph: str) -> bool:
    """Whether a paragraph leads into the list after it: it ends open, or its last words point at the list."""
    end = paragraph.rstrip()
    if end.endswith((":", ";", ",", "-", "–", "—")):
        return True
    last = end[-MAX_LEAD_IN:].rsplit("\n", 1)[-1]
    if not end.endswith((".", "!", "?", ")", '"', "”")):
        return len(end) <= MAX_LEAD_IN
    return bool(_INTRODUCES.search(last)) or bool(
        re.search(r"(?i)\b(?:the following|as follows|listed below)\b", _closing(last))
    )


def _closing(paragraph: str) -> str:
    """The last sentence of a paragraph, roughly: only its words are looked at."""
    cut = max(paragraph.rfind(mark, 0, max(len(paragraph) - 2, 0)) for mark in (". ", "! ", "? ", "\n"))
    return paragraph[cut + 1 :]


def lead_in_of(paragraph: str) -> tuple[int, int] | None:
    """The span of the words that introduce what follows: the last sentence of the paragraph."""
    end = len(paragraph.rstrip())
    if not end:
        return None
    body = paragraph[:end]
    start = len(body) - len(_closing(body))
    while start < end and body[start].isspace():
        start += 1
    return start, end


def folded(listing: Listing, before: str = "") -> tuple[str, tuple[int, int] | None, tuple[tuple[int, int], ...]]:
    """A list below the words that introduce it, as text with the spans of both; markers lie outside the items."""
    parts = [before] if before else []
    items = []
    length = len(before)
    for number, item in enumerate(listing.items, start=listing.start):
        marker = ("\n" if parts else "") + (f"{number}. " if listing.ordered else "- ")
        parts += [marker, item]
        length += len(marker)
        items.append((length, length + len(item)))
        length += len(item)
    return "".join(parts), lead_in_of(before), tuple(items)


def heads_of(table: Table) -> int | None:
    """How many lines above the rows of a table name its columns; None where that is a guess, or cells cannot be told apart."""
    if not table.is_marked or any(CELL_SEPARATOR in cell or "\n" in cell for row in table.rows for cell in row):
        return None
    return min(table.headers, max(len(table.rows) - 1, 0))


def tabled(table: Table) -> tuple[str, tuple[int, int] | None, tuple[tuple[int, int], ...]]:
    """A table as lines of cells under its caption, with the span of caption and header and those of the rows."""
    lines = [table.caption] if table.caption else []
    rows = [CELL_SEPARATOR.join(row) for row in table.rows]
    headers = min(table.headers, max(len(rows) - 1, 0))
    lines += rows[:headers]
    lead = "\n".join(lines)
    length = len(lead)
    parts = [lead] if lead else []
    items = []
    for row in rows[headers:]:
        if parts:
            parts.append("\n")
            length += 1
        parts.append(row)
        items.append((length, length + len(row)))
        length += len(row)
    return "".join(parts), (0, len(lead)) if lead else None, tuple(items)
