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

from curbside.language.cues import denials, hedged, negations
from curbside.language.numbers import numbers
from curbside.language.patterns import lazily
from curbside.language.sentences import split

from .alike import alike, new_words
from .binding import Bound
from .check import Finding, findings, without_answer
from .claim import Check, Verdict
from .contrasts import sides, taken
from .coverage import whole
from .limits import CONDITION, other_limits, takes_beside
from .places import changed_places
from .verbatim import items, place
from .wording import GOVERNED, NEGATIVE, Passage, Word, half_denials, passage_of, words_of

#: Of what a quote denies, so many words must be denied by the sentence too.
FIRST_DENIED = 2
#: A denied word may fit so much better where the quote does not deny it: how far a denial reaches is a guess.
DENIED_FITS = 0.05
#: "With" stands at most so many characters before what it is said of.
BESIDE_WITH = 25
#: In one quote numbers must keep their order besides, so that a bracket left out may bring them nearer to each other.
RIVAL_NUMBER = 0.2
_NUMERALS = {
    word: str(n) for n, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
}
_NUMERAL = lazily(
    rf"\b(?:{'|'.join(list(_NUMERALS)[2:])}|half|third|quarter|double|triple|once|twice|first|second)\b", re.IGNORECASE
)
#: Every word that turns a statement round, counted as written.
_NOT = lazily(r"\b(?:no|not|never|none|neither|nor|without|cannot|lack(?:s|ed|ing)?)\b|n['’]t\b", re.IGNORECASE)


def gate(sentence: str, quote: str, heading: str = "") -> Check:
    """Whether a written sentence may be shown for its quote; a heading may lend names, never facts."""
    if not sentence.strip():
        return Check(Verdict.NOT_SUPPORTED, "gate", ("the sentence is empty",), 0.0)
    if items(sentence) == items(quote) or _stands(sentence, quote):
        return Check(Verdict.SUPPORTED, "verbatim", (), 1.0)
    said = without_answer(sentence)
    words, passage = words_of(said), passage_of(quote)
    under = passage_of(f"{heading}\n{quote}") if heading else passage
    found = [*findings(said, words, under, RIVAL_NUMBER), *_stricter(said, words, passage, under, heading)]
    score = whole(words, passage)
    if not found:
        return Check(Verdict.SUPPORTED, "gate", (), score)
    contradicts = any(one.contradicts for one in found)
    reasons = tuple(dict.fromkeys(one.because for one in found))
    return Check(Verdict.CONTRADICTED if contradicts else Verdict.NOT_SUPPORTED, "gate", reasons, score)


def _line(text: str) -> str:
    return " ".join(text.split()).rstrip(".;:").casefold()


def _stands(sentence: str, quote: str) -> bool:
    """Whether the exact words stand in the quote, and nothing around them denies, hedges, limits or counts them otherwise."""
    line, whole_line = _line(sentence), _line(quote)
    at = place(line, whole_line)
    return at >= 0 and not _cuts_a_clause(line, whole_line, at) and not any(_other_numbers(sentence, quote))


def _cuts_a_clause(line: str, whole_line: str, at: int) -> bool:
    """Whether exact words were cut out of a sentence that denies, hedges or limits them."""
    before = re.split(r"[.!?] ", whole_line[:at])[-1]
    after = re.split(r"[.!?] ", whole_line[at + len(line) :])[0]
    outside = f"{before} | {after}"
    people = any(side.is_strict for word in words_of(outside) for side in taken(word.folded))
    return bool(negations(outside) or hedged(outside) or CONDITION.search(outside) or people)


def _stricter(
    sentence: str, words: tuple[Word, ...], passage: Passage, under: Passage, heading: str
) -> Iterator[Finding]:
    yield from _other_numbers(sentence, passage.text)
    yield from _other_polarity(sentence, words, passage)
    yield from other_limits(sentence, passage.text, heading)
    yield from _other_people(sentence, words, passage, heading)
    yield from new_words(sentence, words, under)
    yield from changed_places(sentence, words, passage)


def _other_numbers(sentence: str, quote: str) -> Iterator[Finding]:
    """Every number must be the quote's with its bound and unit, even "about" and what is counted, in the quote's order."""
    quoted = numbers(quote)
    there = {(n.low, n.high, n.comparator, n.unit) for n in quoted}
    order = iter([(n.low, n.high) for n in quoted])
    said = numbers(sentence)
    for number in said:
        if (number.low, number.high, number.comparator, number.unit) not in there:
            yield Finding(f"the quote does not have “{sentence[number.start : number.end].strip()}”")
    if not all((n.low, n.high) in order for n in said):
        yield Finding("its numbers stand in another order", True)
    values = {f"{n.low:g}" for n in quoted} | {word.lower() for word in _NUMERAL.findall(quote)}
    if extra := {
        w for w in _NUMERAL.findall(sentence.lower()) if w not in values and _NUMERALS.get(w, "") not in values
    }:
        yield Finding(f"the quote does not have “{', '.join(sorted(extra))}”")


