"""
Inline markup of JATS, resolved in place: after `resolve` a paragraph is plain characters and its text is one lookup.

Citation markers become marks that are taken out with their brackets once a paragraph is whole; superscripts rise,
formulas become a line, and emphasis is lifted off by libxml2. Doing this once for the whole body, in C where it can
be, is what makes reading full text as fast as parsing it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree

from . import inline
from .citation_marks import CITED, NAMED, NAMED_END
from .inline import PICTURE
from .scripts import lowered, noted, raised

_MARKER = re.compile(
    r"[\s\[(]*(?:[A-Z]{0,2}\d{1,3}[a-z]?|[a-z]|[^\w\s])(?:[\s,;–—‐-]+(?:[A-Z]{0,2}\d{1,3}[a-z]?|[a-z]))*[\s\]).,;]*|\W*"
)
_REFERENCE_ID = re.compile(r"(?i)(?:b|r|ref|bib|cr|cit|c|pone.{0,40}-?ref|.{0,40}-b)[-_]?\d+")
_CITING = frozenset({"bibr", "ref", "bib"})
_NOTING = frozenset({"fn", "table-fn", "author-notes"})
_MATH = "{http://www.w3.org/1998/Math/MathML}math"
_TEX = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)

#: Elements that only colour their words; they are lifted off.
_PLAIN = (
    "xref", "italic", "bold", "underline", "sc", "roman", "monospace", "sans-serif", "strike", "overline", "styled-content",
    "named-content", "ext-link", "uri", "email", "funding-source", "award-id", "target", "abbrev", "inline-formula",
    "inline-graphic", "inline-supplementary-material", "break", "hr", "related-object", "private-char", "ruby",
)  # fmt: skip
_UNSEEN = ("alt-text", "long-desc", "object-id", "index-term")
_RESOLVED = (*_UNSEEN, "xref", "inline-formula", "disp-formula", "inline-graphic", "break", "sup", "sub")

_raised = lru_cache(maxsize=8192)(raised)
_lowered = lru_cache(maxsize=8192)(lowered)


def resolve(part: etree._Element) -> None:
    """Turn the inline markup below an element into plain characters, in place."""
    found: dict[str, list[etree._Element]] = {}
    # One walk for all: what an earlier step takes out of the tree a later one changes to no effect.
    for element in part.iter(*_RESOLVED):
        found.setdefault(element.tag, []).append(element)
    if not found.keys().isdisjoint(_UNSEEN):
        etree.strip_elements(part, *_UNSEEN, with_tail=False)
    for reference in found.get("xref", ()):
        _mark_reference(reference)
    for tag in ("inline-formula", "disp-formula"):
        for formula in found.get(tag, ()):
            _settle_formula(formula)
    for picture in found.get("inline-graphic", ()):
        picture.text = PICTURE
    for line_break in found.get("break", ()):
        line_break.text = _line_break(line_break)
    etree.strip_tags(part, *_PLAIN)
    scripts = list(part.iter("sup", "sub")) if "sup" in found or "sub" in found else ()
    for script in scripts:
        before, after = _before(script), (script.tail or "")[:2]
        if len(script):
            words = inline.inner(script, HANDLERS)
            del script[:]
        else:
            words = script.text or ""
        script.text = (_raised if script.tag == "sup" else _lowered)(words, before, after)
    if scripts:
        etree.strip_tags(part, "sup", "sub")


def _settle_formula(formula: etree._Element) -> None:
    parts: list[str] = []
    displayed = formula.tag == "disp-formula"
    (_displayed if displayed else _inline_formula)(formula, parts)
    del formula[:]
    formula.text = inline.folded("".join(parts)) if displayed else "".join(parts)


def _line_break(element: etree._Element) -> str:
    """A blank; between the lines of a table cell a semicolon, since "n = 350" and "%" below it belong apart."""
    parent = element.getparent()
    if parent is None or parent.tag not in {"td", "th"} or not (element.tail or "").strip():
        return " "
    return "; " if (_before(element).isalnum() or _before(element) in {")", "%"}) else " "


def _before(element: etree._Element) -> str:
    """The character before an element, or nothing."""
    sibling = element.getprevious()
    if sibling is None:
        parent = element.getparent()
        return (parent.text or "")[-1:] if parent is not None else ""
    return (sibling.tail or sibling.text or "")[-1:]


def _mark_reference(element: etree._Element) -> None:
    kind = element.get("ref-type") or ""
    citing = kind in _CITING or (not kind and _REFERENCE_ID.fullmatch((element.get("rid") or "").split(" ")[0]))
    if not citing and kind not in _NOTING:
        return
    if len(element):
        if not citing:
            return
        words = "".join(map(str, element.itertext()))
        del element[:]
    else:
        words = element.text or ""
    if citing:
        element.text = _cited(words)
    elif words:
        element.text = noted(words)


@lru_cache(maxsize=8192)
def _cited(words: str) -> str:
    """What stands for a citation until its paragraph is whole: a mark, or its words between marks."""
    if not words.strip():
        return ""
    return CITED if _MARKER.fullmatch(words) else f"{NAMED}{inline.folded(words)}{NAMED_END}"


def _alternatives(element: etree._Element, parts: list[str]) -> None:
    by_tag = {child.tag: child for child in element}
    for tag in (_MATH, "tex-math", "textual-form"):
        if tag in by_tag:
            inline.one(by_tag[tag], parts, HANDLERS)
            return
    for child in element:
        inline.one(child, parts, HANDLERS)


def _tex(element: etree._Element, parts: list[str]) -> None:
    words = element.text or ""
    found = _TEX.search(words)
    parts.append(f" {inline.folded((found[1] if found else words).replace('$$', ' '))} ")


def _displayed(element: etree._Element, parts: list[str]) -> None:
    parts.append(" ")
    _inline_formula(element, parts)
    parts.append(" ")


def _inline_formula(element: etree._Element, parts: list[str]) -> None:
    if element.find(_MATH) is None:
        inline.gather(element, parts, HANDLERS)
        return
    # The formula itself stands here; a picture or TeX beside it says the same again.
    parts.append(element.text or "")
    for child in element:
        if child.tag not in {"graphic", "inline-graphic", "tex-math"}:
            inline.one(child, parts, HANDLERS)
            if child.tag == "label":
                parts.append(" ")
        parts.append(child.tail or "")


def _footnote(element: etree._Element, parts: list[str]) -> None:
    words: list[str] = []
    inline.gather(element, words, SPACED)
    parts.append(f" ({inline.folded(''.join(words))})")


def _apart(element: etree._Element, parts: list[str]) -> None:
    parts.append(" ")
    inline.gather(element, parts, HANDLERS)
    parts.append(" ")


def _picture(element: etree._Element, parts: list[str]) -> None:
    parts.append(PICTURE)


#: What is left to decide element by element, after `resolve`.
HANDLERS: dict[str, inline.Handler] = {
    "alternatives": _alternatives,
    "tex-math": _tex,
    "disp-formula": _displayed,
    "inline-formula": _inline_formula,
    "graphic": _picture,
    "fn": _footnote,
    **dict.fromkeys(("p", "list", "list-item", "def-list", "def-item", "table-wrap", "tr", "td", "th"), _apart),
}
#: Inside notes and list items, where labels and paragraphs stand side by side without a blank.
SPACED: dict[str, inline.Handler] = {**HANDLERS, "label": _apart, "title": _apart}
