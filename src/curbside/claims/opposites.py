"""
Words that differ only by a part that turns them: known and unknown, typical and atypical, harmful and harmless.

Each such pair is one letter or syllable apart and says the reverse, so that coverage, families and neighbours see next to
nothing. "Hypo" for "hyper" is the same kind of slip. What a part denies may also be told by a denial: "unknown" is "not
known".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from curbside.search.spelling import documents

from .binding import Bound
from .check import Finding
from .wording import Passage, Word

#: Parts that deny what they stand before.
_DENY = ("un", "in", "im", "il", "ir", "dis", "non", "ab", "mis", "mal")
#: Parts that turn it in another way.
_TURN = (
    "anti", "hypo", "hyper", "under", "over", "pre", "post", "sub", "super", "intra", "extra", "inter", "brady", "tachy", "micro",
    "macro", "oligo", "hemi", "contra",
)  # fmt: skip
_DENY_BEHIND, _TURN_BEHIND = ("less",), ("ful",)
#: "A" and "an" deny in these alone: "asleep" and "arise" are other words.
_GREEK = frozenset(
    "atypical asymptomatic atopic asexual aseptic avascular acellular afebrile atraumatic asymmetric asymmetrical amoral asocial "
    "anaerobic anovulatory arrhythmic acyclic atonic amorphous apathetic atypically".split()
)
#: What is left of a word must be so long, and a word of its own.
_LETTERS, _IN_DOCUMENTS = 4, 3
#: Parts beside which the word as it is says no more than something else: "overweight" and "weight".
_PLAIN = frozenset(("", "ful", "over", "under"))
#: Words that only look as if they had such a part.
_WHOLE = frozenset(
    "mistake mistaken misuse misused disease diseases disorder disorders discharge display distress dispense discuss discussed under over important".split()
)
_INFLECTIONS = ("ically", "ing", "ies", "es", "ed", "ly", "s", "e", "y")
#: Parts that are also written apart ("anti-seizure", "non smokers").
_ALONE = frozenset(("anti", "non", "un", "pre", "hypo", "hyper", "sub"))
#: How much better the turned word must fit a place that both could take.
FITS = 0.35
#: Of these each has its reverse, and neither is the plain word: the better place decides.
_PAIRS = frozenset(("hypo", "hyper", "intra", "extra", "brady", "tachy"))


@lru_cache(maxsize=16384)
def parts(folded: str) -> frozenset[tuple[str, str]]:
    """The ways to read a word as a part that turns and a root; ("", root) is the word as it is."""
    found = {("", _root(folded))}
    if folded in _WHOLE:
        return frozenset(found)
    for part in (*_DENY, *_TURN):
        rest = folded.removeprefix(part)
        if rest != folded and len(rest) >= _LETTERS and documents(rest) >= _IN_DOCUMENTS:
            found.add((part, _root(rest)))
    if folded in _GREEK:
        found.add(("a", _root(folded[2:] if folded.startswith("an") and folded[2:3] in "aeiou" else folded[1:])))
    for part in (*_DENY_BEHIND, *_TURN_BEHIND):
        rest = folded.removesuffix(part)
        if rest != folded and len(rest) >= _LETTERS and documents(rest) >= _IN_DOCUMENTS:
            found.add((part, _root(rest)))
    return frozenset(found)


def _root(word: str) -> str:
    """A word without what only inflects it: "digestive" and "indigestion" are no such pair."""
    for ending in _INFLECTIONS:
        if word.endswith(ending) and len(word) - len(ending) >= _LETTERS:
            return word[: -len(ending)]
    return word


def _denies(part: str) -> bool:
    return part in _DENY or part in _DENY_BEHIND or part in ("a", "free")


def _read(words: Sequence[Word], at: int) -> frozenset[tuple[str, str]]:
    """The readings of a word in its place: a part that stands alone before it ("anti-seizure") belongs to it."""
    word = words[at]
    read = parts(word.folded)
    if at and words[at - 1].folded in _ALONE and words[at - 1].end + 1 >= word.start:
        return frozenset((words[at - 1].folded, root) for part, root in read if not part)
    if at + 1 < len(words) and words[at + 1].folded == "free" and words[at + 1].start == word.end + 1:
        return frozenset(("free", root) for part, root in read if not part)
    return read


def turned_words(words: tuple[Word, ...], passage: Passage, under: Passage) -> Iterator[Finding]:
    """Words of a sentence where its quote has the same word turned, and does not deny it instead."""
    quoted = [(found, _read(one.words, at)) for one in passage.sentences for at, found in enumerate(one.words)]
    lent = (
        [_read(one.words, at) for one in under.sentences for at in range(len(one.words))]
        if under is not passage
        else []
    )
    bound: Bound | None = None
    for at, word in enumerate(words):
        mine = _read(words, at)
        same = [found for found, read in quoted if mine & read]
        other = [found for found, read in quoted if found not in same and _turn(word, mine, found, read)]
        if not other:
            continue
        if not same and sum(bool(mine & read) for read in lent) > sum(bool(mine & read) for _, read in quoted):
            continue  # the heading lends it
        if same:
            bound = bound or Bound(words, passage)
            if _fit(bound, word, other) <= _fit(bound, word, same) + (
                0.0 if any(p in _PAIRS for p, _ in mine) else FITS
            ):
                continue
        yield Finding(f"the quote has “{other[0].folded}” where the sentence has “{word.folded}”", True)


def _fit(bound: Bound, word: Word, places: Iterable[Word]) -> float:
    wanted = set(places)
    return bound.best(word, lambda found, _: found in wanted)[0]


def _turn(one: Word, mine: frozenset[tuple[str, str]], other: Word, theirs: frozenset[tuple[str, str]]) -> bool:
    """Whether two words have one root and parts that say something else of it, denials in the text counted in."""
    for part, root in mine:
        for against, same in theirs:
            if root != same or part == against:
                continue
            if {part, against} <= _PLAIN and {part, against} != {"over", "under"}:
                continue
            here = _denies(part) ^ (one.is_denied or one.is_half_denied)
            there = _denies(against) ^ (other.is_denied or other.is_half_denied)
            both_deny = all(not name or _denies(name) for name in (part, against))
            if not both_deny or here is not there:
                return True
    return False


def denied_by_parts(words: Sequence[Word], roots: frozenset[str]) -> int:
    """How many words deny one of these roots by a part of their own ("unknown")."""
    return sum(any(_denies(part) and root in roots for part, root in parts(word.folded)) for word in words)
