"""
Does a passage support a claim? Byte-exact first, then typed hard checks, with reasons in words.

A hard check compares one kind of thing that must not change: numbers with their units, denial, direction, the
populations, strong words (should, recommended, first-line, effective, safe), names of drugs, and how much of the
claim is in the passage at all. No learnt score can make a claim supported; being near is not being said.
"""

from __future__ import annotations

import re

from curbside.language.cues import directions, modality, negated, populations
from curbside.language.numbers import numbers_held
from curbside.language.sentences import split
from curbside.language.stems import content, stems
from curbside.language.tokens import fold, words
from curbside.language.vocabulary import is_drug

from .claim import Check, Verdict

#: A claim of which less than this part of its words stands in the passage is not supported by it.
COVERED = 0.5
#: From here on the passage is about the same thing, so that a flipped denial or direction contradicts the claim.
SAME_SUBJECT = 0.6
#: A second sentence is read with the nearest one when it adds this part of the claim's words.
SECOND = 0.2
#: A passage is read up to here.
READ_CHARACTERS = 20_000

_LOOSE = re.compile(r"[^\W_]+")


def check(claim: str, passage: str) -> Check:
    """Whether the words of a passage support a claim; `score` is the part of the claim's words found in it."""
    passage = passage[:READ_CHARACTERS]
    if not claim.strip():
        return Check(Verdict.NOT_SUPPORTED, "typed checks", ("the claim is empty",), 0.0)
    if _flat(claim) in _flat(passage):
        return Check(Verdict.SUPPORTED, "verbatim", (), 1.0)
    near = _nearest(claim, passage)
    covered = _coverage(claim, passage)
    same_subject = _coverage(claim, near) >= SAME_SUBJECT
    doubts: list[str] = []
    contradictions: list[str] = []
    if not (held := numbers_held(claim, passage)):
        (contradictions if same_subject and _has_other_number(held.reasons) else doubts).extend(held.reasons)
    if negated(claim) != negated(near):
        side = "the claim denies something that the passage does not" if negated(claim) else "the passage denies it"
        (contradictions if same_subject else doubts).append(side)
    ups, downs = set(directions(claim)), set(directions(near))
    if len(ups) == 1 and len(downs) == 1 and ups != downs:
        (contradictions if same_subject else doubts).append("the direction of change differs")
    if extra := set(modality(claim)) - set(modality(passage)):
        doubts.append(f"only the claim says: {', '.join(sorted(extra))}")
    if foreign := set(populations(claim)) - set(populations(passage)) - _GENERAL:
        doubts.append(f"the passage says nothing of: {', '.join(sorted(foreign)).replace('_', ' ')}")
    if absent := _names(claim, passage):
        doubts.append(f"not in the passage: {', '.join(absent)}")
    if covered < COVERED:
        doubts.append(f"only {covered:.0%} of the claim's words are in the passage")
    if contradictions:
        return Check(Verdict.CONTRADICTED, "typed checks", tuple(contradictions + doubts), covered)
    if doubts:
        return Check(Verdict.NOT_SUPPORTED, "typed checks", tuple(doubts), covered)
    return Check(Verdict.SUPPORTED, "typed checks", (), covered)


#: Populations so general that naming them adds nothing.
_GENERAL = frozenset({"men", "women"})


def _flat(text: str) -> str:
    """Words and signs on one line; list marks count as the semicolons they are printed as."""
    return " ".join(re.sub(r"(?m)^\s*[-•*–]\s+|[;:]", " ", text).split()).rstrip(".").casefold()


def _nearest(claim: str, passage: str) -> str:
    """The sentence of the passage that shares most words with the claim, and a second where it holds words of its own."""
    wanted = content(claim)
    shared = {span: wanted & stems(passage[slice(*span)]) for span in split(passage)}
    ranked = sorted(shared, key=lambda span: -len(shared[span]))
    chosen = ranked[:1]
    if chosen:
        second = max(ranked[1:], key=lambda span: len(shared[span] - shared[chosen[0]]), default=None)
        if second and len(shared[second] - shared[chosen[0]]) >= SECOND * len(wanted):
            chosen.append(second)
    return " ".join(passage[slice(*span)] for span in sorted(chosen))


def _coverage(claim: str, text: str) -> float:
    wanted = content(claim)
    return len(wanted & stems(text)) / len(wanted) if wanted else 0.0


def _has_other_number(reasons: tuple[str, ...]) -> bool:
    return any("another unit" in reason or "bounded differently" in reason for reason in reasons)


def _names(claim: str, passage: str) -> list[str]:
    """Names and abbreviations of the claim (capital letters inside a sentence, drugs) that the passage lacks."""
    there = {_bare(fold(passage[slice(*span)])) for span in words(passage)}
    there |= {part for word in there for part in word.split("-")}
    absent = []
    for start, end in words(claim):
        word = claim[start:end]
        opens = start == 0 or claim[:start].rstrip()[-1:] in {".", "?", "!", ":"}
        is_name = word[:1].isupper() and (not opens or word[1:2].isupper())
        if not (is_name or _is_drug(word)) or _abbreviates(word, passage):
            continue
        if _bare(fold(word)) not in there and not set(_bare(fold(word)).split("-")) <= there:
            absent.append(word)
    return absent


def _bare(word: str) -> str:
    """A folded word without a possessive ending, so that a name is found however it is used."""
    return word.removesuffix("'s").removesuffix("'")


def _is_drug(word: str) -> bool:
    return len(word) > 4 and is_drug(word)


def _abbreviates(word: str, passage: str) -> bool:
    """Whether an abbreviation is spelt out in the passage by words that begin with its letters, in order."""
    if not (2 <= len(word) <= 6 and word.isupper()):
        return False
    initials = "".join(match.group()[0] for match in _LOOSE.finditer(passage)).casefold()
    return word.casefold() in initials
