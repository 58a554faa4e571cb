"""
What a sentence reports about an intervention: benefit, no clear difference, harm.

Direction is a description of one sentence, made from cue words; it is never a vote and never an answer. "No
significant difference" is reported as no clear difference, which is not "no effect".
"""

from __future__ import annotations

import re

from .evidence import Direction

_NO_DIFFERENCE = re.compile(
    r"\b(?:no|not|without|neither|nor|did not|does not|do not|failed to|lack of|absence of)\b[^.;]{0,60}"
    r"\b(?:significant(?:ly)?|difference|differ|improve|improvement|benefit|effect|reduc\w+|superior|associat\w+|better)\b"
    r"|\b(?:similar|comparable|equivalent|non-?inferior)\b|\binsufficient evidence\b|\bno (?:clear )?evidence\b",
    re.IGNORECASE,
)
_BENEFIT = re.compile(
    r"\b(?:improv\w+|reduc\w+|decreas\w+|lower(?:ed|s)?|benefi\w+|effective\w*|efficac\w+|better|superior|reliev\w+|relief"
    r"|prevent\w*|protect\w*|alleviat\w+|success\w*|faster|shorter)\b",
    re.IGNORECASE,
)
_HARM = re.compile(
    r"\b(?:(?:increas\w+|higher|greater|elevated|excess) (?:[\w-]+ ){0,4}"
    r"(?:risk|mortality|deaths?|bleeding|adverse|complications?|infections?|rates? of)|harm\w*|worse\w*|worsen\w*|deteriorat\w+|inferior|adverse (?:events?|effects?)|toxicit\w+"
    r"|stopped early for harm)\b",
    re.IGNORECASE,
)

#: What was so before anything was done: it reports no effect, however alike the groups were.
_BASELINE = re.compile(
    r"\b(?:at|before) (?:baseline|entry|enrol?lment|randomi[sz]ation|admission to the study)\b|\bbaseline (?:characteristics|data|demographic\w*)"
    r"|\bgroups were (?:\w+ ){0,2}(?:similar|comparable|matched|balanced) (?:with|in) (?:respect|regard|age|sex|demographic)",
    re.IGNORECASE,
)

#: Advice against a thing names the good it was meant for ("recommends against vitamin D to prevent fractures").
_ADVISED_AGAINST = re.compile(
    r"\b(?:recommend(?:s|ed)?|advis(?:es?|ed)) against\b|\bnot (?:be )?(?:routinely )?(?:recommended|advised|indicated)\b"
    r"|\b(?:do|does) not recommend\b|\bshould not be (?:used|given|offered)\b",
    re.IGNORECASE,
)
_FROM_BASELINE = re.compile(
    r"\b(?:from|than|over|since|with|to) (?:at |the )?baseline\b|\bafter\b|\bfollow(?:ed)?[- ]?up\b", re.IGNORECASE
)

#: A sentence is read up to here; longer ones are tables or damage.
READ_CHARACTERS = 2000


def is_baseline(sentence: str) -> bool:
    """Whether a sentence describes how things stood before treatment, and no change from there."""
    text = sentence[:READ_CHARACTERS]
    return _BASELINE.search(text) is not None and _FROM_BASELINE.search(text) is None


def direction_of(sentence: str) -> Direction:
    """The direction of one sentence about an intervention; UNCLEAR when its cues are absent or pull apart."""
    text = sentence[:READ_CHARACTERS]
    if is_baseline(text) or _ADVISED_AGAINST.search(text):
        return Direction.UNCLEAR
    if _NO_DIFFERENCE.search(text):
        return Direction.NO_CLEAR_DIFFERENCE
    benefit, harm = bool(_BENEFIT.search(text)), bool(_HARM.search(text))
    if benefit == harm:
        return Direction.UNCLEAR
    return Direction.BENEFIT if benefit else Direction.HARM
