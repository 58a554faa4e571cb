"""
Study design, automatic and before appraisal.

Publication types and MeSH decide where a record has them; otherwise ordered rules over title and abstract do. The
order matters: a systematic review names the trials it includes, and a protocol the trial it plans. Works that are
not studies (guidelines, labels, consumer pages, narrative reviews, protocols, animal work) have no design.
"""

from __future__ import annotations

import re

from curbside.questions.question import QuestionType
from curbside.sources.source import Source, SourceKind

from .evidence import Design

#: Source kinds that are studies; every other kind has no design and no level.
STUDIES = {SourceKind.SYSTEMATIC_REVIEW, SourceKind.TRIAL, SourceKind.OBSERVATIONAL, SourceKind.CASE_REPORT}
#: Kinds that readers leave open: the rules may still find a study in them.
OPEN = {SourceKind.OTHER, SourceKind.UPLOAD, SourceKind.PREPRINT}

#: Publication types (lower case) and MeSH headings used as such, strongest first.
TYPES: tuple[tuple[str, Design], ...] = (
    ("systematic review", Design.SYSTEMATIC_REVIEW),
    ("meta-analysis", Design.SYSTEMATIC_REVIEW),
    ("randomized controlled trial", Design.RANDOMISED_TRIAL),
    ("randomised controlled trial", Design.RANDOMISED_TRIAL),
    ("controlled clinical trial", Design.NON_RANDOMISED_TRIAL),
    ("clinical trial", Design.NON_RANDOMISED_TRIAL),
    ("cohort studies", Design.COHORT),
    ("prospective studies", Design.COHORT),
    ("follow-up studies", Design.COHORT),
    ("longitudinal studies", Design.COHORT),
    ("case-control studies", Design.CASE_CONTROL),
    ("cross-sectional studies", Design.CROSS_SECTIONAL),
    ("retrospective studies", Design.COHORT),
    ("sensitivity and specificity", Design.DIAGNOSTIC_ACCURACY),
    ("case reports", Design.CASE_REPORT),
    ("observational study", Design.OTHER_OBSERVATIONAL),
)

#: Signs (lower case) of which one must stand in the text before a rule is tried at all, the rule, and its design.
_RULES: tuple[tuple[tuple[str, ...], re.Pattern[str], Design], ...] = tuple(
    (tuple(signs.split()), re.compile(pattern), design)
    for signs, pattern, design in (
        (
            "systematic meta searched included cochrane",
            (
                r"\bsystematic(?:ally)? (?:literature )?review|\bmeta-?analys[ie]s|\bcochrane (?:database|review)"
                r"|\bwe (?:searched|included \d+ (?:trials|studies|rcts))|\bwe included (?:\w+ ){0,3}(?:trials|studies)\b"
            ),
            Design.SYSTEMATIC_REVIEW,
        ),
        (
            "randomi randomly placebo-controlled",
            (
                r"(?<!non-)(?<!non)\brandomi[sz]ed,? (?:[\w-]+,? ){0,5}(?:trial|study|crossover|cross-over)\b"
                r"|\bwere (?:\w+ )?randomi[sz]ed\b|\brandomly (?:assigned|allocated)\b|\bplacebo-controlled\b|\brandomi[sz]ation\b"
            ),
            Design.RANDOMISED_TRIAL,
        ),
        (
            "random experimental open-label",
            r"\bnon-?randomi[sz]ed\b|\bquasi-experimental\b|\bopen-label (?:trial|study)\b",
            Design.NON_RANDOMISED_TRIAL,
        ),
        ("control", r"\bcase[- ]control\b", Design.CASE_CONTROL),
        (
            "sectional survey",
            r"\bcross[- ]sectional\b|\bsurvey of\b|\bprevalence (?:study|survey)\b",
            Design.CROSS_SECTIONAL,
        ),
        (
            "sensitivity diagnostic",
            r"\bsensitivity and specificity\b|\bdiagnostic (?:accuracy|performance)\b",
            Design.DIAGNOSTIC_ACCURACY,
        ),
        (
            "cohort follow longitudinal spective registry",
            (
                r"\bcohort\b|\bfollow(?:ed)?[- ]up (?:study|for)\b|\blongitudinal (?:study|analysis)\b"
                r"|\bprospective(?:ly)?\b|\bretrospective(?:ly)?\b|\bregistry\b"
            ),
            Design.COHORT,
        ),
        ("series", r"\bcase series\b|\bseries of \d+ (?:cases|patients)\b", Design.CASE_SERIES),
        (
            "case",
            r"\bcase report\b|\bwe (?:report|describe|present) (?:a|the|an unusual|one) (?:\w+ )?case\b",
            Design.CASE_REPORT,
        ),
    )
)

