"""How an answer is set on the page: terminal, HTML, Markdown, JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .json import to_dict
from .markdown import markdown

if TYPE_CHECKING:
    from .hypertext import html
    from .terminal import show

__all__ = ["html", "markdown", "show", "to_dict"]


def __getattr__(name: str) -> Any:
    """What draws on a terminal or a page takes long to load, and JSON needs none of it: imported on first use."""
    if name == "html":
        from .hypertext import html

        return html
    if name == "show":
        from .terminal import show

        return show
    raise AttributeError(f"module 'curbside.press' has no attribute {name!r}")
