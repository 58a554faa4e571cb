"""
The words by which questions ask and sentences answer, as asked.yaml lists them.

Which words ask for the same, which ask for nothing, how a sentence shows that it tells an attribute, and which sides exclude
each other.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from curbside.language.datafiles import listed, table
from curbside.language.stems import stems

from .facets import heading_kind
from .leaning import BROADER
from .roots import Roots, roots


@cache
def _alike() -> tuple[tuple[Roots, str], ...]:
    """Words that ask for the same, as roots, and the kind of section they ask for."""
    rows = table("curbside.claims", "asked.yaml")["alike"]
    return tuple((roots(stems(row["words"])), row.get("kind", "")) for row in rows)


@cache
def silent() -> Roots:
    """Stems of words that ask, and tell nothing of what is wanted."""
    return stems(
        " ".join((table("curbside.claims", "asked.yaml")["silent"], *listed("curbside.claims", "ordinary.yaml")))
    )


@cache
def _sides() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    rows = table("curbside.claims", "asked.yaml")["sides"]
    return tuple((_whole_words(own), _whole_words(other)) for own, other in rows)


def sides_of(question: str) -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    """The sides that a question takes."""
    return [(own, other) for own, other in _sides() if own.search(question) and not other.search(question)]


def _whole_words(parts: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{parts})(?!\w)", re.IGNORECASE)


@cache
def _phrases() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = table("curbside.claims", "asked.yaml")["phrases"]
    return tuple((word, _whole_words(says)) for word, says in rows.items())


@cache
def told_apart(by: str) -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """Who is "expecting" or nursing, or ill in one of the "organs": how a question shows it, and how a sentence that is for them."""
    rows = table("curbside.claims", "asked.yaml")[by]
    return tuple((name, _whole_words(row["asks"]), _whole_words(row["says"])) for name, row in rows.items())


def in_one_word(text: str) -> str:
    """A question with its phrases told in the one word that pages use for them."""
    for word, says in _phrases():
        text = says.sub(word, text)
    return text


@cache
def tells(name: str) -> tuple[float, re.Pattern[str]]:
    """What it counts that a sentence tells an attribute, and how that is seen; nothing for those that no words tell."""
    row = table("curbside.claims", "asked.yaml")["tells"].get(name, {"counts": 0.0, "says": ""})
    return float(row["counts"]), _whole_words(row["says"])


@lru_cache(maxsize=4096)
def same(word: str) -> tuple[Roots, frozenset[str]]:
    """The words for what a word asks for, as roots, and the kinds of section that answer to it."""
    alike, kinds = {word}, set()
    if kind := heading_kind(word):
        kinds.add(BROADER.get(kind, kind))
    for group, kind in _alike():
        if word in group:
            alike |= group
            if kind:
                kinds.add(BROADER.get(kind, kind))
    return frozenset(alike), frozenset(kinds)
