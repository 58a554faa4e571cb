"""
Does a passage support a claim? Byte-exact first, then typed hard checks, with reasons in words.

A hard check compares one kind of thing that must not change: numbers with their units, names, denial, direction,
people, route, strong words, what stands beside what, and how much of the claim is in the passage at all. No learnt
score can make a claim supported; being near is not being said. The thresholds were set on true sentences alone, so
that no kind of change was tuned on itself (bench/check.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from curbside.language.amounts import numbers_unheld
from curbside.language.cues import denials, modality
from curbside.language.patterns import lazily

from .binding import Bound
from .claim import Check, Verdict
from .contrasts import sides, taken
from .coverage import best_two, whole
from .naming import absent, misgiven
from .strong import granted, strong
from .verbatim import place
from .wording import READ_CHARACTERS, Passage, Word, bare, passage_of, words_of

#: A claim of which less than this part stands in the passage is not supported by it.
COVERED = 0.47
#: The same for the best two sentences together.
COVERED_BY_TWO = 0.37
#: From here on the passage is about the same thing, so that what differs contradicts the claim.
SAME_SUBJECT = 0.6
#: How much better a rival must fit before a claim counts as bound wrongly.
RIVAL_NUMBER, RIVAL_NAME, RIVAL_SIDE, RIVAL_DENIAL = 0.05, 0.34, 0.1, 0.33

#: "Yes," and "No," answer a question that the check does not see.
_ANSWER = lazily(r"\s*(?:yes|no)\b\s*(?:[,.:;–—-]|\n|(?=it\b))\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason why a claim is not supported, in words; some contradict it when the passage is about the same thing."""

    because: str
    contradicts: bool = False


def check(claim: str, passage: str) -> Check:
    """Whether the words of a passage support a claim; `score` is the part of the claim's words found in it."""
    passage = passage[:READ_CHARACTERS]
    if not claim.strip():
        return Check(Verdict.NOT_SUPPORTED, "typed checks", ("the claim is empty",), 0.0)
    if place(_flat(claim), _flat(passage)) >= 0:
        return Check(Verdict.SUPPORTED, "verbatim", (), 1.0)
    said = without_answer(claim)
    words, read = words_of(said), passage_of(passage)
    covered = whole(words, read)
    nearest = best_two(words, read)
    found = [*findings(said, words, read), *_uncovered(covered, nearest)]
    if not found:
        return Check(Verdict.SUPPORTED, "typed checks", (), covered)
    same_subject = nearest >= SAME_SUBJECT
    verdict = Verdict.CONTRADICTED if same_subject and any(one.contradicts for one in found) else Verdict.NOT_SUPPORTED
    reasons = dict.fromkeys(one.because for one in sorted(found, key=lambda one: not one.contradicts))
    return Check(verdict, "typed checks", tuple(reasons), covered)


def _flat(text: str) -> str:
    """Words and signs on one line; list marks count as the semicolons they are printed as."""
    return " ".join(re.sub(r"(?m)^\s*[-•*–]\s+|[;:]", " ", text).split()).rstrip(".").casefold()


def without_answer(claim: str) -> str:
    """A claim without a leading "Yes," or "No,"."""
    return _ANSWER.sub("", claim, count=1) if _ANSWER.match(claim) else claim


def findings(
    claim: str, words: tuple[Word, ...], passage: Passage, rival_number: float = RIVAL_NUMBER
) -> Iterator[Finding]:
    """What speaks against a claim, whatever part of it the passage holds."""
    for number, reason in numbers_unheld(claim, passage.text):
        before = claim[: number.start].split()
        if before and not number.unit and bare(before[-1] + number.value) in passage.names:
            continue  # "RTA 408" of a passage that writes RTA-408
        yield Finding(reason, "another unit" in reason or "bounded differently" in reason)
    if missing := absent(claim, passage):
        yield Finding(f"not in the passage: {', '.join(missing)}")
    for short, other in misgiven(claim, passage):
        yield Finding(f"the passage has ({other}) where the claim has ({short})", True)
    yield from _overstated(claim, passage)
    yield from _foreign(words, passage)
    yield from _misbound(words, passage, rival_number)


def _overstated(claim: str, passage: Passage) -> Iterator[Finding]:
    """Strong words that only the claim says; "not effective" claims no effect."""
    scopes = denials(claim)
    there = granted(passage.text)
    extra = []
    for name, said in strong(claim).items():
        denied = any(claim.find(word) >= low and claim.find(word) < high for word in said for low, high in scopes)
        if name not in there and not (denied and name in _DENIABLE):
            extra.append(said[0])
    modes = modality(claim)
    if "contraindicated" in modes and "contraindicated" not in modality(passage.text):
        extra.append("contraindicated")
    if "effective" in modes and not scopes and not _WORKS.search(passage.text):
        extra.append("effective")
    if extra:
        yield Finding(f"only the claim says: {', '.join(dict.fromkeys(extra))}")


#: A passage that says any of these may be told as "effective" or "beneficial".
_WORKS = lazily(
    r"effect|efficac|benefi|improv|respon|reduc|protect|promis|success|prevent|reliev|superior|cure|active against|immunogenic|useful",
    re.IGNORECASE,
)

#: Strong words that claim nothing once they are denied.
_DENIABLE = frozenset({"effective", "proven", "safe", "best", "cure", "completely", "always", "all", "certainly"})


def _foreign(words: tuple[Word, ...], passage: Passage) -> Iterator[Finding]:
    """People, animals and routes that the passage never speaks of."""
    there = {side for sentence in passage.sentences for word in sentence.words for side in sides(word.folded)}
    missing = []
    for word in words:
        mine = [side for side in taken(word.folded) if side.is_strict]
        if mine and not any(side in there for side in mine) and word.family not in passage.families:
            missing.append(word.folded)
    if missing:
        yield Finding(f"the passage says nothing of: {', '.join(dict.fromkeys(missing))}")


def _misbound(words: tuple[Word, ...], passage: Passage, rival_number: float) -> Iterator[Finding]:
    """Numbers, names and directions that stand beside other words in the passage, and denials that it does not make."""
    bound = Bound(words, passage)
    for misfit in bound.misfits():
        word, rival = misfit.word, misfit.rival
        if (word.kind == "number" and misfit.own >= 0 and misfit.by > RIVAL_NUMBER) or (
            word.kind == "name" and misfit.own >= 0 and misfit.by > RIVAL_NAME
        ):
            yield Finding(f"in the passage {rival} stands where the claim says {word.folded}", True)
        elif word.kind == "side" and misfit.by > RIVAL_SIDE:
            yield Finding(
                f"the direction differs: the passage says “{rival}” where the claim says “{word.folded}”", True
            )
    by, denied = bound.denial()
    if denied and by > RIVAL_DENIAL:
        if denied.is_denied:
            yield Finding(f"the claim denies something that the passage does not (“{denied.folded}”)", True)
        else:
            yield Finding(f"the passage denies it (“{denied.folded}”)", True)


def _uncovered(covered: float, nearest: float) -> Iterator[Finding]:
    if covered < COVERED:
        yield Finding(f"only {covered:.0%} of the claim's words are in the passage")
    elif nearest < COVERED_BY_TWO:
        yield Finding(f"no two sentences of the passage hold more than {nearest:.0%} of the claim's words")
