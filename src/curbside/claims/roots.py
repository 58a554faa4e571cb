"""Words without their endings, so that a question's words are found in a page's: "tested", "testing" and "test" are one."""

from __future__ import annotations

from functools import lru_cache

from curbside.language.stems import sequence

Roots = frozenset[str]

FEWEST_LETTERS = 4
_ENDINGS = sorted(
    "ations ation ating atory ative ated ates ate izations ization izing ized ize ments ment ingly ing edly ed ers er ions ion"
    " ive ally al ly ous ical ic ies is y ance ancies ancy ence encies ency ants ant ents ent es e s".split(),
    key=len,
    reverse=True,
)


@lru_cache(maxsize=32768)
def root(word: str) -> str:
    """A word without its ending: "tested", "testing" and "test" are one, and so are "pregnant" and "pregnancy"."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= FEWEST_LETTERS:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=16384)
def words_of(text: str) -> Roots:
    """The roots of a text's words; remembered, for a sentence is looked at more than once."""
    return frozenset(map(root, sequence(text)))


def roots(words: Roots) -> Roots:
    """The roots of these stems."""
    return frozenset(map(root, words))
