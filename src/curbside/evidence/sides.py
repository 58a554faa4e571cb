"""
Who is named where: the intervention, the comparator and the outcome, among the words of a sentence.

"SIDE" decides a direction: in "lower with A than with B" the result is A's. A word belongs to a side when it stands in
the name of that side and not of the other; "control group" and "treated group" belong where a name calls for them, and
a capital abbreviation where its letters begin the words of a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from curbside.language.patterns import lazily
from curbside.language.stems import stem

from .wording import IS_NUMBER, words_of

#: A span is read up to here; longer ones are tables or damage.
READ_CHARACTERS = 3000

_GROUP = lazily(
    r"\b(?:group|arm|cohort)s?[ -]+\(?([a-h]|i{1,3}|iv|v|\d)\b(?![.\d])(?:(?:,? ?(?:and|&|or|,) ?)([a-h]|i{1,3}|iv|v|\d)\b(?![.\d]))?"
    r"|\b([a-h]|i{1,3}|iv|\d) (?:group|arm)\b"
)
_TOKEN = lazily(r"[<>=≤≥±%]|[−–-]?(?<![\w])\.\d+|\d+(?:[.,·]\d+)*|[^\W\d_]+(?:_[a-z0-9]+)?\d*|[;:.,()\[\]]")
_LETTERED = lazily(r"\s*\(?([a-h]|i{1,3}|\d)\s*[-–:)(]")
_CAPITALS = lazily(r"\b[A-Z]{2,6}s?\b")
_SMALL = frozenset("of the and a with for in".split())

INTERVENTION, COMPARATOR, OUTCOME = "I", "C", "O"


@dataclass(frozen=True, slots=True)
class Sides:
    """A text in lower case, its words, where each starts, and whose each is ("I", "C", "O" or "")."""

    text: str
    words: list[str]
    starts: list[int]
    whose: list[str]

    def clauses(self) -> list[tuple[int, int]]:
        """Token ranges of its clauses, cut at full stops and at semicolons outside brackets."""
        spans: list[tuple[int, int]] = []
        first = depth = 0
        for i, word in enumerate(self.words):
            depth += (word in "([") - (word in ")]" and depth > 0)
            end = self.starts[i] + len(word)
            stops = word == "." and (end >= len(self.text) or self.text[end].isspace() or self.text[end] == "[")
            if i > first and (stops or (word == ";" and not depth)):
                spans.append((first, i))
                first, depth = i + 1, 0
        if first < len(self.words):
            spans.append((first, len(self.words)))
        return spans


@dataclass(frozen=True, slots=True)
class _Name:
    stems: frozenset[str]
    numbers: frozenset[str]
    initials: str
    is_control: bool


def sides(text: str, intervention: str, comparator: str, outcome: str) -> Sides:
    """The words of a text, each with the side it names."""
    text = text[:READ_CHARACTERS]
    lowered = _even(text)
    one, other, measured = _name(intervention), _name(comparator), _name(outcome)
    ones, others = one.stems - other.stems, other.stems - one.stems
    one_numbers, other_numbers = one.numbers - other.numbers, other.numbers - one.numbers
    outcomes = measured.stems - ones - others or measured.stems
    control = (
        "" if one.is_control == other.is_control else COMPARATOR if other.is_control else INTERVENTION
    )  # which of the two "control group" means
    treated = {COMPARATOR: INTERVENTION, INTERVENTION: COMPARATOR}.get(control, "")
    matches = list(_TOKEN.finditer(lowered))
    words = [match.group() for match in matches]
    capitals = {match.group().lower() for match in _CAPITALS.finditer(text)}
    whose: list[str] = []
    for i, word in enumerate(words):
        root = stem(word)
        if root in ones:
            side = INTERVENTION
        elif root in others:
            side = COMPARATOR
        elif word in capitals and (found := _abbreviated(word, one, other, ones, others)):
            side = found
        elif control and root in words_of("control") and words[i + 1 : i + 2] not in (["error"], ["deviation"]):
            side = control
        elif (
            control
            and root in words_of("treated")
            and words[max(0, i - 1)] not in {"after", "before", "during", "of", "to"}
        ):
            side = treated
        elif root in outcomes or (len(measured.initials) > 2 and word == measured.initials):
            side = OUTCOME
        elif word in one_numbers and len(one_numbers) < 4:
            side = INTERVENTION
        elif word in other_numbers and len(other_numbers) < 4:
            side = COMPARATOR
        else:
            side = ""
        whose.append(side)
    if not ones or not others:
        _tell_apart(words, whose, one.stems & other.stems, COMPARATOR if not others else INTERVENTION)
    return Sides(lowered, words, [match.start() for match in matches], whose)


def _abbreviated(word: str, one: _Name, other: _Name, ones: frozenset[str], others: frozenset[str]) -> str:
    for name, own, side in ((one, ones, INTERVENTION), (other, others, COMPARATOR)):
        if len(name.initials) > 1 and (word == name.initials or (len(word) > 2 and name.initials.startswith(word))):
            return side
        if len(word) > 2 and any(root.startswith(word) for root in own):
            return side
    return ""


def _tell_apart(words: list[str], whose: list[str], shared: frozenset[str], thin: str) -> None:
    """Where one name is part of the other ("diet", "diet with almonds"): the shared words alone name the thin side."""
    full = COMPARATOR if thin == INTERVENTION else INTERVENTION
    for i, word in enumerate(words):
        near = whose[max(0, i - 6) : i + 7]
        if not whose[i] and stem(word) in shared and full not in near:
            whose[i] = thin


def _even(text: str) -> str:
    """Lower case, odd spaces evened, "group A" made one word."""
    lowered = text.lower().replace("\u00ad", "").replace("&nbsp;", " ").replace("\u00a0", " ").replace("\u2009", " ")

    def joined(match: re.Match[str]) -> str:
        first = f"group_{match.group(1) or match.group(3)}"
        return f"{first} and group_{match.group(2)}" if match.group(2) else first

    return _GROUP.sub(joined, lowered)


@lru_cache(maxsize=1024)
def _name(name: str) -> _Name:
    lowered = _even(name[:READ_CHARACTERS])
    words = _TOKEN.findall(lowered)
    roots = [stem(word) for word in words if word[0].isalpha()]
    own = {root for root in roots if root not in words_of("common") and len(root) > 1}
    if lettered := _LETTERED.match(lowered):
        own.add(f"group_{lettered.group(1)}")
    own.update(f"group_{letter}" for letter in re.findall(r"\(([a-z])\)", lowered))
    return _Name(
        frozenset(own),
        frozenset(word for word in words if IS_NUMBER.match(word) and word[0].isdigit()),
        "".join(root[0] for root in roots if root not in _SMALL),
        any(word in words_of("control_like") for word in words),
    )
