"""
Numbers in medical text, with what they count and how they are bounded.

A wrong number is the most dangerous error an answer can make, so numbers are read as typed things: "5 to 10 mg"
is one range, ">= 140/90 mm Hg" two bounded pressures, "10⁶" a million and never 106. Digits that are part of a name
(CD4, COVID-19, IL-6) are not numbers. Whether those of two texts agree is decided in `amounts.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from curbside.language.patterns import lazily

from .units import COUNTED, read_unit


@dataclass(frozen=True, slots=True)
class Number:
    """
    A number or range in a text.

    `start` to `end` spans comparator, digits and unit; `value` is the digits or words as written. `comparator` is
    one of "", "<", ">", "<=", ">=", "~" and "±". `unit` is in its one spelling ("mg", "mmHg", "mg/day"), "" when
    none is written. `low` and `high` are equal unless it is a range.
    """

    start: int
    end: int
    value: str
    comparator: str
    unit: str
    low: float
    high: float


_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SPELT = {word: float(number) for number, word in enumerate(_ONES)}
_SPELT |= {word: 10.0 * number for number, word in enumerate(_TENS, 2)}
_SPELT |= {"once": 1.0, "twice": 2.0, "thrice": 3.0, "half": 0.5, "dozen": 12.0, "hundred": 100.0, "thousand": 1000.0}
_TIMES = frozenset(("once", "twice", "thrice"))
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_FRACTIONS = {"½": 0.5, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 0.25, "¾": 0.75, "⅛": 0.125, "⅜": 0.375, "⅝": 0.625, "⅞": 0.875,
              "⅕": 0.2, "⅖": 0.4, "⅗": 0.6, "⅘": 0.8, "⅙": 1 / 6}  # fmt: skip
_SIMPLE_FRACTION = lazily(r"(1/2|1/3|2/3|1/4|3/4|1/8)(?![\d/.,])")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺−", "0123456789-+-")

_DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,5}(?!\d)|\d{1,3}(?:[\u2009\u202f\u00a0]\d{3}){1,5}(?!\d)|\d+)(?:[.·]\d+)?|[.·]\d+"
_RAISED_TEN = r"10\s?(?:\^\s?[-−+]?\d{1,3}|[⁻⁺]?[⁰¹²³⁴-⁹]{1,3})"
_WORDS = (
    rf"(?:{'|'.join(_TENS)})[-\s](?:{'|'.join(_ONES[1:10])})|{'|'.join(_TENS)}|{'|'.join(reversed(_ONES))}"
    r"|once|twice|thrice|half|dozen|hundred|thousand|(?:a|one)\s(?:third|quarter|fifth|tenth)(?=\sof\b)"
)
_NUMERAL = lazily(
    r"(?<![\w^])(?<!\d[.,])(?<![a-z]{2}\.)"
    rf"(?:(?P<power>{_RAISED_TEN})"
    rf"|(?P<digits>{_DIGITS})(?:\s?[×x*·]\s?(?P<times>{_RAISED_TEN}))?(?P<part>[{''.join(_FRACTIONS)}])?"
    rf"|(?P<fraction>[{''.join(_FRACTIONS)}])|(?P<words>(?<!-)\b(?:{_WORDS})\b))"
    r"(?P<scale>[-\s](?:hundred|thousand|million|billion)s?\b)?",
    re.IGNORECASE,
)
_NAME_GOES_ON = lazily(r"(?!s\b)[^\W\d_]")
_OUT_OF = lazily(rf"\s(?:in|out of)\s(?:every\s)?(?:\d|(?:{_WORDS})\b)", re.IGNORECASE)
_DASHES = ("-", "−", "–", "‑")
#: "two-thirds", "one quarter"; "1,5 mg" as half of Europe writes it.
_PARTS = {
    "half": 2,
    "halve": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "eighth": 8,
    "tenth": 10,
}
_PART = lazily(rf"[-\s](?P<part>{'|'.join(_PARTS)})s?\b", re.IGNORECASE)
_DECIMAL_COMMA = lazily(r",(\d{1,2})(?![\d,.])")
_CHAIN = lazily(r"\d{1,4}[-–‑]\d{1,4}[-–‑]\d")
_LABELLED = lazily(r"\b(?:phase|type|grade|stage|class|group|level|step|arm|cohort|version|category)\s$", re.IGNORECASE)
_ORDINAL = lazily(r"(?:st|nd|rd|th)\b")
_BETWEEN_ENDS = lazily(r"\s?(?:[-–—‑−]|to|through|until)\s?(?=[\d.·½¼¾⅓⅔]|[a-z])", re.IGNORECASE)
_AND = lazily(r"\sand\s(?=[\d.·½¼¾⅓⅔]|[a-z])")
_SHARED = lazily(r"\s?(?:,\s(?:and|or)\s|,\s|/|\s(?:or|and|versus|vs\.?)\s)\s?")
_SYMBOL = {
    "<": "<", ">": ">", "<=": "<=", "=<": "<=", "≤": "<=", "⩽": "<=", "≦": "<=", ">=": ">=", "=>": ">=", "≥": ">=",
    "⩾": ">=", "≧": ">=", "≪": "<", "≫": ">", "=": "", "~": "~", "∼": "~", "≈": "~", "±": "±", "+/-": "±",
}  # fmt: skip
_PHRASES = {
    ">=": "at least|no less than|no fewer than|not less than|a minimum of|minimum|greater than or equal to",
    "<=": "at most|up to|as many as|as much as|no more than|not more than|not exceed|not exceeding|maximum|a maximum of"
    "|less than or equal to",
    "<": "less than|fewer than|lower than|younger than|smaller than|shorter than|under|below",
    ">": "more than|greater than|higher than|older than|larger than|longer than|over|above|exceeding|exceed|exceeds",
    "~": "about|approximately|approx|approx.|around|roughly|nearly|almost|some|as few as",
}
_COMPARED = {phrase: symbol for symbol, phrases in _PHRASES.items() for phrase in phrases.split("|")}
_SPANS = frozenset({"second", "minute", "hour", "day", "week", "month"})
_MONEY = ("$", "€", "£")
_SYMBOLS = frozenset("<>≤≥⩽⩾≦≧=~∼≈±-/+≪≫ ")
_AFTERWARDS = lazily(
    r"(?:\s(?:old|of age))?\s(?:or|and)\s(?:(?P<least>more|older|higher|greater|above|over|longer|larger|upwards?|up)"
    r"|(?P<most>less|fewer|younger|lower|below|under|shorter|smaller))\b|(?P<plus>\s?\+(?![\w/]))",
    re.IGNORECASE,
)


def numbers(text: str) -> tuple[Number, ...]:
    """The numbers of a text in order, each with its comparator and unit; a range is one number."""
    found: list[Number] = []
    at = 0
    while match := _NUMERAL.search(text, at):
        number = _read(text, match)
        at = number.end if number else match.end()
        if number:
            found.append(number)
    return _with_shared_units(text, found)


def _value(match: re.Match[str]) -> float:
    """What a matched numeral amounts to."""
    if match["power"]:
        value = _power(match["power"])
    elif match["digits"]:
        value = float(re.sub(r"[,\u2009\u202f\u00a0]", "", match["digits"]).replace("·", "."))
        if match["times"]:
            value *= _power(match["times"])
        if match["part"]:
            value += _FRACTIONS[match["part"]]
    elif match["fraction"]:
        value = _FRACTIONS[match["fraction"]]
    else:
        first, *rest = re.split(r"[-\s]", match["words"].lower())
        is_part = rest and rest[0] in _PARTS
        value = 1 / _PARTS[rest[0]] if is_part else sum(_SPELT[word] for word in (first, *rest))
    if match["scale"]:
        value *= _SCALES[match["scale"][1:].lower().rstrip("s")]
    return value


def _power(written: str) -> float:
    """What a power of ten amounts to; infinite, not an error, when it is too large."""
    raised = re.sub(r"[\s^]", "", written[2:]).translate(_RAISED)
    return float(f"1e{raised}")


def _read(text: str, match: re.Match[str]) -> Number | None:
    """The number at a match with everything that belongs to it, or None for digits of a name."""
    start, end = match.span()
    before = text[max(0, start - 32) : start]
    dashed = before[-1:] in _DASHES
    if match["digits"] and ((dashed and before[-2:-1].isalpha()) or _ORDINAL.match(text, end)):
        return None
    if match["digits"] and (_CHAIN.match(text, start) or (dashed and before[-2:-1].isdigit())):
        return None  # "14-3-3", "2019-12-31", a telephone number
    low = high = _value(match)
    if match["words"] and (part := _PART.match(text, end)) and low < 10:
        low = high = low / _PARTS[part["part"].lower()]
        end = part.end()
    comma = _DECIMAL_COMMA.match(text, end) if (match["digits"] or "").isdigit() else None
    if comma and (match["digits"] == "0" or read_unit(text, comma.end())[0]):
        low = high = float(f"{match['digits']}.{comma[1]}")
        end = comma.end()
    if match["digits"] and (simple := _SIMPLE_FRACTION.match(text, start)):
        above, below = simple.group().split("/")
        low = high = int(above) / int(below)
        end = simple.end()
    if dashed and (len(before) == 1 or before[-2] in " \n\t([=<>≤≥,;:"):
        start, low, high = start - 1, -low, -high
        before = before[:-1]
    comparator, start = _comparator(before, start)
    value_start = match.start()
    unit, after = read_unit(text, end)
    if unit in COUNTED and _LABELLED.search(before):
        unit, after = "", end  # "phase 3 trial" counts no trials
    if match["digits"] and not unit and _NAME_GOES_ON.match(text, end):
        return None  # "5HT", "99mTc"
    value_end = end
    second = _second_end(text, after, before)
    if second:
        unit_after, after_second = read_unit(text, second.end())
        # "3 months to 3 years" are two numbers: a range has one unit.
        if unit and unit_after and unit != unit_after:
            second = None
        else:
            value_end, high = second.end(), _value(second)
            unit, after = (unit_after or unit, after_second)
    if match["words"] and not second and low >= 1:
        spoken = match["words"].lower()
        if spoken == "one" and not unit and not match["scale"] and not _OUT_OF.match(text, end):
            return None  # "one of the causes": a pronoun
        if spoken in _TIMES:
            unit = "times" + (unit if unit.startswith("/") else "")
    if comparator == ">" and unit in _SPANS and before.lower().rstrip().endswith("over"):
        comparator = ""  # "over 12 weeks" is how long it took, "over 65 years" how old somebody is
    if not comparator and (later := _AFTERWARDS.match(text, after)):
        comparator = ">=" if later["least"] or later["plus"] else "<="
        after = later.end()
    return Number(start, after, text[value_start:value_end], comparator, unit, low, high)


def _second_end(text: str, after: int, before: str) -> re.Match[str] | None:
    """The upper end of a range that starts before `after`, if there is one."""
    joint = _BETWEEN_ENDS.match(text, after) or (_AND.match(text, after) if before[-8:].lower() == "between " else None)
    if joint is None:
        return None
    second = _NUMERAL.match(text, joint.end())
    if second is None or _ORDINAL.match(text, second.end()):
        return None
    return second


def _comparator(before: str, start: int) -> tuple[str, int]:
    """The comparator that stands before a number, and where it starts."""
    bare = before.rstrip()
    if bare[-1:] in _MONEY:
        before, bare = before[: len(bare) - 1], bare[:-1].rstrip()
        start -= 1
    if not bare:
        return "", start
    spaces = len(before) - len(bare)
    if bare[-1] in _SYMBOLS:
        cut = len(bare)
        while cut and bare[cut - 1] in _SYMBOLS and len(bare) - cut < 4:
            cut -= 1
        symbol = bare[cut:].replace(" ", "")
        if symbol in _SYMBOL:
            return _SYMBOL[symbol], start - spaces - len(bare[cut:].lstrip())
        return "", start
    if not spaces:
        return "", start
    ending = bare.lower().replace("(", " ").replace("[", " ").split(" ")[-5:]
    for count in range(len(ending), 0, -1):
        phrase = " ".join(ending[-count:])
        if phrase in _COMPARED:
            return _COMPARED[phrase], start - spaces - len(phrase)
    return "", start


def _with_shared_units(text: str, found: list[Number]) -> tuple[Number, ...]:
    """Numbers in a row share the unit and the bound written once ("5, 10 and 20 mg", ">= 140/90 mm Hg")."""
    for index in range(len(found) - 2, -1, -1):
        this, following = found[index], found[index + 1]
        between = text[this.end : following.start]
        if len(between) > 8 or not _SHARED.fullmatch(between):
            continue
        unit = this.unit or following.unit
        if unit != this.unit:
            found[index] = Number(this.start, this.end, this.value, this.comparator, unit, this.low, this.high)
        if between.strip() == "/" and this.comparator and not following.comparator:
            found[index + 1] = Number(
                following.start,
                following.end,
                following.value,
                this.comparator,
                following.unit,
                following.low,
                following.high,
            )
    return tuple(found)
