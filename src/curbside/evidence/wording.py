"""
Words of change, of comparison and of statistics, and the numbers that stand beside them.

What a study reports is read from a few things: up and down words, better and worse ones, P-values, phrases that say
that no difference was found. Word lists lie in `data/words.yaml`; patterns that need context are here. Everything is
bounded, so that any text is read in linear time.
"""

from __future__ import annotations

import re
from functools import lru_cache

from curbside.language.datafiles import table
from curbside.language.patterns import lazily

_P = lazily(
    r"\bp(?:[ -]?values?)?\s{0,2}(?:was |were |is )?(<|>|=|≤|≥|⩽|less than|greater than|of|:)?\s?=?\s{0,2}"
    r"(0?[.·,]\s?\d+|1\.0+|ns\b|n\.s\.|0\b)"
)
#: Phrases that say that no difference was found; "no effect" is read here as what was written, never as what is so.
NO_DIFFERENCE = lazily(
    r"\bno(?:t|n)?\b[^.;]{0,40}?\b(?:significan\w*|differ\w*|chang\w*|effect\w*|improv\w*|associat\w*|influenc\w*|affect\w*"
    r"|reduc\w*|increas\w*|alter\w*|benefi\w*)|\bneither\b|\bsimilar\w*|\bcomparable|\bequal\w*|\bunchanged|\bthe same\b"
    r"|\bidentical|\bnon-?significan\w*|\binsignifican\w*|\bwithout (?:any )?(?:significant )?(?:difference|change)"
    r"|\bfailed to|\bdid not|\bwere not|\bwas not|n[’']t (?:statistically )?(?:significan|differ)|\bequivalent"
    r"|\bnon-?inferior|\bns\b|\bbalanced|\black of\b"
    r"|\bno (?:statistically )?(?:significant )?(?:between|group|main|treatment|interaction|serious|major|adverse|patient"
    r"|event|case|death|complication|evidence)|\btrend|\bno \w+ (?:of|were|was|between)|\bnot reach|\bnone of\b"
)
SIGNIFICANT = lazily(
    r"(?<!no )(?<!not )(?<!non-)(?<!not statistically )(?<!no statistically )(?<!in)\bsignifican(?:t|tly)\b"
)
RATIO = lazily(
    r"(?:\b(?:odds|risk|hazards?|rate|relative)[ -](?:ratio|risk)s?\b|\b(?:a?or|rr|a?hr|irr)\b)[^0-9.;]{0,25}(\d+[.·]\d+)"
)
INTERVAL = lazily(
    r"(?:\bci\b|confidence interval|interval)s?\)?\]?[^0-9.;−–-]{0,12}([−–-]?\s?\d+(?:[.·]\d+)?)\s{0,2}(?:%|[a-z/]{1,6})?"
    r"\s{0,2}(?:to|,|;|–|-|−|and)\s{0,2}([−–-]?\s?\d+(?:[.·]\d+)?)"
)
CHANGE = lazily(
    r"(?:difference|change|reduction|effect|β|beta|b|estimate|d|smd|md|coefficient)s?\b[^0-9.;]{0,25}?([−–-]\s?)?(\d+(?:[.·]\d+)?)"
)
IS_NUMBER = lazily(r"[−–-]?\.?\d")
#: A P-value below this counts as a difference found, at or above it as none found: the convention of the studies read.
CONVENTION = 0.05


@lru_cache(maxsize=1)
def _lists() -> dict[str, str]:
    made = table("curbside.evidence", "data/words.yaml")
    return {str(name): str(words) for name, words in made.items()}


@lru_cache(maxsize=32)
def words_of(name: str) -> frozenset[str]:
    """One list of words by its name in `data/words.yaml`."""
    return frozenset(_lists()[name].split())


@lru_cache(maxsize=8)
def _pattern(name: str) -> re.Pattern[str]:
    return lazily(_lists()[name])


def number(text: str) -> float | None:
    """The value of a number as written, with a middle dot or a true minus as well; None when it is none."""
    try:
        return float(re.sub(r"[·,]", ".", text).replace("−", "-").replace("–", "-").replace(" ", ""))
    except ValueError:
        return None


def p_values(lowered: str) -> list[tuple[int, bool, float]]:
    """Each P-value of a lower-case text: where it stands, whether a difference counts as found, and its value."""
    found = []
    for match in _P.finditer(lowered):
        sign, written = match.group(1) or "=", match.group(2)
        if written.startswith("n"):
            found.append((match.start(), False, 1.0))
            continue
        value = number(written if written[0] not in ".·," else "0" + written)
        if value is None:
            continue
        if sign in {">", "≥", "greater than"}:
            if value >= 0.01:
                found.append((match.start(), False, value))
            continue
        is_below = value < CONVENTION or (sign != "=" and value <= CONVENTION)
        found.append((match.start(), is_below, value))
    return found


@lru_cache(maxsize=4096)
def better_when(outcome: str) -> int:
    """1 where more of an outcome is better ("survival"), -1 where less is ("pain"), 0 where its name does not say."""
    lowered = outcome.lower()
    for name, sign in (
        ("outcome_worse_first", -1),
        ("outcome_better_first", 1),
        ("outcome_bad", -1),
        ("outcome_good", 1),
    ):
        if _pattern(name).search(lowered):
            return sign
    return 0
