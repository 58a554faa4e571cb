"""
The library's vote on what a message is about: how many of the sources found for its whole text bear a name as their title.

A story of three illnesses finds pages on the one whose words it uses most, and that is mostly the one it asks about.
"""

from __future__ import annotations

from collections.abc import Sequence

from curbside.language.stems import content

#: The names of one source: its title, and what else it is called.
Names = Sequence[str]
#: Sources that vote, and how fast a vote loses weight with its place: the first counts twice as much as the fourth.
VOTERS, FLATTENED = 20, 3
#: A title that holds the name and more, and one that the name holds, against one that is the name.
WITHIN, AROUND = 0.5, 0.3


def vote(name: str, titles: Sequence[Names]) -> float:
    """The share of the sources found, best first, that bear a name: 0 (none) to 1 (all)."""
    words = content(name)
    if not words or not titles:
        return 0.0
    weights = [1 / (place + FLATTENED) for place in range(min(VOTERS, len(titles)))]
    given = sum(weight * _agrees(words, names) for weight, names in zip(weights, titles, strict=False))
    return given / sum(weights)


def _agrees(words: frozenset[str], names: Names) -> float:
    known = [content(name) for name in names]
    if words in known:
        return 1.0
    title = known[0] if known else frozenset()
    if words <= title:
        return WITHIN
    return AROUND if title and title < words else 0.0
