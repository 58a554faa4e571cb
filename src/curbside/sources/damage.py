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

from .source import Damage

_UNITS = (
    r"percent|per cent|%|days?|weeks?|months?|hours?|hrs?|minutes?|mins?|seconds?|years?|yrs?|times|"
    r"mg/dL|mg/dl|mg/kg|mg/m2|mg/m²|mg/day|milligrams?|mg|micrograms?|mcg|µg|μg|ug|grams?|g|kg|kilograms?|pounds?|lbs?|"
    r"mmol/L|mmol/l|mmol|mEq/L|mEq|ng/mL|ng/ml|ng|IU|units?|mL|ml|milliliters?|millilitres?|liters?|litres?|"
    r"mm Hg|mmHg|mm|cm|centimeters?|inches|inch|feet|calories|kcal|cells|tablets?|capsules?|drops|doses?|cups|ounces|"
    r"degrees|weeks'|months'|years'|people|women|men|children|patients|adults"
)
_NUMBER_AND_UNIT = re.compile(rf"(?<![\w.,/$€£#-])(\d{{3,6}})(?:-| )?({_UNITS})(?![\w])")
_PERCENT = re.compile(r"(?<![\w.,/%-])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?[ -]?(?:%|percent\b|per cent\b)")
_BEYOND_A_WHOLE = re.compile(
    r"(?i)\b(?:increas\w*|ris(?:e|es|ing|en)|rose|raise\w*|grow\w*|grew|higher|greater|larger|more|above|over|exceed\w*|"
    r"excess|fold|gain\w*|up|elevat\w*|predicted|normal|baseline|usual|ideal|expected|control|reference|limit|recovery|"
    r"recommended|target|poverty|level|compared|relative|versus|vs|range|maximum|to)\b"
)
_DOSE = re.compile(
    r"(?<![\w.,/-])(\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?[ -]?"
    r"(mg/kg|mg|milligrams?|mcg|µg|μg|micrograms?|g|grams)\b(?!/(?!kg|day|d\b)|[ -]?per (?:d[lL]|deci|100))"
)
_TWO_YEARS = re.compile(r"(?<![\w.,/-])((?:19|20)\d{2})((?:19|20)\d{2})(?![\w-])")
_TWO_POINTS = re.compile(rf"(?<![\w.,/-])\d+\.\d+\.\d+ ?(?:{_UNITS})(?![\w])")
_LEADING_ZERO = re.compile(r"(?<![\w.,:/+-])0\d{1,4} ?(?:mg|mcg|µg|μg|g|mL|ml|units?|mmol|percent|%)(?![\w/])")
_UNITLESS = re.compile(
    r"(?i)\b(?:dos(?:e|es|age) of|take|takes|taking|give|given|administer(?:ed)?) (\d+(?:\.\d+)?) "
    r"(?:once|twice|daily|weekly|every|each day|per day|a day|(?:two|three|four|\d) times)\b"
)
_AGE = re.compile(
    r"(?i)\b(?:age[sd]?|aged|ages of|age of)(?: between| from| about| over| under)? (\d{3,6})\b|"
    r"(?<![\w.,/-])(\d{3,6})[ -]years?(?:[ -]olds?| of age)\b"
)

#: The most that any dose in these units can be; beyond it a separator was lost. One dose, any route, any patient.
_MOST = {"mg/kg": 5_000, "mg": 50_000, "mcg": 100_000, "g": 5_000}
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
    """Every sign of damage in a text."""
    if not text.isascii() and "\ufffd" in text:
        at = text.index("\ufffd")
        yield Sign(Damage.UNDECODABLE, at, at + 1)
    if _THREE_DIGITS.search(text):
        yield from _lost_years(text)
        yield from _lost_ranges(text, (around or text) if trusted else "")
        yield from _percentages(text)
        yield from _doses(text)
        yield from _ages(text)
    if _POINTS.search(text):
        for found in _TWO_POINTS.finditer(text):
            yield Sign(Damage.LOST_RANGE, *found.span(), "two decimal points")
    if _ZERO.search(text):
        for found in _LEADING_ZERO.finditer(text):
            yield Sign(Damage.IMPLAUSIBLE_DOSE, *found.span(), "a number that starts with 0")
    if _COUNTED.search(text):
        for found in _UNITLESS.finditer(text):
            yield Sign(Damage.IMPLAUSIBLE_DOSE, *found.span(), "a dose without a unit")


_THREE_DIGITS = re.compile(r"\d{3}|\d,\d{3}")
_POINTS = re.compile(r"\d\.\d+\.\d")
_ZERO = re.compile(r"\b0\d")
_POINTS = re.compile(r"\d\.\d+\.\d")
_COUNTED = re.compile(r"\d (?:once|twice|daily|weekly|every|each|per|a day|two|three|four|\d)")


def rising_range(digits: str) -> str:
    """The range that digits may have been before a dash was lost, or "": a < b <= 6a, b as long as a or one longer."""
    for cut in range(1, len(digits)):
        low, high = digits[:cut], digits[cut:]
        if high[0] == "0" or low[0] == "0" or len(high) not in (len(low), len(low) + 1):
            continue
        if int(low) < int(high) <= 6 * int(low):
            return f"{low}-{high}"
    return ""


