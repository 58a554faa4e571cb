"""
What a sentence reports about an intervention: benefit, no clear difference, harm.

Direction is a description of one sentence, made from cue words; it is never a vote and never an answer. "No
significant difference" is reported as no clear difference, which is not "no effect".
"""

from __future__ import annotations

import re

from curbside.language.patterns import lazily
from curbside.language.stems import content, stems

from .evidence import Direction
from .wording import better_when, p_values

_NO_DIFFERENCE = lazily(
    r"\b(?:no|not|without|neither|nor|did not|does not|do not|lack of|absence of)\b[^.;]{0,60}"
    r"\b(?:significant(?:ly)?|difference|differ|improve|improvement|benefit|effect|reduc\w+|superior|associat\w+|better"
    r"|reliev\w*|prevent\w*|decreas\w*|lower|increas\w*|work|help)\b|\bfail(?:ed|s|ure)? to (?!thrive)"
    r"|n[’']t (?:statistically )?significan|\bnon-?significan|\btrend(?:ed|s)? towards?\b|\breach (?:statistical )?significance"
    r"|\b(?:similar|comparable|equivalent|non-?inferior)\b|\binsufficient evidence\b|\bno (?:clear )?evidence\b",
    re.IGNORECASE,
)
#: Words that are good or bad whatever was measured.
_BENEFIT = lazily(
    r"\b(?:improv\w+|benefi\w+|effective\w*|efficac\w+|better|superior|reliev\w+|relief|prevent\w*|protect\w*"
    r"|alleviat\w+|success\w*|faster)\b",
    re.IGNORECASE,
)
_HARM = lazily(
    r"\b(?:harm\w*|worse\w*|worsen\w*|deteriorat\w+|inferior|adverse (?:events?|effects?)|toxicit\w+|stopped early for harm"
    r"|(?:increas\w+|higher|greater|elevated|excess) (?:[\w-]+ ){0,4}(?:risk|rates? of))\b",
    re.IGNORECASE,
)
#: Words of change, good or bad by what changed ("more pain", "survival was longer"); after "more" and "less" it is the next words.
_CHANGED = lazily(
    r"\b(?:(?P<up>increas(?:e[sd]?|ing)|higher|greater|elevated|raised|rose|more|longer|excess(?:ive)?)"
    r"|(?P<down>reduc(?:e[sd]?|ing|tions?)|decreas(?:e[sd]?|ing)|lower(?:ed|s)?|fewer|less|declin(?:e[sd]?|ing)|shorter|fell))\b",
    re.IGNORECASE,
)
_ONLY_BEFORE_A_NOUN = {"more", "less", "fewer"}
#: "A reduction in deaths".
_OF = lazily(r"\A\s*(?:in|of)\s+(?:the |all-cause |mean )?", re.IGNORECASE)
_CLAUSE = lazily(r"[,;:.()]|\b(?:and|but|than|compared|versus|vs|with|in|among|on|whereas)\b")
#: A greater reduction is a reduction, a lesser one no increase: what follows decides.
_OF_CHANGE = lazily(
    r"\s*(?:[\w-]+ ){0,2}?(?:improv|reduc|decreas|relief|declin|benefi|increas|effective|likely|chance)", re.IGNORECASE
)

#: What was so before anything was done: it reports no effect, however alike the groups were.
_BASELINE = lazily(
    r"\b(?:at|before) (?:baseline|entry|enrol?lment|randomi[sz]ation|admission to the study)\b|\bbaseline (?:characteristics|data|demographic\w*)"
    r"|\bgroups were (?:\w+ ){0,2}(?:similar|comparable|matched|balanced) (?:with|in) (?:respect|regard|age|sex|demographic)",
    re.IGNORECASE,
)

#: Advice against a thing names the good it was meant for ("recommends against vitamin D to prevent fractures").
_ADVISED_AGAINST = lazily(
    r"\b(?:recommend(?:s|ed)?|advis(?:es?|ed)) against\b|\bnot (?:be )?(?:routinely )?(?:recommended|advised|indicated)\b"
    r"|\b(?:do|does) not recommend\b|\bshould not be (?:used|given|offered)\b",
    re.IGNORECASE,
)
_FROM_BASELINE = lazily(
    r"\b(?:from|than|over|since|with|to) (?:at |the )?baseline\b|\bafter\b|\bfollow(?:ed)?[- ]?up\b", re.IGNORECASE
)

