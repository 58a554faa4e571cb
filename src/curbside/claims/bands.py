"""
Bands of weight, kidney function and age that a text names in figures, and whether they hold what a question names.

A dose for 25 to 30 kg is none for 11 kg, and one for a clearance under 30 mL/min none for 45. Where a question names such a
value, a statement whose bands all lie elsewhere is about others; one whose band holds the value is meant. A value is only
compared with bands in its own unit: nothing is converted.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache

from curbside.language.patterns import lazily
from curbside.questions.question import Plan

Band = tuple[float, float]

_NUMBER = r"\d{1,4}(?:\.\d+)?"
#: Units as texts write them; a number per minute is taken for kidney function.
_UNITS = {
    "kg": r"(?:kg|kgs|kilograms?|kilos?)\b",
    "lb": r"(?:lbs?|pounds?)\b",
    "mL/min": r"mL ?(?:/|per) ?min(?:ute)?(?: ?/ ?1\.73 ?m(?:²|2))?",
    "months": r"months?\b",
    "years": r"(?:years?|yrs?)\b",
}
_CLEARANCE = r"(?:CrCl|CLcr|eGFR|GFR|creatinine clearance|clearance)"
_MORE = r"(?:greater than or equal to|more than or equal to|at least|from|≥|>=)"
_ABOVE = r"(?:greater than|more than|higher than|older than|over|above|exceeding|>)"
_LESS = r"(?:less than or equal to|up to|at most|no more than|≤|<=)"
_BELOW = r"(?:less than|lower than|younger than|under|below|<)"
_TO = r"(?: ?(?:to|through|[-–—]) ?| and (?=less|under|below|<|up to|\d))"
_ASKED = {
    "kg": lazily(rf"(?<![\d.])({_NUMBER})[- ]?{_UNITS['kg']}", re.IGNORECASE),
    "lb": lazily(rf"(?<![\d.])({_NUMBER})[- ]?{_UNITS['lb']}", re.IGNORECASE),
    "mL/min": lazily(
        rf"\b{_CLEARANCE}\b(?: (?:of|is|was|at|about|around|=))*[ =:~]*({_NUMBER})|(?<![\d.])({_NUMBER}) ?{_UNITS['mL/min']}",
        re.IGNORECASE,
    ),
    "months": lazily(rf"(?<![\d.])({_NUMBER})[- ]?(?:months?|mo)(?:[- ]olds?| of age)\b", re.IGNORECASE),
    "years": lazily(rf"(?<![\d.])({_NUMBER})[- ]?(?:years?|yrs?|y)[- /]?(?:olds?|o\b|of age)", re.IGNORECASE),
}


def question_of(plan: Plan) -> str:
    """The words in which a question names such values."""
    return plan.condensed or " ".join(plan.queries[:1])


@lru_cache(maxsize=8)
def values_asked(question: str) -> tuple[tuple[str, float], ...]:
    """The weight, kidney function or age that a question names, each by its unit; one that it names twice otherwise is not told."""
    found: dict[str, set[float]] = {}
    for unit, asks in _ASKED.items():
        found[unit] = {float(next(filter(None, match.groups()))) for match in asks.finditer(question)}
    return tuple((unit, next(iter(values))) for unit, values in found.items() if len(values) == 1)


def held(question: str, text: str) -> bool | None:
    """Whether bands of a text hold what the question names; None where neither names such a thing."""
    told = None
    for unit, value in values_asked(question):
        found = bands(text, unit)
        if found:
            if not any(low <= value <= high for low, high in found):
                return False
            told = True
    return told


def bands(text: str, unit: str) -> list[Band]:
    """The bands in this unit that a text names, both ends within."""
    result = []
    for part in text.split("; "):
        head, colon, cell = part.rpartition(": ")
        here = list(_bands(part, unit))
        if not here and colon and re.search(_UNITS[unit], head, re.IGNORECASE) and not re.search(_UNITS[unit], cell):
            here = list(_bands(cell.strip(" ."), ""))  # "Weight (kg): 10 to 14" has its unit in the head
        result += here
    return result


def _bands(text: str, unit: str) -> Iterator[Band]:
    for match in _patterns(unit)[0].finditer(text):
        low, high = float(match["low"]), float(match["high"])
        if low <= high:
            yield (_next(low) if match["above"] else low, _before(high) if match["below"] else high)
    rest = _patterns(unit)[0].sub(" ", text)
    for match in _patterns(unit)[1].finditer(rest):
        sign = match.lastgroup or ""
        value = float(match[sign])
        yield {
            "more": (value, math.inf),
            "above": (_next(value), math.inf),
            "less": (0.0, value),
            "below": (0.0, _before(value)),
            "and_more": (value, math.inf),
            "and_less": (0.0, value),
        }[sign]


@lru_cache(maxsize=16)
def _patterns(unit: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a band with two ends looks like, and one with one; without a unit it is all that a cell says."""
    named = rf"[- ]?{_UNITS[unit]}" if unit else r"(?![\d.]| ?(?:mg|mcg|mL|g|units?|tablets?)\b)"
    maybe = rf"(?:[- ]?{_UNITS[unit]}(?: ?\([^()]{{1,20}}\))?)?" if unit else ""
    both = (
        rf"(?:(?P<above>{_ABOVE})\s?|{_MORE}\s?)?(?<![\d.])(?P<low>{_NUMBER}){maybe}{_TO}(?:(?P<below>{_BELOW})\s?|{_LESS}\s?)?"
        rf"(?P<high>{_NUMBER}){named}"
    )
    one = (
        rf"{_MORE}\s?(?P<more>{_NUMBER}){named}|{_ABOVE}\s?(?P<above>{_NUMBER}){named}|{_LESS}\s?(?P<less>{_NUMBER}){named}"
        rf"|{_BELOW}\s?(?P<below>{_NUMBER}){named}"
        rf"|(?<![\d.])(?P<and_more>{_NUMBER}){named}(?: of age)? (?:and|or) (?:higher|more|above|greater|over|older|heavier)"
        rf"|(?<![\d.])(?P<and_less>{_NUMBER}){named}(?: of age)? (?:and|or) (?:lower|less|below|under|younger|lighter)"
    )
    return re.compile(both, re.IGNORECASE), re.compile(one, re.IGNORECASE)


def _next(value: float) -> float:
    return math.nextafter(value, math.inf)


def _before(value: float) -> float:
    return math.nextafter(value, -math.inf)
