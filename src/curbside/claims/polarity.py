"""
Is what a quote denies denied by a sentence written for it, and nothing else?

A denial lost or put in turns a statement round while every word stays. So each denied word is looked up on the other
side, one place at a time, as are pairs that deny by their sense ("with" and "without", "enough" and "too little") and
denials whose subject stands before them ("walking was not").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from curbside.language.patterns import lazily

from .asides import denied_stretches
from .binding import Bound
from .check import Finding
from .wording import GOVERNED, NEGATIVE, Passage, Sentence, Word, half_denials, words_of

#: Of what a quote denies, so many words must be denied by the sentence too.
FIRST_DENIED = 2
#: So many words before a denial that governs nothing after it are what it denies.
DENIED_BEFORE = 2
#: A denied word may fit so much better where the quote does not deny it: how far a denial reaches is a guess.
DENIED_FITS = 0.05
#: "With" stands at most so many characters before what it is said of.
BESIDE_WITH = 25
#: Every word that turns a statement round, counted as written.
_NOT = lazily(r"\b(?:no|not|never|none|neither|nor|without|cannot|lack(?:s|ed|ing)?)\b|n['’]t\b", re.IGNORECASE)
#: "Not unlikely": a denial of what denies.
_DENIED_DENIAL = lazily(
    rf"(?:\b(?:not|never|no)\b|n['’]t) (?:\w+ly |be |so |very )?(?P<word>{'|'.join(sorted(NEGATIVE))}|told|advised|asked|warned|un(?!der|til|ion|it|iver)\w{{4,}}|in(?:effect|accur|complet|suffic|activ|stab|capab)\w*|im(?:poss|prob)\w+)\b",
    re.IGNORECASE,
)
#: A denial said twice in the same word, as "no odor or color" may be told.
_TWICE = lazily(r"\b(no|without|never|not)\b[^.;:]{2,60}\b(?:and|or|nor) \1\b", re.IGNORECASE)
#: "No odor or color" denies two things.
_OR_DENIED = lazily(r"(?:\b(?:no|not|never|without|cannot)\b|n['’]t)[^.,;:]{2,50}?\bor\b", re.IGNORECASE)
_OR_FORBIDDEN = lazily(
    r"(?:\b(?:do|does|did|should|must|can|will) not\b|n['’]t\b|\bnever\b|\bcannot\b)[^.,;:?!]{2,80}\bor\b[^.,;:?!]{2,40}",
    re.IGNORECASE,
)
_SIGN = lazily(
    r"\b(?:(?:without|not with|lack of|absence of|shortage of|too (?:little|few)|not enough|insufficient|inadequate)"
    r"|(?P<more>(?:not|never) without|with|enough|adequate|sufficient|plenty of|presence of))\b",
    re.IGNORECASE,
)
#: A denial with nothing after it in its clause.
_NOTHING_AFTER = lazily(
    r"(?:\b(?:not|cannot|without|never)|n['’]t)(?=\s*(?:[.,;:?!)]|$|\b(?:but|whereas|while|than)\b))", re.IGNORECASE
)
_CLAUSE_ENDS = lazily(r"[.,;:?!](?=\s|$)|\b(?:but|whereas|while|although)\b", re.IGNORECASE)
_BRACKETS = lazily(r"\([^()]*\)")


def other_polarity(sentence: str, words: tuple[Word, ...], passage: Passage, under: Passage) -> Iterator[Finding]:
    """What the quote denies stays denied, and nothing else is."""
    quoted = [found for one in passage.sentences for found in one.words]
    bound = Bound(words, passage)
    for low, high in denied_stretches(sentence):
        scope = [word for word in words if low <= word.start < high][:GOVERNED]
        if scope and not any(word.family in passage.families for word in scope):
            yield Finding(f"the sentence denies “{scope[0].folded}”", True)
        if (told := _denied_alone(scope, quoted)) is not None or (told := _fits_plainly(scope, bound)) is not None:
            yield Finding(f"the sentence denies “{told}”", True)
    for low, high in half_denials(sentence):
        scope = [word for word in words if low <= word.start < high][:1]
        if (told := _denied_alone(scope, quoted)) is not None:
            yield Finding(f"the sentence denies “{told}”", True)
    for one in passage.sentences:
        for low, high in (*denied_stretches(one.text), *half_denials(one.text)):
            scope = [word for word in one.words if low <= word.start < high][:FIRST_DENIED]
            is_or = re.search(r"\bor\b", one.text[low:high]) is not None
            if (told := _said_plainly_alone(scope, words, bound, is_or)) is not None:
                yield Finding(f"the quote denies “{told}”", True)
    for word in words:
        if (
            word.folded in NEGATIVE
            and word.family not in under.families
            and not any(found.family == word.family or found.is_denied for found in quoted)
        ):
            yield Finding(f"the sentence denies with “{word.folded}”", True)
    if told := _lost_between(sentence, words, passage):
        yield Finding(f"the quote denies what the sentence says of “{told}”", True)
    if told := _lost_ellipsis(sentence, words, passage):
        yield Finding(f"the quote denies what the sentence says of “{told}”", True)
    if told := _turned_signs(sentence, words, passage):
        yield Finding(f"the quote turns what the sentence says of “{told}”", True)
    here, there = (len(_NOT.findall(text)) + len(half_denials(text)) for text in (sentence, passage.text))
    if _TWICE.search(sentence):
        there += len(_OR_DENIED.findall(passage.text))
    for match in _DENIED_DENIAL.finditer(sentence):
        if not re.search(rf"\b(?:not|n['’]t|never|no) (?:\w+ )?{match['word']}\b", passage.text, re.IGNORECASE):
            yield Finding(f"the sentence denies “{match['word']}”", True)
    if here > there:
        yield Finding("the sentence denies more than the quote", True)
    elif here < _denials_taken(words, passage) and _shares_most(words, passage):
        yield Finding("the sentence leaves out a denial of the quote", True)


def _turned_signs(sentence: str, words: tuple[Word, ...], passage: Passage) -> str | None:
    """What a sentence has with and its quote only without, or in too little and its quote only in plenty; or the reverse."""
    for match in _SIGN.finditer(sentence):
        word = next((word for word in words if word.start >= match.end() and not _SIGN.fullmatch(word.folded)), None)
        if word is None:
            continue
        before = [
            one.text[max(0, met.start - BESIDE_WITH) : met.start]
            for one in passage.sentences
            for met in one.by_family.get(word.family, ())
        ]
        signs = [found[-1]["more"] is None for text in before if (found := list(_SIGN.finditer(text)))]
        if signs and (match["more"] is None) not in signs:
            return word.folded
    return None


def _lost_between(sentence: str, words: tuple[Word, ...], passage: Passage) -> str | None:
    """A subject whose verb the quote denies and the sentence does not, where what is said of it stands only behind that denial."""
    if _NOT.search(sentence):
        return None
    for one in passage.sentences:
        for match in _DENIED_VERB.finditer(one.text):
            before = [word for word in one.words if word.end <= match.start()][-1:]
            stop = _TURNS_BACK.search(one.text, match.end())
            behind = {
                word.family
                for word in one.words
                if match.end() <= word.start < (stop.start() if stop else len(one.text))
            }
            elsewhere = {
                word.family
                for other in passage.sentences
                for word in other.words
                if other is not one or word.start < match.start()
            }
            elsewhere |= {word.family for word in one.words if stop and word.start > stop.start()}
            for subject, told in pairwise(words):
                between = sentence[subject.end : told.start]
                same_verb = re.search(rf"\b{match['verb']}\b", between, re.IGNORECASE)
                if before and subject.family == before[0].family and same_verb and told.family in behind - elsewhere:
                    return told.folded
    return None


#: A verb denied, and words that turn back to what is so.
_DENIED_VERB = lazily(
    r"\b(?P<verb>is|are|was|were|has|have|had|can|could|will|would|should|may|might|must)(?: not\b| never\b|n['’]t\b)",
    re.IGNORECASE,
)
_TURNS_BACK = lazily(
    r"\b(?:but|whereas|while|although|however|and (?:is|are|was|were|has|have|had|can|could|will))\b|;", re.IGNORECASE
)


def _lost_ellipsis(sentence: str, words: tuple[Word, ...], passage: Passage) -> str | None:
    """A word that the quote denies by what stands before it ("walking was not."), and the sentence in no clause of its own."""
    denied = {
        word.family
        for low, high in _clauses(sentence)
        for word in words
        if low <= word.start < high
        if _NOT.search(sentence, low, high)
    }
    told = {word.family for word in words}
    for one in passage.sentences:
        text = _BRACKETS.sub(" ", one.text)
        for match in _NOTHING_AFTER.finditer(text):
            before = words_of(text[: match.start()])[-DENIED_BEFORE:]
            if before and told.issuperset(word.family for word in before) and before[-1].family not in denied:
                return before[-1].folded
    return None


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for match in _CLAUSE_ENDS.finditer(text):
        yield at, match.end()
        at = match.end()
    yield at, len(text)


def _denied_alone(scope: list[Word], others: Sequence[Word]) -> str | None:
    """The first word of a denied stretch that the other side has, when it is not denied there; how far a denial reaches is a guess."""
    for word in scope:
        met = [other for other in others if other.family == word.family]
        if met:
            return None if any(other.is_denied or other.is_half_denied for other in met) else word.folded
    return None


def _said_plainly_alone(scope: Sequence[Word], words: Sequence[Word], bound: Bound, is_or: bool) -> str | None:
    """The first word of a denied stretch of the quote that the sentence has, when the sentence says it without denial where the quote does not."""
    for word in scope:
        met = [other for other in words if other.family == word.family]
        # One denial does not speak for another: "fever was not seen; rash was not seen" loses either alone.
        plain = [other for other in met if not _is_turned(other)]
        if plain and not all(_fits_where_plain(other, bound) for other in plain):
            return word.folded
        if met and not is_or:
            return None  # how far a denial reaches is a guess, but "no odor or color" denies both
    return None


def _fits_where_plain(word: Word, bound: Bound) -> bool:
    """Whether a word that the sentence does not deny fits the quote best in a place where the quote does not deny it."""

    def turned(found: Word, sentence: Sentence) -> bool:
        # "Do not drive or let someone else drive you" forbids both.
        return _is_turned(found) or any(
            match.start() <= found.start < match.end() for match in _OR_FORBIDDEN.finditer(sentence.text)
        )

    plain, _ = bound.best(word, lambda found, one: not turned(found, one), family=word.family)
    denied, _ = bound.best(word, turned, family=word.family)
    return plain >= 0 and plain >= denied


def _fits_plainly(scope: Sequence[Word], bound: Bound) -> str | None:
    """The first word of a denied stretch that the quote has, when it fits better where the quote does not deny it."""
    for word in scope:
        plain, _ = bound.best(word, lambda found, _: not _is_turned(found), family=word.family)
        denied, _ = bound.best(word, lambda found, _: _is_turned(found), family=word.family)
        if max(plain, denied) >= 0:
            return word.folded if plain > denied + DENIED_FITS else None
    return None


def _is_turned(word: Word) -> bool:
    return word.is_denied or word.is_half_denied


def _denials_taken(words: Sequence[Word], passage: Passage) -> int:
    """How many denials of the quote stand before a word that the sentence has, or before nothing."""
    said = {word.family for word in words}
    count = len(half_denials(passage.text))
    for one in passage.sentences:
        for match in _NOT.finditer(one.text):
            behind = [word.family for word in one.words if word.start >= match.end()][:1]
            count += not behind or behind[0] in said
    return count


def _shares_most(words: tuple[Word, ...], passage: Passage) -> bool:
    shared = {word.family for word in words} & passage.families
    return len(shared) >= 0.7 * len(passage.families)
