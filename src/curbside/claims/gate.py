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
from collections.abc import Iterator

from curbside.language.cues import hedged, hedges, modality, negations
from curbside.language.numbers import numbers
from curbside.language.patterns import lazily

from .alike import alike, new_words
from .check import Finding, findings, without_answer
from .claim import Check, Verdict
from .contrasts import sides, taken
from .coverage import whole
from .places import changed_places
from .strong import strong
from .wording import Passage, Word, passage_of, words_of

#: In one quote numbers must keep their order besides, so that a bracket left out may bring them nearer to each other.
RIVAL_NUMBER = 0.2
_NUMERALS = {
    word: str(n) for n, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
}
_NUMERAL = lazily(
    rf"\b(?:{'|'.join(list(_NUMERALS)[2:])}|half|third|quarter|double|triple|once|twice|first|second)\b", re.IGNORECASE
)
#: Every word that turns a statement round, counted as written.
_NOT = lazily(r"\b(?:no|not|never|none|neither|nor|without|cannot)\b|n['’]t\b", re.IGNORECASE)
_EFFECT = lazily(r"\b(?:in)?(?:effective|efficacy|beneficial|efficacious)\w*", re.IGNORECASE)
_SHARE = {
    "some": "some", "few": "few", "several": "some", "many": "many", "most": "most", "mostly": "most", "all": "all", "every": "all",
    "half": "half", "majority": "most", "rarely": "rarely", "sometimes": "sometimes", "occasionally": "sometimes", "usually": "usually",
    "often": "often", "commonly": "often", "frequently": "often", "generally": "usually", "typically": "usually", "always": "all",
}  # fmt: skip
_CONDITION = lazily(r"\b(?:only|unless|except|if|until)\b", re.IGNORECASE)
_SAME_LIMIT = {"if": "if|when|whenever|whose|who|with|where|once|in case|unless|during|suspected", "until": "until|till|before",
               "except": "except|but not|other than|besides|apart from", "unless": "unless|if|except"}  # fmt: skip


def gate(sentence: str, quote: str, heading: str = "") -> Check:
    """Whether a written sentence may be shown for its quote; a heading may lend names, never facts."""
    if not sentence.strip():
        return Check(Verdict.NOT_SUPPORTED, "gate", ("the sentence is empty",), 0.0)
    if _line(sentence) in _line(quote) and not _cuts_a_clause(sentence, quote):
        return Check(Verdict.SUPPORTED, "verbatim", (), 1.0)
    said = without_answer(sentence)
    words, passage = words_of(said), passage_of(quote)
    under = passage_of(f"{heading}\n{quote}") if heading else passage
    found = [*findings(said, words, under, RIVAL_NUMBER), *_stricter(said, words, passage, under)]
    score = whole(words, passage)
    if not found:
        return Check(Verdict.SUPPORTED, "gate", (), score)
    contradicts = any(one.contradicts for one in found)
    reasons = tuple(dict.fromkeys(one.because for one in found))
    return Check(Verdict.CONTRADICTED if contradicts else Verdict.NOT_SUPPORTED, "gate", reasons, score)


def _line(text: str) -> str:
    return " ".join(text.split()).rstrip(".;:").casefold()


def _cuts_a_clause(sentence: str, quote: str) -> bool:
    """Whether exact words were cut out of a sentence that denies, hedges or limits them."""
    line, whole_line = _line(sentence), _line(quote)
    at = whole_line.find(line)
    before = re.split(r"[.!?] ", whole_line[:at])[-1]
    after = re.split(r"[.!?] ", whole_line[at + len(line) :])[0]
    outside = f"{before} | {after}"
    people = any(side.is_strict for word in words_of(outside) for side in taken(word.folded))
    return bool(negations(outside) or hedged(outside) or _CONDITION.search(outside) or people)


