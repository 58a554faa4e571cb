"""
What in a text names one person: found by rules, and taken out before the text leaves the machine.

The rules stand in identifiers.yaml (numbers, dates, addresses) and names.yaml (names of persons). A number counts by its
check digit, by its shape or by the words before it, so that doses, results, blood pressures, citations and codes of
diseases stay. Rules miss what follows no form; whoever sends words away is shown them first.

    redact("Mrs Ada Okafor, DOB 12/03/1957, has gout")    "Mrs [name], DOB [date of birth], has gout"
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import Any

from .checkdigits import CHECKS
from .datafiles import table
from .names import names_in
from .patterns import lazily
from .vocabulary import terms_in

#: How far before a match words are read that tell against it.
_BEFORE_CHARACTERS = 60
#: What stands beside the name of the person to whom it belongs.
_BESIDE_NAMES = ("birth", "record", "insurance", "phone", "email", "age")
_PART = re.compile(r"<<(\w+)>>")
#: Written otherwise, read alike; each character for one, so that places stay.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d", "-"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\t", " "),
        **dict.fromkeys("\u2018\u2019\u02bc\u00b4`", "'"),
        **{chr(0xFF10 + n): str(n) for n in range(10)},
        **{chr(0x0660 + n): str(n) for n in range(10)},
        **{chr(0x06F0 + n): str(n) for n in range(10)},
        **{chr(0x0966 + n): str(n) for n in range(10)},
        "\uff0b": "+",
        "\uff20": "@",
        "\uff0e": ".",
        "\uff0f": "/",
    }
)
_BEFORE_STOP = re.compile(r" {1,8}(?=[,.;:?!])")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Identifier:
    """Something that names a person, and where it stands."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without what names a person, and what was taken out; the places are those of the text before."""

    text: str
    found: tuple[Identifier, ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: str
    says: re.Pattern[str]
    group: str | int  # of the pattern that is the identifier
    has: tuple[str, ...]
    digits: int
    check: str
    not_after: re.Pattern[str] | None


def identifiers(text: str) -> tuple[Identifier, ...]:
    """What names a person in a text, in the order in which it stands there; none overlaps another."""
    plain, places = _plain(text)
    taken = _Places()
    small, digits = plain.lower(), sum(one.isdecimal() for one in plain)
    for rule in _rules():
        if digits < rule.digits or (rule.has and not any(one in small for one in rule.has)):
            continue
        for match in rule.says.finditer(plain):
            start, end = match.span(rule.group)
            if rule.check and not CHECKS[rule.check](plain[start:end]):
                continue
            if rule.not_after and rule.not_after.search(
                plain[max(0, match.start() - _BEFORE_CHARACTERS) : match.start()]
            ):
                continue
            taken.take(Identifier(rule.kind, start, _end(rule.kind, plain, start, end)))
    numbers = [one.start for one in taken.all() if one.kind in _BESIDE_NAMES]
    for start, end in names_in(plain, numbers):
        taken.take(Identifier("name", start, end))
    if places is None:
        return taken.all()
    return tuple(Identifier(one.kind, places[one.start], places[one.end - 1] + 1) for one in taken.all())


def redact(text: str, made_from: str = "") -> Redacted:
    """
    The text with a word in brackets in the place of each identifier, so that its sentences can still be read.

    What was `made_from` a longer text may have lost the words that told an identifier there; what was found in that one
    goes from this one too.
    """
    found = _with_those_of(made_from, text) if made_from and made_from != text else identifiers(text)
    words = placeholders()
    pieces, at = [], 0
    for one in found:
        pieces += [text[at : one.start], words[one.kind]]
        at = one.end
    return Redacted("".join([*pieces, text[at:]]), found)


def nameless(text: str) -> str:
    """The text as it would be searched for anybody: without what names a person, but with an age."""
    pieces, at = [], 0
    for one in identifiers(text):
        if one.kind != "age":
            pieces.append(text[at : one.start])
            at = one.end
    return _BEFORE_STOP.sub("", "".join([*pieces, text[at:]])) if pieces else text


def _with_those_of(whole: str, text: str) -> tuple[Identifier, ...]:
    """What names a person in a text, with what does in the whole that it was made from."""
    taken = _Places()
    for one in identifiers(whole):
        words = [whole[one.start : one.end]]
        if one.kind == "name":
            words += [
                word for word in re.findall(r"\w{3,}", words[0]) if word[0].isupper() or len(words[0].split()) < 2
            ]
        for word in words:
            for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE):
                taken.take(Identifier(one.kind, *match.span()))
    for one in identifiers(text):
        taken.take(one)
    return taken.all()


def placeholders() -> dict[str, str]:
    """What stands in the place of each kind of identifier."""
    words: dict[str, str] = table("curbside.language", "identifiers.yaml")["kinds"]
    return words


class _Places:
    """Identifiers that do not overlap: the first that takes a place keeps it."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._found: list[Identifier] = []

    def take(self, one: Identifier) -> None:
        at = bisect_right(self._starts, one.start)
        is_free = (at == 0 or self._found[at - 1].end <= one.start) and (
            at == len(self._found) or one.end <= self._found[at].start
        )
        if is_free and one.end > one.start:
            self._starts.insert(at, one.start)
            self._found.insert(at, one)

    def all(self) -> tuple[Identifier, ...]:
        return tuple(self._found)


def _plain(text: str) -> tuple[str, list[int] | None]:
    """The text as the rules read it, and where each of its characters stood when some were left out."""
    plain = text.translate(_ALIKE)
    if not _UNSEEN.search(plain):
        return plain, None
    places = [at for at, one in enumerate(plain) if not _UNSEEN.match(one)]
    return "".join(plain[at] for at in places), places


def _end(kind: str, text: str, start: int, end: int) -> int:
    """Where an identifier ends: an address not before a medicine or disease that stands behind its comma."""
    comma = text.find(",", start, end)
    if kind != "address" or comma < 0:
        return end
    terms = [term for term in terms_in(text[comma:end]) if term.kind in ("drug", "disease")]
    return comma if terms else end


@cache
def _rules() -> tuple[_Rule, ...]:
    rows = table("curbside.language", "identifiers.yaml")
    return tuple(_rule(row, rows["parts"]) for row in rows["rules"])


def _rule(row: dict[str, Any], parts: dict[str, str]) -> _Rule:
    flags = 0 if row.get("exact") else re.IGNORECASE
    not_after = row.get("not_after")
    return _Rule(
        kind=row["kind"],
        group="it" if "(?P<it>" in row["says"] else 0,
        says=lazily(_filled(row["says"], parts), flags),
        has=tuple(row.get("has", ())),
        digits=row.get("digits", 0),
        check=row.get("check", ""),
        not_after=lazily(f"(?:{not_after})$", re.IGNORECASE) if not_after else None,
    )


def _filled(pattern: str, parts: dict[str, str]) -> str:
    while _PART.search(pattern):
        pattern = _PART.sub(lambda match: parts[match[1]], pattern)
    return pattern
