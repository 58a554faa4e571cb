"""What changes with the reader, read once from `readers.yaml`."""

from __future__ import annotations

from typing import Any

from curbside.language.datafiles import table


def rules() -> dict[str, Any]:
    """The orders, limits and fixed words by reader."""
    return table("curbside.prose", "readers.yaml")
