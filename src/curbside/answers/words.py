"""The fixed words of an answer, read once from `words.yaml`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def words() -> dict[str, Any]:
    """All fixed words by name."""
    text = files("curbside.answers").joinpath("words.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 both are safe loaders
    return content
