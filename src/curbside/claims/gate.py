"""
May a reworded sentence stand in the place of its quote? The strict operating point of the support check.

A sentence written anew, by a rule, a person or a model, is shown only when nothing in it goes beyond its quote: every
number with its unit and bound, every name, denial, hedge, limit and kind of people must be the quote's, in the same
company; words may be left out, and ordinary words may be other ordinary words. When in doubt the gate refuses, and the
quote itself is shown: a refusal costs polish, an error could cost a life.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from curbside.language.cues import hedged, negations
from curbside.language.numbers import Number, numbers
from curbside.language.patterns import lazily
from curbside.language.sentences import split

from .alike import alike, new_words
from .asides import asides, without_asides
from .beyond import said_beyond
from .binding import Bound
from .check import Finding, findings, without_answer
from .claim import Check, Verdict
from .contrasts import Side, sides, taken
from .coverage import whole
from .lending import lent_wrongly
from .limits import CONDITION, other_limits, takes_beside
from .opposites import turned_words
from .phrases import plainly
from .places import changed_places
from .polarity import other_polarity
from .short_forms import spelt_out
from .verbatim import items, place
from .wording import Passage, Sentence, Word, passage_of, words_of

#: In one quote numbers must keep their order besides, so that a bracket left out may bring them nearer to each other.
RIVAL_NUMBER = 0.2
_NUMERALS = {
    word: str(n) for n, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
}
_NUMERAL = lazily(
    rf"\b(?:{'|'.join(list(_NUMERALS)[2:])}|half|third|quarter|double|triple|once|twice|first|second)\b", re.IGNORECASE
)


def gate(sentence: str, quote: str, heading: str = "") -> Check:
    """Whether a written sentence may be shown for its quote; a heading may lend names, never facts."""
    if not sentence.strip():
        return Check(Verdict.NOT_SUPPORTED, "gate", ("the sentence is empty",), 0.0)
    if items(sentence) == items(quote) or _stands(sentence, quote):
        return Check(Verdict.SUPPORTED, "verbatim", (), 1.0)
    said = plainly(without_answer(sentence))
    quote = plainly(_told(said, spelt_out(said, without_asides(said, quote)), heading), is_quote=True)
    if items(said) == items(quote):
        return Check(Verdict.SUPPORTED, "verbatim", (), 1.0)
    words, passage = words_of(said), passage_of(quote)
    under = passage_of(f"{heading}\n{quote}") if heading else passage
    found = [*findings(said, words, under, RIVAL_NUMBER), *_stricter(said, words, passage, under, heading)]
    score = whole(words, passage)
    if not found:
        return Check(Verdict.SUPPORTED, "gate", (), score)
    contradicts = any(one.contradicts for one in found)
    reasons = tuple(dict.fromkeys(one.because for one in found))
    return Check(Verdict.CONTRADICTED if contradicts else Verdict.NOT_SUPPORTED, "gate", reasons, score)


def _told(sentence: str, quote: str, heading: str) -> str:
    """A quote that tells a pregnant reader "you" as told of her, where the sentence does."""
    if not _HER.search(sentence) or not _EXPECTING.search(f"{heading} {quote}"):
        return quote
    her = "mother" if "mother" in sentence.lower() else "woman"
    return _YOUR.sub(f"the {her}'s", _YOU.sub(f"the {her}", quote))


_HER = lazily(r"\b(?:wom[ae]n|mothers?)\b", re.IGNORECASE)
_EXPECTING = lazily(r"\b(?:pregnan|birth|preeclampsia|gestation|midwife|Rh incompat|breastfe)", re.IGNORECASE)
_YOU, _YOUR = lazily(r"\byou\b", re.IGNORECASE), lazily(r"\byour\b", re.IGNORECASE)


def _line(text: str) -> str:
    return " ".join(text.split()).rstrip(".;:").casefold()


def _stands(sentence: str, quote: str) -> bool:
    """Whether the exact words stand in the quote, and nothing around them denies, hedges, limits or counts them otherwise."""
    line, whole_line = _line(sentence), _line(quote)
    at = place(line, whole_line)
    return at >= 0 and not _cuts_a_clause(line, whole_line, at) and not any(_other_numbers(sentence, quote))


_LAST_WORD = lazily(r"[\w-]+ \Z")


def _cuts_a_clause(line: str, whole_line: str, at: int) -> bool:
    """Whether exact words were cut out of a sentence that denies, hedges or limits them."""
    before = re.split(r"[.!?] ", whole_line[:at])[-1]
    after = re.split(r"[.!?] ", whole_line[at + len(line) :])[0]
    outside = f"{before} | {after}"
    people = any(side.is_strict for word in words_of(outside) for side in taken(word.folded))
    close = _LAST_WORD.search(before)
    if close and words_of(close.group()):
        return True  # "severe" of "severe asthma": what stands directly before belongs to it
    return bool(negations(outside) or hedged(outside) or CONDITION.search(outside) or people)


def _stricter(
    sentence: str, words: tuple[Word, ...], passage: Passage, under: Passage, heading: str
) -> Iterator[Finding]:
    yield from _other_numbers(sentence, passage.text)
    yield from _misplaced_numbers(sentence, words, passage)
    yield from other_polarity(sentence, words, passage, under)
    yield from other_limits(sentence, words, passage, heading)
    yield from _other_people(sentence, words, passage, heading)
    yield from new_words(sentence, words, under)
    yield from turned_words(words, passage, under)
    yield from changed_places(sentence, words, passage, heading)
    yield from said_beyond(sentence, words, passage, under)
    yield from lent_wrongly(words, passage, heading)


def _other_numbers(sentence: str, quote: str) -> Iterator[Finding]:
    """Every number must be the quote's with its bound and unit, even "about" and what is counted, in the quote's order."""
    quoted = numbers(quote)
    there = [(n.low, n.high, n.comparator, n.unit) for n in quoted]
    said = [(n.low, n.high, n.comparator, n.unit) for n in numbers(sentence)]
    for number, kind in zip(numbers(sentence), said, strict=True):
        if kind not in there:
            yield Finding(f"the quote does not have “{sentence[number.start : number.end].strip()}”")
    order = iter(there)
    if not all(kind in order for kind in said):
        yield Finding("its numbers stand in another order", True)
    values = {f"{n.low:g}" for n in quoted} | {word.lower() for word in _NUMERAL.findall(quote)}
    if extra := {
        w for w in _NUMERAL.findall(sentence.lower()) if w not in values and _NUMERALS.get(w, "") not in values
    }:
        yield Finding(f"the quote does not have “{', '.join(sorted(extra))}”")


def _misplaced_numbers(sentence: str, words: tuple[Word, ...], passage: Passage) -> Iterator[Finding]:
    """Of a number that the quote has in two units or bounds, the one that stands beside the same words is meant."""
    quoted = {one.text: numbers(one.text) for one in passage.sentences}
    bound = Bound(words, passage)
    for said in numbers(sentence):
        same_value = [n for found in quoted.values() for n in found if (n.low, n.high) == (said.low, said.high)]
        here = [n for n in numbers(sentence) if (n.low, n.high) == (said.low, said.high)]
        # Where all are told, their order tells them apart.
        if len(here) == len(same_value) or len({(n.comparator, n.unit) for n in same_value}) < 2:
            continue
        for word in (word for word in words if said.start <= word.start < said.end and word.kind == "number"):
            own, rival = (_fit(word, bound, quoted, said, is_alike) for is_alike in (True, False))
            if rival > own:
                written = sentence[said.start : said.end].strip()
                yield Finding(f"the quote has “{word.folded}” otherwise where the sentence has “{written}”", True)


def _fit(word: Word, bound: Bound, quoted: dict[str, tuple[Number, ...]], said: Number, is_alike: bool) -> float:
    """How well a number of the sentence fits where the quote has its value, in the same unit and bound or in others."""

    def wanted(met: Word, one: Sentence) -> bool:
        return any(
            n.start <= met.start < n.end
            and (n.low, n.high) == (said.low, said.high)
            and ((n.comparator, n.unit) == (said.comparator, said.unit)) is is_alike
            for n in quoted[one.text]
        )

    return bound.best(word, wanted)[0]


def _other_people(sentence: str, words: tuple[Word, ...], passage: Passage, heading: str) -> Iterator[Finding]:
    """Whom the quote is about, the sentence is about."""
    said = frozenset(word.family for word in words)
    quoted = {
        side: found
        for one in passage.sentences
        for at, found in enumerate(one.words)
        for side in taken(found.folded)
        if side.is_strict and side.name != "people" and takes_beside(one.words, at, said)
        if _counts(side, found, one, said)
    }
    here = {side for word in (*words, *words_of(heading)) for side in sides(word.folded)}
    about = {side.name for one in passage.sentences for found in one.words for side in sides(found.folded)}
    if (
        about & _ANIMALS
        and _is_about_people((*words, *words_of(heading)))
        and not any(_is_about_people(one.words) for one in passage.sentences)
    ):
        yield Finding("the quote is about animals, the sentence about people", True)
    lost = {found.folded for side, found in quoted.items() if side not in here}
    kept = {found.folded for side, found in quoted.items() if side in here}
    if more := _more_often(sentence, words, passage, heading):
        names = ", ".join(sorted(name for name in more if isinstance(name, str)) or ["whom it is about"])
        yield Finding(f"not as often in the quote: {names}")
    if lost - kept:
        yield Finding(f"the sentence leaves out: {', '.join(sorted(lost - kept))}")


def _more_often(sentence: str, words: tuple[Word, ...], passage: Passage, heading: str) -> list[str | int]:
    """The people and routes that a sentence names more often than its quote does."""
    groups, _ = alike()
    quoted = [found for one in passage.sentences for found in one.words]
    there = Counter(group for found in (*quoted, *words_of(heading)) for group in _group(found, groups))
    # Other names of a topic stand in brackets: "asthma (childhood asthma)" is not about children.
    known = {group for found in (*quoted, *words_of(_BRACKETS.sub(" ", heading))) for group in _group(found, groups)}
    said = Counter(group for word in words if _limits_whom(word) for group in _group(word, groups))
    people = {group for word in words if _is_of_people(word) for group in _group(word, groups)}
    # "They" may be told as "children" again.
    pointed = max(0, len(_POINTS.findall(passage.text)) - len(_POINTS.findall(sentence)))
    named = len(_NAMED.findall(passage.text))
    most = Counter[str | int]()
    for one in passage.sentences:
        most |= Counter(group for found in one.words for group in _group(found, groups))
    once = Counter[str | int]()
    for low, high in split(sentence):
        once |= Counter(
            g for word in words if low <= word.start < high and _is_of_people(word) for g in _group(word, groups)
        )
    return [
        name
        for name, count in said.items()
        if count - there[name] > pointed
        or (
            name in people and (name not in known or once[name] > max(1, there[name], most[name] + min(pointed, named)))
        )
    ]


def _limits_whom(word: Word) -> bool:
    """Whether a word says whom a statement is about, or how something is given."""
    return any(side.is_strict for side in taken(word.folded)) or any(
        side.kind == "route" for side in sides(word.folded)
    )


def _is_of_people(word: Word) -> bool:
    return any(side.kind == "population" for side in taken(word.folded))


def _is_about_people(words: Sequence[Word]) -> bool:
    """Whether words tell of people; ages and sexes are told of animals too."""
    return any(
        side.name == "people"
        for word in words
        if not _OF_ANIMALS_TOO.fullmatch(word.folded)
        for side in sides(word.folded)
    )


def _group(word: Word, groups: dict[str, frozenset[int]]) -> tuple[str | int, ...]:
    """What a word is counted as: its meaning among ordinary words, or else its family."""
    return (min(groups[word.family]),) if word.family in groups else (word.family,)


_BRACKETS = lazily(r"\([^()]*\)")
_NAMED = lazily(r"\b(?:they|them|their|she|her|hers|he|him|his)\b", re.IGNORECASE)
_POINTS = lazily(r"\b(?:they|them|their|she|her|hers|he|him|his|you|yours?)\b", re.IGNORECASE)
_OF_ANIMALS_TOO = lazily(r"adults?|males?|females?|infants?|newborns?|neonat\w*|adolescen\w*|mothers?|populations?")


def _counts(side: Side, found: Word, one: Sentence, said: frozenset[str]) -> bool:
    """Whether a kind of people or route limits what is taken from its sentence."""
    if side.kind == "route" and not _GIVES.search(one.text, max(0, found.start - _NEAR), found.end + _NEAR):
        return False
    if side.name == "kidney" and not _ILL.match(one.text, found.end):
        return False
    for low, high in asides(one.text):
        if low <= found.start < high:
            before = [word.family for word in one.words if word.end <= low]
            return not before or before[-1] in said  # "aspirin (for adults)" limits aspirin
    return True


#: So many characters away a word of giving is still about a route.
_NEAR = 60
_ILL = lazily(r" (?:disease|failure|patients|function|impair|insuffic|transplant|problem|damage)", re.IGNORECASE)
#: Words beside which "mouth" or "inhale" is a way of giving.
_GIVES = lazily(
    r"\b(?:medic|drug|dos(?:e|ing)|tak(?:e|ing)|took|giv(?:e|ing)|receiv|treat|therap|mg\b|prescri|swallow|vaccin|administ|admin)",
    re.IGNORECASE,
)
_ANIMALS = frozenset({"mice", "rats", "rabbits", "dogs", "monkeys", "zebrafish"})
