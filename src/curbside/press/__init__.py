"""How an answer is set on the page: terminal, Markdown, JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .json import to_dict
from .markdown import markdown

if TYPE_CHECKING:
    from .terminal import show

__all__ = ["markdown", "show", "to_dict"]


def __getattr__(name: str) -> Any:
    """What draws on a terminal takes long to load, and JSON needs none of it: imported on first use."""
    if name != "show":
        raise AttributeError(f"module 'curbside.press' has no attribute {name!r}")
    from .terminal import show

    return show
