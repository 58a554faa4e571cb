"""
What makes a quote less than certain and general, and how much of it a sentence drawn from that quote must keep.

Hedges, conditions ("if", "only", "until") and shares of people or times ("some", "usually") may not be lost or
strengthened. A quote often holds several sentences, so a hedge or condition counts only where the sentence takes words
from beside it; and a condition may be told in other grammar, as whom or what the sentence is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from curbside.language.cues import hedges, modality
from curbside.language.patterns import lazily

from .check import Finding
from .strong import strong
from .wording import Word, words_of

#: What stands this many content words before or after a hedge is what it makes less sure.
BEFORE, AFTER = 4, 6
#: A sentence that takes so many of those words must keep the hedge.
TAKEN = 2
#: A condition of which this part is told is kept.
TOLD = 0.5
_EFFECT = lazily(r"\b(?:in)?(?:effective|efficacy|beneficial|efficacious)\w*", re.IGNORECASE)
CONDITION = lazily(r"\b(?:only|unless|except|if|until)\b", re.IGNORECASE)
_SAME_LIMIT = {"if": "if|when|whenever|whose|who|with|where|once|in case|unless|during|suspected", "until": "until|till|before",
               "except": "except|but not|other than|besides|apart from"}  # fmt: skip
#: What "unless" may be told as: an "if" alone turns it round.
_UNLESS = lazily(
    r"\b(?:unless|except|without|until|if (?:[\w'’]+ ){0,6}?(?:not?|without|fails?|untreated|\w+n['’]t))\b|\bonly (?:\w+ ){0,6}if\b",
    re.IGNORECASE,
)
_IF, _WITHOUT = lazily(r"\bif\b", re.IGNORECASE), lazily(r"\b(?:without|unless)\b", re.IGNORECASE)
_HEDGE_OF_DEGREE = lazily(r"\b(?:more|less|most|least|as|how|not) (?:likely|sure)\b", re.IGNORECASE)
_WILL = lazily(r"\bwill\b", re.IGNORECASE)
#: How far an illness has gone, or how it is kept.
_DEGREES = frozenset(
    "severe severely mild moderate advanced uncontrolled untreated complicated uncomplicated recurrent".split()
)
_POSSIBLE = lazily(r"\bpossible (?:to|for)\b", re.IGNORECASE)
_CAN = lazily(r"\bcan\b", re.IGNORECASE)
_ENDS = lazily(r"[.;:?!](?=\s|$)|\n")
_CLAUSE_ENDS = lazily(r"[.,;:?!()](?=\s|$)|\n|\b(?:then|you should|but)\b", re.IGNORECASE)
#: Shares of people and times, from all to some; one may be told as a smaller one, never as a larger one.
_LADDER = {"all": 4, "most": 3, "often": 2, "some": 1}
_SHARE = {
    "some": "some", "several": "some", "sometimes": "some", "occasionally": "some", "certain": "some",
    "many": "often", "often": "often", "commonly": "often", "common": "often", "frequently": "often", "frequent": "often",
    "most": "most", "mostly": "most", "majority": "most", "usually": "most", "usual": "most", "generally": "most", "typically": "most",
    "all": "all", "every": "all", "always": "all", "half": "half", "few": "few", "rarely": "few", "rare": "few", "seldom": "few",
    "uncommon": "few",
}  # fmt: skip
_SHARES = lazily(
    rf"\b(?:a few(?P<some>)|every (?:\d+|other|few|second|two|three|four|day|night|morning|week|month|year|hour)(?P<none>)|{'|'.join(_SHARE)})\b",
    re.IGNORECASE,
)


def other_limits(sentence: str, quote: str, heading: str) -> Iterator[Finding]:
    """No stronger word, no lost hedge, no lost condition, no larger share of people or times."""
    there = strong(quote)
    extra = [said[0] for name, said in strong(sentence).items() if len(said) > len(there.get(name, ()))]
    extra += [name for name in modality(sentence) if name not in modality(quote) and name != "usual"]
    extra += ["effective"] if len(_EFFECT.findall(sentence)) > len(_EFFECT.findall(quote)) else []
    if extra:
        yield Finding(f"only the sentence says: {', '.join(dict.fromkeys(extra))}")
    said = frozenset(word.family for word in words_of(sentence))
    there_are = [hedge for hedge in _hedges(quote) if _is_taken(hedge, quote, said)]
    here_are = _hedges(sentence)
    if _POSSIBLE.search(quote) and _CAN.search(sentence):
        here_are = [*here_are, (0, 0)]
    if there_are and (not here_are or (2 * len(here_are) < len(there_are) and _is_long_as(sentence, quote))):
        yield Finding("the quote is less sure than the sentence")
    if _WILL.search(sentence) and _hedges(quote):
        yield Finding("the quote is less sure than “will”")
    yield from _lost_degrees(quote, said)
    yield from _lost_conditions(sentence, quote, said, frozenset(word.family for word in words_of(heading)))
    if _IF.search(sentence) and _WITHOUT.search(quote) and not (_IF.search(quote) or _UNLESS.search(sentence)):
        yield Finding("the quote says “without”, the sentence “if”", True)
    if more := _larger_shares(sentence, quote):
        yield Finding(f"the quote does not say “{', '.join(sorted(more))}”")


def _hedges(text: str) -> list[tuple[int, int]]:
    """Where the hedges of a text stand; "more likely" compares and hedges nothing."""
    compared = [match.span() for match in _HEDGE_OF_DEGREE.finditer(text)]
    found, at = [], 0
    for hedge in hedges(text):
        start = text.index(hedge, at)
        at = start + len(hedge)
        if not any(low <= start < high for low, high in compared):
            found.append((start, at))
    return found


def takes_beside(words: Sequence[Word], at: int, said: frozenset[str]) -> bool:
    """Whether a sentence of these families takes words from beside a word of its quote."""
    beside = {word.family for word in (*words[max(0, at - BEFORE) : at], *words[at + 1 : at + 1 + AFTER])}
    return len(beside & said) >= min(TAKEN, len(beside))


def _is_taken(cue: tuple[int, int], quote: str, said: frozenset[str]) -> bool:
    """Whether a sentence takes words from beside a cue of its quote; a short quote is taken whole."""
    low, high = _sentence_around(quote, cue[0])
    words = [word for word in words_of(quote) if low <= word.start < high]
    before = [word.family for word in words if word.start < cue[0]][-BEFORE:]
    after = [word.family for word in words if word.start >= cue[1]][:AFTER]
    beside = {*before, *after}
    return len(beside & said) >= min(TAKEN, len(beside))


def _sentence_around(text: str, at: int) -> tuple[int, int]:
    low = max((match.end() for match in _ENDS.finditer(text, 0, at)), default=0)
    stop = _ENDS.search(text, at)
    return low, stop.start() if stop else len(text)


def _lost_degrees(quote: str, said: frozenset[str]) -> Iterator[Finding]:
    """What is said of severe illness is not said of all illness: the degree stays with the word that it limits."""
    words = words_of(quote)
    told = {word.family for word in words if word.folded in _DEGREES} & said
    for word, limited in pairwise(words):
        if word.folded in _DEGREES and not told and limited.family in said:
            yield Finding(f"the quote says “{word.folded}”, the sentence does not")


def _lost_conditions(sentence: str, quote: str, said: frozenset[str], known: frozenset[str]) -> Iterator[Finding]:
    for match in CONDITION.finditer(quote):
        limit = match.group().lower()
        same = _UNLESS if limit == "unless" else re.compile(rf"\b(?:{_SAME_LIMIT.get(limit, limit)})\b", re.IGNORECASE)
        if same.search(sentence):
            continue
        low, high = _sentence_around(quote, match.start())
        stop = _CLAUSE_ENDS.search(quote, match.end(), high)
        end = stop.start() if stop else high
        clause = {word.family for word in words_of(quote) if match.end() <= word.start < end}
        if limit == "if" and len(clause & (said | known)) >= TOLD * len(clause):
            continue
        rest = {word.family for word in words_of(quote) if low <= word.start < high} - clause
        if limit == "if" and len(rest & said) < min(TAKEN, len(rest)):
            continue
        if limit != "if" and not _is_taken(match.span(), quote, said):
            continue
        yield Finding(f"the quote says “{limit}”, the sentence does not")


def _shares(text: str) -> list[tuple[str, frozenset[str], str]]:
    """The shares of a text, each with the families of the words beside it and of the next one."""
    found = []
    words = words_of(text)
    for match in _SHARES.finditer(text):
        if match["none"] is None:
            name = "some" if match["some"] is not None else _SHARE[match.group().lower()]
            low, high = _sentence_around(text, match.start())
            before = [word.family for word in words if low <= word.start < match.start()][-BEFORE:]
            after = [word.family for word in words if match.end() <= word.start < high][:AFTER]
            found.append((name, frozenset((*before, *after)), after[0] if after else ""))
    return found


def _larger_shares(sentence: str, quote: str) -> set[str]:
    """The shares of a sentence that its quote gives neither so nor larger beside any of the same words."""
    left = _shares(quote)
    more = set()
    first = {(share, follows) for share, _, follows in left}
    for share, beside, follows in sorted(_shares(sentence), key=lambda one: -_LADDER.get(one[0], 9)):
        least = _LADDER.get(share, 9)
        of_this = [_LADDER.get(name, 9) for name, other in first if other == follows]
        if of_this and max(of_this) < least < 9:
            more.add(share)  # "some medicines" and "all of the thyroid" are not "all medicines"
            continue
        fits = [one for one in left if (one[0] == share or _LADDER.get(one[0], 0) > least) and beside & one[1]]
        if fits:
            left.remove(min(fits, key=lambda one: _LADDER.get(one[0], 0)))
        else:
            more.add(share)
    return more


def _is_long_as(sentence: str, quote: str) -> bool:
    """Whether next to nothing was left out."""
    return len(sentence.split()) >= 0.75 * len(quote.split())
