"""
The body of a JATS article as passages: sections, paragraphs, lists, tables, figures and boxes, in reading order.

A paragraph is one passage and a list shares a passage with the words that introduce it. What floats inside a
paragraph (tables, figures, boxes) follows it, so that its sentences stay whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from . import citation, inline
from .blocks import Listing, folded, introduces
from .build import TextBuilder
from .inline import CITED, NAMED, NAMED_END, PICTURE
from .source import Audience, Damage, Role
from .xmltables import pieces, rows_of

_MARKER = re.compile(
    r"[\s\[(]*(?:[A-Z]{0,2}\d{1,3}[a-z]?|[a-z]|[^\w\s])(?:[\s,;–—‐-]+(?:[A-Z]{0,2}\d{1,3}[a-z]?|[a-z]))*[\s\]).,;]*|\W*"
)
_REFERENCE_ID = re.compile(r"(?i)(?:b|r|ref|bib|cr|cit|c|pone.*-?ref|.*-b)[-_]?\d+")
_CITING = frozenset({"bibr", "ref", "bib"})
_NOTING = frozenset({"fn", "table-fn", "author-notes"})
_MATH = "{http://www.w3.org/1998/Math/MathML}math"
_TEX = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)

_NUMBERED = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2}){0,4}|[IVX]{1,4})[.):]?\s+")
_SECTIONS: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile(r"(?:results? and discussion|(?:main |principal |key )?(?:results?|findings)\b).*"), Role.RESULTS),
    (
        re.compile(
            r"(?:.*\b(?:methods?|methodology)\b.*|(?:study |trial )?design\b.*|statistic.*|(?:study )?(?:population|subjects|"
            r"participants|setting)|sample size.*|randomi[sz]ation.*|interventions?|outcome measures?|data (?:collection|analysis|extraction))"
        ),
        Role.METHODS,
    ),
    (re.compile(r"(?:introduction|background|rationale|objectives?|aims?|purpose|hypothes[ei]s)\b.*"), Role.BACKGROUND),
    (re.compile(r"(?:conclusions?|concluding remarks?|interpretation|implications?)\b.*"), Role.CONCLUSION),
    (re.compile(r"(?:.*\brecommendations?|practice points?)\b.*"), Role.RECOMMENDATION),
)
_SECTION_TYPES = {
    "methods": Role.METHODS,
    "materials|methods": Role.METHODS,
    "materials and methods": Role.METHODS,
    "subjects": Role.METHODS,
    "results": Role.RESULTS,
    "results|discussion": Role.RESULTS,
    "conclusions": Role.CONCLUSION,
    "conclusion": Role.CONCLUSION,
    "intro": Role.BACKGROUND,
    "introduction": Role.BACKGROUND,
    "background": Role.BACKGROUND,
    "objective": Role.BACKGROUND,
    "objectives": Role.BACKGROUND,
}
_HOUSEKEEPING_TYPES = frozenset(
    {
        "supplementary-material",
        "supplementary material",
        "conflict",
        "coi-statement",
        "contributions",
        "funding",
        "disclosure",
    }
)
_HOUSEKEEPING = re.compile(
    r"(?:competing|conflicts? of|declarations? of|financial|potential conflicts? of|disclosure of)(?: \w+)? interests?\b.*|disclosures?.*|"
    r"authors?['’]?s?['’]? (?:contributions?|information|details)|contributors?(?:hip)?|acknowledge?ments?|funding\b.*|grant support|"
    r"(?:sources? of )?(?:financial )?(?:support|funding).{0,30}|pre-?publication history|supplement(?:ary|al) (?:materials?|data|information|files?)|"
    r"additional files?|supporting information|web extra.*|(?:list of )?abbreviations?(?: used)?|availability of (?:data|supporting).*|"
    r"data (?:availability|sharing)\b.*|ethic(?:s|al) approval.*|consent (?:for|to) publication|consent|endnotes?|notes|references|provenance and peer review"
)


@lru_cache(maxsize=8192)
def section_role(title: str, kind: str, above: Role) -> Role:
    """The role of a section: its own words or type where its parent has none, else the parent's."""
    words = _NUMBERED.sub("", title).strip(" .:").lower()
    if is_housekeeping(title, kind):
        return Role.RESOURCE
    if above is not Role.BODY:
        return above
    if words.startswith("discussion"):
        return Role.BODY
    if (role := _SECTION_TYPES.get(kind.lower())) is not None:
        return role
    return next((role for pattern, role in _SECTIONS if len(words) < 120 and pattern.fullmatch(words)), Role.BODY)


