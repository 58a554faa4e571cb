"""
Which of the things that a short question names is its subject.

The frame of a question gives a phrase (questions/focus.py), and one word too many in it ("chickenpox stay") silences a
right answer. Here every name in the question is a candidate: those the vocabulary or everyday speech knows, compounds by their head word,
names in capitals. Each is weighed by its kind, by what stands before it ("in someone with X" makes X the person's), and by whether
the frame chose it too. The phrase of the frame stands only where it adds to a name what belongs to a name ("gout flare").
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from curbside.language.patterns import lazily
from curbside.language.stems import content
from curbside.language.vocabulary import is_known, terms_in

from .everyday import also_called
from .facets import Asked
from .focus import Subject
from .frames import FRAME
from .named import LIKE_A_DRUG, WORTH, Name, names_in
from .names import GENERIC
from .population import PHRASE
from .question import QuestionType

#: What the frame's choice is worth: its subject, its other side, a name within its subject.
CHOSEN, OTHER_SIDE, WITHIN = 1.2, 0.4, 1.0
#: What a person has, takes or was told beside the thing asked about; what only says when.
_OF_PERSON = lazily(
    r"\b(?:someone|somebody|anyone|people|persons?|patients?|women|men|woman|man|adults?|child(?:ren)?|kids?|bab(?:y|ies)|infants?|toddlers?|those|mothers?|mum|mom|dad|son|daughter|wife|husband|smokers?|olds?)"
    r"(?: (?:who|that))?(?: (?:with|has|have|had|having|on|taking|is on|are on|suffering from|is|are|known to have))+(?: (?:an?|the|known|my|severe|chronic|also))* ?$",
    re.IGNORECASE,
)
_HAVING = lazily(
    r"\b(?:(?:when|if|while|because|since|although|though|but|and) (?:i|we|you|he|she|they)(?: also)? (?:have|has|had|am|is|take|takes)|now (?:that )?(?:i'?m|he is|she is|he's|she's)|i(?:'ve| have) (?:got|had)|history of|known|allergic to|allergy to|in|despite|without|even with|no)"
    r"(?: (?:an?|the|my|severe|chronic|known|also))* ?$",
    re.IGNORECASE,
)
_WHEN = lazily(
    r"\b(?:before|after|following|since|during|until|prior to|post|while on|while taking|when taking|on|besides|other than|apart from|instead of)(?: (?:an?|the|my|having|a recent))* ?$",
    re.IGNORECASE,
)
_WHOSE = lazily(
    r"(?:\b(?:treat\w*|manag\w+|cures?|causes?|symptoms?|signs?|diagnos\w+|prevent\w*|dos(?:e|es|age|ing)|tests?|screen(?:ing|ed)?|risk|prognosis|outlook|prophylaxis|therapy|vaccin\w+|shot|jab"
    r"|contraindications?|side effects?|interactions?|monitoring|use|start(?:ing)?|stop(?:ping)?|take|taking|give|giving|get rid|information)(?: (?:of|for|to|on|about|against|with|from))?)(?: (?:an?|the|my|his|her|this))* ?$",
    re.IGNORECASE,
)
#: What follows a name and belongs to it, whatever the words ask elsewhere.
_HEADS = frozenset(
    """syndrome disease disorder deficiency cancer infection allergy surgery operation transplant transplantation vaccine vaccination jab shot
    screening test flare flares crisis toxicity poisoning overdose withdrawal injection injections rash pain ulcer ulcers fracture stone stones
    release replacement level levels count therapy bite bites sting carriers carrier gene mutation prophylaxis exacerbation relapse episode patch cream
    eruption exposure salts salt""".split()
)
#: Words before a name that say how it runs: what holds of the name without them may be said, too.
COURSE = frozenset(
    """acute chronic severe mild moderate recurrent recurring uncomplicated suspected provoked unprovoked stable unstable early late new newly
    persistent isolated sudden bad first second active long-standing simple complicated advanced flare flares attack attacks episode exacerbation an a the""".split()
)
_OF_ILLNESS = frozenset(
    {
        QuestionType.TREATMENT,
        QuestionType.DIAGNOSIS,
        QuestionType.PROGNOSIS,
        QuestionType.CAUSE_OR_RISK,
        QuestionType.LIVING_WITH,
    }
)
#: Sections that tell of medicines more than of illnesses.
_TOLD_OF_DRUGS = frozenset(["monitoring", "stopping", "dose", "adverse_effects", "interactions", "contraindications"])
_OF_DRUG = frozenset({QuestionType.DRUG_OR_DOSE, QuestionType.SIDE_EFFECT_OR_INTERACTION})
#: A name with a dash or a colon behind it, as a heading of what follows, and one that somebody gave: what that is worth.
_HEADING = lazily(r"(?: ?:| [-\u2013\u2014]) ")
_TOLD = lazily(
    r"\b(?:doctor|gp|dr|clinic|hospital|consultant|specialist|nurse|they)(?: (?:has|have|had))? (?:says?|said|told|thinks?|thought|reckons?|called|calls)"
    r"(?: (?:me|us|him|her))?(?: (?:that|it's|its|it is|it was|this is|i have|i've got|i had|he has|she has))*(?: an?| the)? $|\bdiagnosed (?:with|as)(?: an?)? $",
    re.IGNORECASE,
)
HEADING = 1.6
_WORD = lazily(r"[^\W_][\w'’./-]*(?<![.'’/-])")


def settled(about: Subject, line: str, things: tuple[Asked, ...], asking: tuple[str, ...] = ()) -> Subject | None:
    """
    The subject of a short question: the frame's, mended or replaced by the name that fits best.

    `asking` are the sentences that ask; a name that stands in them is likelier. None when nothing is named that is known.
    """
    names = names_in(line)
    if not names:
        return None
    if pair := _taken_together(names, line):
        return pair
    if about.comparator or (about.intervention and not _IS_DONE.match(line)):
        return _two_sided(about, names)
    worths = [_weighed(one, about, line, things, asking) for one in names]
    for at, (one, other) in enumerate(pairwise(names), 1):
        if _BESIDE.fullmatch(line[one.end : other.start]):
            worths[at] -= BEHIND
    best = names[worths.index(max(worths))]
    unknown = " ".join(
        one.text for one in names if one is not best and LIKE_A_DRUG.fullmatch(one.text) and not is_known(one.text)
    )
    return Subject(_fuller(best, (about.focus, about.intervention), names, line), unknown)


#: What ties a second name to the one before it as what is there beside ("flu vaccine with egg allergy"), and what that costs.
_BESIDE = lazily(
    r"(?: \w+){0,2},? (?:with|in|on|after|before|during|following|despite|and|when|while|without|if|due to|from|since)(?: (?:an?|the|my|i have|i've got|taking|on|known|severe|chronic|someone with|people with|patients with))*[ ]",
    re.IGNORECASE,
)
BEHIND = 0.9


#: "How is gout treated in someone with ...": one subject, though the same words without "how" ask for an effect.
_IS_DONE = lazily(r"(?:how|when|where) (?:is|are|was|were) ", re.IGNORECASE)
#: What joins two things that are taken together.
_JOINED = lazily(
    r"(?: tablets?| pills?| capsules?| \d+ ?mg)?,?(?: and| with| &| \+| plus| (?:together|along|combined) with| alongside| while (?:on|taking|i'?m on)| when (?:on|taking)| if (?:on|taking|i'?m on|i take|i am on)"
    r"| in (?:a patient|someone|people|patients) (?:on|taking)| on| matter with| interact with| affect)(?: an?| my| the| some| taking| his| her| their| a glass of| drinking)* ",
    re.IGNORECASE,
)
_TAKEN = ("drug", "class")


def _taken_together(names: list[Name], line: str) -> Subject | None:
    """A medicine and what is taken with it, where a question names the two and nothing between them but what joins."""
    for one, other in pairwise(names):
        kinds = {one.kind, other.kind}
        if not (one.kind in _TAKEN and other.kind in (*_TAKEN, "substance", "chemical")) and not (
            one.kind == "substance" and other.kind in _TAKEN
        ):
            continue
        if "drug" not in kinds or not _JOINED.fullmatch(line[one.end : other.start]):
            continue
        if any(rest.kind in ("disease", "headed") for rest in names):
            continue
        first, second = (one, other) if one.kind in _TAKEN else (other, one)
        if content(first.text) == content(second.text):
            continue
        return Subject(first.text, _plain(second))
    return None


def _plain(name: Name) -> str:
    """A thing taken beside a medicine by the word that labels use for it: alcohol for wine."""
    also = also_called(name.text) if name.kind == "substance" else ()
    return also[0] if also else name.text


def _weighed(one: Name, about: Subject, line: str, things: tuple[Asked, ...], asking: tuple[str, ...]) -> float:
    """How well a name fits as the subject."""
    own = content(one.text)
    worth = WORTH[one.kind] - (1.0 if one.text.casefold() in GENERIC else 0.0)
    focus = content(about.focus)
    if own == focus:
        worth += CHOSEN
    elif own < focus or focus < own:
        worth += WITHIN
    elif about.intervention and own <= content(about.intervention):
        worth += OTHER_SIDE
    before = line[max(0, one.start - 60) : one.start]
    if _OF_PERSON.search(before):
        worth -= 1.1
    elif _HAVING.search(before) or _WHEN.search(before):
        worth -= 0.9
    elif _WHOSE.search(before):
        worth += 0.6
    if "allerg" in one.text.casefold():
        worth -= 0.7
    if any(people.start() <= one.start and one.end <= people.end() for people in PHRASE.finditer(line)):
        worth -= 1.0
    kinds = {thing.type for thing in things if not thing.is_weak}
    if one.kind in ("disease", "headed") and kinds & _OF_ILLNESS:
        worth += 0.5
    if one.kind == "procedure" and any(thing.type is QuestionType.PREVENTION_OR_SCREENING for thing in things):
        worth += 0.8
    leads = {thing.kinds[0] for thing in things if not thing.is_weak}
    if one.kind in ("drug", "class") and (kinds & _OF_DRUG or leads & _TOLD_OF_DRUGS):
        worth += 1.0
    is_heading = _HEADING.match(line, one.end) and all(word.casefold() in FRAME for word in _WORD.findall(before))
    if one.kind != "class" and (is_heading or _TOLD.search(before)):
        worth += HEADING  # "MGUS - what does it mean", and what a doctor called it
    if line[: one.start].rstrip().endswith("("):
        worth -= 1.0  # another name in brackets
    if asking and any(one.text in sentence for sentence in asking):
        worth += 0.7
    return worth - 0.3 * one.start / max(1, len(line))


def _two_sided(about: Subject, names: list[Name]) -> Subject:
    """Both sides as the frame gave them, each without the words that belong to no name."""
    sides = (about.focus, about.intervention, about.comparator)
    focus, intervention, comparator = (_mended(side, names) for side in sides)
    return replace(about, focus=focus, intervention=intervention, comparator=comparator)


def _mended(phrase: str, names: list[Name]) -> str:
    """A phrase without words around a name that belong to none."""
    inside = [one for one in names if one.text and one.text in phrase]
    if not phrase or len(inside) != 1 or content(inside[0].text) == content(phrase):
        return phrase
    return _fuller(inside[0], (phrase,), names, "")


def _fuller(best: Name, phrases: tuple[str, ...], names: list[Name], line: str) -> str:
    """The name with those words of the frame's phrase that say more exactly which: "severe malaria", "gout flare"."""
    taken = {word.casefold() for one in names if one is not best for word in one.text.split()}
    for phrase in phrases:
        at = phrase.find(best.text)
        if at < 0 or content(phrase) == content(best.text):
            continue
        before = _WORD.findall(phrase[:at])
        kept: list[str] = []
        for word in reversed(before):
            if not _qualifies(word, best.kind) or word.casefold() in taken:
                break
            kept.insert(0, word)
        start = phrase.rfind(kept[0], 0, at) if kept else at
        end = at + len(best.text)
        while (follows := re.match(r"[ -]([\w-]+)", phrase[end:])) and follows[1].casefold() in _HEADS:
            end += len(follows[0])
        return phrase[start:end]
    if best.kind in ("short", "test") and (joined := re.search(r"\w+-\w+ $", line[: best.start])):
        return joined[0] + best.text  # "whole-body MRI"
    rest = re.match(r" ([\w-]+)", line[best.end :])
    if rest and rest[1].casefold() in ("flare", "flares", "vaccine", "toxicity", "overdose", "injection", "poisoning"):
        return line[best.start : best.end + len(rest[0])]
    return best.text


