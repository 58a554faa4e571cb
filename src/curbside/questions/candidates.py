"""
Which of the things that a message names is the one it asks about.

A message names the sender's illnesses, those of the family, what was taken and what was feared. Each name is
described by where and how it stands (in the subject line, in the sentence that asks, after "diagnosed with"), and
the description is weighed by a linear model learnt from messages whose summaries were written by people
(scripts/train_focus.py). The words of a name are no feature: only its place and kind are, so that a disease never seen
in training is read like any other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from curbside.language.linear import Linear
from curbside.language.patterns import lazily
from curbside.language.stems import content
from curbside.language.vocabulary import terms_in

from .facets import Asked
from .focus import subject, trimmed
from .frames import FRAME
from .messages import Message
from .names import GENERIC
from .population import names_only_people
from .question import QuestionType
from .typed import opened
from .votes import Names, vote

#: What the vote of the library counts, measured on labelled messages of MeSQum: of 0 to 6, 1 to 2 were best.
OF_LIBRARY = 1.5
#: Names read of one message, so that no message takes long.
MOST = 40
#: Words of the longest name that stands for a shorter one within it, and words that make it no name.
FULLEST = 4
_JOINS = frozenset(
    "of in on for with and or to by from about not my the a an is due like after while during early late severe mild moderate bad"
    " extreme recurrent constant advanced little big big".split()
)
_HAVING = lazily(
    r"(?:diagnosed (?:with|as)|suffer(?:s|ing|ed)? (?:from|with)|(?:i|he|she|who|also|has|have|had|have got|i've|with) (?:has|have|had|got|a|an)|case of|have|has|had|having)"
    r"(?: (?:a|an|the|severe|chronic|mild|my|been|some|bad|acute|type \d))* ?$",
    re.IGNORECASE,
)
_TAKING = lazily(
    r"(?:\b(?:take|takes|taking|took|taken|on|using|use|prescribed|started|given)|\d ?mg)(?: (?:a|an|the|my|some|for|of))* ?$",
    re.IGNORECASE,
)
_BESIDE = lazily(
    r"(?:\b(?:also|history of|after|because of|due to|caused by|since|like|not|no|without|for my|and my|previous|past|removed)|n't)"
    r"(?: (?:have|has|had|a|an|the|my|any|other|some|by))* ?$",
    re.IGNORECASE,
)
_ASKED_OF = lazily(
    r"(?:\b(?:treat\w*|cures?|information|info|about|causes?|symptoms?|help|learn|regarding|risk|treatments?|medic\w+|remedy|get rid|manage|prevent\w*|diagnos\w+|test\w*|on|called|named)"
    r"(?: (?:for|of|on|about|with|to|from|regarding))?)(?: (?:a|an|the|my|his|her|this))* ?$",
    re.IGNORECASE,
)
#: "Wang syndrome", "pseudocholinesterase deficiency": a name that no vocabulary needs to know.
BY_HEAD = lazily(
    r"(?<![\w'’-])(?:(?:[A-Z][\w'’-]+|of|type|\d{1,2}) ){0,4}(?!(?:the|a|an|this|that|my|his|her|any|some|these|your|our|of|from|with|for|is|has|have|rare|genetic|other|same|what|and|or|which|certain|many|several|hereditary)\b)[\w'’-]{3,}"
    r"(?: (?:muscular|spinal|regional|cell|gland|pain|type \d|bone|nerve))? (?:syndrome?|sindrome|syndromes|disease|disorder|deficiency|cancer|dystrophy|infection|anemia|anaemia|tumou?r|carcinoma|fracture"
    r"|antibod(?:y|ies)|mutation|deletion|hernias?|allerg(?:y|ies)|surgery|transplant\w*|release|decompression|vaccine|shot|problem|pain|aches?)\b"
)
#: What follows names what the sender has or wants to know of.
_NAMES_NEXT = lazily(
    r"\b(?:diagnosed (?:with|as)|suffer(?:s|ing|ed)? (?:from|with)|information (?:on|about|regarding)|info (?:on|about)|treatments? (?:for|of)|cure (?:for|of)|causes? of|symptoms? of"
    r"|(?:i|he|she|who|son|daughter|mother|father|wife|husband|brother|sister|dad|mom|friend) (?:also )?(?:has|have|had|got)(?: been (?:told|having))?(?: got)?|learn (?:more )?about|called|regarding|case of|known as)"
    r" (?:(?:a|an|the|my|this|is|severe|chronic) ){0,2}(?P<next>[^.?!,;:()\n]{3,60})(?!\w)",
    re.IGNORECASE,
)
TOO_GENERAL = GENERIC | frozenset(
    """syndrome diseases disorder disorders genetic disorder genetic disorders genetic condition family mother father son daughter child baby sister
    brother wife husband suggestion suggestions solution solutions world yesterday greetings approximately everything nothing lot lots someone body mind life
    sleep human humans food foods bacteria virus pain administration light water milk stress stomach alcohol tiredness birth memory weight surgery breath
    hearing diet vitamins tablets something subject matter situation time times way story letter email name website site page article hospital
    operation surgery problem pains health medical history mutation deletion chromosome gene genes chemical location contact country state age son
    test blood tests reports report scan scans""".split()
)
_OF_ILLNESS = frozenset(
    {
        QuestionType.TREATMENT,
        QuestionType.DIAGNOSIS,
        QuestionType.PROGNOSIS,
        QuestionType.CAUSE_OR_RISK,
        QuestionType.PREVENTION_OR_SCREENING,
        QuestionType.LIVING_WITH,
    }
)
_OF_DRUG = frozenset({QuestionType.DRUG_OR_DOSE, QuestionType.SIDE_EFFECT_OR_INTERACTION})
_KINDS = ("disease", "drug", "finding", "procedure", "class")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name in a message, and what tells whether it is the one asked about."""

    name: str
    features: dict[str, float]


