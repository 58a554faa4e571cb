"""The fixed words of an answer, read once from `words.yaml`."""

from __future__ import annotations

from typing import Any

from curbside.language.datafiles import table
from curbside.questions.kinds import kinds
from curbside.questions.question import Reader


def words() -> dict[str, Any]:
    """All fixed words by name."""
    return table("curbside.answers", "words.yaml")


def named(kind: str, reader: Reader) -> str:
    """A kind of section inside a sentence that says it is not there: nothing of it was reported."""
    return kinds()[kind].named(reader).removesuffix(" reported")
