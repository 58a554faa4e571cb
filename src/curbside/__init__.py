"""
Curbside answers medical questions from sources it can quote, word for word.

Everything a user imports is here: `open` a desk on a library, `ask`, and the values that come back.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from .answers.answer import Answer, Outcome
    from .answers.verify import verify
    from .archive import Archive
    from .articles.article import Article
    from .articles.person import Person, Role
    from .consult import Desk
    from .consult import open_desk as open
    from .errors import CurbsideError
    from .library.library import Library
    from .questions.question import Plan, Question, Reader

__all__ = [
    "Answer", "Archive", "Article", "CurbsideError", "Desk", "Library", "Outcome", "Person", "Plan", "Question", "Reader",
    "Role", "__version__", "open", "verify",
]  # fmt: skip

#: Imported on first use, so that `import curbside` stays far under half a second.
_HOMES = {
    "Answer": ("curbside.answers.answer", "Answer"),
    "Archive": ("curbside.archive", "Archive"),
    "Article": ("curbside.articles.article", "Article"),
    "CurbsideError": ("curbside.errors", "CurbsideError"),
    "Desk": ("curbside.consult", "Desk"),
    "Library": ("curbside.library.library", "Library"),
    "Outcome": ("curbside.answers.answer", "Outcome"),
    "Person": ("curbside.articles.person", "Person"),
    "Plan": ("curbside.questions.question", "Plan"),
    "Question": ("curbside.questions.question", "Question"),
    "Reader": ("curbside.questions.question", "Reader"),
    "Role": ("curbside.articles.person", "Role"),
    "open": ("curbside.consult", "open_desk"),
    "verify": ("curbside.answers.verify", "verify"),
}


def __getattr__(name: str) -> Any:
    """The public name, imported from its room on first use."""
    if name in {"press"}:
        return import_module(f"curbside.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module 'curbside' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)
