"""
Damage: signs that a text lost characters before it came here.

When dashes are deleted, "15-25 mg" becomes "1525 mg": byte-exact, well-formed and lethal. Nothing is repaired, because
a repair is a guess; a damaged stretch is marked when it is added, and in a collection known to be damaged no sentence
is quoted whose meaning rests on a number, unless the number is written so that a lost dash would show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from curbside.language.patterns import lazily

from .source import Damage

_MEASURES = (
    r"percent|per cent|%|days?|weeks?|months?|hours?|hrs?|minutes?|mins?|seconds?|years?|yrs?|"
    r"mg/dL|mg/dl|mg/kg|mg/m2|mg/m²|mg/day|milligrams?|mg|micrograms?|mcg|µg|μg|ug|grams?|g|kg|kilograms?|pounds?|lbs?|"
    r"mmol/L|mmol/l|mmol|mEq/L|mEq|ng/mL|ng/ml|ng|IU|units?|mL|ml|milliliters?|millilitres?|liters?|litres?|"
    r"mm Hg|mmHg|mm|cm|centimeters?|inches|inch|feet|calories|kcal|tablets?|capsules?|drops|doses?|cups|ounces|degrees"
)
_UNITS = _MEASURES + r"|times|cells|people|women|men|children|patients|adults"
#: Numbers worth a look: three digits or more, a leading zero, two points, or few digits before a word of frequency.
_DIGITS = lazily(
    r"\d(?<!\d\d)(?:\d\d[\d,.]*|(?<=0)\d[\d,.]*|\d?(?:,\d{3}[\d,.]*|\.\d+\.\d[\d.]*|(?= (?:[otdwe]|per|a d|\d t))))"
)
#: The same for texts without other scripts' digits: a fifth faster.
_DIGITS_IN_ASCII = lazily(_DIGITS.pattern, re.ASCII)
_UNIT = lazily(rf"(?:-| )?({_MEASURES})(?!\w)(?P<per>/(?!kg|day|d\b)| per (?:d[lL]|deci|100))?")
_OLD = lazily(r"(?:[ -]olds?| of age)\b")
_AGED = lazily(r"(?i)\bage[sd]?(?: of)?(?: between| from| about| over| under)? $")
_GROUPED = lazily(r"\d{1,3}(?:,\d{3})+")
_OFTEN = lazily(r" (?:once|twice|daily|weekly|every|each day|per day|a day|(?:two|three|four|\d) times)\b")
_DOSED = lazily(r"(?i)\b(?:dos(?:e|es|age) of|takes?|taking|give|given|administer(?:ed)?) $")
_BEYOND_A_WHOLE = lazily(
    r"(?i)\b(?:increas\w*|ris(?:e|es|ing|en)|rose|raise\w*|grow\w*|grew|higher|greater|larger|more|above|over|exceed\w*|"
    r"excess|fold|gain\w*|up|elevat\w*|predicted|normal|baseline|usual|ideal|expected|control|reference|limit|recovery|"
    r"recommended|target|poverty|FPL|FPG|percentile|ratios?|bioavailab\w*|AUC|accura\w*|recover\w*|difference|disparit\w*|level|compared|relative|versus|vs|range|maximum|to)\b"
)
_TIMES = frozenset({"hours", "hour", "hrs", "hr", "minutes", "minute", "mins", "min", "seconds", "second"})
_COUNTS_PEOPLE = lazily(r"(?i)\bn ?= ?$|[↑↓]$")
#: What stands before digits that belong to a name, an address, an amount of money or a longer number.
_NOT_A_COUNT = frozenset("/$€£%-#_.,:~")

#: The most that any dose in these units can be; beyond it a separator was lost. One dose, any route, any patient.
_MOST = {"mg/kg": 20_000, "mg": 50_000, "mcg": 100_000, "g": 5_000}
_SAME_UNIT = {
    "milligram": "mg",
    "milligrams": "mg",
    "µg": "mcg",
    "μg": "mcg",
    "microgram": "mcg",
    "micrograms": "mcg",
    "grams": "g",
}
OLDEST = 122
LONGEST_NUMBER = 15
#: A number written this often with its unit in a good text is what its authors meant.
MEANT = 3


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of damage, where it stands, and what it may have been ("15-25")."""

    damage: Damage
    start: int
    end: int
    note: str = ""


def marks(text: str, *, trusted: bool = False, around: str = "") -> tuple[Damage, ...]:
    """
    The kinds of damage that a text shows, each once.

    `trusted` is for collections of good text: a number that its whole text, `around`, writes again and again is meant.
    """
    return tuple(dict.fromkeys(sign.damage for sign in signs(text, trusted=trusted, around=around)))