#: Design by source kind where a record says nothing finer.
_BY_KIND = {
    SourceKind.SYSTEMATIC_REVIEW: Design.SYSTEMATIC_REVIEW,
    SourceKind.CASE_REPORT: Design.CASE_REPORT,
    SourceKind.OBSERVATIONAL: Design.OTHER_OBSERVATIONAL,
}

#: How much of a text the rules read: title and abstract, never a whole article with its cited designs.
READ_CHARACTERS = 3000


def design_of(source: Source) -> Design:
    """The design of a source's study, `Design.NONE` when the work is not a study."""
    if source.kind not in STUDIES and source.kind not in OPEN:
        return Design.NONE
    return design_from(source.publication_types + source.mesh, source.title, source.text[:READ_CHARACTERS], source.kind)


def design_from(types: tuple[str, ...], title: str, abstract: str, kind: SourceKind = SourceKind.OTHER) -> Design:
    """Design from publication types and MeSH headings, else from title and abstract, else from the source kind."""
    given = {name.lower().lstrip("*") for name in types}
    for name, design in TYPES:
        if name in given:
            return design
    for text in (title, abstract[:READ_CHARACTERS]):
        lowered = text.lower()
        for signs, pattern, design in _RULES:
            for sign in signs:  # a generator would take twice as long
                if sign in lowered:
                    if pattern.search(lowered):
                        return design
                    break
    if kind in _BY_KIND:
        return _BY_KIND[kind]
    return Design.UNKNOWN if kind in STUDIES else Design.NONE


#: Oxford 2011 starting levels: for benefit and harm of treatment, for frequency and diagnosis, and for prognosis.
_TREATMENT = {
    Design.SYSTEMATIC_REVIEW: 1,
    Design.RANDOMISED_TRIAL: 2,
    Design.NON_RANDOMISED_TRIAL: 3,
    Design.COHORT: 3,
    Design.CASE_CONTROL: 4,
    Design.CASE_SERIES: 4,
    Design.CASE_REPORT: 4,
    Design.OTHER_OBSERVATIONAL: 4,
}
_DIAGNOSIS = {
    Design.SYSTEMATIC_REVIEW: 1,
    Design.CROSS_SECTIONAL: 2,
    Design.DIAGNOSTIC_ACCURACY: 2,
    Design.COHORT: 2,
    Design.CASE_CONTROL: 4,
}
_PROGNOSIS = {
    Design.SYSTEMATIC_REVIEW: 1,
    Design.COHORT: 2,
    Design.RANDOMISED_TRIAL: 3,
    Design.NON_RANDOMISED_TRIAL: 3,
    Design.CASE_CONTROL: 4,
    Design.CASE_SERIES: 4,
    Design.CASE_REPORT: 4,
}
_LEVELS = {
    QuestionType.TREATMENT: _TREATMENT,
    QuestionType.EFFECTIVENESS: _TREATMENT,
    QuestionType.DRUG_OR_DOSE: _TREATMENT,
    QuestionType.SIDE_EFFECT_OR_INTERACTION: _TREATMENT,
    QuestionType.PREVENTION_OR_SCREENING: _TREATMENT,
    QuestionType.DIAGNOSIS: _DIAGNOSIS,
    QuestionType.TEST_INTERPRETATION: _DIAGNOSIS,
    QuestionType.PROGNOSIS: _PROGNOSIS,
    QuestionType.CAUSE_OR_RISK: _PROGNOSIS,
}


def level_of(design: Design, question_type: QuestionType) -> int | None:
    """Oxford 2011 starting level (1 to 5) of a design for a type of question, None where the scale has none."""
    return _LEVELS.get(question_type, {}).get(design)