def _lost_ranges(text: str, meant_in: str) -> Iterator[Sign]:
    for found in _NUMBER_AND_UNIT.finditer(text):
        between = rising_range(found[1])
        if not between or _is_year(text, found):
            continue
        if meant_in and len(re.findall(rf"(?<![\d.,]){found[1]}[ -]?{re.escape(found[2])}", meant_in)) >= MEANT:
            continue
        yield Sign(Damage.LOST_RANGE, *found.span(), between)


def _lost_years(text: str) -> Iterator[Sign]:
    for found in _TWO_YEARS.finditer(text):
        if 0 < int(found[2]) - int(found[1]) < 60:
            yield Sign(Damage.LOST_RANGE, *found.span(), f"{found[1]}-{found[2]}")


def _is_year(text: str, found: re.Match[str]) -> bool:
    """A calendar year that happens to stand before a unit: "in 2012 women ..."."""
    if not 1900 <= int(found[1]) <= 2100 or found[2] not in {
        "people",
        "women",
        "men",
        "children",
        "patients",
        "adults",
        "times",
    }:
        return False
    return bool(
        re.search(
            r"(?i)\b(?:in|since|by|from|during|of|until|and|[a-z]{3,9}) ?,? ?$",
            text[max(found.start() - 14, 0) : found.start()],
        )
    )


def _percentages(text: str) -> Iterator[Sign]:
    for found in _PERCENT.finditer(text):
        if int(found[1].replace(",", "")) <= 100:
            continue
        around = text[max(found.start() - 60, 0) : found.start()] + " " + text[found.end() : found.end() + 40]
        if not _BEYOND_A_WHOLE.search(around):
            yield Sign(Damage.IMPOSSIBLE_PERCENTAGE, *found.span())


def _doses(text: str) -> Iterator[Sign]:
    for found in _DOSE.finditer(text):
        unit = _SAME_UNIT.get(found[2], found[2])
        if int(found[1].replace(",", "")) > _MOST[unit]:
            yield Sign(Damage.IMPLAUSIBLE_DOSE, *found.span())


def _ages(text: str) -> Iterator[Sign]:
    for found in _AGE.finditer(text):
        age = int(found[1] or found[2])
        if age > OLDEST and not (found[1] and 1000 < age < 2100):
            yield Sign(Damage.IMPLAUSIBLE_AGE, *found.span())


_NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*(?:%|(?![\w]))|(?<![\w.])\d+(?:[.,]\d+)*(?=[A-Za-zµμ°]|%)")
#: A digit that is a name and counts nothing.
_NAMED = re.compile(
    r"(?i)\b(?:type|types|stage|grade|class|phase|chromosome|chromosomes|vitamin|factor|group|category|tier|step|level|figure|"
    r"table|hepatitis|omega|covid|title|part|no\.?|bipolar|diabetes|schedule) ?-?\d{1,2}[a-z]?(?:(?: and | or |, )\d{1,2}[a-z]?)*\b|"
    r"\b[A-Za-z]+-?\d+[A-Za-z]*\b|\b\d{1,2}[pq]\d*\b|\b(?:911|999|112|000)\b"
)
_UNIT_WORD = rf"(?: ?-?(?:{_UNITS}|°[CF]?))"
_WRITTEN_RANGE = re.compile(
    rf"(?<![\w.])\d+(?:[.,]\d+)*{_UNIT_WORD}?(?:-old)? (?:to|and|or|through|out of|in every|of every|in)"
    rf" (?:about |every |age )?\d+(?:[.,]\d+)*{_UNIT_WORD}?(?![\w])|"
    rf"(?<![\w.])\d+(?:[.,]\d+)*{_UNIT_WORD}(?: ?[-–—/] ?)\d+(?:[.,]\d+)*{_UNIT_WORD}(?![\w])",
    re.IGNORECASE,
)


def rests_on_number(sentence: str) -> bool:
    """Whether a sentence states a number: digits that count or measure, not those of a name ("type 2", "CD4")."""
    return bool(_NUMBER.search(_NAMED.sub(" ", sentence)))


def safe_number(sentence: str) -> bool:
    """
    Whether every number of a sentence is written so that a lost dash would show.

    Safe are two numbers joined by "to", "and" or "or", and a number with a unit on both sides of a dash; a sentence
    without numbers is safe, one with any sign of damage is not.
    """
    if next(signs(sentence), None) is not None:
        return False
    return not _NUMBER.search(_NAMED.sub(" ", _WRITTEN_RANGE.sub(" ", sentence)))


#: Words that open an explanation after a dash: a word that ends in one of them after losing the dash is glued.
_OPENERS = (
    "such which including includes another also called that when while where usually especially particularly often sometimes "
    "these this those they their your with without from can may will not but because between through about even although "
    "since then into either both some many are has have the and for you who after before during"
).split()
_OPENER_ENDS = tuple(_OPENERS)
_LONG_WORD = re.compile(r"[a-z]{8,40}")
_WORD = re.compile(r"[a-z]{4,}")


def glued_words(text: str) -> frozenset[str]:
    """
    Words that are two words of this text without the dash between them: "symptomssuch", "glucagonanother".

    The first part must stand alone elsewhere in the same text, so that no word list is needed and real compounds stay.
    """
    ends = {word for word in _LONG_WORD.findall(text) if word.endswith(_OPENER_ENDS)}
    if not ends:
        return frozenset()
    alone = set(_WORD.findall(text)) - ends
    glued = set()
    for word in ends:
        for end in _OPENER_ENDS:
            first = word[: -len(end)]
            if word.endswith(end) and len(first) >= 4 and first in alone:
                glued.add(word)
                break
    return frozenset(glued)
