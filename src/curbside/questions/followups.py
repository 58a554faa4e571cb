"""
A short second question, read in the light of the first: "and in pregnancy?", "what about the dose?", "why?".

What the follow-up says replaces what the first question said; what it leaves out is taken over from there.
"""

from __future__ import annotations

import re
from dataclasses import replace

from .facets import asked, facets
from .population import names_only_people
from .question import Plan

_POINTS_BACK = re.compile(
    r"^(?:and|but|so|also|what about|how about|why|then|or|what if|same|if so)\b|\b(?:it|its|that|this|these|those|them|they|the (?:drug|dose|disease|condition|treatment|surgery|operation|test|side effects|other))\b",
    re.IGNORECASE,
)
_WHAT_ABOUT = re.compile(r"^(?:and |but |so |or |then )?(?:what|how) about |^(?:and|but|so|or|then),? ", re.IGNORECASE)
_BARE_WHY = re.compile(
    r"^(?:but |and |so )?(?:why(?: not| is that| so)?|how come|based on what|what is the evidence)\W*$", re.IGNORECASE
)
_BEFORE_SURGERY = re.compile(
    r"\bhow long (?:\w+ ){0,4}(?:before|until|till) (?:\w+ ){0,3}(?:surgery|operat\w+|referral|decompression)\b",
    re.IGNORECASE,
)


def resolve(understood: Plan, first: Plan, text: str) -> Plan:
    """The plan of a follow-up; a question that stands alone stays as it was understood."""
    new_focus = "" if _is_leftover(understood, text) else understood.focus
    points_back = bool(_POINTS_BACK.search(text)) or len(text.split()) <= 5 or not new_focus
    if not points_back or (
        new_focus and len(new_focus.split()) > 1 and not _WHAT_ABOUT.search(text) and not _refers(text)
    ):
        return understood
    things = tuple(one for one in asked(_WHAT_ABOUT.sub("", text)) if not one.is_weak)
    kinds = facets(things)
    kind = things[0].type if things else first.type
    if _BARE_WHY.search(text):
        kinds, kind = (), first.type
    elif _BEFORE_SURGERY.search(text):
        kinds = ("escalation", "referral", "procedures", "monitoring")
        kind = first.type
    elif understood.population and not things:
        kinds = ("special_populations", *first.facets)
    intervention = first.intervention
    if new_focus and not _names_people(new_focus, understood) and (understood.drugs or not kinds):
        intervention = new_focus
    condensed = f"{text.rstrip()} (about: {first.focus})" if first.focus else text
    made = replace(
        understood,
        type=kind,
        facets=tuple(dict.fromkeys(kinds)) or first.facets,
        focus=first.focus,
        aliases=first.aliases,
        intervention=intervention,
        comparator=understood.comparator or first.comparator,
        population=tuple(dict.fromkeys([*understood.population, *(() if understood.population else first.population)])),
        setting=understood.setting or first.setting,
        condensed=condensed,
        drugs=tuple(dict.fromkeys([*understood.drugs, *first.drugs])),
    )
    searched = " ".join(
        part for part in (first.focus, first.intervention if first.intervention != first.focus else "", text) if part
    )
    return replace(made, queries=tuple(dict.fromkeys([searched, *understood.queries[1:], *first.queries[1:2]])))


def _refers(text: str) -> bool:
    return bool(re.search(r"\b(?:it|its|that|this|these|those|them|they)\b", text, re.IGNORECASE))


def _names_people(focus: str, understood: Plan) -> bool:
    """Whether the words taken for a subject only name a population ("pregnancy", "children")."""
    return names_only_people(focus) and bool(understood.population)


def _is_leftover(understood: Plan, text: str) -> bool:
    """Whether the follow-up names no subject of its own."""
    return not understood.focus or _names_people(understood.focus, understood) or bool(_BEFORE_SURGERY.search(text))
