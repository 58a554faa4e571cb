"""
What the vocabulary knows of a question: other names of its subject, and the drugs in it.

The vocabulary only adds. The focus stays in the question's own words, and an unknown word stays as it was typed,
because a drug name must never be replaced by one that looks like it.
"""

from __future__ import annotations

import re

from curbside.language import vocabulary
from curbside.language.patterns import lazily
from curbside.language.stems import content, stems

from .everyday import also_called

_AT_MOST = 12


def other_names(focus: str, text: str = "") -> tuple[str, ...]:
    """Other names of the subject, none of them the subject itself; of a short form, those of what it means here."""
    if not focus:
        return ()
    senses = vocabulary.expand(focus)
    everyday = {name.casefold() for name in also_called(focus)}
    if everyday and senses and focus.islower() and everyday.isdisjoint(map(str.casefold, senses)):
        return ()  # "cold" in small letters is an everyday name, and not what COLD stands for
    meant = _meant(focus, senses, text)
    found = [*vocabulary.aliases(focus)] if len(senses) < 2 else []
    if not found and meant:
        found = [meant, *vocabulary.aliases(meant)]
    kept = {name.casefold(): name for name in reversed(found) if name.casefold() != focus.casefold()}
    return tuple(reversed(kept.values()))[:_AT_MOST]


def _meant(short: str, senses: tuple[str, ...], text: str) -> str:
    """What a short form means in a text: its one meaning, the one whose words stand there, or the one illness; else ""."""
    there = stems(text)
    said = [sense for sense in senses if content(sense) <= there]
    if len(senses) < 2 or said:
        return (said or list(senses) or [""])[0]
    kinds = {sense: {term.kind for term in vocabulary.terms_in(sense)} for sense in senses}
    if any("drug" in kind for kind in kinds.values()):
        return ""  # NPH is an insulin and an illness: to guess between them would answer about the wrong one
    ill = [sense for sense in senses if "disease" in kinds[sense] and _abbreviates(short, sense)]
    alike = all(len(content(ill[0]) & content(other)) * 2 > len(content(other)) for other in ill[1:])
    return ill[0] if ill and alike and senses[0] == ill[0] else ""


def _abbreviates(short: str, name: str) -> bool:
    """Whether the letters of a short form are the first letters of a name's words, in order, others between."""
    initials = iter(word[0] for word in re.findall(r"[a-z]+", name.casefold()))
    return all(letter in initials for letter in short.casefold().rstrip("s")) or (
        name.casefold().startswith(short[:1].casefold()) and len(name.split()) == 1
    )


def drugs(text: str) -> tuple[str, ...]:
    """The drugs a text names, as written."""
    return vocabulary.drugs_in(text)


def is_medical(text: str) -> bool:
    """Whether the text names a disease or a drug that the vocabulary knows."""
    return any(term.kind in _MEDICAL for term in vocabulary.terms_in(text))


def is_illness(text: str) -> bool:
    """Whether the text names a disease that the vocabulary knows."""
    return any(term.kind == "disease" for term in vocabulary.terms_in(text))


def spans_of_names(text: str) -> list[tuple[int, int]]:
    """Where a text names a disease or a drug in two words or more."""
    return [
        (term.start, term.end)
        for term in vocabulary.terms_in(text)
        if term.kind in ("disease", "drug") and " " in text[term.start : term.end]
    ]


def without_place(focus: str) -> str:
    """A subject without the "in ..." behind it, when what stands before is a name ("celiac disease in Europe")."""
    name, joined, _ = focus.partition(" in ")
    is_one_name = any(term.end - term.start == len(focus) for term in vocabulary.terms_in(focus))
    return name if joined and is_medical(name) and not is_one_name else focus


def bare(focus: str) -> str:
    """A subject without a measured value behind it, and an illness without the word "pain" ("HbA1c 6.1 %", "shingles pain")."""
    name = _VALUE.sub("", focus)
    rest = name.removesuffix(" pain")
    if rest != name and any(term.kind == "disease" and term.end == len(rest) for term in vocabulary.terms_in(rest)):
        return rest if not _is_one_name(name) else name
    return name or focus


def _is_one_name(name: str) -> bool:
    return any(term.end - term.start == len(name) for term in vocabulary.terms_in(name))


def less_sudden(focus: str) -> str:
    """The illness of which an "acute" one is spoken, where no vocabulary has a name of its own for that; else ""."""
    rest = focus.casefold().removeprefix("acute ")
    if rest == focus.casefold() or _is_one_name(focus) or rest.endswith("pain"):
        return ""
    return rest if any(term.kind == "disease" for term in vocabulary.terms_in(rest)) else ""


_VALUE = lazily(
    r"(?<=\w) (?:of )?[-<>=]{0,2}\d+(?:\.\d+|(?= ?(?:%|mg|mcg|g|ml|mmol|ng|iu)))(?: ?(?:%|mg|mcg|g|ml|iu|mmol|ng)(?:/\w+)?)?\b.{0,3}$|(?<=\w) of$",
    re.IGNORECASE,
)
#: Subjects too general to answer about, when the message names something better.
GENERIC = frozenset(
    """pain symptoms symptom disease problem problems condition fever swelling side effects illness infection it help
    medication medicine treatment foot leg legs arm back head face skin eyes eye blood test results doctor""".split()
)
_MEDICAL = frozenset(["disease", "drug", "finding", "anatomy", "procedure", "class"])
