"""
Other names of medical things, short forms, and drug names.

One compressed file ships with the package (scripts/build_vocabulary.py makes it, docs/reference/vocabulary.md says from
what). It is read when first asked, in some tens of milliseconds, and kept as plain dictionaries. Names are found by
their folded words, the last without its plural ending, and by nothing looser: a drug name is never replaced by one
that looks like it, and an unknown word has no other names.

    aliases("heart attack")           ("myocardial infarction", ...)
    expand("RLS")                     ("restless legs syndrome",)
    drugs_in("Is Tylenol safe?")      ("Tylenol",)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from curbside import zstd
from curbside.language.tokens import fold, folded_words, words

SHIPPED = Path(__file__).parent / "data" / "vocabulary.zst"
PAIRS = Path(__file__).parent / "data" / "pairs.tsv"

_LONGEST_KEY = 120
#: Short forms that are also everyday words count only when written in capitals.
_EVERYDAY = frozenset(
    """
    a ad add aid aids all am an and are as ask at be bad bed big bit but by can car cat cut dad day do dog ear eat egg end
    eye far fat few fit for fun gas get go had has hat he her him his hit hot how ice if ill in is it its lab leg let lot
    low man map may me men mom mum my net new no nor not now of off oh old on one or our out own pain part past pet pill
    plan rest per put ran rash ray red run sad same sat saw see set she side sit so son star step such sun tea ten test
    than the they tip to too top toe two up us use van via was way we well wet who why win with yes yet you your mild
    more most some that then them this time what when will here hand head help care case date face fast feel foot form
    full good have hold home hour just keep kind last left less life like long look made make many meal mean miss move
    much must need next nose once only over page pass pick plus post race read role room safe said sees shot sign skin
    slow soon spot stay stop sure take talk tear tell term told tube turn type used very walk want warm wash week were
    work year lap cap car pad pat pip rid sip tap tub mast mat max bib dip fib hip lip rib
    """.split()
)

#: What is called after somebody, in the order in which it is meant when the noun is left out; letters of the shortest such name.
_EPONYM_HEADS = ("disease", "syndrome", "palsy", "thyroiditis", "phenomenon", "sarcoma", "lymphoma")
_SHORTEST_EPONYM, _LONGEST_EPONYM = 4, 3


class Term(NamedTuple):
    """A name found in a text: where, the preferred name of what it names, and what kind of thing that is."""

    start: int
    end: int
    preferred: str
    kind: str


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing with its names, the preferred first, its kind, and the source that gives them."""

    kind: str
    source: str
    names: tuple[str, ...]