def signs(text: str, *, trusted: bool = False, around: str = "") -> Iterator[Sign]:
    """Every sign of damage in a text, in one pass over its numbers."""
    is_ascii = text.isascii()
    if not is_ascii and (at := text.find("\ufffd")) >= 0:
        yield Sign(Damage.UNDECODABLE, at, at + 1)
    meant_in = (around or text) if trusted else ""
    for found in (_DIGITS_IN_ASCII if is_ascii else _DIGITS).finditer(text):
        start = found.start()
        before = text[start - 1] if start else " "
        if before in _NOT_A_COUNT or before.isalnum():
            continue
        yield from _signs_at(text, start, found[0].rstrip(".,"), meant_in)


def _signs_at(text: str, start: int, digits: str, meant_in: str) -> Iterator[Sign]:
    """Signs of damage in one number as written."""
    end = start + len(digits)
    whole, _, fraction = digits.partition(".")
    if _GROUPED.fullmatch(whole):
        whole = whole.replace(",", "")
    if not whole.isdigit() or len(whole) > LONGEST_NUMBER:
        return
    if len(whole) < 3 and whole[0] != "0" and not fraction:
        if _OFTEN.match(text, end) and _DOSED.search(text, max(start - 24, 0), start):
            yield Sign(Damage.IMPLAUSIBLE_DOSE, start, end, "a dose without a unit")
        return
    if len(whole) == 8 and not fraction and 0 < int(whole[4:]) - int(whole[:4]) < 60 and 1900 < int(whole[:4]) < 2100:
        yield Sign(Damage.LOST_RANGE, start, end, f"{whole[:4]}-{whole[4:]}")
        return
    unit = _UNIT.match(text, end)
    if unit is not None:
        yield from _measured(text, start, unit, whole, fraction, meant_in)
    if len(whole) >= 3 and not fraction and int(whole) > OLDEST:
        if unit is not None and unit[1] in {"year", "years"} and _OLD.match(text, unit.end()):
            yield Sign(Damage.IMPLAUSIBLE_AGE, start, unit.end())
        elif unit is None and not 1000 < int(whole) < 2100 and _AGED.search(text, max(start - 24, 0), start):
            yield Sign(Damage.IMPLAUSIBLE_AGE, start, end)


def _measured(text: str, start: int, unit: re.Match[str], whole: str, fraction: str, meant_in: str) -> Iterator[Sign]:
    """Signs of damage in a number that has a unit."""
    end = unit.end(1)
    name = unit[1]
    if "." in fraction:
        yield Sign(Damage.LOST_RANGE, start, end, "two decimal points")
        return
    if whole[0] == "0" and len(whole) > 1 and not fraction:
        if name in _TIMES or whole.strip("0") == "":
            return  # a time of day, or the last group of "100 000"
        yield Sign(Damage.IMPLAUSIBLE_DOSE, start, end, "a number that starts with 0")
        return
    if 3 <= len(whole) <= 8 and not fraction and whole == text[start : start + len(whole)]:
        between = rising_range(whole)
        if between and not _is_meant(whole, name, meant_in):
            yield Sign(Damage.LOST_RANGE, start, end, between)
    if name in {"%", "percent", "per cent"} and int(whole) > 100:
        nearby = text[max(start - 60, 0) : start] + " " + text[end : end + 40]
        if not _BEYOND_A_WHOLE.search(nearby) and not _COUNTS_PEOPLE.search(text, max(start - 6, 0), start):
            yield Sign(Damage.IMPOSSIBLE_PERCENTAGE, start, end)
    most = _MOST.get(_SAME_UNIT.get(name, name))
    if most and int(whole) > most and unit["per"] is None:
        yield Sign(Damage.IMPLAUSIBLE_DOSE, start, end)


def _is_meant(digits: str, unit: str, text: str) -> bool:
    """Whether a good text writes this number with this unit again and again."""
    return bool(text) and len(re.findall(rf"(?<![\d.,]){digits}[ -]?{re.escape(unit)}", text)) >= MEANT


def rising_range(digits: str) -> str:
    """The range that digits may have been before a dash was lost, or "": a < b <= 6a, b as long as a or one longer."""
    for cut in range(1, len(digits)):
        low, high = digits[:cut], digits[cut:]
        if high[0] == "0" or low[0] == "0" or len(high) not in (len(low), len(low) + 1):
            continue
        if int(low) < int(high) <= 6 * int(low):
            return f"{low}-{high}"
    return ""


