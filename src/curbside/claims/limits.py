"""
What makes a quote less than certain and general, and how much of it a sentence drawn from that quote must keep.

Hedges, conditions ("if", "only", "until") and shares of people or times ("some", "usually") may not be lost or
strengthened. A quote often holds several sentences, so a hedge or condition counts only where the sentence takes words
from beside it; and a condition may be told in other grammar, as whom or what the sentence is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from curbside.language.cues import hedges, modality
from curbside.language.patterns import lazily

from .binding import Bound
from .check import Finding
from .strong import strong, told_as
from .wording import Passage, Word, words_of

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
#: "To see if" asks, and limits nothing.
_ASKS = lazily(
    r"\b(?:determin|know|knew|see|tell|ask|find out|check|decid|learn|sure|understand|explain|show|wonder)\w*(?: \w+){0,2} $",
    re.IGNORECASE,
)
#: "Only one side", "only mild pain": a small amount, which a sentence without the word tells no larger.
_OF_AMOUNT = lazily(
    r" (?:a |an )?(?:one|two|three|\d|few|little|mild|minor|slight|small|partly|partial|rarely|sometimes|briefly|short|weak|temporar|in part|occasional|low)",
    re.IGNORECASE,
)
#: Sure, where "certain foods" are only some.
_CERTAIN = lazily(r"\b(?:more|less|as|so|is|are|be|been|was|were|seems?|quite|almost|for) certain\b", re.IGNORECASE)
_IF, _WITHOUT = lazily(r"\bif\b", re.IGNORECASE), lazily(r"\b(?:without|unless)\b", re.IGNORECASE)
#: "Sometimes called" hedges a name, not what is said.
_NAMES = lazily(r" (?:also )?(?:be )?(?:called|known as|termed|referred to as|named)\b", re.IGNORECASE)
_HEDGE_OF_DEGREE = lazily(r"\b(?:more|less|most|least|as|how|not) (?:likely|sure)\b", re.IGNORECASE)
_WILL = lazily(r"\bwill\b|\bwon['’]t\b", re.IGNORECASE)
_LIKELY = lazily(r" (?:most )?(?:likely|probably|possibly)\b", re.IGNORECASE)
#: How far an illness has gone, or how it is kept.
_DEGREES = frozenset(
    "severe severely mild moderate advanced uncontrolled untreated complicated uncomplicated recurrent repeated".split()
)
#: What can be, or is so of some, only may be so.
_MAY_BE = lazily(r"\bcan(?! (?:be )?(?:always|only|not)\b)|\b(?:some|others)\b(?! time\b)", re.IGNORECASE)
_NEW_CLAUSE = lazily(
    r"[.;:?!](?=\s|$)|, (?=(?:and|but|while|so) \w+ (?:is|are|has|have|does|do|will|\w+s) )", re.IGNORECASE
)
_ENDS = lazily(r"[.;:?!](?=\s|$)|\n")
_CLAUSE_ENDS = lazily(r"[.,;:?!()](?=\s|$)|\n|\b(?:then|you should|but)\b", re.IGNORECASE)
#: Shares of people and times, from all to some; one may be told as a smaller one, never as a larger one.
_LADDER = {"all": 4, "most": 3, "often": 2, "some": 1, "certain": 1}
_SHARE = {
    "some": "some", "several": "some", "sometimes": "some", "occasionally": "some", "certain": "certain",
    "many": "often", "often": "often", "commonly": "often", "common": "often", "frequently": "often", "frequent": "often",
    "most": "most", "mostly": "most", "majority": "most", "usually": "most", "usual": "most", "generally": "most", "typically": "most",
    "all": "all", "every": "all", "always": "all", "half": "half", "few": "few", "rarely": "few", "rare": "few", "seldom": "few",
    "uncommon": "few",
}  # fmt: skip
_SHARES = lazily(
    rf"\b(?:(?:a few|multiple)(?P<some>)|too few(?P<none2>)|(?P<most>most (?:often|common(?:ly)?|frequent(?:ly)?|usual(?:ly)?))|every (?:\d+|other|few|second|two|three|four|day|night|morning|week|month|year|hour)(?P<none>)|{'|'.join(_SHARE)})\b",
    re.IGNORECASE,
)


@cache
def _shares_after() -> frozenset[str]:
    """What follows a larger share in a smaller one's own name."""
    return frozenset(word.family for word in words_of("common often frequent usual likely"))


