"""
Expressions that are compiled when they are first used.

Python compiles an expression slowly: the words that medicine is recognised by take a third of a second, more than an
answer does, and one question meets only some of them. What is made here looks like a compiled expression, is compiled
at the first use, and costs nothing more after it.
"""

from __future__ import annotations

import re
from typing import Any, cast

_VERBS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split", "pattern", "flags", "groups")


class Lazy:
    """An expression before its first use; what is asked of it is then there as if it had always been."""

    __slots__ = ("__weakref__", "_flags", "_words", *_VERBS)

    def __init__(self, words: str, flags: int) -> None:
        self._words = words
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        # Reached only while a slot is empty.
        if name not in _VERBS:
            raise AttributeError(name)
        made = re.compile(self._words, self._flags)
        for verb in _VERBS:
            setattr(self, verb, getattr(made, verb))
        return getattr(made, name)


def lazily(words: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, compiled at its first use."""
    return cast("re.Pattern[str]", Lazy(words, flags))
