"""The writer that words nothing: every answer keeps the words of its sources."""

from __future__ import annotations

from collections.abc import Iterator

from .access import Access
from .writer import Prompt, Usage


class NoWriter:
    """Words nothing."""

    name = "none"
    is_remote = False

    def __init__(self, access: Access | None = None) -> None:
        self._access = access

    def write(self, prompt: Prompt, until: float) -> Iterator[str | Usage]:
        """Nothing."""
        return iter(())
