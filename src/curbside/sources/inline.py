"""
One line of text from an XML element with markup inside it: PubMed abstracts, JATS paragraphs, label sections.

Raised and lowered characters keep their meaning, formulas become a line, and citation markers go before anything is
joined. An element without children is its own text, which is nearly always so.
"""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from curbside.errors import UnreadableError

from .citation_marks import CITED, NAMED, without_citations
from .citation_marks import folded as folded
from .formulas import formula
from .scripts import lowered, raised

#: Stands where a picture is part of a sentence: a lost "<" or "±" must be seen to be lost.
PICTURE = "\ufffc"

Handler = Callable[[etree._Element, list[str]], None]


def line(element: etree._Element, handlers: dict[str, Handler] | None = None) -> str:
    """The text of an element on one line, markup resolved; `handlers` decide on elements of their own."""
    if len(element) == 0:
        text = element.text
        return finished(text) if text else ""
    parts: list[str] = []
    gather(element, parts, handlers or {})
    return finished("".join(parts))


def finished(text: str) -> str:
    """What was gathered on one line, without the citation markers."""
    text = folded(text)
    return without_citations(text) if CITED in text or NAMED in text else text


def gather(element: etree._Element, parts: list[str], handlers: dict[str, Handler]) -> None:
    """Append the text of an element, child by child."""
    if text := element.text:
        parts.append(text)
    for child in element:
        one(child, parts, handlers)
        if tail := child.tail:
            parts.append(tail)


def one(child: etree._Element, parts: list[str], handlers: dict[str, Handler]) -> None:
    """Append the text of one child element, without its tail."""
    tag = child.tag
    if not isinstance(tag, str):
        raise UnreadableError("an entity that was not declared stands in the text")
    name = tag.rpartition("}")[2] if tag[0] == "{" else tag
    handler = handlers.get(name) or _COMMON.get(name)
    if handler is not None:
        handler(child, parts)
    elif name == "sup":
        parts.append(raised(inner(child, handlers), _last(parts), child.tail or ""))
    elif name == "sub":
        parts.append(lowered(inner(child, handlers), _last(parts), child.tail or ""))
    else:
        gather(child, parts, handlers)


def inner(child: etree._Element, handlers: dict[str, Handler]) -> str:
    """The text of an element as it is, before anything is taken out or folded."""
    if len(child) == 0:
        return child.text or ""
    parts: list[str] = []
    gather(child, parts, handlers)
    return "".join(parts)


def _last(parts: list[str]) -> str:
    for part in reversed(parts):
        if part:
            return part[-1]
    return ""


def _formula(element: etree._Element, parts: list[str]) -> None:
    text = folded(formula(element))
    if text:
        before, after = _last(parts), (element.tail or "")[:1]
        # A formula is set apart from letters and digits beside it, which are not part of it.
        parts.append((" " if before.isalnum() else "") + text + (" " if after.isalnum() else ""))


def _blank(element: etree._Element, parts: list[str]) -> None:
    parts.append(" ")


def _picture(element: etree._Element, parts: list[str]) -> None:
    parts.append(PICTURE)


_COMMON: dict[str, Handler] = {
    "math": _formula,
    "break": _blank,
    "br": _blank,
    "inline-graphic": _picture,
}
