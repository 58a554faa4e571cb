"""
HTML to blocks: what a reader of the page would see, in reading order.

Scripts, navigation, forms and hidden text are left out, because words that no person reads must never be quoted.
Citation markers go, and a table that only lays out a page is read as the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from .blocks import Block, Box, Heading, Listing, Paragraph, Table
from .hidden import is_hidden
from .htmltables import belongs, grid, is_layout
from .untagged import lowered, raised

MAX_DEPTH = 200
LONGEST_HEADING = 300

DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "iframe",
        "object",
        "embed",
        "canvas",
        "nav",
        "footer",
        "aside",
        "form",
        "button",
        "select",
        "option",
        "input",
        "textarea",
        "label",
        "head",
        "title",
        "meta",
        "link",
        "audio",
        "video",
        "map",
        "area",
        "dialog",
        "menu",
        "picture",
        "img",
    ]
)
BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
        "footnote",
        "item",
        "list",
        "paragraph",
    ]
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BOX = re.compile(
    r"(?:^|\s)(?:card|callout|panel|box|boxed-text|well|bg-gray\S*|float-right|infobox|key-?points)(?:\s|$)"
)
_CITATION = re.compile(r"\d{1,3}(?:\s*[,–-]\s*\d{1,3})*")
_CITED = re.compile(r"(?:[^\W\d]{4}|[.,;:)\]”\"])\s?$")
_SPACE = re.compile(r"[ \t\r\n\f\xa0\u200b]+")


def blocks_of(markup: str | bytes) -> Iterator[Block]:
    """The blocks of an HTML page or fragment."""
    parser = LexborHTMLParser(markup)
    if parser.body is not None:
        yield from blocks_in(parser.body)


def text_of(node: Any) -> str:
    """The visible words of an element on one line."""
    walker = _Walker()
    walker.inside(node, 0)
    walker.flush()
    return " ".join(filter(None, map(_words, walker.blocks)))


def fragment_text(markup: str) -> str:
    """The visible words of an HTML fragment on one line; text without markup comes back as it is, spaces folded."""
    if "<" not in markup and "&" not in markup:
        return _SPACE.sub(" ", markup).strip()
    body = LexborHTMLParser(markup).body
    return text_of(body) if body is not None else ""


def blocks_in(node: Any) -> list[Block]:
    """The blocks of one element of a parsed page."""
    walker = _Walker()
    walker.inside(node, 0)
    walker.flush()
    return walker.blocks


def _words(block: Block) -> str:
    match block:
        case Box():
            return ""
        case Heading(_, text) | Paragraph(text):
            return text
        case Listing(items):
            return " ".join(items)
        case Table(rows):
            return " ".join(" ".join(row) for row in rows)


class _Walker:
    """Walks an element once; running text gathers until a block ends it."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._run: list[str] = []

    def flush(self) -> None:
        """End the running text as a paragraph."""
        lines = (_SPACE.sub(" ", line).strip() for line in "".join(self._run).split("\v"))
        self._run = []
        body = "\n".join(line for line in lines if line)
        if body:
            self.blocks.append(Paragraph(body))

    def inside(self, node: Any, depth: int) -> None:
        """Walk the children of an element."""
        if depth > MAX_DEPTH:
            return
        for child in node.iter(include_text=True):
            tag = child.tag
            if tag == "-text":
                self._run.append(child.text_content or "")
            elif tag and tag[0] != "-" and tag not in DROPPED and not is_hidden(child):
                self._element(child, tag, depth + 1)

    def _element(self, node: Any, tag: str, depth: int) -> None:
        if tag == "br":
            self._run.append("\v")
        elif tag == "sup":
            self._raise(node)
        elif tag == "sub":
            self._run.append(lowered(node.text(), self._run[-1] if self._run else ""))
        elif tag in _HEADINGS:
            self.flush()
            if title := text_of_inline(node, depth):
                short = len(title) <= LONGEST_HEADING
                self.blocks.append(Heading(_HEADINGS[tag], title) if short else Paragraph(title))
        elif tag in {"ul", "ol"}:
            self.flush()
            self._list(node, tag, depth)
        elif tag == "dl":
            self.flush()
            self._terms(node, depth)
        elif tag == "table":
            self.flush()
            self._table(node, depth)
        elif tag == "pre":
            self.flush()
            body = "\n".join(line.rstrip() for line in node.text().strip("\n").split("\n"))
            if body.strip():
                self.blocks.append(Paragraph(body))
        elif tag in BLOCKS:
            self.flush()
            if tag == "p" and (title := _bold_line(node)):
                self.blocks.append(Heading(6, title))
                return
            boxed = tag in {"div", "section", "table"} and _is_box(node)
            if boxed:
                self.blocks.append(Box(True))
            self.inside(node, depth)
            self.flush()
            if boxed:
                self.blocks.append(Box(False))
        else:
            self.inside(node, depth)

    def _raise(self, node: Any) -> None:
        link = node.css_first("a")
        href = (link.attributes.get("href") or "") if link is not None else ""
        # A raised link within the page is a citation or footnote marker; outside it would be glued to a number.
        if link is not None and ("#" in href or not href):
            return
        words = node.text().strip()
        if not words.strip("*†‡§¶#‖ "):
            return
        # Bare numbers after a word or a stop are citations as well: after a unit or a digit they are powers.
        if _CITATION.fullmatch(words) and _CITED.search("".join(self._run[-2:])[-8:]):
            return
        self._run.append(raised(words))

    def _list(self, node: Any, tag: str, depth: int) -> None:
        items: list[str] = []
        for child in node.iter():
            if child.tag in {"ul", "ol"} and items and not is_hidden(child):
                items[-1] += "\n" + _item_text(child, depth)
            elif child.tag not in DROPPED and not is_hidden(child) and (words := _item_text(child, depth)):
                items.append(words)
        if items:
            start = node.attributes.get("start") or "1"
            ordered = tag == "ol" and (node.attributes.get("class") or "").find("unstyled") < 0
            self.blocks.append(Listing(tuple(items), ordered, int(start) if start.isdigit() else 1))

    def _terms(self, node: Any, depth: int) -> None:
        items: list[str] = []
        for child in node.iter():
            words = _item_text(child, depth)
            if not words or is_hidden(child):
                continue
            if child.tag == "dd" and items:
                items[-1] += (" " if items[-1].endswith((":", ".", ";")) else ": ") + words
            else:
                items.append(words)
        if items:
            self.blocks.append(Listing(tuple(items)))

    def _table(self, node: Any, depth: int) -> None:
        if node.css_first("table table") is not None or is_layout(node):
            for row in node.css("tr"):
                if row.parent is None or not belongs(row, node):
                    continue
                for cell in row.iter():
                    if cell.tag in {"td", "th"} and not is_hidden(cell):
                        self.inside(cell, depth)
                        self.flush()
            return
        caption_node = node.css_first("caption")
        caption = text_of_inline(caption_node, depth) if caption_node is not None else ""
        rows, headers, is_marked = grid(node, lambda cell: _cell(cell, depth))
        if rows:
            self.blocks.append(Table(tuple(rows), caption, headers, is_marked))
        elif caption:
            self.blocks.append(Paragraph(caption))


