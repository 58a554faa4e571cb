"""
A quote without its statistics: what is taken out when a patient reads, and nothing else.

Taken out are p-values, intervals, ratios, test statistics and standard deviations, and only as whole parts of one
bracket, where the sentence stands without them. A statistic that tells of doubt stays: a p-value of 0.05 or more, an
interval that may include "no difference" (unless the sentence itself denies a difference). Numbers of people,
percentages and amounts stay as the source wrote them, and so does every word.
"""

from __future__ import annotations

import re

from curbside.language.cues import negated
from curbside.language.patterns import lazily

_BRACKET = lazily(r"\s*([(\[])([^()\[\]]{1,300})([)\]])")
_INTERVAL = lazily(
    r"\bC\.?I\.?\b|(?:confidence|credible) intervals?|\bCrI\b|^\s*(?:95|99)\s*%\s*[:,]?\s*[\d.]+\s*(?:[-–—]|to)",
    re.IGNORECASE,
)
_RATIO = r"(?:odds|hazard|risk|rate|prevalence) ratios?|relative risks?|\ba?(?:OR|RR|HR|IRR|PR)s?\b"
_VALUE = r"\s*(?:[=:<>≤≥]|\d|was|of|$)"
_STATISTIC = lazily(
    rf"\b[Pp](?:[- ]?values?)?(?: for \w+)?\s*(?:[<>=≤≥]|was|of)|(?:{_RATIO}){_VALUE}"
    rf"|\b(?:SMD|WMD|MD|SDs?|SE|SEM|IQR|ICC|AUC|NNT|NNH|I2|I²|df|t|r|F|Z|χ2|χ²|β)\s*(?:[=:<>≤≥]|\d|was|of)"
    r"|(?:mean difference|standard deviation|interquartile range)"
)
_NUMBERS_ONLY = lazily(r"[\d.,:\s%<>=≤≥±+–—-]|\bto\b|\band\b")
_P_VALUE = lazily(r"\b[Pp](?:[- ]?values?)?(?: for \w+)?\s*(<|>|=|≤|≥|was|of)\s*(\d?[.·]\d+|\d)")
_ENDS = lazily(r"([-−–]?\d+(?:[.·]\d+)?)\s*%?\s*(?:to|[-–—,])\s*([-−]?\d+(?:[.·]\d+)?)\s*%?\s*$")
_SAME = lazily(r"\b(?:similar|comparable|same|equivalent|unchanged)\b", re.IGNORECASE)
#: From this p-value on, leaving it out could make chance look like an effect.
DOUBTFUL_P = 0.05


def without_statistics(text: str) -> str:
    """Take statistics in brackets out of a sentence; text that holds none, or whose statistics tell of doubt, comes back as it is."""
    denies = negated(text) or bool(_SAME.search(text))
    inside = 0
    made: list[str] = []
    at = 0
    for match in _BRACKET.finditer(text):
        before = text[at : match.start()]
        made.append(before)
        inside += _depth(before)
        made.append(match[0] if inside > 0 else _left(match, denies))
        at = match.end()
    return "".join((*made, text[at:]))


def _depth(text: str) -> int:
    return sum(text.count(mark) for mark in "([") - sum(text.count(mark) for mark in ")]")


def _left(match: re.Match[str], denies: bool) -> str:
    """What stays of one bracket: all of it, the parts that are no statistics, or nothing."""
    body = match[2]
    pieces = re.split(r"([;,])\s+", body)
    parts, marks = pieces[::2], [*pieces[1::2], ""]
    found = _statistics(parts, marks)
    if not any(found) or (not denies and _tells_of_doubt(body, parts)):
        return match[0]
    kept = [part + mark for part, mark, is_statistic in zip(parts, marks, found, strict=True) if not is_statistic]
    if any("respectively" in part for part in kept):
        # Figures stand in the order of what they belong to: all of them go, or none.
        return "" if len(kept) == 1 and kept[0].strip() == "respectively" else match[0]
    left = " ".join(kept).strip(" ;,")
    return f"{match[0][: match[0].index(match[1]) + 1]}{left}{match[3]}" if left else ""


def _statistics(parts: list[str], marks: list[str]) -> list[bool]:
    """Which parts are statistics; numbers alone belong to the name or the interval before their comma."""
    found: list[bool] = []
    opened = False
    for i, part in enumerate(parts):
        named = bool(_STATISTIC.search(part) or _INTERVAL.search(part))
        continues = opened and marks[i - 1] == "," and not _NUMBERS_ONLY.sub("", part)
        found.append(named or continues)
        # "HR, 0.71" and "95% CI 1.2, 3.4" are cut by their comma; "P < 0.01, 7.0%-10.9%" is not.
        opened = named and (not re.search(r"\d\s*$", part) or bool(_INTERVAL.search(part) and not _ENDS.search(part)))
    return found


def _tells_of_doubt(body: str, parts: list[str]) -> bool:
    """Whether a p-value or an interval of the bracket leaves room for no difference."""
    values = [(sign, float(value.replace("·", "."))) for sign, value in _P_VALUE.findall(body)]
    if values:
        return any(
            value > DOUBTFUL_P or (value == DOUBTFUL_P and sign not in "<≤") or sign in ">≥" for sign, value in values
        )
    if not _INTERVAL.search(body):
        # A ratio or a deviation alone says nothing of doubt.
        return False
    ends = _ENDS.search(next((part for part in parts if _ENDS.search(part)), body))
    if ends is None:
        return True
    low, high = (float(end.replace("−", "-").replace("–", "-").replace("·", ".")) for end in ends.groups())
    return not (min(low, high) > 1 or max(low, high) < 0 or (min(low, high) > 0 and max(low, high) < 1))
