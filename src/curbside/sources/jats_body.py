"""
The body of a JATS article as passages: sections, paragraphs, lists, tables, figures and boxes, in reading order.

A paragraph is one passage and a list shares a passage with the words that introduce it. What floats inside a
paragraph (tables, figures, boxes) follows it, so that its sentences stay whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from . import citation, inline
from .blocks import Listing, folded, introduces
from .build import TextBuilder
from .citation_marks import CITED, NAMED, without_citations
from .inline import PICTURE
from .jats_inline import HANDLERS, SPACED
from .sections import section_role
from .source import Audience, Damage, Role
from .xmltables import pieces, rows_of


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the article the writer is."""

    path: tuple[str, ...] = ()
    role: Role = Role.BODY
    audience: Audience | None = None
    facet: str = ""
    abstract: bool = False


class BodyWriter:
    """Writes parts of an article into a text and numbers its passages."""

    def __init__(self, text: TextBuilder) -> None:
        self.text = text
        self.passages = 0
        self._waiting: tuple[str, Place] | None = None

    def section(self, element: etree._Element, place: Place, title: str = "") -> None:
        """Write a section, abstract, box or appendix: its title as text and path, the rest as passages under it."""
        kind = element.get("sec-type") or ""
        heading = title or _heading(element)
        if heading:
            self.flush()
            self.text.write(heading)
            role = citation.role(heading, place.role) if place.abstract else section_role(heading, kind, place.role)
            place = Place((*place.path, heading), role, place.audience, place.facet, place.abstract)
        elif kind:
            place = Place(place.path, section_role("", kind, place.role), place.audience, place.facet, place.abstract)
        self.blocks(element, place)
        self.flush()

    def blocks(self, elements: Iterable[etree._Element], place: Place) -> None:
        """Write the block elements below a section, in order."""
        for child in elements:
            tag = child.tag
            if tag == "p":
                self.paragraph(child, place)
            elif tag in {
                "sec",
                "boxed-text",
                "app",
                "statement",
                "verse-group",
                "disp-quote",
                "notes",
                "question",
                "answer",
            }:
                self.section(child, place)
            elif tag == "list" or tag == "def-list":
                self._list(child, place)
            elif tag == "table-wrap":
                self.flush()
                self._table(child, place)
            elif tag == "fig":
                self.flush()
                self._figure(child, place)
            elif tag in {"supplementary-material", "media"}:
                self.flush()
                self._caption(child, place, Role.RESOURCE)
            elif tag in {
                "table-wrap-group",
                "fig-group",
                "app-group",
                "floats-group",
                "floats-wrap",
                "fn-group",
                "boxed-text-group",
                "fn",
            }:
                self.flush()
                if caption := _label_and_caption(child):
                    self._write(caption, place)
                self.blocks(child, place)
            elif tag in {
                "disp-formula",
                "disp-formula-group",
                "preformat",
                "attrib",
                "array",
                "speech",
                "chem-struct-wrap",
            }:
                self._put(inline.line(child, HANDLERS), place)

    def paragraph(self, element: etree._Element, place: Place) -> None:
        """Write a paragraph; a list in it stays with its lead-in, floats follow."""
        if len(element) == 0:
            self._put(inline.finished(element.text or ""), place)
            return
        parts: list[str] = [element.text or ""]
        floats: list[etree._Element] = []
        for child in element:
            tag = child.tag
            if tag in _FLOATING:
                floats.append(child)
                parts.append(" ")
            elif tag in {"list", "def-list"}:
                self._put(inline.finished("".join(parts)), place)
                parts = []
                self._list(child, place, inside=True)
            elif tag == "disp-quote":
                self._put(inline.finished("".join(parts)), place)
                parts = []
                self.section(child, place)
            else:
                inline.one(child, parts, HANDLERS)
            if tail := child.tail:
                parts.append(tail)
        self._put(inline.finished("".join(parts)), place)
        if floats:
            self.blocks(floats, place)

    def flush(self) -> None:
        """Write the paragraph that waits to see whether a list follows."""
        if self._waiting is not None:
            words, place = self._waiting
            self._waiting = None
            self._write(words, place)

    def _put(self, words: str, place: Place) -> None:
        self.flush()
        if words:
            self._waiting = (words, place)

    def _write(
        self,
        words: str,
        place: Place,
        role: Role | None = None,
        lead_in: tuple[int, int] | None = None,
        items: tuple[tuple[int, int], ...] = (),
        heads: int | None = None,
    ) -> None:
        self.passages += 1
        self.text.passage(
            words,
            position=str(self.passages),
            path=place.path,
            role=role or place.role,
            audience=place.audience,
            facet=place.facet,
            lead_in=lead_in,
            items=items,
            damage=(Damage.UNDECODABLE,) if PICTURE in words else (),
            heads=heads,
        )

    def _list(self, element: etree._Element, place: Place, inside: bool = False) -> None:
        items = tuple(_items(element))
        if not items:
            return
        if heading := _heading(element):
            self._put(heading, place)
            inside = True
        before = ""
        if self._waiting is not None and (inside or introduces(self._waiting[0])):
            before = self._waiting[0]
            self._waiting = None
        self.flush()
        words, lead_in, spans = folded(Listing(items), before)
        self._write(words, place, Role.LIST_ITEM if place.role is Role.BODY else None, lead_in, spans)

    def _table(self, element: etree._Element, place: Place) -> None:
        caption = _label_and_caption(element)
        label = caption if len(caption) <= 160 else inline.folded(element.findtext("label") or "") or caption[:160]
        below = Place((*place.path, label) if label else place.path, place.role, place.audience, place.facet)
        written = False
        foot = element.find(".//table-wrap-foot")
        for table in element.iter("table"):
            rows, headers = rows_of(table, _cell)
            if any(CITED in cell or NAMED in cell for row in rows for cell in row):
                rows = [tuple(map(without_citations, row)) for row in rows]
            # What its notes say of a row, and what a heading spans, is not told in the text of the row.
            is_marked = bool(headers) and foot is None and all(all(row[1:]) for row in rows[:headers])
            for piece in pieces(rows, headers, "" if written else caption, is_marked=is_marked):
                self._write(piece.text, below, Role.TABLE_ROW, piece.lead_in, piece.items, piece.heads)
                written = True
        if not written and caption:
            self._write(caption, below)
        for foot in element.iter("table-wrap-foot"):
            notes = [words for note in foot if (words := _note(note))]
            if notes:
                self._write("\n".join(notes), below)

    def _figure(self, element: etree._Element, place: Place) -> None:
        self._caption(element, place, None)

    def _caption(self, element: etree._Element, place: Place, role: Role | None) -> None:
        caption = _label_and_caption(element)
        if caption:
            self._write(caption, place, role)
        self.blocks((child for child in element if child.tag in {"p", "table-wrap", "list", "media"}), place)
        self.flush()