_CONTROL = (
    r"(?:placebos?|controls?|sham|usual[- ]care|standard[- ]care|untreated|no treatment|vehicle|dummy|waiting[- ]list)"
)
#: What changed in the group that is compared with: "higher in the placebo group", "the controls had less pain".
_IN_CONTROL = lazily(
    rf"[^;.]{{0,60}}?\b(?:in|with|for|among|by|of|under) (?:the |a )?(?:[\w-]+[- ]){{0,2}}?{_CONTROL}\b", re.IGNORECASE
)
_CONTROL_DID = lazily(
    rf"(?<!with )(?<!than )(?<!to )(?<!with the )(?<!than the )(?<!to the )(?<!versus )(?<!vs )(?<!and )(?:\A|(?<=[,;:] )|(?<=that )|(?<=the )){_CONTROL}(?:[- ](?:group|arm|patients|subjects|participants|animals|treated|children|women|men))*"
    r"(?: (?!than\b|compared\b)[\w-]+){0,5} \Z",
    re.IGNORECASE,
)
_SIDE = lazily(r"\b(?:than|compared|versus|vs\.?|relative to)\b", re.IGNORECASE)
#: "Compared with the drug, placebo": what follows these is the other side.
_THAN = lazily(
    r"\b(?:than|(?:as )?compared (?:with|to)|versus|vs\.?|relative to|in comparison (?:with|to))\s", re.IGNORECASE
)
#: A sentence is read up to here; longer ones are tables or damage.
READ_CHARACTERS = 2000
#: How far from a word of change the name of what changed may stand.
NEAR_CHARACTERS = 60


def is_baseline(sentence: str) -> bool:
    """Whether a sentence describes how things stood before treatment, and no change from there."""
    text = sentence[:READ_CHARACTERS]
    return _BASELINE.search(text) is not None and _FROM_BASELINE.search(text) is None


def advises_against(sentence: str) -> bool:
    """Whether a sentence is advice not to do a thing."""
    return _ADVISED_AGAINST.search(sentence[:READ_CHARACTERS]) is not None


def direction_of(sentence: str, intervention: str = "") -> Direction:
    """The direction of one sentence about an intervention; UNCLEAR when its cues are absent or pull apart, or are another's."""
    text = sentence[:READ_CHARACTERS]
    if is_baseline(text) or advises_against(text):
        return Direction.UNCLEAR
    found = p_values(text.lower())
    if _NO_DIFFERENCE.search(text) or (found and not any(is_found for _, is_found, _ in found)):
        return Direction.NO_CLEAR_DIFFERENCE
    changes = {_of_change(text, changed) for changed in _CHANGED.finditer(text)}
    benefit = _says(text, _BENEFIT) or 1 in changes
    harm = _says(text, _HARM) or -1 in changes
    if benefit == harm or _is_of_other(text, intervention):
        return Direction.UNCLEAR
    return Direction.BENEFIT if benefit else Direction.HARM


def _says(text: str, words: re.Pattern[str]) -> bool:
    """Whether words of good or bad are said, and of no group that is only compared with."""
    return any(not _is_of_control(text, match.start(), match.end()) for match in words.finditer(text))


def _is_of_other(text: str, intervention: str) -> bool:
    """Whether an intervention stands behind a "than" alone: the sentence reports what something else did."""
    named = content(intervention)
    if not named or (than := _THAN.search(text)) is None:
        return False
    before, behind = text[: than.start()], _CLAUSE.split(text[than.end() :])[0]
    if not before.strip(" ,"):  # "Compared with losartan, telmisartan ..."
        behind, _, before = text[than.end() :].partition(",")
    return bool(named & stems(behind)) and not named & stems(before)


def _is_of_control(text: str, start: int, end: int) -> bool:
    """Whether a word of change tells of the group that is compared with."""
    after = text[end : end + 2 * NEAR_CHARACTERS]
    if side := _SIDE.search(after):
        after = after[: side.start()]
    if _IN_CONTROL.match(after):
        return True
    return _CONTROL_DID.search(text[max(0, start - 2 * NEAR_CHARACTERS) : start]) is not None


def _of_change(text: str, changed: re.Match[str]) -> int:
    """1 where what changed is better for it, -1 where it is worse, 0 where nothing says."""
    after = text[changed.end() : changed.end() + NEAR_CHARACTERS]
    if _OF_CHANGE.match(after):
        return 0
    sign = 1 if changed["up"] else -1
    if _is_of_control(text, changed.start(), changed.end()):
        sign = -sign
    before = text[max(0, changed.start() - NEAR_CHARACTERS) : changed.start()]
    named = better_when(_CLAUSE.split(_OF.sub("", after))[0])
    if not named and changed[0].casefold() not in _ONLY_BEFORE_A_NOUN:
        named = better_when(_CLAUSE.split(before)[-1])
    return sign * named  # "reduced" of what has no known name is no benefit
