"""
Who is told of in a message, and when: somebody now, or the past, a story, a textbook, an animal, a case of a clinician.

The longer patterns are content and live in `emergency.yaml`. They are read in small letters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from curbside.language.patterns import lazily


@dataclass(frozen=True, slots=True)
class Telling:
    """The patterns of the file that tell a message about today from every other one."""

    past: re.Pattern[str]
    about: re.Pattern[str]
    negated: re.Pattern[str]
    fiction: re.Pattern[str]
    idioms: re.Pattern[str]
    person: re.Pattern[str]
    told: re.Pattern[str]
    textbook: re.Pattern[str]
    animal: re.Pattern[str]
    case: re.Pattern[str]
    real: re.Pattern[str]


def _whole(pattern: str) -> re.Pattern[str]:
    return lazily(rf"(?<!\w)(?:{pattern})(?!\w)")


def telling(raw: dict[str, Any]) -> Telling:
    """The patterns of the file, compiled."""
    return Telling(
        _whole(raw["past"]),
        lazily(raw["about"]),
        lazily(raw["negated"]),
        _whole(raw["fiction"]),
        _whole(raw["idioms"]),
        _whole(raw["person"]),
        lazily(raw["told"]),
        _whole(raw["textbook"]),
        _whole(raw["animal"]),
        _whole(raw["case"]),
        _whole(raw["real"]),
    )


def marks(line: str, known: Telling, is_professional: bool) -> frozenset[str]:
    """How a line tells: of somebody, of the past, as a story, a case or a question, by whom."""
    has_somebody = of_somebody(line, known, is_professional)
    said = {
        "somebody": has_somebody,
        "past": is_past(line, known),
        "fiction": is_fiction(line, known),
        "animal": is_animal(line, known),
        "case": is_case(line, known),
        "textbook": known.textbook.search(line) is not None,
        "denied": _DENIED_BUT.search(line) is not None,
        "now": is_now(line),
        "asks": line.endswith("?"),
        "question": _QUESTION.match(line) is not None,
        "section": _SECTION.search(line) is not None,
        "own": _OWN.search(line) is not None,
        # With the patient in front of them a professional is read as anyone else is.
        "professional": is_professional and not has_somebody,
    }
    return frozenset(name for name, holds in said.items() if holds)


#: A short message that denies something and owns up to something small.
_DENIED_BUT = lazily(
    r"^(?:[\w']+ ){0,5}(?:no|not|never|without|(?:is|was|has|have|did|do|does|are)n'?t) (?:[\w'-]+ ){1,8}(?:just|only) [^.?!]{1,60}[.?!]?$"
)


def of_somebody(line: str, known: Telling, is_professional: bool) -> bool:
    """Whether the line tells of somebody who is there now, and asks no textbook's question."""
    if is_professional:
        told = _CLOSE_BY.search(line) is not None or _AT_WORK.search(line) is not None
    else:
        told = known.person.search(line) is not None or _is_statement(line, known)
    return told and not _is_textbook(line, known, is_professional)


def is_fiction(line: str, known: Telling) -> bool:
    """Whether the line is about a story, a game or an exam, and not about what somebody real wrote in one."""
    return known.fiction.search(line) is not None and known.real.search(line) is None


def is_animal(line: str, known: Telling) -> bool:
    """Whether the one in danger is an animal, and no human is spoken of but as its keeper."""
    return known.animal.search(line) is not None and _HUMAN.search(line) is None


def is_case(line: str, known: Telling) -> bool:
    """Whether the line tells of a patient as clinicians do, without an "I" of somebody ill or anything of today."""
    return known.case.search(line) is not None and not _CLOSE_BY.search(line) and not _AT_HAND.search(line)


def is_past(line: str, known: Telling) -> bool:
    """Whether the line tells of the past and nothing in it is of today."""
    return known.past.search(line) is not None and not is_now(line)


def is_now(line: str) -> bool:
    """Whether a word of the line says that it happens today, other than that it is over."""
    return _NOW.search(_RECOVERED.sub("", line)) is not None


#: A "now" that says that it is over, and an "again" that only fears it.
_RECOVERED = lazily(
    r"(?<!\w)(?:(?:now|today|these days|since)(?: (?:i|he|she|we|they|it|am|is|are|was|'m|i'm|he's|she's|all|has|been|feel|and)){0,4}"
    r" (?:well|fine|ok|okay|better|recovered|healthy|good|clear|happy|normal|gone|over|refuses|refused|can)|i(?:'m| am) \w+ now|(?:eat|have|fly|drive|use) (?:\w+ ){0,2}again|(?:happen|come back|return|occur|it|get) again)(?!\w)",
)