def chosen(parts: Message, sentences: tuple[str, ...], things: tuple[Asked, ...], titles: Sequence[Names] = ()) -> str:
    """
    The name that a message most likely asks about, as written, given what it asks; "" when it names nothing.

    `titles` are the names of the sources that its whole text finds, best first, once it was searched.
    """
    every = candidates(parts, sentences, things)
    if not every:
        return ""
    if any(one.features["is_headline"] for one in every):
        titles = ()  # "nocturia" over a story of prostate cancer: the sender has said what it is about
    scores = [_model().scores(one.features)[0] + OF_LIBRARY * vote(one.name, titles) for one in every]
    best = every[scores.index(max(scores))]
    if "is_drug_asked_of_illness" in best.features and not (
        best.features["in_headline"] or best.features["in_question"]
    ):
        # "She has gout and takes allopurinol. What helps?" asks of the illness; drugs taken are told in passing.
        ill = [at for at, one in enumerate(every) if "is_disease" in one.features]
        best = every[max(ill, key=lambda at: (scores[at], -at))] if ill else best
    fuller = [one for one in every if _says_more(one, best)]
    return max(fuller, key=lambda one: (len(one.name), one.name)).name if fuller else best.name


def _says_more(one: Candidate, best: Candidate) -> bool:
    """Whether a longer name says more exactly what a shorter one within it names ("cardiac amyloidosis")."""
    if not content(best.name) < content(one.name) or best.features["in_headline"] > one.features["in_headline"]:
        return False
    words = one.name.casefold().split()
    return (
        len(words) <= FULLEST
        and not set(words) & _JOINS
        and ("by_head" in one.features or "is_disease" in one.features)
    )


