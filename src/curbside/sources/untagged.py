"""
Text out of HTML that keeps its meaning when the tags go: raised and lowered digits, entities, a few stray tags.

An exponent must never join the number before it: "10<sup>6</sup>" is "10⁶" and never "106".
"""

from __future__ import annotations

import html
import re

_RAISED = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")
_ORDINALS = frozenset({"st", "nd", "rd", "th", "®", "™", "TM", "℠", "o", "°"})
_TAGS = re.compile(r"(?i)</?(?:b|br|em|i|p|small|span|strong|sub|sup|u|jats:\w+|title|sec)(?:\s[^<>]{0,300})?/?>")
_SUPERSCRIPT = re.compile(r"(?i)<sup>([^<>]{1,60})</sup>")
_SUBSCRIPT = re.compile(r"(?i)(.?)<sub>([^<>]{1,60})</sub>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});")


def raised(text: str) -> str:
    """A superscript as text: digits raised, so that no digit of an exponent joins the number before it."""
    words = text.strip()
    if not words or words in _ORDINALS:
        return words
    lifted = words.translate(_RAISED)
    return f"^{words}" if any(mark.isascii() and mark not in ", " for mark in lifted) else lifted


def lowered(text: str, before: str) -> str:
    """A subscript as text: plain after a letter ("CO2"), lowered after a digit."""
    words = text.strip()
    return words.translate(_LOWERED) if before[-1:].isdigit() else words


def untagged(text: str) -> str:
    """
    Running text in which a few tags and entities were left, without them.

    Only known tags go, so that "P <0.05" and "a<b" stay; entities are read last, so that "&lt;b" cannot become a tag.
    """
    if "<" in text and _TAGS.search(text):
        text = _SUPERSCRIPT.sub(lambda found: raised(found[1]), text)
        text = _SUBSCRIPT.sub(lambda found: found[1] + lowered(found[2], found[1]), text)
        text = _TAGS.sub("", text)
    if "&" in text and _ENTITY.search(text):
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return text
