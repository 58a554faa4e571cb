"""
Ages that a text names, as ranges of years: "aged 50 to 75" holds 62, "younger than 50 years" does not.

Only ages that a text gives in figures beside a word for age are read; a text without one says nothing here.
"""

from __future__ import annotations

import re

from curbside.language.patterns import lazily

Ages = tuple[int, int]

OLDEST = 130
_TO = r"\s?(?:to|through|and|[-–—])\s?"
_BETWEEN = lazily(
    rf"\bage[sd]? (?:of |between |from )*(\d{{1,3}}){_TO}(\d{{1,3}})\b"
    rf"|\b(?:adults?|persons?|people|individuals|women|men|patients|children|boys|girls) (\d{{1,3}}){_TO}(\d{{1,3}})\b"
    rf"|\b(\d{{1,3}}){_TO}(\d{{1,3}})[- ]?(?:years?|yrs?)[- ](?:old|of age)",
    re.IGNORECASE,
)
_FROM = lazily(
    r"\b(\d{1,3}) (?:years? )?(?:of age )?(?:and|or) (?:older|over|above)\b"
    r"|\b(?:from|at least|after)(?: the)? age(?: of)? (\d{1,3})\b|≥ ?(\d{1,3}) years?\b",
    re.IGNORECASE,
)
_ABOVE = lazily(
    r"(?<!bmi )(?<!fever )(?<!temperature )\b(?:older than|over|above)(?: the)?(?: age)?(?: of)? (\d{1,3})(?= years?\b|\s*[?,.;)]|\Z)|> ?(\d{1,3}) years?\b",
    re.IGNORECASE,
)
_BELOW = lazily(
    r"\b(?:younger than|under|below|before)(?: the)?(?: age)?(?: of)? (\d{1,3})(?= years?\b|\s*[?,.;)]|\Z)|< ?(\d{1,3}) years?\b",
    re.IGNORECASE,
)
_UNTIL = lazily(r"\b(\d{1,3}) years? (?:and|or) (?:younger|under)\b|≤ ?(\d{1,3}) years?\b", re.IGNORECASE)
_OWN = lazily(
    r"\b(?:i am|i['’]?m|aged?|he is|she is|he['’]s|she['’]s) (\d{1,3})\b(?! ?(?:mg|weeks?|months?|days?|hours?|%|mcg|ml|kg|pounds|stone))"
    r"|\b(\d{1,3})[- ]?(?:years?[- ]?olds?|yrs?[- ]?olds?|yo\b|y/o)|\b(?:at|in an?) ([2-9]\d)(?=\s*[?,.;]|\Z)|\A([2-9]\d),",
    re.IGNORECASE,
)


def ranges(text: str) -> list[Ages]:
    """The ranges of age that a text names, in whole years, both ends within."""
    found = [_numbers(match) for match in _BETWEEN.finditer(text)]
    found += [[*_numbers(match), OLDEST] for match in _FROM.finditer(text)]
    found += [[_numbers(match)[0] + 1, OLDEST] for match in _ABOVE.finditer(text)]
    found += [[0, _numbers(match)[0] - 1] for match in _BELOW.finditer(text)]
    found += [[0, *_numbers(match)] for match in _UNTIL.finditer(text)]
    return [(low, high) for low, high in found if low <= high <= OLDEST]


def ages_of(question: str) -> Ages | None:
    """The age, or the range of ages, that a question is about, where it names one in years."""
    if told := ranges(question):
        return told[0]
    own = _OWN.search(question)
    age = _numbers(own)[0] if own else OLDEST + 1
    return (age, age) if age <= OLDEST else None


def meet(asked: Ages, told: list[Ages]) -> bool:
    """Whether one of the ranges told holds an age that is asked about."""
    # Two ranges that only touch ("6 to 12 years" and "12 to 15") are of others.
    return any(
        low <= asked[1]
        and asked[0] <= high
        and (low == high or asked[0] == asked[1] or min(high, asked[1]) > max(low, asked[0]))
        for low, high in told
    )


def _numbers(match: re.Match[str]) -> list[int]:
    return [int(value) for value in match.groups() if value]
