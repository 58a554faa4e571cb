"""
Does each part of a claim stand beside the same words as in its passage?

A number of the passage put in the place of another, a name for another name, "rose" for "fell", "does" for "does
not": every word of such a claim may be in the passage, and the claim is still false. So each number, name, and word
of a contrast is looked up where it stands, and the words around it are compared, near ones counting most. When
something else of its kind fits those words better than it does itself, the claim has been bound wrongly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from curbside.search.spelling import documents

from .contrasts import Side, sides, taken
from .wording import Passage, Sentence, Word, bare

#: A word this many places away counts half as much as a neighbour.
HALF_AT = 4.0
#: A claim of fewer content words than this gives less to tell places by.
WORDS_TO_BE_SURE = 8
#: Numerals and words of every paper, never the name that a claim should have said.
_NO_RIVALS = frozenset(
    "iii fda ema who usa nct covid phase table figure study trial background methods results conclusion conclusions "
    "objective purpose aim recently summary".split()
)
#: A word in so many documents is common, whatever its capital.
COMMON = 1000
#: Nothing fits well enough to speak against a claim below this.
FITS = 0.3


@dataclass(frozen=True, slots=True)
class Misfit:
    """A word of a claim whose place something else in the passage fits better: by how much, and what that is."""

    word: Word
    rival: str
    by: float
    own: float  # how well the word itself fits; -1 when the passage does not hold it


class Bound:
    """The words of one claim, laid against the sentences of one passage."""

    def __init__(self, words: tuple[Word, ...], passage: Passage) -> None:
        self.words = words
        self.passage = passage
        self.families = frozenset(word.family for word in words)
        self._initials = "".join(word.folded[0] for word in words)
        self._shared = [
            (sentence, [(word, sentence.by_family[word.family]) for word in words if word.family in sentence.by_family])
            for sentence in passage.sentences
        ]
        self._weights = {
            word.place: sum(_weight(word.place, other.place) for other in words if other.place != word.place)
            for word in words
        }

    def fit(self, word: Word, at: int, shared: list[tuple[Word, tuple[Word, ...]]]) -> float:
        """How far the words around a word of the claim stand around a place of the passage; 1 is all, as near."""
        whole = self._weights[word.place]
        if not whole:
            return 0.0
        total = 0.0
        for other, found in shared:
            distance = abs(other.place - word.place)
            if distance:
                nearest = min(abs(one.place - at) for one in found)
                if nearest:
                    total += _weight(other.place, word.place) / (1 + max(0, nearest - distance) / HALF_AT)
        return total / whole

    def best(
        self, word: Word, wanted: Callable[[Word, Sentence], bool], least_shared: int = 1, family: str = ""
    ) -> tuple[float, str]:
        """The best fit over all words (of one family) that are wanted, and the one that fits; -1 when there is none."""
        best, name = -1.0, ""
        for sentence, shared in self._shared:
            if len(shared) < least_shared:
                continue
            for found in sentence.by_family.get(family, ()) if family else sentence.words:
                if wanted(found, sentence):
                    value = self.fit(word, found.place, shared)
                    if value > best:
                        best, name = value, sentence.text[found.start : found.end]
        return best, name

    def misfits(self) -> Iterable[Misfit]:
        """For each number, name and contrast word, whether a rival of its kind fits its place better."""
        for word in self.words:
            if word.kind in ("number", "name"):
                yield self._against_names(word)
            elif word.kind == "side":
                yield from self._against_sides(word)

    def _against_names(self, word: Word) -> Misfit:
        own, _ = self.best(word, lambda found, _: True, family=word.family)
        rival, name = self.best(
            word,
            lambda found, sentence: (
                found.kind == word.kind
                and found.family not in self.families
                and not self._akin(found, word)
                and not _is_common(found, sentence)
            ),
            2,
        )
        # A short claim has few words to tell one place from another.
        sure = min(1.0, len(self.words) / WORDS_TO_BE_SURE) if word.kind == "name" else 1.0
        return Misfit(word, name, (rival - max(own, 0.0)) * sure, own)

    def _against_sides(self, word: Word) -> Iterable[Misfit]:
        mine = taken(word.folded)
        own, _ = self.best(word, lambda found, _: found.family == word.family or _agree(found, mine))
        rival, name = self.best(
            word,
            lambda found, _: (
                found.kind == "side"
                and found.family not in self.families
                and not _agree(found, mine)
                and _opposed(found, mine)
            ),
            2,
        )
        if rival >= 0:
            yield Misfit(word, name, rival - max(own, 0.0), own)

    def denial(self) -> tuple[float, Word | None]:
        """The word of the claim that fits best where the passage denies it, or the other way about; by how much."""
        worst, which = -1.0, None
        denies = any(word.is_denied for word in self.words)
        for word in self.words:
            if word.is_half_denied:
                continue
            if denies and not word.is_denied:
                continue  # where a denial ends is a guess: a claim that denies something is asked for that alone
            same, other = self._said_and_denied(word)
            if other >= FITS and (by := other - max(same, 0.0)) > worst:
                worst, which = by, word
        return worst, which

    def changed(self, one: Word, other: Word) -> float:
        """How much better two words of the claim, in the other order in the passage, would fit if exchanged."""
        best = -1.0
        for sentence, shared in self._shared:
            ones, others = sentence.by_family.get(one.family, ()), sentence.by_family.get(other.family, ())
            if len(ones) != 1 or len(others) != 1:
                continue
            a, b = ones[0].place, others[0].place
            if (a < b) is (one.place < other.place):
                continue
            rest = [(word, found) for word, found in shared if word.family not in (one.family, other.family)]
            as_said = self.fit(one, a, rest) + self.fit(other, b, rest)
            swapped = self.fit(one, b, rest) + self.fit(other, a, rest)
            best = max(best, swapped - as_said)
        return best

    def _said_and_denied(self, word: Word) -> tuple[float, float]:
        """How well a word fits where the passage says it as the claim does, and where it says the opposite."""
        denied = word.is_denied

        # One denial may be worded many ways ("did not improve", "no benefit"): any denied word speaks for a denial.
        def agrees(found: Word, _: Sentence) -> bool:
            return found.is_denied is denied or found.is_half_denied

        def opposes(found: Word, _: Sentence) -> bool:
            return found.is_denied is not denied and not found.is_half_denied

        same, _name = self.best(word, agrees, family="" if denied else word.family)
        other, _name = self.best(word, opposes, family=word.family)
        return same, other

    def _akin(self, found: Word, word: Word) -> bool:
        """Whether two names may be one: the beginning of the other, or a short form of words in the claim."""
        if word.kind != "name":
            return False
        one, other = bare(found.folded), bare(word.folded)
        if (one, other) in self.passage.same:
            return True
        if one in _NO_RIVALS or (min(len(one), len(other)) > 2 and (one.startswith(other) or other.startswith(one))):
            return True
        # "OS" beside osteosarcoma, "EMA" beside European Medicines Agency.
        return len(one) <= 5 and (
            (len(one) > 2 and one in self._initials)
            or any(word.folded.startswith(one) for word in self.words if word.kind != "name")
        )


def _is_common(found: Word, sentence: Sentence) -> bool:
    """Whether a word is a common one written with a capital, as in headings and titles: no rival of a name."""
    written = sentence.text[found.start : found.end]
    return written[1:].islower() and documents(found.folded) >= COMMON


def _weight(a: int, b: int) -> float:
    return 1 / (1 + abs(a - b) / HALF_AT)


def _agree(found: Word, mine: tuple[Side, ...]) -> bool:
    return found.kind == "side" and any(side in mine for side in sides(found.folded))


def _opposed(found: Word, mine: tuple[Side, ...]) -> bool:
    sets = {(side.kind, side.number) for side in mine}
    return any((side.kind, side.number) in sets for side in sides(found.folded))
