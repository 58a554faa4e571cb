"""
Names in a claim that its passage does not hold under any name it could be known by.

A gene, a medicine, a firm, an abbreviation, a word so rare that it must be one: each must stand in the passage. Most
false alarms of a first check were other names of the same thing, so a name is also found by its parts, by the long form
that the claim gives beside it ("Food and Drug Administration (FDA)"), by the words whose initials it is, and by the
shipped vocabulary. Likeness alone excuses only a misspelt word that is no medicine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from curbside.language.patterns import lazily
from curbside.language.tokens import fold, words
from curbside.language.vocabulary import expand, vocabulary
from curbside.search.spelling import documents, edit_distance, nearest

from .wording import RARE, Passage, bare, bases, family, is_rare

#: A word in so many is what somebody meant who wrote one letter otherwise.
COMMON = 200
#: The name of an illness or a substance in fewer documents than this tells what a claim is about.
TELLING = 150
_PIECE = lazily(r"[^\W_]+")
#: Kinds of thing in the vocabulary that a claim may not bring in.
_KINDS = frozenset({"disease", "drug", "chemical"})
#: Short forms that any reader takes for the long one, whatever stands in the passage, and headings inside a claim.
_COMMON = frozenset(
    "dna rna usa us uk eu mrna ct mri ii iii iv vi vs method methods conclusion conclusions results background".split()
)
_CHAIN = lazily(r"\d+(?:-\d+){2,}")  # "14-3-3"
_BRACKET = lazily(r"\(([^()\s]{2,12}(?: [IVX\d]{1,4})?)\)")
_BEFORE = lazily(r"[^()\n]{3,90}\Z")
_GIVEN_CHARACTERS = 90


def absent(claim: str, passage: Passage) -> list[str]:
    """The names of a claim that the passage lacks, as written."""
    missing = []
    given = _given(claim)
    terms = vocabulary().terms_in(claim)
    for start, end in words(claim):
        word = claim[start:end]
        if _is_name(claim, start, word) and not _is_held(word, passage, given):
            around = [claim[term.start : term.end] for term in terms if term.start <= start and end <= term.end]
            if not any(_is_known_as(name, passage) for name in around):
                missing.append(word)
    for term in terms:
        name = claim[term.start : term.end]
        telling = term.kind in _KINDS and name.islower() and 0 < documents(fold(name)) < TELLING
        if telling and not _is_told_loosely(name, passage) and not _is_known_as(name, passage):
            missing.append(name)
    return list(dict.fromkeys(missing))


def _is_told_loosely(name: str, passage: Passage) -> bool:
    """Whether any word of a name stands in the passage, in whatever form."""
    return any(
        _in(piece, passage)
        or family(fold(piece)) in passage.families
        or _has_beginning(fold(piece), passage)
        or not passage.names.isdisjoint(bases(fold(piece)))
        for piece in _PIECE.findall(name)
        if len(piece) > 2
    )


def _is_known_as(name: str, passage: Passage) -> bool:
    """Whether the passage holds another name of a thing, or its short form."""
    pieces = _PIECE.findall(name)
    if len(pieces) > 2 and "".join(piece[0] for piece in pieces).lower() in passage.names:
        return True
    return any(
        _told(other, passage) or (len(other) < 7 and _in(other, passage)) for other in vocabulary().aliases(name)
    )


def _has_beginning(folded: str, passage: Passage) -> bool:
    """Whether a word of the passage begins as this one does ("mitochondrion", "mitochondrial")."""
    size = max(6, len(folded) * 2 // 3)
    return len(folded) >= size and any(name.startswith(folded[:size]) for name in passage.families)


def _is_name(claim: str, start: int, word: str) -> bool:
    """Whether a word is written as a name, is the name of a medicine, or is too rare to be anything else."""
    folded = fold(word)
    if word.isdigit() or folded in _COMMON:
        return False
    if _CHAIN.fullmatch(word):
        return True
    if word[1:] != word[1:].lower() or (any(c.isdigit() for c in word) and any(c.isalpha() for c in word)):
        return True
    before = claim[:start].rstrip()
    opens = not before or before[-1] in ".?!:\n" or "\n" in claim[len(before) : start]
    if word[0].isupper() and not opens and len(word) > 1:
        return True
    if len(word) > 4 and vocabulary().is_drug(word):
        return True
    return is_rare(folded)


def _is_held(word: str, passage: Passage, given: dict[str, str]) -> bool:
    if _in(word, passage):
        return True
    pieces = [piece for piece in _PIECE.findall(word) if len(piece) > 1 or piece.isdigit()]
    if len(pieces) > 1 and all(
        _in(piece, passage) or family(fold(piece)) in passage.families or _has_beginning(fold(piece), passage)
        for piece in pieces
    ):
        return True
    if len(word) < 5 and any(name.startswith(fold(word)) for name in given):
        return True  # "RNA polymerase II (Pol II)"
    if (other := given.get(fold(word))) and (_in(other, passage) or _told(other, passage)):
        return True
    short = word.removesuffix("s") if word[:-1].isupper() else word
    if 2 <= len(short) <= 7 and short.isupper():
        return (len(short) > 2 and _spelt(short, passage.text)) or any(_told(name, passage) for name in expand(short))
    if any(_told(name, passage) for name in vocabulary().aliases(word)):
        return True
    if not word.isalpha() or vocabulary().is_drug(word):
        return False
    folded = fold(word)
    if len(word) > 4 and not passage.names.isdisjoint(bases(folded)):
        return True
    return len(word) > 4 and (family(folded) in passage.families or _is_misspelt(folded, passage))


def _is_misspelt(folded: str, passage: Passage) -> bool:
    """Whether a rare word is a common one with a letter wrong ("occuring"), or begins as a word of the passage does."""
    if len(folded) < 7 or documents(folded) >= RARE:
        return False
    meant = nearest(folded)
    if meant and documents(meant) >= COMMON and edit_distance(folded, meant, 2) <= 1:
        return True
    return _has_beginning(folded, passage)


def _in(name: str, passage: Passage) -> bool:
    letters = bare(name)
    return bool(letters) and (letters in passage.names or letters.removesuffix("s") in passage.names)


def _told(name: str, passage: Passage) -> bool:
    """Whether one sentence of the passage holds every word of a name."""
    wanted = {family(fold(piece)) for piece in _PIECE.findall(name) if len(piece) > 2}
    return bool(wanted) and any(wanted <= sentence.by_family.keys() for sentence in passage.sentences)


def _brackets(text: str) -> Iterator[tuple[str, str]]:
    """What stands before each short bracket of a text, up to the bracket before, and what stands in it."""
    end = 0
    for match in _BRACKET.finditer(text):
        before = _BEFORE.search(text, max(end, match.start() - _GIVEN_CHARACTERS), match.start())
        end = match.end()
        if before:
            yield before.group().removesuffix(" "), match[1]


def _given(claim: str) -> dict[str, str]:
    """What the claim itself says its names stand for: each short form its long one, each word of that its short one."""
    found: dict[str, str] = {}
    for before, short in _brackets(claim):
        if long := _long_form(before.split(), short):
            found[fold(short)] = long
            for piece in _PIECE.findall(long):
                found.setdefault(fold(piece), short)
    return found


def _long_form(before: list[str], short: str) -> str:
    """The words before a bracket that its short form stands for: they hold its letters in order, from a word's first."""
    letters = [c for c in short.lower().removesuffix("s") if c.isalnum()]
    for size in range(1, min(len(before), len(letters) + 3) + 1):
        long = " ".join(before[-size:])
        text = iter(long.lower())
        if letters and long[:1].lower() == letters[0] and all(letter in text for letter in letters):
            return long
    return ""


def misgiven(claim: str, passage: Passage) -> list[tuple[str, str]]:
    """Short forms in brackets where the passage has another in the same brackets: the claim's, and the passage's."""
    said = list(_brackets(claim))
    if not said:
        return []
    there: dict[tuple[str, ...], set[str]] = {}
    for before, short in _brackets(passage.text):
        there.setdefault(_ending(before), set()).add(bare(short))
    found = []
    for before, short in said:
        other = there.get(_ending(before), set())
        if other and bare(short) not in other and not _long_form(before.split(), short):
            found.append((short, min(other)))
    return found


def _ending(text: str) -> tuple[str, ...]:
    """The families of the last two words before a bracket."""
    return tuple(family(fold(piece)) for piece in _PIECE.findall(text)[-2:])


def _spelt(short: str, text: str) -> bool:
    """Whether words of a text, in a row, begin with the letters of a short form."""
    pattern = r"[\s\-/]{1,2}(?:(?:of|and|the|for|in|to)\s)?".join(rf"{letter}\w*" for letter in short.lower())
    return re.search(rf"(?<!\w){pattern}", text, re.IGNORECASE) is not None
