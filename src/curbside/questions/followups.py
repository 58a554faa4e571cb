"""
A short second question, read in the light of the first: "and in pregnancy?", "what about the dose?", "why?".

What the follow-up says replaces what the first question said; what it leaves out is taken over from there. A
question that names its own subject and points back to nothing stands alone.
"""

from __future__ import annotations

import re
from dataclasses import replace

from curbside.language.patterns import lazily

from .facets import asked, facets
from .population import names_only_people, population
from .queries import queries
from .question import Plan, QuestionType

_OPENS = lazily(
    r"^(?:(?:and|but|so|also|or|then|what about|how about|what if|why not|instead)\b[\s,]*)+", re.IGNORECASE
)
_POINTS_BACK = lazily(
    r"\b(?:it|its|that|this|these|those|them|they|same|instead|the (?:drug|dose|disease|condition|treatment|surgery|operation|test))\b",
    re.IGNORECASE,
)
_BARE_WHY = lazily(
    r"^(?:but |and |so )?(?:why(?: not| is that| so)?|how come|based on what|what is the evidence)\W*$", re.IGNORECASE
)
_BEFORE_SURGERY = lazily(
    r"\bhow long (?:\w+ ){0,4}(?:before|until|till) (?:\w+ ){0,3}(?:surgery|operat\w+|referral|decompression)\b",
    re.IGNORECASE,
)
_COMPARED = lazily(r"\b(?:compared|versus|vs|better than|instead of|rather than)\b", re.IGNORECASE)
#: "How is that diagnosed?" after a question on a drug asks about the illness.
_OF_THE_ILLNESS = frozenset({QuestionType.DIAGNOSIS, QuestionType.CAUSE_OR_RISK, QuestionType.TEST_INTERPRETATION})


def resolve(understood: Plan, first: Plan, text: str) -> Plan:
    """The plan of a follow-up; a question that stands alone stays as it was understood."""
    opener = _OPENS.match(text)
    rest = text[opener.end() :] if opener else text
    people = population(text)
    own = "" if _says_nothing_new(understood.focus, text, people, opener is not None) else understood.focus
    is_beside = opener is not None or _COMPARED.match(text) is not None
    if own and not is_beside and not _POINTS_BACK.search(text) and len(text.split()) > 2:
        return understood
    things = tuple(one for one in asked(rest) if not one.is_weak)
    kinds, kind = facets(things), things[0].type if things else first.type
    if _BARE_WHY.search(text):
        kinds, kind = (), first.type
    elif _BEFORE_SURGERY.search(text):
        kinds, kind = ("escalation", "referral", "procedures", "monitoring"), first.type
    elif people and not things:
        kinds = ("special_populations", *first.facets)
    is_compared = bool(own and _COMPARED.search(text))
    made = replace(
        understood,
        type=kind,
        facets=tuple(dict.fromkeys(kinds)) or first.facets,
        focus=first.focus,
        aliases=first.aliases,
        intervention=own if own and not is_compared else "" if kind in _OF_THE_ILLNESS else first.intervention,
        comparator=own if is_compared else first.comparator,
        population=people or first.population,
        setting=understood.setting or first.setting,
        condensed=f"{text.rstrip()} (about: {first.focus})" if first.focus else text,
        drugs=tuple(dict.fromkeys([*understood.drugs, *first.drugs])),
    )
    still = {name.replace("_", " ") for name in (*made.population, made.setting)}
    made = replace(made, answered_for=tuple(name for name in first.answered_for if name in still))
    sides = dict.fromkeys(part for part in (made.focus, made.intervention) if part)
    return replace(made, queries=queries(made, " ".join([*sides, text])))


def _says_nothing_new(focus: str, text: str, people: tuple[str, ...], opens: bool) -> bool:
    """Whether the words taken for a subject only name people, or an operation to wait for."""
    if not focus or _BEFORE_SURGERY.search(text) or names_only_people(focus):
        return True
    return (opens or _POINTS_BACK.search(text) is not None) and bool(people) and bool(population(focus))