def _is_statement(line: str, known: Telling) -> bool:
    """Whether a text without any person tells what is happening ("waters broke at 30 weeks") and asks nothing."""
    if _QUESTION.match(line):
        return False
    if known.told.search(line):
        return True
    return len(line.split()) >= 4 and not line.endswith("?") and _SECTION.search(line) is None


_QUESTION = lazily(r"(?:what|which|why|who|how|does|do|is|are|can|should|could|will|when|where)(?![\w'])")
_SECTION = lazily(
    r"(?<!\w)(?:treatments?|management|therapy|prophyla\w+"
    r"|antibiotics|syndrome|diagnosis|imaging|guidelines?|causes?|symptoms|signs|prevalence|incidence|epidemiology|prognosis"
    r"|outcomes?|mechanism|pathophysiology|versus|vs|study|trial|risk|screening|prevention|exercises?|stretches|vaccine|dose)(?!\w)",
)


def _is_textbook(line: str, known: Telling, is_professional: bool) -> bool:
    """Whether the line asks as a book would: no "I" or "my" anywhere, or a professional's wording."""
    if not known.textbook.search(line):
        return False
    return is_professional or not _OWN.search(line)


_OWN = lazily(
    r"(?<!\w)(?:i|i'm|i've|im|me|my|our|he|he's|she|she's|his|him|right now|just (?:had|took|ate|fell|woke|started))(?!\w)",
)


#: A professional writes of patients all day; for a card it must be the writer, or somebody close by.
_CLOSE_BY = lazily(
    r"(?<!\w)(?:my (?:[\w.-]+ ){0,4}(?:son|daughter|husband|wife|mom|mum|mother|dad|father|brother|sister|friend|baby|child|kid|boy|girl"
    r"|toddler|partner|own)"
    r"|i(?:'m| am| have|'ve)(?: \w+)? (?:having|pain|chest|numb|bleeding|swelling|thoughts|a)|i (?:think i|feel)|right now|just (?:collapsed|arrested))(?!\w)",
)
#: What a professional writes with the patient in front of them.
_AT_WORK = lazily(
    r"(?<!\w)(?:^(?:\w+ ){0,3}(?:nurse|porter|receptionist|steward|carer|hca|paramedic|staff|waiter|teacher)(?: here| on nights)?"
    r" (?:an?|the|patient|resident|pt|lady|gentleman|man|woman|lad|girl|someone|mr|mrs|ms|i|i'm|i've|im|ive|my|our)|what (?:do|should|can|else can) i do|(?:do|should) i (?:call|give|start|wait)|in front of me|on (?:my|our|the) (?:ward|shift|unit|round)|just (?:now|developed|told|become|become|gone|went|dropped|started"
    r"|had|come|said|disclosed)|(?:home|community|house) visit|(?:at|in) triage|on my own|nobody (?:else )?(?:here|around)|i'm alone|(?:bay|bed|cubicle|room|side room) \d+"
    r"|my patient|no (?:doctor|nurse|gp|senior|bed)s?(?: \w+)? (?:in|on|here|around|free|available)|(?:doctor|gp|reg|registrar|senior|consultant) (?:is|is out|not answering|out|away|in theatre|closed)"
    r"|(?:what|which) first|while waiting|do we (?:still )?call|still going|on (?:nights|call|take)"
    r"|(?:this|our|a) (?:patient|resident|lady|gentleman|pt) (?:is|has just|just)|patient (?:is|has) (?:now|just|suddenly)|bleep\w*|crash (?:call|team|trolley)|night shift|resident (?:is|has|just)|on the phone|i'm with|right here|in clinic (?:now|today)|waiting room)(?!\w)",
)
_NOW = lazily(
    r"(?<!\w)(?:now|today|tonight|this morning|right now|since (?:yesterday|this morning|last night|\d+ (?:minutes|hours))"
    r"|(?:minutes?|hours?) ago|again|suddenly|just started|says? (?:he|she|they)|will do it)(?!\w)",
)
#: A human who may be the one that is ill; "he", "she" and "it" may be the animal.
_HUMAN = lazily(
    r"(?<!\w)(?:i|i'm|i've|im|ive|me|myself|(?:my|our|her|his|the) (?:\w+ ){0,2}(?:son|daughter|husband|wife|mom|mum|mother|dad|father|brother|sister"
    r"|friend|baby|child|kid|boy|girl|toddler|partner|nan|gran|grandad|grandson|granddaughter|niece|nephew|neighbou?r|hand|arm|leg|face|head)|man|woman|child|toddler|dad|mum|mom|husband|wife|hubby|gran|nan|grandad|she's had|he's had)(?!\w)"
)
#: What is told while it happens.
_AT_HAND = lazily(
    r"(?<!\w)(?:right now|just (?:now|collapsed|stopped|fell|went|took)|minutes ago|help|please|call|in front of me|next to me|here with|i'm|im|i am|i've|ive|my (?!partner|patient)\w+)(?!\w)"
)