def other_limits(sentence: str, words: tuple[Word, ...], passage: Passage, heading: str) -> Iterator[Finding]:
    """No stronger word, no lost hedge, no lost condition, no larger share of people or times."""
    quote = passage.text
    there = strong(quote)
    extra = [
        said[0]
        for name, said in strong(sentence).items()
        if len(said) > len(there.get(name, ())) + told_as(name, quote)
    ]
    extra += [name for name in modality(sentence) if name not in modality(quote) and name != "usual"]
    extra += ["effective"] if len(_EFFECT.findall(sentence)) > len(_EFFECT.findall(quote)) else []
    if _CERTAIN.search(sentence) and not _CERTAIN.search(quote):
        extra.append("certain")
    if extra:
        yield Finding(f"only the sentence says: {', '.join(dict.fromkeys(extra))}")
    said = frozenset(word.family for word in words_of(sentence))
    if _lost_hedges(sentence, quote, said):
        yield Finding("the quote is less sure than the sentence")
    if _surely(sentence, quote) and _hedges(quote):
        yield Finding("the quote is less sure than “will”")
    yield from _lost_degrees(words, passage)
    yield from _lost_conditions(sentence, quote, said, frozenset(word.family for word in words_of(heading)))
    if _IF.search(sentence) and _WITHOUT.search(quote) and not (_IF.search(quote) or _UNLESS.search(sentence)):
        yield Finding("the quote says “without”, the sentence “if”", True)
    if more := _larger_shares(sentence, quote):
        yield Finding(f"the quote does not say “{', '.join(sorted(more))}”")


