"""
Study design, automatic and before appraisal.

Publication types and MeSH decide where a record has them; otherwise ordered rules over title and abstract do, and a
model learnt from MeSH-labelled records tells observational designs apart, which seldom name themselves. The order
matters: a systematic review names the trials it includes, and a protocol the trial it plans. Works that are
not studies (guidelines, labels, consumer pages, narrative reviews, protocols, animal work) have no design.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from curbside.language.linear import Linear
from curbside.language.patterns import lazily
from curbside.questions.question import QuestionType
from curbside.sources.source import Source, SourceKind

from .design_words import CLASSES, design_features
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

_REVIEW = lazily(
    r"\bsystematic(?:ally)? (?:literature )?review|\bmeta-?analys[ie]s|\bcochrane (?:database|review)"
    r"|\bwe (?:searched|included \d+ (?:trials|studies|rcts))|\bwe included (?:\w+ ){0,3}(?:trials|studies)\b"
    r"|\bsearch (?:strategy|methods)\s?:|\bselection criteria\s?:"
)
#: What is written about reviews, and is none.
_ABOUT_REVIEWS = lazily(r"\b(?:guide|guidance|guideline|how to|conducting|methods? (?:for|of)|protocol)\b")
#: A trial says that people were randomised; "randomised trials" are what somebody else did.
_TRIAL = lazily(
    r"(?<!non-)(?<!non)(?<!not )(?<!mendelian )\brandomi[sz]ed,? (?:[\w-]+,? ){0,6}?(?:trial|study|crossover|cross-over|comparison"
    r"|experiment|evaluation|design|parallel|phase)\b(?!s)|\b(?:were|was|be|been) (?:\w+ ){0,2}randomi[sz]ed\b"
    r"|(?<!not )\brandomi[sz]ed (?:to|into|in(?:to)? (?:a|two|three|four|2|3)|either|1:1|2:1|,? ?(?:double|single)[- ]blind|placebo)"
    r"|\brandomly (?:assigned|allocated|divided|distributed|received|assign|allocate|given|treated|separated)"
    r"|\b(?:in|at) random(?:i[sz]ed)? order|\brandom (?:allocation|assignment|order)\b|\bplacebo[- ]controlled\b"
    r"|\b(?:double|single|triple)[- ]blind(?:ed)?,? (?:[\w-]+,? ){0,3}(?:trial|study|placebo)\b(?!s)|\bwe randomi[sz]ed \d"
    r"|\brandomi[sz]ed (?:fashion|order|manner)\b|\brandomly and equally\b|\bdivided (?:\w+ ){0,4}randomly\b|(?<!mendelian )\brandomi[sz]ation (?:to|was|of (?:patients|participants))"
    r"|\bafter randomi[sz]ation\b|\b(?:patients|participants|subjects|women|men|children|adults) randomi[sz]ed\b"
)
#: Looser signs of a trial, for a work that is no review, no second look at other trials and no animal work: whatever was
#: randomised that is no sample, model or plural, and what only trials have, such as a placebo group or a crossover.
_LOOSE = lazily(
    r"(?<!non-)(?<!non)(?<!not )(?<!mendelian )\b(?:pseudo-?|quasi-?)?random(?:i[sz]ed|i[sz]ation|i[sz]e|ly|i[sz]ing)?\b"
    r"(?! (?:effects?|sampl\w+|selected|selection|chosen|forests?|errors?|numbers?|coefficients?|variation|digit|walk|intercept|survey"
    r"|plasma|blood|glucose|fields?|primer|mutation\w*|hexamer|coil|distribution"
    r"|(?:controlled |clinical |placebo-controlled |intervention )*(?:trials|studies|evidence|data)))"
    r"(?!-effects?)(?!, (?:placebo-)?controlled,? (?:clinical )?(?:trials|studies))"
    r"|\bdouble[- ](?:blind|masked|dummy)|\bcross-?over\b|\bplacebo (?:group|arm|period|phase|n ?=|\(n)"
    r"|\b(?:versus|vs\.?|or|than|and|with|to) placebo\b|\bsham\b|\bcounter-?balanced\b|\blatin square"
)
_SECOND_HAND = lazily(r"\breview\b|\bretrospective\b|\bpooled\b|\bpost[- ]hoc\b|\bguidelines?\b|\bmeta-")
_ANIMALS = lazily(r"\b(?:rats?|mice|mouse|dogs?|rabbits?|pigs?|piglets|sheep|monkeys?|cows?|calves|broilers?|hens?)\b")
#: An abstract that names animals more often is about them.
_ANIMALS_NAMED = 2
_SIGNS_OF_LOOSE = ("random", "placebo", "double", "cross", "sham", "counter", "latin")
#: Signs (lower case) of which one must stand in a text before the rule is tried: a search through every word is dear.
_SIGNS_OF_REVIEW = (
    *(
        "systematic",
        "meta-analys",
        "metaanalys",
        "cochrane",
        "we searched",
        "we included",
        "search strategy",
        "search methods",
    ),
    "selection criteria",
)
_SIGNS_OF_TRIAL = ("random", "placebo", "blind")
#: More words than the rule of a trial ever reads before and behind one of its signs.
_WORDS_BEFORE, _WORDS_AFTER = 7, 9
#: A title that names a trial's make-up outright.
_TRIAL_TITLE = lazily(
    r"(?<!non-)(?<!non)(?<!mendelian )\brandomi[sz]ed\b(?! (?:controlled |clinical )?(?:trials|studies)\b)"
)
#: Signs (lower case) of which one must stand in the text before a rule is tried at all, the rule, and its design.
_RULES: tuple[tuple[tuple[str, ...], re.Pattern[str], Design], ...] = tuple(
    (tuple(signs.split()), lazily(pattern), design)
    for signs, pattern, design in (
        (
            "random experimental open-label",
            r"\bnon-?randomi[sz]ed\b|\bquasi-experimental\b|\bopen-label (?:trial|study)\b",
            Design.NON_RANDOMISED_TRIAL,
        ),
        ("series", r"\bcase series\b|\bseries of \d+ (?:cases|patients)\b", Design.CASE_SERIES),
        (
            "case",
            r"\bcase report\b|\bwe (?:report|describe|present) (?:a|the|an unusual|one) (?:\w+ )?case\b",
            Design.CASE_REPORT,
        ),
        (
            "sensitivity diagnostic",
            r"\bsensitivity and specificity\b|\bdiagnostic (?:accuracy|performance)\b",
            Design.DIAGNOSTIC_ACCURACY,
        ),
    )
)
#: Observational designs that a title names outright, each behind its signs.
_NAMED: tuple[tuple[tuple[str, ...], re.Pattern[str], Design], ...] = (
    (("control",), lazily(r"\bcase[- ]control\b"), Design.CASE_CONTROL),
    (("sectional",), lazily(r"\bcross[- ]sectional\b"), Design.CROSS_SECTIONAL),
    (
        ("cohort", "spective"),
        lazily(r"\bcohort\b|\bprospective study\b|\bretrospective (?:study|analysis|review)\b"),
        Design.COHORT,
    ),
)
#: Signs that a text reports an observational study of people, without which no design is looked for.
_OBSERVES = lazily(
    r"\bcohort\b|\bcase[- ]control\b|\bcross[- ]sectional\b|\bprospective|\bretrospective|\bregistry\b|\blongitudinal"
    r"|\bfollow(?:ed)?[- ]?up\b|\bsurvey|\bquestionnaire|\bprevalence (?:of|study|survey)|\bconsecutive\b|\brecords of\b|\bmedical records\b"
    r"|\bcharts?\b|\bodds ratio|\bhazard ratio|\bmultivaria|\blogistic regression"
)
_SIGNS_OF_OBSERVING = (
    *("cohort", "control", "sectional", "spective", "registry", "longitudinal", "follow", "survey", "questionnaire"),
    *("prevalence", "consecutive", "records", "chart", " ratio", "multivaria", "logistic"),
)
_PEOPLE = lazily(
    r"\b(?:patients?|people|persons?|women|men|adults|children|infants|participants|subjects|cases|individuals|students|physicians"
    r"|volunteers|residents|mothers|neonates|adolescents)\b"
)
_RESULT = lazily(r"\d|\bp ?[<=>]")

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
    said = by_rules(title, abstract)
    if said is not Design.NONE:
        return said
    if kind in _BY_KIND and kind is not SourceKind.OBSERVATIONAL:
        return _BY_KIND[kind]
    if kind is not SourceKind.TRIAL and _observes(title, abstract):
        return observational(title, abstract)
    if kind in _BY_KIND:
        return _BY_KIND[kind]
    return Design.UNKNOWN if kind in STUDIES else Design.NONE


def by_rules(title: str, abstract: str) -> Design:
    """The design that title and abstract name by themselves, NONE where they name none; the title decides first."""
    title, abstract = title.lower(), abstract[:READ_CHARACTERS].lower()
    if _has(title, _SIGNS_OF_REVIEW) and _REVIEW.search(title) and not _ABOUT_REVIEWS.search(title):
        return Design.SYSTEMATIC_REVIEW
    if _has(title, _SIGNS_OF_TRIAL) and (_TRIAL_TITLE.search(title) or _tells_of_a_trial(title)):
        return Design.RANDOMISED_TRIAL
    for signs, pattern, design in _NAMED:
        if _has(title, signs) and pattern.search(title):
            return design
    if _has(abstract, _SIGNS_OF_REVIEW) and _REVIEW.search(abstract) and not _ABOUT_REVIEWS.search(title):
        return Design.SYSTEMATIC_REVIEW
    if _tells_of_a_trial(abstract) or _has_the_make_up_of_a_trial(title, abstract):
        return Design.RANDOMISED_TRIAL
    for text in (title, abstract):
        for signs, pattern, design in _RULES:
            if _has(text, signs) and pattern.search(text):
                return design
    return Design.NONE


def _has(text: str, signs: tuple[str, ...]) -> bool:
    # A generator would take twice as long, and every record that is added comes here.
    for sign in signs:  # noqa: SIM110 any() of a generator is that generator
        if sign in text:
            return True
    return False


def _tells_of_a_trial(text: str) -> bool:
    """Whether people were randomised; only the words around each sign are read, for the rule is dear and holds one."""
    for sign in _SIGNS_OF_TRIAL:
        at = text.find(sign)
        while at >= 0:
            start, end = at, at
            for _ in range(_WORDS_BEFORE):
                start = text.rfind(" ", 0, max(0, start))
            for _ in range(_WORDS_AFTER):
                end = text.find(" ", end + 1) if end >= 0 else end
            if _TRIAL.search(text, max(0, start), end if end >= 0 else len(text)):
                return True
            at = text.find(sign, at + 1)
    return False


def _has_the_make_up_of_a_trial(title: str, abstract: str) -> bool:
    if not _has(abstract, _SIGNS_OF_LOOSE) or _SECOND_HAND.search(title) or _ANIMALS.search(title):
        return False
    return _LOOSE.search(abstract) is not None and len(_ANIMALS.findall(abstract)) <= _ANIMALS_NAMED


def observational(title: str, abstract: str) -> Design:
    """Which observational design a study of people has, by a model learnt from MeSH-labelled records."""
    lowered = abstract[:READ_CHARACTERS].lower()
    named = [design for signs, pattern, design in _NAMED if _has(lowered, signs) and pattern.search(lowered)]
    if len(named) == 1 and named[0] is not Design.COHORT:
        return named[0]
    return CLASSES[model().best(design_features(title, abstract))]


@lru_cache(maxsize=1)
def model() -> Linear:
    """The shipped model of observational designs, read once."""
    return Linear.load(files("curbside.evidence").joinpath("data/design.json"))


def _observes(title: str, abstract: str) -> bool:
    text = f"{title}. {abstract[:READ_CHARACTERS]}".lower()
    for signs, pattern, _ in _NAMED:
        if _has(text, signs) and pattern.search(text):
            return True
    is_likely = _has(text, _SIGNS_OF_OBSERVING)
    return bool(is_likely and _OBSERVES.search(text) and _PEOPLE.search(text) and _RESULT.search(text))


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
