"""
MathML formulas as one line of text: "x̄ = (a + b)/2", with raised and lowered parts as `scripts` writes them.

Numbers that stand side by side in a formula stay apart, and a minus that belongs to a number stays with it.
"""

from __future__ import annotations

import re

from lxml import etree

from curbside.errors import UnreadableError

from .citation_marks import folded
from .scripts import raised, sunk

_SET_APART = frozenset("=<>≤≥±×+−-–≈≠∼~⩽⩾·→÷≡∝")
_SIGNS = frozenset("+−-–±")
_HATS = frozenset("^ˆ")
_UNSEEN = frozenset("\u2061\u2062\u2063\u2064")
_SIMPLE = re.compile(r"[\w.,]*")


def formula(element: etree._Element) -> str:
    """A MathML element as one line of text."""
    tag = element.tag
    if not isinstance(tag, str):
        raise UnreadableError("an entity that was not declared stands in a formula")
    name = tag.rpartition("}")[2]
    if name in {"annotation", "annotation-xml"}:
        return ""
    if name == "mspace":
        return " "
    if name == "mtext":
        return " ".join((element.text or "").split(" ")) + "".join(map(formula, element))
    if len(element) == 0:
        words = folded(element.text or "")
        return "" if words in _UNSEEN else words
    inside = [formula(child) for child in element]
    if name in {"msup", "msub", "msubsup", "munder", "mover", "munderover"}:
        return _scripted(name, inside)
    if name == "mfrac" and len(inside) == 2:
        return f"{_grouped(inside[0])}/{_grouped(inside[1])}"
    if name == "msqrt":
        return f"√{_grouped(_row(element, inside))}"
    if name == "mroot" and len(inside) == 2:
        return f"{raised(inside[1], '', '')}√{_grouped(inside[0])}"
    if name == "mfenced":
        return _fenced(element, inside)
    if name == "mtr":
        return ", ".join(inside)
    if name == "mtable":
        return "; ".join(inside)
    if name == "semantics":
        return inside[0]
    return _row(element, inside)


def _row(element: etree._Element, inside: list[str]) -> str:
    parts: list[str] = [folded(element.text or "")]
    for child, words in zip(element, inside, strict=True):
        before = parts[-1][-1:] if parts else ""
        if words in _SET_APART and str(child.tag).endswith("}mo"):
            opens = not before or before in "([{|,/" or (before == " " and words in _SIGNS)
            parts.append(words if opens and words in _SIGNS else f" {words} ")
        elif before.isdigit() and words[:1].isdigit():
            parts.append(" " + words)
        elif words:
            parts.append(words)
    return "".join(parts)


def _fenced(element: etree._Element, inside: list[str]) -> str:
    separator = (element.get("separators") if element.get("separators") is not None else ",") or ""
    opening, closing = element.get("open"), element.get("close")
    between = f"{separator.strip()[:1]} " if separator.strip() else " "
    return ("(" if opening is None else opening) + between.join(inside) + (")" if closing is None else closing)


def _scripted(name: str, inside: list[str]) -> str:
    base, scripts = inside[0], inside[1:]
    last = base[-1:]
    if name == "mover" and scripts and scripts[0] in _HATS:
        # A hat is an accent: "γ^(a − b)" would read as a power.
        return base + ("\u0302" if len(base) == 1 else "ˆ")
    if name in {"msup", "mover"}:
        return base + (raised(scripts[0], last, "") if scripts else "")
    if name in {"msub", "munder"}:
        return base + (sunk(scripts[0], last) if scripts else "")
    under, over = ([*scripts, "", ""])[:2]
    return base + sunk(under, last) + (raised(over, "", "") if over else "")


def _grouped(text: str) -> str:
    words = folded(text)
    return words if _SIMPLE.fullmatch(words) else f"({words})"
