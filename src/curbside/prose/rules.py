"""What changes with the reader, read once from `readers.yaml`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def rules() -> dict[str, Any]:
    """The orders, limits and fixed words by reader."""
    text = files("curbside.prose").joinpath("readers.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 both are safe loaders
    return content