def _qualifies(word: str, kind: str) -> bool:
    """Whether a word before a name may be part of it: no word that asks and no number; before a medicine, a word of names."""
    plain = word.casefold()
    if plain in COURSE:
        return plain not in ("a", "an", "the")
    if plain in FRAME or plain[0].isdigit() or plain in _NEVER:
        return False
    return kind in ("disease", "finding", "headed") or is_known(plain) or word[:1].isupper() or "-" in word


_NEVER = frozenset(
    "says said told called my his her our wants with starts besides catch catches had whose and or got".split()
)


def without_course(focus: str) -> str:
    """A subject without the words that only say how it runs ("gout flare", "severe malaria"), or "" when it has none."""
    words = focus.split()
    kept = [word for word in words if word.casefold() not in COURSE]
    rest = " ".join(kept)
    if len(kept) == len(words) or not kept or any(one.end - one.start == len(focus) for one in terms_in(focus)):
        return ""
    return rest if any(one.kind == "disease" and one.end - one.start == len(rest) for one in names_in(rest)) else ""


#: The end of a word that tells what kind of a thing it is ("viral", "diabetic"): it belongs to the name.
_DESCRIBES = lazily(r"(?:al|ic|ary|ous|ive|ed|ian|ar|oid|ine|less|like|type|stage|dose|level)\Z", re.IGNORECASE)
#: What a name that replaces a phrase may be.
_SUBJECTS = frozenset({"disease", "drug"})


def known_instead(focus: str, text: str) -> str:
    """
    The name within a phrase that no vocabulary knows ("swallow strattera"), or the only one beside it ("too young for ...").

    The words left over are no part of the subject then, and count as asked.
    """
    within = names_in(focus)
    if any(len(one.text) == len(focus) for one in within):
        return focus
    named = [one.text for one in within if one.kind in _SUBJECTS]
    if len(named) == 1 and len(focus.split()) > len(named[0].split()):
        before = focus[: focus.casefold().find(named[0].casefold())].split()
        is_ended = focus.casefold().endswith(named[0].casefold())
        return (
            named[0]
            if before and is_ended and before[0].casefold() not in COURSE and not _DESCRIBES.search(before[-1])
            else focus
        )
    if within or not focus.islower() or len(content(focus)) > 1:
        return focus
    beside = {one.text.casefold(): one.text for one in names_in(text) if one.kind in _SUBJECTS}
    return next(iter(beside.values())) if len(beside) == 1 else focus
