"""What happened: who did what to which article, when, and why. The audit log is made of these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .article import Article


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that a person or the program did."""

    action: str
    subject: str  # slug of an article, or what else it was about: "person:ann"
    by: str
    at: str
    edition: int = 0
    why: str = ""
    what: Mapping[str, Any] = field(default_factory=dict)  # details as plain values


class Done(NamedTuple):
    """An action's result: the article as it is now, and what happened."""

    article: Article
    event: Event