def _stricter(sentence: str, words: tuple[Word, ...], passage: Passage, under: Passage) -> Iterator[Finding]:
    yield from _other_numbers(sentence, passage.text)
    yield from _other_polarity(sentence, words, passage)
    yield from _other_certainty(sentence, passage.text)
    yield from _other_people(words, passage)
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
    for word in words:
        there = {found.is_denied for one in passage.sentences for found in one.by_family.get(word.family, ())}
        if there and word.is_denied not in there:
            who = "the sentence denies" if word.is_denied else "the quote denies"
            yield Finding(f"{who} “{word.folded}”", True)
    here, quoted = len(_NOT.findall(sentence)), len(_NOT.findall(passage.text))
    if here > quoted:
        yield Finding("the sentence denies more than the quote", True)
    elif here < quoted and _shares_most(words, passage):
        yield Finding("the sentence leaves out a denial of the quote", True)


def _shares_most(words: tuple[Word, ...], passage: Passage) -> bool:
    shared = {word.family for word in words} & passage.families
    return len(shared) >= 0.7 * len(passage.families)


def _other_certainty(sentence: str, quote: str) -> Iterator[Finding]:
    """No stronger word, no lost hedge, no lost condition, no other share of people or times."""
    there = strong(quote)
    extra = [said[0] for name, said in strong(sentence).items() if len(said) > len(there.get(name, ()))]
    extra += [name for name in modality(sentence) if name not in modality(quote) and name != "usual"]
    extra += ["effective"] if len(_EFFECT.findall(sentence)) > len(_EFFECT.findall(quote)) else []
    if extra:
        yield Finding(f"only the sentence says: {', '.join(dict.fromkeys(extra))}")
    if hedged(quote) and (
        not hedged(sentence) or (len(hedges(sentence)) < len(hedges(quote)) and _is_long_as(sentence, quote))
    ):
        yield Finding("the quote is less sure than the sentence")
    for limit in {match.group().lower() for match in _CONDITION.finditer(quote)}:
        if not re.search(rf"\b(?:{_SAME_LIMIT.get(limit, limit)})\b", sentence, re.IGNORECASE):
            yield Finding(f"the quote says “{limit}”, the sentence does not")
    shares = Counter(_SHARE[word] for word in re.findall(r"[a-z]+", quote.lower()) if word in _SHARE)
    here = Counter(_SHARE[word] for word in re.findall(r"[a-z]+", sentence.lower()) if word in _SHARE)
    if more := here - shares:
        yield Finding(f"the quote does not say “{', '.join(sorted(more))}”")


def _is_long_as(sentence: str, quote: str) -> bool:
    """Whether next to nothing was left out."""
    return len(sentence.split()) >= 0.75 * len(quote.split())


def _other_people(words: tuple[Word, ...], passage: Passage) -> Iterator[Finding]:
    """Whom the quote is about, the sentence is about."""
    quoted = {
        side: found
        for one in passage.sentences
        for found in one.words
        for side in taken(found.folded)
        if side.is_strict
    }
    here = {side for word in words for side in sides(word.folded)}
    about = {side.name for one in passage.sentences for found in one.words for side in sides(found.folded)}
    if about & _ANIMALS and "people" not in about and any(side.name == "people" for side in here):
        yield Finding("the quote is about animals, the sentence about people", True)
    lost = {found.folded for side, found in quoted.items() if side not in here}
    kept = {found.folded for side, found in quoted.items() if side in here}
    groups, _ = alike()
    quoted_words = Counter(group for one in passage.sentences for found in one.words for group in _group(found, groups))
    said_words = Counter(
        group for word in words if any(side.is_strict for side in taken(word.folded)) for group in _group(word, groups)
    )
    if more := said_words - quoted_words:
        yield Finding(
            f"not as often in the quote: {', '.join(sorted(str(name) for name in more if isinstance(name, str)) or ['whom it is about'])}"
        )
    if lost - kept:
        yield Finding(f"the sentence leaves out: {', '.join(sorted(lost - kept))}")


def _group(word: Word, groups: dict[str, frozenset[int]]) -> tuple[str | int, ...]:
    """What a word is counted as: its meaning among ordinary words, or else its family."""
    return (min(groups[word.family]),) if word.family in groups else (word.family,)


_ANIMALS = frozenset({"mice", "rats", "rabbits", "dogs", "monkeys", "zebrafish"})
