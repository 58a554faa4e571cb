"""
A quote without its statistics: what is taken out when a patient reads, and nothing else.

Taken out are p-values, intervals, ratios, test statistics and standard deviations, and only as whole parts inside
brackets, where the sentence stands without them. Numbers of people, percentages and amounts stay as the source wrote
them, and so does every word. What cannot be taken out cleanly stays.
"""

from __future__ import annotations

import re

_BRACKET = re.compile(r"\s*([(\[])([^()\[\]]{1,300})[)\]]")
_INTERVAL = re.compile(
    r"(?:(?:9[059]|8[05])\s*%\s*)?(?:\bC\.?I\.?\b|confidence interval|credible interval|\bCrI\b)", re.IGNORECASE
)
_STATISTIC = re.compile(
    r"(?:two-?sided |adjusted |pooled |corrected )?(?:\b[Pp]\b(?:[- ]?values?)?(?: for \w+)?\s*(?:[<>=≤≥]|was|of)"
    r"|\b(?:a?OR|a?RR|a?HR|IRR|SMD|WMD|MD|SDs?|SE|SEM|IQR|ICC|AUC|NNT|NNH|I2|I²|df|t|r|F|Z|χ2|χ²|β)\b\s*(?:[=:<>≤≥]|\d|was|of|$)"
    r"|(?:odds|hazard|risk|rate) ratio|(?:standardi[sz]ed |weighted )?mean difference|standard deviation|interquartile range"
    r"|^(?:95|99)\s*%)",
)
_NUMBERS_ONLY = re.compile(r"[\d.,;:\s%<>=≤≥±+–—-]|\bto\b|\bCI\b")


def without_statistics(text: str) -> str:
    """Take statistics in brackets out of a sentence; text that holds none comes back as it is."""
    return _BRACKET.sub(_kept, text)


def _kept(match: re.Match[str]) -> str:
    """The bracket without its statistics, nothing when only statistics stood in it."""
    parts = re.split(r"([;,])\s+", match[2])
    kept: list[str] = []
    after_statistic = False
    for part, mark in zip(parts[::2], [*parts[1::2], ""], strict=True):
        is_statistic = bool(_STATISTIC.search(part) or _INTERVAL.search(part))
        # "95% CI 1.2, 3.4": numbers alone after an interval are its other end.
        is_statistic |= after_statistic and not _NUMBERS_ONLY.sub("", part)
        after_statistic = is_statistic
        if not is_statistic:
            kept.append(part + mark)
    if len(kept) == len(parts[::2]):
        return match[0]
    left = " ".join(kept).strip(" ;,")
    closing = ")" if match[1] == "(" else "]"
    return f" {match[1]}{left}{closing}" if left else ""