@lru_cache(maxsize=8192)
def is_housekeeping(title: str, kind: str) -> bool:
    """Whether a section says something about the article (interests, funding, files) and nothing of medicine."""
    words = _NUMBERED.sub("", title).strip(" .:").lower()
    return kind.lower() in _HOUSEKEEPING_TYPES or (len(words) < 120 and _HOUSEKEEPING.fullmatch(words) is not None)


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
            elif not isinstance(tag, str):
                inline.one(child, [], HANDLERS)

    def paragraph(self, element: etree._Element, place: Place) -> None:
        """Write a paragraph; a list in it stays with its lead-in, floats follow."""
        if len(element) == 0:
            self._put(inline.folded(element.text or ""), place)
            return
        parts: list[str] = [element.text or ""]
        floats: list[etree._Element] = []
        for child in element:
            tag = child.tag
            if tag in _FLOATING:
                floats.append(child)
                parts.append(" ")
            elif tag in {"list", "def-list"}:
                self._put(inline.finished(parts), place)
                parts = []
                self._list(child, place, inside=True)
            elif tag == "disp-quote":
                self._put(inline.finished(parts), place)
                parts = []
                self.section(child, place)
            else:
                inline.one(child, parts, HANDLERS)
            if tail := child.tail:
                parts.append(tail)
        self._put(inline.finished(parts), place)
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
        )

    def _list(self, element: etree._Element, place: Place, inside: bool = False) -> None:
        items = tuple(_items(element))
        if not items:
            return
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
        for table in element.iter("table"):
            rows, headers = rows_of(table, _cell)
            for words, lead_in, items in pieces(rows, headers, "" if written else caption):
                self._write(words, below, Role.TABLE_ROW, lead_in, items)
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
        self.blocks((child for child in element if child.tag in {"p", "table-wrap", "list"}), place)
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
            title = inline.finished([_caption_words(child)])
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
            if words := inline.finished(parts):
                lines.append(words)
    return " ".join(
        words if words.endswith((".", "?", "!", ":")) or n == len(lines) - 1 else words + "."
        for n, words in enumerate(lines)
    )


def _cell(element: etree._Element) -> str:
    if len(element) == 0:
        return inline.folded(element.text or "")
    parts: list[str] = []
    inline.gather(element, parts, HANDLERS)
    return inline.finished(parts)


def _note(element: etree._Element) -> str:
    parts: list[str] = []
    inline.gather(element, parts, _SPACED)
    return inline.finished(parts)


def _items(element: etree._Element) -> Iterable[str]:
    for item in element:
        if item.tag == "def-item":
            words = ": ".join(words for part in item if part.tag in {"term", "def"} and (words := _note(part)))
        elif item.tag == "list-item":
            words = _item(item)
        elif item.tag in {"title", "label"}:
            continue
        else:
            continue
        if words:
            yield words


def _item(element: etree._Element) -> str:
    lines: list[str] = []
    parts: list[str] = []
    for child in element:
        if child.tag in {"list", "def-list"}:
            lines.append(inline.finished(parts))
            lines += [f"- {words}" for words in _items(child)]
            parts = []
        elif child.tag == "p" and child.find("list") is not None:
            for part in child:
                if part.tag != "list":
                    continue
                before: list[str] = [child.text or ""]
                lines.append(inline.finished(parts + before))
                lines += [f"- {words}" for words in _items(part)]
                parts = [part.tail or ""]
        else:
            inline.gather(child, parts, _SPACED)
            parts.append(" ")
    lines.append(inline.finished(parts))
    return "\n".join(line for line in lines if line)


def _cross_reference(element: etree._Element, parts: list[str]) -> None:
    kind = element.get("ref-type") or ""
    words = element.text or "" if len(element) == 0 else "".join(map(str, element.itertext()))
    if kind in _CITING or (not kind and _REFERENCE_ID.fullmatch((element.get("rid") or "").split(" ")[0])):
        if not words.strip():
            return
        parts.append(CITED if _MARKER.fullmatch(words) else f"{NAMED}{inline.folded(words)}{NAMED_END}")
    elif kind in _NOTING and len(element) == 0:
        parts.append(inline.raised(words, inline._last(parts), element.tail or ""))
    else:
        inline.gather(element, parts, HANDLERS)


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
    if len(element) and element.find(".//" + _MATH) is not None and element.find("alternatives") is None:
        # The formula itself stands here; a picture or TeX beside it says the same again.
        for child in element:
            if child.tag not in {"graphic", "tex-math"}:
                inline.one(child, parts, HANDLERS)
                parts.append(" ")
    else:
        inline.gather(element, parts, HANDLERS)
    parts.append(" ")


def _footnote(element: etree._Element, parts: list[str]) -> None:
    inner: list[str] = []
    inline.gather(element, inner, _SPACED)
    parts.append(f" ({inline.folded(''.join(inner))})")


def _nothing(element: etree._Element, parts: list[str]) -> None:
    return


def _apart(element: etree._Element, parts: list[str]) -> None:
    parts.append(" ")
    inline.gather(element, parts, HANDLERS)
    parts.append(" ")


HANDLERS: dict[str, inline.Handler] = {
    "xref": _cross_reference,
    "alternatives": _alternatives,
    "tex-math": _tex,
    "disp-formula": _displayed,
    "inline-formula": lambda element, parts: inline.gather(element, parts, HANDLERS),
    "graphic": lambda element, parts: parts.append(PICTURE),
    "fn": _footnote,
    "alt-text": _nothing,
    "long-desc": _nothing,
    "object-id": _nothing,
    "index-term": _nothing,
    "hr": _nothing,
    "p": _apart,
    "list": _apart,
    "list-item": _apart,
    "def-list": _apart,
    "def-item": _apart,
    "table-wrap": _apart,
    "tr": _apart,
    "td": _apart,
    "th": _apart,
}
#: Inside notes and list items, where labels and paragraphs stand side by side without a blank.
_SPACED: dict[str, inline.Handler] = {**HANDLERS, "label": _apart, "title": _apart}