_NUMBER = lazily(r"(?<![\w.])\d+(?:[.,]\d+)*(?:%|(?![\w]))|(?<![\w.])\d+(?:[.,]\d+)*(?=[A-Za-zµμ°]|%)")
#: A digit that is a name and counts nothing.
_NAMED = lazily(
    r"(?i)\b(?:type|types|stage|grade|class|phase|chromosome|chromosomes|vitamin|factor|group|category|tier|step|level|figure|"
    r"table|hepatitis|omega|covid|title|part|no\.?|bipolar|diabetes|schedule) ?-?\d{1,2}[a-z]?(?:(?: and | or |, )\d{1,2}[a-z]?)*\b|"
    r"\b[A-Za-z]+-?\d+[A-Za-z]*\b|\b\d{1,2}[pq]\d*\b|\b(?:911|999|112|000)\b"
)
_UNIT_WORD = rf"(?: ?-?(?:{_UNITS}|°[CF]?))"
_WRITTEN_RANGE = lazily(
    rf"(?<![\w.])\d+(?:[.,]\d+)*{_UNIT_WORD}?(?:-old)? (?:to|and|or|through|out of|in every|of every|in)"
    rf" (?:about |every |age )?\d+(?:[.,]\d+)*{_UNIT_WORD}?(?![\w])|"
    rf"(?<![\w.])\d+(?:[.,]\d+)*{_UNIT_WORD}(?: ?[-–—/] ?)\d+(?:[.,]\d+)*{_UNIT_WORD}(?![\w])",
    re.IGNORECASE,
)

_ROUND = lazily(
    r"(?i)(?<![\w.,/-])(?:[1-9]0|100)(?: ?%| per ?cent\b|[ -](?:minutes?|hours?|days?|weeks?|months?|years?)\b)(?! ?[-–—/]| per\b|\d)"
)
#: One digit alone before a unit of time: a lost dash would have left two, and times are not told as ".5 weeks".
_ONE_DIGIT = lazily(
    r"(?i)(?<![\w.,/–—-])(?<!\d )[1-9](?: |-)(?:minutes?|hours?|days?|weeks?|months?|years?|times)\b(?!(?: ?[-–—/]| per\b| \d| and \d))"
)
#: A blood pressure: digits on both sides of the stroke, each in the bounds of its own.
_PRESSURE = lazily(r"(?<![\w.,/–—-])(?:[89]\d|1\d\d|2[0-4]\d)/(?:[4-9]\d|1[0-4]\d)(?![\w/–—-]|[.,]\d)")


def rests_on_number(sentence: str) -> bool:
    """Whether a sentence states a number: digits that count or measure, not those of a name ("type 2", "CD4")."""
    return bool(_NUMBER.search(_NAMED.sub(" ", sentence)))


def safe_number(sentence: str) -> bool:
    """
    Whether every number of a sentence is written so that a lost dash would show.

    Safe are two numbers joined by "to", "and" or "or", a number with a unit on both sides of a dash, and a share or a
    time in round tens: "50 percent" is no range without its dash, for no range ends in 0 after one digit, and nobody
    writes "5.0 percent" of people; so are one digit before a unit of time, and a blood pressure. A sentence without numbers is
    safe, one with any sign of damage is not.
    """
    if next(signs(sentence), None) is not None:
        return False
    rest = sentence
    for safe in (_WRITTEN_RANGE, _ROUND, _PRESSURE, _ONE_DIGIT, _NAMED):
        rest = safe.sub(" ", rest)
    return not _NUMBER.search(rest)


#: Words that open an explanation after a dash: a word that ends in one of them after losing the dash is glued.
_OPENERS = (
    "such which including includes another also called that when while where usually especially particularly often sometimes "
    "these this those they their your with without from can may will not but because between through about even although "
    "since then into either both some many are has have the and for you who after before during"
).split()
_OPENER_ENDS = tuple(_OPENERS)
#: Words that end so and are one word.
_ONE_WORD = frozenset(
    "elsewhere somewhere anywhere everywhere nowhere thereafter hereafter hereinafter therefrom therewith throughout "
    "wherewith healthcare childcare aftercare daycare skincare themselves whosoever".split()
)
_LONG_WORD = lazily(r"[a-z]{8,40}")
_SHORTEST_FIRST = 4  # letters of the word before the lost dash
_REMEMBERED_CHUNKS = 100_000


def glued_words(text: str) -> frozenset[str]:
    """
    Words that are two words of this text without the dash between them: "symptomssuch", "glucagonanother".

    The first part must stand alone elsewhere in the same text, so that no word list is needed and real compounds stay.
    """
    suspects = set(chain.from_iterable(map(_suspects.__getitem__, set(text.split()))))
    return frozenset(
        word
        for word, first in suspects
        if first in text and not _may_be_glued(first) and re.search(rf"(?<![a-z]){first}(?![a-z])", text)
    )


def _may_be_glued(word: str) -> bool:
    return len(word) >= 8 and word.endswith(_OPENER_ENDS) and word not in _ONE_WORD


class _Suspects(dict[str, tuple[tuple[str, str], ...]]):
    """Words that may be glued in what stands between two spaces, each with its first part; found once."""

    def __missing__(self, chunk: str) -> tuple[tuple[str, str], ...]:
        if len(self) >= _REMEMBERED_CHUNKS:
            self.clear()
        found = self[chunk] = tuple(
            (word, word[: -len(end)])
            for word in _LONG_WORD.findall(chunk)
            if _may_be_glued(word)
            for end in _OPENER_ENDS
            if word.endswith(end) and len(word) - len(end) >= _SHORTEST_FIRST
        )
        return found


_suspects = _Suspects()
