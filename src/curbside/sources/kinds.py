"""
What sort of work a record describes, from its publication types, MeSH headings and title.

Publication types decide first. What supports no claim is looked for before what does: a protocol names the trial it
plans, and an animal study is "randomised" too. A title alone decides only where its words leave no doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .source import SourceKind

#: Publication types in lower case, the one that decides first standing first.
_BY_TYPE: tuple[tuple[str, SourceKind], ...] = (
    ("clinical trial protocol", SourceKind.PROTOCOL_OR_REGISTRY),
    ("preprint", SourceKind.PREPRINT),
    ("practice guideline", SourceKind.GUIDELINE),
    ("guideline", SourceKind.GUIDELINE),
    ("consensus development conference", SourceKind.GUIDELINE),
    ("consensus development conference, nih", SourceKind.GUIDELINE),
    ("systematic review", SourceKind.SYSTEMATIC_REVIEW),
    ("meta-analysis", SourceKind.SYSTEMATIC_REVIEW),
    ("network meta-analysis", SourceKind.SYSTEMATIC_REVIEW),
    ("randomized controlled trial, veterinary", SourceKind.ANIMAL_OR_LABORATORY),
    ("clinical trial, veterinary", SourceKind.ANIMAL_OR_LABORATORY),
    ("observational study, veterinary", SourceKind.ANIMAL_OR_LABORATORY),
    ("randomized controlled trial", SourceKind.TRIAL),
    ("controlled clinical trial", SourceKind.TRIAL),
    ("pragmatic clinical trial", SourceKind.TRIAL),
    ("equivalence trial", SourceKind.TRIAL),
    ("clinical trial", SourceKind.TRIAL),
    ("case reports", SourceKind.CASE_REPORT),
    ("observational study", SourceKind.OBSERVATIONAL),
    ("twin study", SourceKind.OBSERVATIONAL),
    ("review", SourceKind.NARRATIVE_REVIEW),
    ("patient education handout", SourceKind.PATIENT_PAGE),
)
_TRIAL_PHASE = re.compile(r"clinical trial, phase")
_OBSERVATIONAL_MESH = frozenset(
    {
        "cohort studies",
        "case-control studies",
        "cross-sectional studies",
        "retrospective studies",
        "longitudinal studies",
    }
)

_ANIMALS = frozenset(
    [
        "rat",
        "rats",
        "mouse",
        "mice",
        "murine",
        "rabbit",
        "rabbits",
        "dog",
        "dogs",
        "canine",
        "beagle",
        "beagles",
        "cat",
        "cats",
        "feline",
        "pig",
        "pigs",
        "piglet",
        "piglets",
        "swine",
        "porcine",
        "sheep",
        "ovine",
        "lamb",
        "lambs",
        "goat",
        "goats",
        "horse",
        "horses",
        "equine",
        "cattle",
        "cow",
        "cows",
        "bovine",
        "calves",
        "monkey",
        "monkeys",
        "macaque",
        "macaques",
        "primate",
        "primates",
        "hamster",
        "hamsters",
        "gerbil",
        "gerbils",
        "zebrafish",
        "drosophila",
        "chicken",
        "chickens",
        "broiler",
        "broilers",
        "alpaca",
        "alpacas",
        "llama",
        "llamas",
        "ferret",
        "ferrets",
        "frog",
        "frogs",
    ]
)
_ANIMAL = "(?:" + "|".join(sorted(_ANIMALS, key=len, reverse=True)) + "|guinea pigs?)"

#: A title is searched only when it holds one of the words, so that most titles cost a set look-up.
_RULES: tuple[tuple[frozenset[str], re.Pattern[str], SourceKind], ...] = (
    (
        frozenset({"protocol", "rationale", "plan"}),
        re.compile(
            r"\b(?:study|trial|review|research) protocol\b|\bprotocol (?:for|of) (?:a|an|the)\b|^protocol\b|: (?:a )?protocol\b"
            r"|\brationale and (?:study )?design\b|\bdesign and rationale\b|\bstatistical analysis plan\b"
        ),
        SourceKind.PROTOCOL_OR_REGISTRY,
    ),
    (
        _ANIMALS | {"vitro", "cell"},
        re.compile(
            r"\b(?:in|of|on|by|from) (?:[\w-]+ ){0,4}?" + _ANIMAL + r"\b(?!-| bites?| scratch| allerg| dander| owner)"
            r"|\b(?:rat|mouse|murine|canine|porcine|rabbit|ovine|bovine|equine) (?:model|liver|brain|heart|kidney|hippocamp\w+)\b"
            r"|\bin vitro\b(?! (?:fertili[sz]|matur))|\bcell lines?\b"
        ),
        SourceKind.ANIMAL_OR_LABORATORY,
    ),
    (
        frozenset({"review", "analysis", "analyses", "metaanalysis", "metaanalyses", "meta"}),
        re.compile(r"\bsystematic (?:literature )?review\b|\bmeta-?analys[ei]s\b"),
        SourceKind.SYSTEMATIC_REVIEW,
    ),
    (
        frozenset({"case", "cases"}),
        re.compile(r"\bcase reports?\b|\ba report of (?:a|one|two|three|\d+) cases?\b"),
        SourceKind.CASE_REPORT,
    ),
    (
        frozenset({"randomized", "randomised", "placebo"}),
        re.compile(r"\brandomi[sz]ed,? (?:[\w-]+,? ){0,5}(?:trial|study)\b|\bplacebo[- ]controlled\b"),
        SourceKind.TRIAL,
    ),
    (
        frozenset({"guideline", "guidelines"}),
        re.compile(r"\bclinical practice guidelines?\b|\bpractice guideline\b"),
        SourceKind.GUIDELINE,
    ),
)
_WORD = re.compile("[a-z]+")


def kind_of(publication_types: Sequence[str], mesh: Sequence[str], title: str) -> SourceKind:
    """The kind of work; OTHER when nothing in the record says."""
    types = {name.lower() for name in publication_types}
    joined = "\n".join(mesh).lower()
    # The headings of most records say nothing here, and are looked through as one string.
    headings = _headings(joined) if "animals" in joined or "studies" in joined else frozenset()
    if "animals" in headings and "humans" not in headings:
        return SourceKind.ANIMAL_OR_LABORATORY
    titled = kind_of_title(title)
    if titled is SourceKind.PROTOCOL_OR_REGISTRY:
        return titled
    for name, kind in _BY_TYPE if types else ():
        if name in types:
            return kind
    if types and any(_TRIAL_PHASE.match(name) for name in types):
        return SourceKind.TRIAL
    if titled is SourceKind.ANIMAL_OR_LABORATORY and "humans" in _headings(joined):
        titled = SourceKind.OTHER
    if titled is SourceKind.OTHER and not headings.isdisjoint(_OBSERVATIONAL_MESH):
        return SourceKind.OBSERVATIONAL
    return titled


def _headings(joined: str) -> frozenset[str]:
    return frozenset(heading.partition("/")[0].strip("*") for heading in joined.split("\n"))


def kind_of_title(title: str) -> SourceKind:
    """The kind that a title states, what supports no claim first; OTHER when it states none."""
    lower = title.lower()
    words = _WORD.findall(lower)
    for triggers, pattern, kind in _RULES:
        if not triggers.isdisjoint(words) and pattern.search(lower):
            return kind
    return SourceKind.OTHER