def candidates(parts: Message, sentences: tuple[str, ...], things: tuple[Asked, ...]) -> tuple[Candidate, ...]:
    """Everything that a message names: known names, and what its subject line and its questions are about."""
    whole = f"{parts.headline}. {parts.body}" if parts.headline else parts.body
    split = len(parts.headline) + 2 if parts.headline else 0
    found: dict[frozenset[str], tuple[str, dict[str, float]]] = {}
    in_head = content(parts.headline)
    kinds = {one.type for one in things if not one.is_weak}
    asks = {"of_illness": bool(kinds & _OF_ILLNESS), "of_drug": bool(kinds & _OF_DRUG)}
    in_asked = [content(one) for one in sentences]
    for term in terms_in(whole)[:MOST]:
        name = whole[term.start : term.end]
        features = None if term.kind == "anatomy" else _entry(found, name)
        if features is None:
            continue
        features["count"] = features.get("count", 0.0) + 1
        kind = term.kind if term.kind in _KINDS else "other"
        features[f"is_{kind}"] = 1.0
        features.setdefault("place", (term.start - split) / max(1, len(parts.body)) if term.start >= split else 0.0)
        before = whole[max(0, term.start - 45) : term.start].replace("\n", " ")
        for label, cue in (("having", _HAVING), ("taking", _TAKING), ("beside", _BESIDE), ("asked_of", _ASKED_OF)):
            if cue.search(before):
                features[label] = 1.0
    for headed in list(BY_HEAD.finditer(whole))[:MOST]:
        _from(found, headed[0], "by_head")
    for told in list(_NAMES_NEXT.finditer(whole))[:8]:
        _from(found, trimmed(told["next"]), "named_next")
    if parts.headline:
        _from(found, subject(opened(parts.headline)).focus, "headline_subject")
        if len(parts.headline.split()) <= 4:
            _from(found, parts.headline, "headline_whole")
    for place, sentence in enumerate(sentences[:2]):
        about = subject(opened(sentence))
        _from(found, about.focus, f"subject_{place}")
        _from(found, about.intervention, "other_side")
    return tuple(
        Candidate(name, _crossed(_described(name, words, features, in_head, in_asked, list(found)), asks))
        for words, (name, features) in found.items()
    )


def _entry(found: dict[frozenset[str], tuple[str, dict[str, float]]], name: str) -> dict[str, float] | None:
    words = content(name)
    if not words or len(name) > 80 or "[" in name or names_only_people(name) or name.casefold() in TOO_GENERAL:
        return None
    if all(word in FRAME for word in re.findall(r"[\w'-]+", name.casefold())):
        return None
    return found.setdefault(words, (name, {}))[1]


def _from(found: dict[frozenset[str], tuple[str, dict[str, float]]], name: str, label: str) -> None:
    if name and (features := _entry(found, name)) is not None:
        features[label] = 1.0


def _crossed(made: dict[str, float], asks: dict[str, bool]) -> dict[str, float]:
    """The features, and the kind of name beside the kind of question: a treatment is asked for an illness."""
    for label, is_so in asks.items():
        for kind in ("disease", "drug", "finding"):
            if is_so and made.get(f"is_{kind}"):
                made[f"is_{kind}_asked_{label}"] = 1.0
    return made


def _described(
    name: str,
    words: frozenset[str],
    features: dict[str, float],
    in_head: frozenset[str],
    in_asked: list[frozenset[str]],
    every: list[frozenset[str]],
) -> dict[str, float]:
    made = dict(features)
    made["count"] = min(made.get("count", 0.0), 4.0)
    made["in_headline"] = float(words <= in_head)
    made["is_headline"] = float(words == in_head)
    made["in_question"] = float(any(words <= asked for asked in in_asked))
    made["in_first_question"] = float(bool(in_asked) and words <= in_asked[0])
    made["words"] = min(len(words), 6.0)
    made["is_known"] = float(any(label.startswith("is_") and label[3:] in _KINDS for label in features))
    made["is_finding_in_question"] = made.get("is_finding", 0.0) * made["in_question"]
    made["is_disease_in_question"] = made.get("is_disease", 0.0) * made["in_question"]
    made["is_drug_in_question"] = made.get("is_drug", 0.0) * made["in_question"]
    made["is_drug_in_headline"] = made.get("is_drug", 0.0) * made["in_headline"]
    made["no_headline"] = float(not in_head) * made["in_question"]
    made["is_known_headline"] = made["is_headline"] * made["is_known"]
    made["is_unknown_subject"] = float(not made["is_known"] and "subject_0" in made and not made["in_headline"])
    made["is_unknown_headline"] = float(not made["is_known"] and made["is_headline"] == 1.0)
    made["is_one_word"] = float(len(words) == 1)
    made["is_one_unknown_word"] = made["is_one_word"] * float(not made["is_known"])
    made["is_part"] = float(any(words < other for other in every))
    return made


@cache
def _model() -> Linear:
    return Linear.load(files("curbside.questions").joinpath("data/focus.json"))