def _lost_hedges(sentence: str, quote: str, said: frozenset[str]) -> bool:
    """Whether the quote hedges what a clause of the sentence takes from it, and that clause hedges nothing."""
    there = [hedge for hedge in _hedges(quote) if _is_taken(hedge, quote, said)]
    here = [*_hedges(sentence), *(match.span() for match in _MAY_BE.finditer(sentence))]
    if not there:
        return False
    if not here or (2 * len(here) < len(there) and _is_long_as(sentence, quote)):
        return True
    for hedge in there:
        beside = _beside(hedge, quote)
        for low, high in _clauses(sentence):
            families = {word.family for word in words_of(sentence) if low <= word.start < high}
            if len(beside & families) > max(TAKEN, len(beside) // 2) and not any(low <= at < high for at, _ in here):
                return True
    return False


def _clauses(text: str) -> list[tuple[int, int]]:
    ends = [match.end() for match in _NEW_CLAUSE.finditer(text)]
    return list(pairwise([0, *ends, len(text)]))


def _surely(sentence: str, quote: str) -> bool:
    """Whether a sentence says "will" without a hedge of its own, and not of what its quote says it."""
    sure = {
        word.family for match in _WILL.finditer(quote) for word in words_of(quote[match.end() : match.end() + 60])[:2]
    }
    for match in _WILL.finditer(sentence):
        follows = words_of(sentence[match.end() : match.end() + 60])[:2]
        if not _LIKELY.match(sentence, match.end()) and not sure & {word.family for word in follows}:
            return True
    return False


def _hedges(text: str) -> list[tuple[int, int]]:
    """Where the hedges of a text stand; "more likely" compares and hedges nothing."""
    compared = [match.span() for match in _HEDGE_OF_DEGREE.finditer(text)]
    found, at = [], 0
    for hedge in hedges(text):
        start = text.index(hedge, at)
        at = start + len(hedge)
        if not any(low <= start < high for low, high in compared) and not _NAMES.match(text, at):
            found.append((start, at))
    return found


def takes_beside(words: Sequence[Word], at: int, said: frozenset[str]) -> bool:
    """Whether a sentence of these families takes words from beside a word of its quote."""
    beside = {word.family for word in (*words[max(0, at - BEFORE) : at], *words[at + 1 : at + 1 + AFTER])}
    return len(beside & said) >= min(TAKEN, len(beside))


def _is_taken(cue: tuple[int, int], quote: str, said: frozenset[str]) -> bool:
    """Whether a sentence takes words from beside a cue of its quote; a short quote is taken whole."""
    beside = _beside(cue, quote)
    return len(beside & said) >= min(TAKEN, len(beside))


def _beside(cue: tuple[int, int], quote: str) -> set[str]:
    """The families of the words beside a cue, in its own sentence."""
    low, high = _sentence_around(quote, cue[0])
    words = [word for word in words_of(quote) if low <= word.start < high]
    before = [word.family for word in words if word.start < cue[0]][-BEFORE:]
    after = [word.family for word in words if word.start >= cue[1]][:AFTER]
    return {*before, *after}


def _sentence_around(text: str, at: int) -> tuple[int, int]:
    low = max((match.end() for match in _ENDS.finditer(text, 0, at)), default=0)
    stop = _ENDS.search(text, at)
    return low, stop.start() if stop else len(text)


def _lost_degrees(words: tuple[Word, ...], passage: Passage) -> Iterator[Finding]:
    """What is said of severe illness is not said of all illness: the degree stays with the word that it limits."""
    said = {word.family for word in words}
    told = {word.family for one in passage.sentences for word in one.words if word.folded in _DEGREES} & said
    if told:
        return
    bound = Bound(words, passage)
    under = {
        (one.text, limited.start)
        for one in passage.sentences
        for word, limited in pairwise(one.words)
        if word.folded in _DEGREES
    }
    for one in passage.sentences:
        for word, limited in pairwise(one.words):
            if word.folded not in _DEGREES or limited.family not in said:
                continue
            here = next(mine for mine in words if mine.family == limited.family)
            plain, _ = bound.best(here, lambda met, sent: (sent.text, met.start) not in under, family=limited.family)
            limiting, _ = bound.best(here, lambda met, sent: (sent.text, met.start) in under, family=limited.family)
            if plain < limiting:
                yield Finding(f"the quote says “{word.folded}”, the sentence does not")


def _lost_conditions(sentence: str, quote: str, said: frozenset[str], known: frozenset[str]) -> Iterator[Finding]:
    for match in CONDITION.finditer(quote):
        limit = match.group().lower()
        if (limit == "if" and _ASKS.search(quote, max(0, match.start() - 40), match.start())) or (
            limit == "only" and _OF_AMOUNT.match(quote, match.end())
        ):
            continue
        same = _UNLESS if limit == "unless" else re.compile(rf"\b(?:{_SAME_LIMIT.get(limit, limit)})\b", re.IGNORECASE)
        low, high = _sentence_around(quote, match.start())
        stop = _CLAUSE_ENDS.search(quote, match.end(), high)
        end = stop.start() if stop else high
        told = {one.group().lower() for one in same.finditer(sentence)}
        # "People with asthma" tells no condition when the quote has them beside its "if".
        beside = {one.group().lower() for one in same.finditer(f"{quote[low : match.start()]} {quote[end:high]}")}
        if told - (beside - {limit}):
            continue
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
        if match["none"] is None and match["none2"] is None:
            name = "some" if match["some"] is not None else "most" if match["most"] else _SHARE[match.group().lower()]
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
        if share == "some" and not any(name == "few" for name, _, _ in left):
            continue  # what is said without a share is true of some
        if share == "all" and follows in _shares_after():
            more.add(share)  # "all common" of "most common" and "all types"
            continue
        of_this = [_LADDER.get(name, 9) for name, other in first if other == follows]
        if of_this and max(of_this) < least < 9:
            more.add(share)  # "some medicines" and "all of the thyroid" are not "all medicines"
            continue
        fits = [one for one in left if (_alike(one[0], share) or _LADDER.get(one[0], 0) > least) and beside & one[1]]
        if fits:
            left.remove(min(fits, key=lambda one: _LADDER.get(one[0], 0)))
        else:
            more.add(share)
    return more


def _alike(one: str, other: str) -> bool:
    return one == other or {one, other} == {"some", "certain"}


def _is_long_as(sentence: str, quote: str) -> bool:
    """Whether next to nothing was left out."""
    return len(sentence.split()) >= 0.75 * len(quote.split())