_FLOATING = frozenset(
    {"table-wrap", "fig", "boxed-text", "supplementary-material", "media", "fig-group", "table-wrap-group", "statement"}
)


def _heading(element: etree._Element) -> str:
    label = title = ""
    for child in element:
        tag = child.tag
        if tag == "title":
            title = inline.line(child, HANDLERS)
            break
        if tag == "label":
            label = inline.line(child, HANDLERS)
        elif tag == "caption":
            title = _caption_words(child)
            break
        elif tag == "p":
            break
    return f"{label} {title}".strip() if label and not title.startswith(label) else title or label


def _label_and_caption(element: etree._Element) -> str:
    label = caption = ""
    for child in element:
        if child.tag == "label":
            label = inline.line(child, HANDLERS)
        elif child.tag == "caption":
            caption = _caption_words(child)
    if label and caption:
        return f"{label} {caption}" if label.endswith((".", ":")) else f"{label}. {caption}"
    return label or caption


def _caption_words(element: etree._Element) -> str:
    lines = []
    for child in element:
        if child.tag in {"p", "title"}:
            parts: list[str] = []
            inline.gather(child, parts, HANDLERS)
            if words := inline.finished("".join(parts)):
                lines.append(words)
    return " ".join(
        words if words.endswith((".", "?", "!", ":")) or n == len(lines) - 1 else words + "."
        for n, words in enumerate(lines)
    )


def _cell(element: etree._Element) -> str:
    parts: list[str] = []
    inline.gather(element, parts, HANDLERS)
    return inline.finished("".join(parts))


def _note(element: etree._Element) -> str:
    parts: list[str] = []
    inline.gather(element, parts, SPACED)
    return inline.finished("".join(parts))


def _items(element: etree._Element) -> Iterable[str]:
    for item in element:
        if item.tag == "def-item":
            words = ": ".join(words for part in item if part.tag in {"term", "def"} and (words := _note(part)))
        elif item.tag == "list-item":
            words = _item(item)
        else:
            continue
        if words:
            yield words


def _item(element: etree._Element) -> str:
    lines: list[str] = []
    parts: list[str] = []
    _item_parts(element, parts, lines)
    lines.append(inline.finished("".join(parts)))
    return "\n".join(line for line in lines if line)


def _item_parts(element: etree._Element, parts: list[str], lines: list[str]) -> None:
    """Gather an item's words; a list within it becomes lines of its own."""
    parts.append(element.text or "")
    for child in element:
        if child.tag in {"list", "def-list"}:
            lines.append(inline.finished("".join(parts)))
            lines += [f"- {words}" for words in _items(child)]
            parts.clear()
        elif child.tag == "p":
            parts.append(" ")
            _item_parts(child, parts, lines)
            parts.append(" ")
        else:
            inline.one(child, parts, SPACED)
        if child.tail:
            parts.append(child.tail)
