"""
The words of a text as parts of names: which a name may be made of, and how far a name goes on.

The lists stand in names.yaml. A word that no list holds may be a name when it has a capital and medicine does not know
it; one that medicine knows too ("Grace", "Addison") has to be led in by something.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from .datafiles import table
from .patterns import lazily
from .vocabulary import is_known

_MOST_WORDS, _SHORT_FORM_LETTERS, _SHOUTED_SHARE, _SHOUTED_WORDS = 4, 5, 0.6, 4
_WORD = lazily(r"(?<!\w)[^\W\d_]+(?:['-][^\W\d_]+){0,3}(?!\w)")
_NAME_GAP = lazily(r" {1,2}|\. ?|-")
_SAINT = lazily(r"\b(?:st\.?|saint|santa|san|são) $", re.IGNORECASE)
_HAS_OF = lazily(r"(?:'s?)? (\w{3,20})(?: (\w{3,20}))?")

Span = tuple[int, int]


@cache
def listed(name: str) -> frozenset[str]:
    """The words of one list of names.yaml."""
    return frozenset(str(table("curbside.language", "names.yaml")[name]).split())


@cache
def phrases(name: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The phrases of one list of names.yaml by their first word, the longest first."""
    rows = sorted((tuple(one.split()) for one in table("curbside.language", "names.yaml")[name]), key=len, reverse=True)
    return {row[0]: tuple(one for one in rows if one[0] == row[0]) for row in rows}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text, where it stands, and in small letters."""

    start: int
    end: int
    text: str
    small: str

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital, or in a script that has none."""
        return not self.text[0].islower()

    @property
    def plain(self) -> str:
        """In small letters without the ending that tells whose something is."""
        return self.small.removesuffix("'s")


class Words:
    """One text as words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.all = [Word(m.start(), m.end(), m[0], m[0].lower()) for m in _WORD.finditer(text)]
        letters = sum(word.end - word.start for word in self.all)
        capitals = sum(one.isupper() for one in text)
        self.is_shouted = len(self.all) > _SHOUTED_WORDS and capitals > _SHOUTED_SHARE * letters

    def small(self, at: int) -> str:
        """A word in small letters; "" where there is none."""
        return self.all[at].small if 0 <= at < len(self.all) else ""

    def gap(self, at: int) -> str:
        """What stands between a word and the next; "" behind the last."""
        return self.text[self.all[at].end : self.all[at + 1].start] if 0 <= at < len(self.all) - 1 else ""

    def phrase(self, name: str, at: int) -> int:
        """How many words the longest phrase of a list has that stands here; 0 for none."""
        for one in phrases(name).get(self.small(at), ()):
            if tuple(word.small for word in self.all[at : at + len(one)]) == one:
                return len(one)
        return 0

    def is_given(self, at: int) -> bool:
        """Whether many are given this name, which is no word besides."""
        return self.small(at).partition("-")[0].removesuffix("'s") in listed("given")

    def is_listed(self, at: int) -> bool:
        """Whether the word is in the lists of given and family names."""
        plain = self.all[at].plain
        return plain in listed("given") or plain in listed("family")

    def may_be_name(self, at: int) -> bool:
        """Whether a word has a capital and is neither ordinary nor a short form."""
        if not 0 <= at < len(self.all):
            return False
        word = self.all[at]
        return word.is_capital and word.small not in listed("ordinary") and not self._is_short_form(at)

    def may_go_on(self, at: int) -> bool:
        """Whether a word can go on a name: many are called so, or medicine does not know it."""
        return self.may_be_name(at) and (self.is_listed(at) or not is_known(self.all[at].plain))

    def is_strange(self, at: int) -> bool:
        """Whether a word with a capital is nothing that medicine knows, nor shouted; names that no list holds look so."""
        if not self.may_be_name(at) or len(self.all[at].plain) == 1:
            return False
        word = self.all[at]
        parts = word.plain.split("-")
        if any(part[1:] != part[1:].lower() for part in word.text.split("-")):
            return False
        named = listed("given") | listed("family")
        return all(part in named or (part not in listed("ordinary") and not is_known(part)) for part in parts)

    def is_small_name(self, at: int) -> bool:
        """Whether a word without regard to capitals can be part of a name that was led in."""
        if not 0 <= at < len(self.all):
            return False
        return self.is_listed(at) or not (self.small(at) in listed("ordinary") or is_known(self.small(at)))

    def is_family(self, at: int) -> bool:
        """Whether many families are called so."""
        return self.small(at).removesuffix("'s") in listed("family")

    def is_initial(self, at: int) -> bool:
        """Whether it is one capital letter that stands for a name."""
        if not 0 <= at < len(self.all):
            return False
        word = self.all[at]
        is_letter = len(word.text) == 1 and word.is_capital and word.text != "I"
        return is_letter and self.text[word.end : word.end + 1] in (".", " ")

    def begins_sentence(self, at: int) -> bool:
        """Whether nothing stands before a word in its sentence or line."""
        start = self.all[at].start
        return self.text[max(0, start - 8) : start].rstrip(" ")[-1:] in ("", "\n", ".", ",", ";")

    def may_begin(self, at: int) -> bool:
        """Whether a name may begin here: not behind a hyphen, a stroke or a saint."""
        before = self.text[max(0, self.all[at].start - 6) : self.all[at].start]
        return not before.endswith(("-", "/")) and not _SAINT.search(before)

    def run(self, at: int, takes: Callable[[int], bool]) -> Span:
        """From a word on, as far as words go that are taken, with initials and the small words of family names."""
        last, ahead, count = at, at + 1, 1
        while ahead < len(self.all) and count < _MOST_WORDS:
            gap = self.gap(ahead - 1)
            if not _NAME_GAP.fullmatch(gap) or ("." in gap and not self.is_initial(ahead - 1)):
                break
            if self.small(ahead) in listed("particles") and ahead + 1 < len(self.all):
                ahead += 1
                continue
            goes_on = takes(ahead) if "." not in gap else takes(ahead) and self.may_go_on(ahead)
            if not (goes_on or self.is_initial(ahead)):
                break
            last, count, ahead = ahead, count + 1, ahead + 1
        word = self.all[last]
        return self.all[at].start, word.start + len(word.plain)

    def is_of_thing(self, end: int) -> bool:
        """Whether what ends here is the name of a thing: "Graves disease", "Marfan's original syndrome"."""
        after = _HAS_OF.match(self.text, end)
        if after is None:
            return False
        is_whose = after[0].startswith("'")
        return after[1].lower() in listed("named_things") or (
            is_whose and (after[2] or "").lower() in listed("named_things")
        )

    def _is_short_form(self, at: int) -> bool:
        word = self.all[at]
        is_short = word.text.isupper() and 1 < len(word.text) <= _SHORT_FORM_LETTERS and not self.is_shouted
        return is_short and is_known(word.small) and not self.is_listed(at)