def text_of_inline(node: Any, depth: int) -> str:
    """The words of one element on one line."""
    walker = _Walker()
    walker.inside(node, depth)
    walker.flush()
    return " ".join(filter(None, map(_words, walker.blocks))).replace("\n", " ")


def _is_box(node: Any) -> bool:
    return bool(_BOX.search(node.attributes.get("class") or ""))


def _bold_line(node: Any) -> str:
    """The words of a paragraph that is one short bold line, which is a heading in all but name."""
    bold = node.css_first("b, strong")
    if bold is None:
        return ""
    words = _SPACE.sub(" ", node.text()).strip()
    inside = _SPACE.sub(" ", bold.text()).strip()
    return words if words == inside and len(words) < 120 and words[-1:] not in {".", ":", ";", ","} else ""


def _cell(node: Any, depth: int) -> str:
    return "" if is_hidden(node) else _item_text(node, depth).replace("\n", "; ")


def _item_text(node: Any, depth: int) -> str:
    walker = _Walker()
    walker.inside(node, depth + 1)
    walker.flush()
    lines = []
    for block in walker.blocks:
        if isinstance(block, Listing):
            lines += [(f"{n}. " if block.ordered else "- ") + item for n, item in enumerate(block.items, block.start)]
        elif words := _words(block):
            lines.append(words)
    if node.tag in {"ul", "ol"} and not any(isinstance(block, Listing) for block in walker.blocks):
        lines = [f"- {line}" for line in lines]
    return "\n".join(lines)