def _other_polarity(sentence: str, words: tuple[Word, ...], passage: Passage) -> Iterator[Finding]:
    """What the quote denies stays denied, and nothing else is."""
    quoted = [found for one in passage.sentences for found in one.words]
    bound = Bound(words, passage)
    for low, high in denials(sentence):
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
        for low, high in (*denials(one.text), *half_denials(one.text)):
            scope = [word for word in one.words if low <= word.start < high][:FIRST_DENIED]
            if (told := _said_plainly_alone(scope, words, bound)) is not None:
                yield Finding(f"the quote denies “{told}”", True)
    for word in words:
        if word.folded in NEGATIVE and not any(found.family == word.family or found.is_denied for found in quoted):
            yield Finding(f"the sentence denies with “{word.folded}”", True)
    if told := _turned_signs(sentence, words, passage):
        yield Finding(f"the quote turns what the sentence says of “{told}”", True)
    here, there = (len(_NOT.findall(text)) + len(half_denials(text)) for text in (sentence, passage.text))
    if here > there:
        yield Finding("the sentence denies more than the quote", True)
    elif here < there and _shares_most(words, passage):
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


def _denied_alone(scope: list[Word], others: Sequence[Word]) -> str | None:
    """The first word of a denied stretch that the other side has, when it is not denied there; how far a denial reaches is a guess."""
    for word in scope:
        met = [other for other in others if other.family == word.family]
        if met:
            return None if any(other.is_denied or other.is_half_denied for other in met) else word.folded
    return None


def _said_plainly_alone(scope: Sequence[Word], words: Sequence[Word], bound: Bound) -> str | None:
    """The first word of a denied stretch of the quote that the sentence has, when the sentence says it without denial where the quote does not."""
    for word in scope:
        met = [other for other in words if other.family == word.family]
        if met:
            # One denial does not speak for another: "fever was not seen; rash was not seen" loses either alone.
            plain = (other for other in met if not _is_turned(other))
            return None if all(_fits_where_plain(other, bound) for other in plain) else word.folded
    return None


def _fits_where_plain(word: Word, bound: Bound) -> bool:
    """Whether a word that the sentence does not deny fits the quote best in a place where the quote does not deny it."""
    plain, _ = bound.best(word, lambda found, _: not _is_turned(found), family=word.family)
    denied, _ = bound.best(word, lambda found, _: _is_turned(found), family=word.family)
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


def _shares_most(words: tuple[Word, ...], passage: Passage) -> bool:
    shared = {word.family for word in words} & passage.families
    return len(shared) >= 0.7 * len(passage.families)


def _other_people(sentence: str, words: tuple[Word, ...], passage: Passage, heading: str) -> Iterator[Finding]:
    """Whom the quote is about, the sentence is about."""
    said = frozenset(word.family for word in words)
    quoted = {
        side: found
        for one in passage.sentences
        for at, found in enumerate(one.words)
        for side in taken(found.folded)
        if side.is_strict and takes_beside(one.words, at, said)
    }
    here = {side for word in (*words, *words_of(heading)) for side in sides(word.folded)}
    about = {side.name for one in passage.sentences for found in one.words for side in sides(found.folded)}
    if about & _ANIMALS and "people" not in about and any(side.name == "people" for side in here):
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
        or (name in people and (name not in known or once[name] > max(1, most[name] + min(pointed, named))))
    ]


def _limits_whom(word: Word) -> bool:
    """Whether a word says whom a statement is about, or how something is given."""
    return any(side.is_strict for side in taken(word.folded)) or any(
        side.kind == "route" for side in sides(word.folded)
    )


def _is_of_people(word: Word) -> bool:
    return any(side.kind == "population" for side in taken(word.folded))


def _group(word: Word, groups: dict[str, frozenset[int]]) -> tuple[str | int, ...]:
    """What a word is counted as: its meaning among ordinary words, or else its family."""
    return (min(groups[word.family]),) if word.family in groups else (word.family,)


_SIGN = lazily(
    r"\b(?:(?:without|lack of|absence of|shortage of|too (?:little|few)|not enough|insufficient|inadequate)"
    r"|(?P<more>(?:not|never) without|with|enough|adequate|sufficient|plenty of|presence of))\b",
    re.IGNORECASE,
)
_BRACKETS = lazily(r"\([^()]*\)")
_NAMED = lazily(r"\b(?:they|them|their|she|her|hers|he|him|his)\b", re.IGNORECASE)
_POINTS = lazily(r"\b(?:they|them|their|she|her|hers|he|him|his|you|yours?)\b", re.IGNORECASE)
_ANIMALS = frozenset({"mice", "rats", "rabbits", "dogs", "monkeys", "zebrafish"})
