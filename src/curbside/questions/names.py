"""
What the vocabulary knows of the words of a question: other names of its subject, and the drugs in it.

The vocabulary only adds. The focus stays in the question's own words, and an unknown word stays as it was typed,
because a drug name must never be replaced by one that looks like it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec

_AT_MOST = 12


def _nothing(_: str) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Names:
    """The functions of the vocabulary that questions need."""

    other_names: Callable[[str], tuple[str, ...]] = _nothing
    drugs: Callable[[str], tuple[str, ...]] = _nothing

    def aliases(self, term: str) -> tuple[str, ...]:
        """Other names of a term, none of them the term itself."""
        if not term:
            return ()
        found = dict.fromkeys(name for name in self.other_names(term) if name.casefold() != term.casefold())
        return tuple(found)[:_AT_MOST]


@cache
def names() -> Names:
    """The names of the shipped vocabulary."""
    if find_spec("curbside.language.vocabulary") is None:
        return Names()
    vocabulary = import_module("curbside.language.vocabulary")
    return Names(vocabulary.aliases, vocabulary.drugs_in)
