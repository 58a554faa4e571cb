"""The fixed words of an answer, read once from `words.yaml`."""

from __future__ import annotations

from typing import Any

from curbside.language.datafiles import table


def words() -> dict[str, Any]:
    """All fixed words by name."""
    return table("curbside.answers", "words.yaml")
