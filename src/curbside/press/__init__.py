"""How an answer is set on the page: terminal, Markdown, JSON."""

from .json import to_dict
from .markdown import markdown
from .terminal import show

__all__ = ["markdown", "show", "to_dict"]
