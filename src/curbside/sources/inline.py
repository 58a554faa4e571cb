"""
One line of text from an XML element with markup inside it: PubMed abstracts, JATS paragraphs, label sections.

Raised and lowered characters keep their meaning ("10⁶", never "106"), formulas become a line, and citation markers
go together with their brackets before anything is joined, so that "1.5<sup>[1]</sup> mg" reads "1.5 mg". Marks that
stand for what is removed are noncharacters, which Unicode keeps free for use within a program.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from curbside.errors import UnreadableError

#: Stands where a picture is part of a sentence: a lost "<" or "±" must be seen to be lost.
PICTURE = "\ufffc"

CITED = "\ufdd0"  # a citation marker was here
NAMED, NAMED_END = "\ufdd1", "\ufdd2"  # a citation in words: "Smith et al. 2004"

_RAISED = str.maketrans(
    "0123456789+-−–=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθ",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿ",
)
_LOWERED = str.maketrans("0123456789+-−–=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎")
_AS_IT_IS = frozenset({"st", "nd", "rd", "th", "o", "TM", "SM"})
_RISES = re.compile(r"[0-9+\-−–=()A-Za-zβγδθ]+")
_MARKS_ONLY = re.compile(r"[^\w]+")
_BRACKETED_NUMBERS = re.compile(r"\s*[\[(]\s*\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\s*[\])]\s*")
_SPACES = re.compile(r"[ \t\r\n]+")

_LEADING_WORDS = (
    r"(?:(?:see|also|e\.g\.|i\.e\.|cf\.?|reviewed|in|refs?\.?|references?|for|review|and|from|ref)[ ,:]{1,3}){0,5}"
)
_ONE = r"(?:\ufdd0|\ufdd1[^\ufdd1\ufdd2]{0,300}\ufdd2)"
_BETWEEN = r"(?:[\s,;:–—‐‑−&-]|and|to|\.){0,8}"
_IN_BRACKETS = re.compile(rf"[\[(]\s*{_LEADING_WORDS}{_ONE}(?:{_BETWEEN}{_ONE})*[\s.,;]{{0,3}}[\])]")
_BLANKS = frozenset(" \u00a0\u2009")
_BLANKS_TEXT = " \u00a0\u2009"
_RUN = re.compile(r"\ufdd0(?:[ \u00a0\u2009]?[,;–—‐‑−-]?[ \u00a0\u2009]?\ufdd0)*")

Handler = Callable[[etree._Element, list[str]], None]


def line(element: etree._Element, handlers: dict[str, Handler] | None = None) -> str:
    """The text of an element on one line, markup resolved; `handlers` decide on elements of their own."""
    if len(element) == 0:
        return folded(element.text or "")
    parts: list[str] = []
    gather(element, parts, handlers or {})
    return finished(parts)


def finished(parts: list[str]) -> str:
    """Join what was gathered and take out the citation markers."""
    text = folded("".join(parts))
    return without_citations(text) if CITED in text or NAMED in text else text


def folded(text: str) -> str:
    """Line breaks and runs of plain blanks become one blank; every other character stays."""
    if "\n" in text or "  " in text or "\t" in text or "\r" in text:
        text = _SPACES.sub(" ", text)
    return text.strip(" ")


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


def raised(text: str, before: str, after: str) -> str:
    """A superscript as text; digits rise, so that an exponent never joins the number before it."""
    words = folded(text)
    if CITED in words or NAMED in words:
        # Commas and dashes between markers go with them; a letter or number beside them stays raised.
        rest = without_citations(words).strip(" ,;–—-[]()")
        return CITED + (raised(rest, before, after) if rest else "")
    if not words or words in _AS_IT_IS or _MARKS_ONLY.fullmatch(words):
        return _signs(words, before)
    if _BRACKETED_NUMBERS.fullmatch(words) and not after[:1].isalpha():
        return CITED
    if _RISES.fullmatch(words):
        lifted = words.translate(_RAISED)
        if not any(mark.isascii() for mark in lifted):
            return lifted
    if " " not in words and not any(mark.isdigit() for mark in words):
        return words if not before.isalnum() else f"^{words}"
    inner = words.translate(_RAISED) if all(m in "0123456789,. –-+" for m in words) else ""
    if inner and "." not in words:
        return inner
    return f"^({words})" if len(words) > 1 else f"^{words}"


def lowered(text: str, before: str, after: str) -> str:
    """A subscript as text: plain after a letter ("CO2"), lowered or marked where digits would join."""
    words = folded(text)
    if not words or CITED in words:
        return words
    glued = (before.isdigit() and words[0].isdigit()) or (words[-1].isdigit() and _goes_on(after))
    if not glued:
        return words
    sunk = words.translate(_LOWERED)
    return sunk if not any(mark.isdigit() and mark.isascii() for mark in sunk) else f"_({words})"


def without_citations(text: str) -> str:
    """Take out citation marks with their brackets, and the blank that would be left before a comma or full stop."""
    text = _IN_BRACKETS.sub(CITED, text)
    text = _RUN.sub(CITED, text)
    text = text.replace(NAMED, "").replace(NAMED_END, "")
    first, *others = text.split(CITED)
    parts = [first]
    for part in others:
        _join(parts, part)
    return folded("".join(parts))


def _join(parts: list[str], following: str) -> None:
    """Append what follows a removed marker: no blank before a comma, one between words, none lost."""
    before = parts[-1]
    blank = before[-1:] in _BLANKS or following[:1] in _BLANKS
    if blank:
        parts[-1] = before = before.rstrip(_BLANKS_TEXT)
        following = following.lstrip(_BLANKS_TEXT)
    if not following or following[0] in ".,;:!?)]":
        parts.append(following)
        return
    # Two letters or digits that the marker kept apart stay apart.
    if before and (blank or (before[-1] not in "([/–-\n" and following[0].isalnum())):
        parts.append(" ")
    parts.append(following)


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


def _goes_on(after: str) -> bool:
    return after[:1].isdigit() or (after[:1] in {".", ","} and after[1:2].isdigit())


def _signs(words: str, before: str) -> str:
    """Raised signs alone: a charge or a minus rises, a footnote mark stays."""
    if words and all(mark in "+-−–" for mark in words):
        return words.translate(_RAISED)
    return words


def formula(element: etree._Element) -> str:
    """A MathML formula as one line of text."""
    tag = element.tag
    if not isinstance(tag, str):
        raise UnreadableError("an entity that was not declared stands in a formula")
    name = tag.rpartition("}")[2]
    inside = [formula(child) for child in element if child.tag is not etree.Comment]
    if name in {"mn", "mi", "mtext", "ms"}:
        return (
            folded((element.text or "") + "".join(inside)) if name != "mtext" else _SPACES.sub(" ", element.text or "")
        )
    if name == "mo":
        sign = (element.text or "").strip()
        return (
            sign
            if len(sign) != 1 or sign in "()[]{}|,⁡⁢" or not sign
            else f" {sign} "
            if sign in "=<>≤≥±×+−-≈≠∼~⩽⩾·→"
            else sign
        )
    if name == "mspace":
        return " "
    if name in {"msup", "msub", "msubsup", "munder", "mover", "munderover"} and inside:
        return _scripted(name, inside)
    if name == "mfrac" and len(inside) == 2:
        return f"{_grouped(inside[0])}/{_grouped(inside[1])}"
    if name == "msqrt":
        return f"√{_grouped(''.join(inside))}"
    if name == "mroot" and len(inside) == 2:
        return f"{raised(inside[1], '', '')}√{_grouped(inside[0])}"
    if name == "mfenced":
        separator = (element.get("separators") or ",").strip()[:1]
        opening, closing = element.get("open"), element.get("close")
        return (
            ("(" if opening is None else opening)
            + (f"{separator} " if separator else " ").join(inside)
            + (")" if closing is None else closing)
        )
    if name == "mtr":
        return ", ".join(inside)
    if name == "mtable":
        return "; ".join(inside)
    if name == "semantics":
        return inside[0] if inside else ""
    if name in {"annotation", "annotation-xml"}:
        return ""
    return folded(element.text or "") + "".join(inside)


def _scripted(name: str, inside: list[str]) -> str:
    base, scripts = inside[0], inside[1:]
    last = base[-1:]
    if name in {"msup", "mover"}:
        return base + (raised(scripts[0], last, "") if scripts else "")
    if name in {"msub", "munder"}:
        return base + (_sunk(scripts[0], last) if scripts else "")
    under, over = ([*scripts, "", ""])[:2]
    return base + _sunk(under, last) + (raised(over, "", "") if over else "")


def _sunk(text: str, before: str) -> str:
    words = folded(text)
    sunk = words.translate(_LOWERED)
    if words and not any(mark.isascii() for mark in sunk):
        return sunk
    return lowered(words, before, "") if " " not in words else f"_({words})"


def _grouped(text: str) -> str:
    words = folded(text)
    return words if re.fullmatch(r"[\w.,]*", words) else f"({words})"


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
