"""
What a question wants to be told of its subject: how long, how much, at which age, whether it is safe.

A section kind says where an answer stands, an attribute what the sentence must tell: "how long ... off school" is
answered by a length of time, under whatever heading. The closed list with its words lives in `asked.yaml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from .facets import words_between


@dataclass(frozen=True, slots=True)
class Attribute:
    """One row of the file: a name, the words that ask for it, and the kinds under which sources tell it."""

    name: str
    means: str
    kinds: tuple[str, ...]
    match: re.Pattern[str]
    unless: re.Pattern[str] | None


@cache
def attributes() -> dict[str, Attribute]:
    """Every attribute by name, in the order of the file."""
    text = files("curbside.questions").joinpath("asked.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 both are safe loaders
    return {
        row["name"]: Attribute(
            row["name"],
            row["means"],
            tuple(row["kinds"]),
            words_between(row["match"]),
            words_between(row["unless"]) if row.get("unless") else None,
        )
        for row in content["attributes"]
    }


def attributes_in(text: str) -> tuple[str, ...]:
    """The names of what a text asks to be told, in the order in which it asks; of two at one place, as in the file."""
    found = []
    for place, one in enumerate(attributes().values()):
        span = one.match.search(text)
        if span and one.unless:
            span = one.match.search(one.unless.sub(lambda hidden: "\x00" * len(hidden[0]), text))
        if span:
            found.append((span.start(), place, one.name))
    return tuple(name for _, _, name in sorted(found))
