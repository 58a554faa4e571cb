"""
What part a section of a full text plays, by its type or by its heading.

Headings of full texts are freer than the labels of abstracts, so only whole ones count: "Results" does, "Patients with
poor results" does not. Sections on funding, interests and files are set apart; they say nothing of medicine.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .source import Role

_NUMBERED = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2}){0,4}|[IVX]{1,4})[.):]?\s+")
_SECTIONS: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile(r"(?:results? and discussion|(?:main |principal |key )?(?:results?|findings)\b).*"), Role.RESULTS),
    (
        re.compile(
            r"(?:.*\b(?:methods?|methodology)\b.*|(?:study |trial )?design\b.*|statistic.*|(?:study )?(?:population|subjects|"
            r"participants|setting)|sample size.*|randomi[sz]ation.*|interventions?|outcome measures?|data (?:collection|analysis|extraction))"
        ),
        Role.METHODS,
    ),
    (re.compile(r"(?:introduction|background|rationale|objectives?|aims?|purpose|hypothes[ei]s)\b.*"), Role.BACKGROUND),
    (re.compile(r"(?:conclusions?|concluding remarks?|interpretation|implications?)\b.*"), Role.CONCLUSION),
    (re.compile(r"(?:.*\brecommendations?|practice points?)\b.*"), Role.RECOMMENDATION),
)
_SECTION_TYPES = {
    "methods": Role.METHODS,
    "materials|methods": Role.METHODS,
    "materials and methods": Role.METHODS,
    "subjects": Role.METHODS,
    "results": Role.RESULTS,
    "results|discussion": Role.RESULTS,
    "conclusions": Role.CONCLUSION,
    "conclusion": Role.CONCLUSION,
    "intro": Role.BACKGROUND,
    "introduction": Role.BACKGROUND,
    "background": Role.BACKGROUND,
    "objective": Role.BACKGROUND,
    "objectives": Role.BACKGROUND,
}
_HOUSEKEEPING_TYPES = frozenset(
    {
        "supplementary-material",
        "supplementary material",
        "conflict",
        "coi-statement",
        "contributions",
        "funding",
        "disclosure",
    }
)
_HOUSEKEEPING = re.compile(
    r"(?:competing|conflicts? of|declarations? of|financial|potential conflicts? of|disclosure of)(?: \w+)? interests?\b.*|disclosures?.*|"
    r"authors?['’]?s?['’]? (?:contributions?|information|details)|contributors?(?:hip)?|acknowledge?ments?|funding\b.*|grant support|"
    r"(?:sources? of )?(?:financial )?(?:support|funding).{0,30}|pre-?publication history|supplement(?:ary|al) (?:materials?|data|information|files?)|"
    r"additional files?|supporting information|web extra.*|(?:list of )?abbreviations?(?: used)?|availability of (?:data|supporting).*|"
    r"data (?:availability|sharing)\b.*|ethic(?:s|al) approval.*|consent (?:for|to) publication|consent|endnotes?|notes|references|provenance and peer review"
)


@lru_cache(maxsize=8192)
def section_role(title: str, kind: str, above: Role) -> Role:
    """The role of a section: its own words or type where its parent has none, else the parent's."""
    words = _NUMBERED.sub("", title).strip(" .:").lower()
    if is_housekeeping(title, kind):
        return Role.RESOURCE
    if above is not Role.BODY:
        return above
    if words.startswith("discussion"):
        return Role.BODY
    if (role := _SECTION_TYPES.get(kind.lower())) is not None:
        return role
    return next((role for pattern, role in _SECTIONS if len(words) < 120 and pattern.fullmatch(words)), Role.BODY)


@lru_cache(maxsize=8192)
def is_housekeeping(title: str, kind: str) -> bool:
    """Whether a section says something about the article (interests, funding, files) and nothing of medicine."""
    words = _NUMBERED.sub("", title).strip(" .:").lower()
    return kind.lower() in _HOUSEKEEPING_TYPES or (len(words) < 120 and _HOUSEKEEPING.fullmatch(words) is not None)