class Vocabulary:
    """The shipped names; make none yourself, call `vocabulary()`."""

    def __init__(self, path: Path = SHIPPED) -> None:
        raw = zstd.decompress(path.read_bytes()).decode("utf-8")
        keys, numbers, concepts, firsts, longest, short, spellings = raw.split("\x1d")
        self._concepts = concepts
        self._numbers = dict(zip(keys.split("\n"), numbers.split("\n"), strict=True))
        self._longest = dict(zip(firsts.split("\n"), longest, strict=True))  # a digit each
        self._short = {line.partition("\t")[0]: line for line in short.split("\n")}
        self._spellings = {}
        for line in spellings.split("\n"):
            one, other = line.split("\t")
            self._spellings[one], self._spellings[other] = other, one

    def concepts(self, term: str) -> tuple[Concept, ...]:
        """Everything that a name may stand for, our own pairs first."""
        key = key_of(term)
        return self._concepts_at(key) or self._concepts_at(self._named_after(key))

    def _concepts_at(self, key: str) -> tuple[Concept, ...]:
        numbers = self._numbers.get(key)
        if numbers is None:
            return ()
        return tuple(self._concept(int(number)) for number in numbers.split(","))

    def _concept(self, offset: int) -> Concept:
        end = self._concepts.find("\n", offset)
        kind, source, *names = self._concepts[offset : end if end >= 0 else None].split("\t")
        return Concept(kind, source, tuple(names))

    def _named_after(self, key: str) -> str:
        """
        The key of a name that is called after somebody, from the way people type it: "bells palsy", "tourettes"; else "".

        Only names that are written with an apostrophe are meant, so that "hearts" is no heart disease.
        """
        first, _, rest = key.partition(" ")
        whose = first.removesuffix("'s") if first.endswith("'s") else first.removesuffix("s")
        if len(whose) < _SHORTEST_EPONYM or (rest and whose == first):
            return ""
        meant = [f"{whose}'s {rest}"] if rest else [f"{whose}'s {head}" for head in _EPONYM_HEADS]
        return next((one for one in meant if one in self._numbers), "")

    def aliases(self, term: str) -> tuple[str, ...]:
        """Other names of a term, surest first; () when the vocabulary does not know it."""
        senses = self.expand(term)
        asked = (term, *(senses if len(senses) == 1 else ()))
        spelt = tuple(other for one in asked if (other := self.respelt(one)) != " ".join(folded_words(one)))
        names = [*asked[1:], *spelt]
        for name in (*asked, *spelt):
            names += [other for concept in self.concepts(name) for other in concept.names]
        found: list[str] = []
        said = [set(key_of(term).split())]
        for name in names:
            parts = set(key_of(name).split())
            # A name that holds all words of one already given is narrower or says nothing new ("acute gout").
            if not any(earlier <= parts for earlier in said):
                said.append(parts)
                found.append(name)
        return tuple(found)

    def respelt(self, term: str) -> str:
        """A term in folded words, each in its other spelling where British and American differ."""
        return " ".join(self._spellings.get(word, word) for word in folded_words(term))

    def expand(self, abbreviation: str) -> tuple[str, ...]:
        """The likely medical meanings of a short form, likeliest first; several when it is ambiguous."""
        short = abbreviation.strip().rstrip(".")
        lowered = short.lower()
        if lowered in _EVERYDAY and not short.isupper():
            return ()
        plural = len(short) > 2 and short.endswith("s") and short[:-1].isupper()
        line = (self._short.get(lowered[:-1]) if plural else None) or self._short.get(lowered)
        return tuple(line.split("\t")[1:]) if line else ()

    def is_drug(self, name: str) -> bool:
        """Whether a name is that of a medicine, generic or brand."""
        return any(concept.kind == "drug" for concept in self.concepts(name))

    def is_known(self, word: str) -> bool:
        """Whether a word occurs in any name."""
        folded = fold(word)
        return folded in _known_words(self) or singular(folded) in _known_words(self)

    def words(self) -> Iterator[str]:
        """The words of all names, folded, each once."""
        return iter(_known_words(self))

    def terms_in(self, text: str) -> list[Term]:
        """The names in a text, the longest at each place, none overlapping another."""
        spans = words(text)
        folded = [fold(text[start:end]) if end - start <= _LONGEST_KEY else "" for start, end in spans]
        found: list[Term] = []
        at = 0
        while at < len(spans):
            count, key = self._longest_at(text, spans, folded, at)
            if count:
                concept = self._concepts_at(key)[0]
                found.append(Term(spans[at][0], spans[at + count - 1][1], concept.names[0], concept.kind))
            at += count or 1
        return found

    def _longest_at(self, text: str, spans: list[tuple[int, int]], folded: list[str], at: int) -> tuple[int, str]:
        """How many words the longest name that starts here has, and its key."""
        first = folded[at]
        most = max(self._longest.get(first, "0"), self._longest.get(singular(first), "0"))
        reach = min(int(most), len(spans) - at)
        for count in range(reach, 0, -1):
            key = " ".join([*folded[at : at + count - 1], singular(folded[at + count - 1])])
            if key in self._numbers and not _crosses(text, spans, at, count):
                if count == 1 and len(key) < 4 and not text[spans[at][0] : spans[at][1]].isupper():
                    continue  # "af" and "ct" are names only in capitals
                return count, key
        return self._eponym_at(text, spans, folded, at) if first.endswith("s") else (0, "")

    def _eponym_at(self, text: str, spans: list[tuple[int, int]], folded: list[str], at: int) -> tuple[int, str]:
        """How many words a name called after somebody has that starts here, typed without its apostrophe or its noun, and its key."""
        for count in range(min(_LONGEST_EPONYM, len(spans) - at), 0, -1):
            key = self._named_after(
                " ".join(
                    [*folded[at : at + count - 1], singular(folded[at + count - 1])]
                    if count > 1
                    else folded[at : at + 1]
                )
            )
            if key and not _crosses(text, spans, at, count):
                return count, key
        return 0, ""

    def drugs_in(self, text: str) -> tuple[str, ...]:
        """The drug names in a text as written, each once."""
        found = {
            fold(text[term.start : term.end]): text[term.start : term.end]
            for term in self.terms_in(text)
            if term.kind == "drug"
        }
        return tuple(found.values())


def _crosses(text: str, spans: list[tuple[int, int]], at: int, count: int) -> bool:
    """Whether a stop or line break lies between the words of a name; commas may belong to it."""
    between = (text[spans[n][1] : spans[n + 1][0]] for n in range(at, at + count - 1))
    return any(set(gap) & set(".;:!?\n()[]") for gap in between)


def singular(word: str) -> str:
    """A word without its plural ending, for comparing names only."""
    if len(word) <= 4 or word.endswith(("ss", "us", "is", "os")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("'s") else word


def key_of(term: str) -> str:
    """The form under which a name is kept: folded words, the last without its plural ending."""
    term = term[:_LONGEST_KEY]
    folded = [fold(term[start:end]) for start, end in words(term)]
    return " ".join([*folded[:-1], singular(folded[-1])]) if folded else ""


@cache
def vocabulary() -> Vocabulary:
    """The shipped vocabulary, read once."""
    return Vocabulary()


@cache
def _known_words(shipped: Vocabulary) -> frozenset[str]:
    return frozenset(word for key in shipped._numbers for word in key.split(" "))


def aliases(term: str) -> tuple[str, ...]:
    """Other names of a term in the shipped vocabulary."""
    return vocabulary().aliases(term)


def expand(abbreviation: str) -> tuple[str, ...]:
    """The likely medical meanings of a short form."""
    return vocabulary().expand(abbreviation)


def is_drug(name: str) -> bool:
    """Whether a name is that of a medicine."""
    return vocabulary().is_drug(name)


def is_known(word: str) -> bool:
    """Whether a word occurs in any name of the vocabulary."""
    return vocabulary().is_known(word)


def terms_in(text: str) -> list[Term]:
    """The names in a text, longest first at each place."""
    return vocabulary().terms_in(text)


def drugs_in(text: str) -> tuple[str, ...]:
    """The drug names in a text as written."""
    return vocabulary().drugs_in(text)
