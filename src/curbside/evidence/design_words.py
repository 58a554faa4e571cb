"""
What a title and abstract say of how a study was done, as named features for a linear model.

Rules in `design` read systematic reviews and trials, which name themselves. Observational studies seldom do ("records
of 214 patients between 1998 and 2004"), so a model learnt from MeSH-labelled records reads them word by word.
"""

from __future__ import annotations

import itertools

from curbside.language.patterns import lazily

from .evidence import Design

#: How much of an abstract is read.
READ_CHARACTERS = 3000

#: Classes of the model, and the design each is printed as. Retrospective and prospective are told apart for the level of
#: detail a bench needs; both are cohorts to a reader.
CLASSES = {
    "case-control": Design.CASE_CONTROL,
    "cross-sectional": Design.CROSS_SECTIONAL,
    "retrospective": Design.COHORT,
    "prospective": Design.COHORT,
    "cohort": Design.COHORT,
}
#: MeSH headings that label a record, the most telling first.
HEADINGS = {
    "Case-Control Studies": "case-control",
    "Cross-Sectional Studies": "cross-sectional",
    "Retrospective Studies": "retrospective",
    "Prospective Studies": "prospective",
    "Cohort Studies": "cohort",
    "Follow-Up Studies": "cohort",
    "Longitudinal Studies": "cohort",
}

_WORD = lazily(r"[a-z]+(?:-[a-z]+)?|\d+")
_FLAGS = {
    "case-control": r"case[- ]control|matched controls?|cases and controls|odds ratio|\bcontrols were\b|healthy controls",
    "cross-sectional": r"cross[- ]sectional|survey|questionnaire|prevalence|nationwide sample|interview",
    "retrospective": r"retrospective|medical records?|records of|chart review|charts|reviewed|database|registry|consecutive"
    r"|between \d{4} and \d{4}|from \d{4} to \d{4}",
    "prospective": r"prospective|consecutive patients|were enrolled|were recruited|we followed|at baseline",
    "cohort": r"cohort|longitudinal|follow(?:ed)?[- ]?up|years later|birth cohort|person-years|hazard",
}
_PATTERNS = {name: lazily(words) for name, words in _FLAGS.items()}


def design_features(title: str, abstract: str) -> dict[str, float]:
    """Words and pairs of words of title and abstract, and the signs of each design with how often they stand there."""
    title, abstract = title.lower(), abstract[:READ_CHARACTERS].lower()
    found: dict[str, float] = {}
    for name, text in (("title", title), ("text", abstract)):
        tokens = [token if token[0].isalpha() else _number(token) for token in _WORD.findall(text)]
        found |= dict.fromkeys([f"{name} {token}" for token in tokens], 1.0)
        found |= dict.fromkeys([f"{name} {one} {two}" for one, two in itertools.pairwise(tokens)], 1.0)
    for name, pattern in _PATTERNS.items():
        count = len(pattern.findall(abstract))
        found[f"signs of {name}"] = float(min(count, 3))
        found[f"any sign of {name}"] = float(count > 0)
        found[f"title: sign of {name}"] = float(pattern.search(title) is not None)
    return found


def _number(digits: str) -> str:
    return "YEAR" if len(digits) == 4 else "#"
