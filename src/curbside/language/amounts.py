"""
Whether the amounts of one text stand in another, and in words what differs where they do not.

A claim may say less than its source: "about 20 %" of 20 %, and "57 patients" where the source counts 57. It may not
change a value, a unit or a bound, nor take one end of a range for the whole.
"""

from __future__ import annotations

from .numbers import Number, numbers
from .units import COUNTED


def numbers_unheld(claim: str, source: str) -> tuple[tuple[Number, str], ...]:
    """The numbers of a claim that do not stand in its source with the same unit and bound, each with the reason."""
    there = set(map(_key, numbers(source)))
    missing = [number for number in numbers(claim) if not _is_held(_key(number), there)]
    return tuple((number, _missing(_key(number), source)) for number in missing)


_Key = tuple[float, float, str, str]


def _key(number: Number) -> _Key:
    return (round(number.low, 9), round(number.high, 9), number.comparator, number.unit)


def _is_held(key: _Key, there: set[_Key]) -> bool:
    low, high, comparator, unit = key
    units = {unit, ""} if unit in COUNTED else {unit} if unit else {"", *COUNTED}
    bounds = {comparator, ""} if comparator == "~" else {comparator}
    return any((low, high, bound, name) in there for bound in bounds for name in units)


def _missing(key: _Key, text: str) -> str:
    """Why a number cannot be found in a text, as exactly as the text allows."""
    low, high, _, unit = key
    for other in map(_key, numbers(text)):
        if other[:2] == (low, high) and other[3] == unit:
            return f"“{_written(key)}” is bounded differently in the source: “{_written(other)}”"
        if other[:2] == (low, high):
            return f"“{_written(key)}” has another unit in the source: “{_written(other)}”"
        if other[0] != other[1] and low == high and low in other[:2]:
            return f"“{_written(key)}” is in the source only as part of the range “{_written(other)}”"
    return f"“{_written(key)}” is not in the source"


def _written(key: _Key) -> str:
    low, high, comparator, unit = key
    amount = f"{low:.12g}" if low == high else f"{low:.12g} to {high:.12g}"
    return f"{comparator + ' ' if comparator else ''}{amount}{'' if not unit or unit[0] in '%/°' else ' '}{unit}"
