"""Who acts, when, and under which policy: what every action is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from curbside.articles.article import Article, Edition, State
from curbside.articles.event import Done, Event
from curbside.articles.person import Person
from curbside.articles.policy import Policy
from curbside.articles.states import moved, permitted, rules
from curbside.articles.words import refusal

_E = TypeVar("_E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Acting:
    """A person at a moment."""

    by: Person
    at: str
    policy: Policy

    def on(self, article: Article, action: str) -> Edition:
        """The edition that an action is about, if this person may do it now."""
        return permitted(article, action, self.by)

    def moved(self, edition: Edition, action: str, why: str = "") -> Edition:
        """The edition in the state that follows an action."""
        to = rules()[action].to
        return self.to(edition, to, why) if to else edition

    def to(self, edition: Edition, state: State, why: str = "") -> Edition:
        """The edition in a state, entered by this person now."""
        return moved(edition, state, self.at, why, self.by.id)

    def done(
        self, article: Article, action: str, edition: Edition, why: str = "", what: Mapping[str, Any] | None = None
    ) -> Done:
        """The article with the edition as it is now, and the event."""
        after = replace(article.with_edition(edition), updated_at=self.at)
        return Done(after, Event(action, article.slug, self.by.id, self.at, edition.number, why, dict(what or {})))


def reason(why: str) -> str:
    """A reason that was given; none is refused."""
    if not why.strip():
        raise refusal("because")
    return why.strip()


def chosen(kind: type[_E], value: str) -> _E:
    """The member of a closed list that was named; any other value is refused with the list."""
    try:
        return kind(value)
    except ValueError:
        raise refusal("choice", value=value, choices=", ".join(one.value for one in kind)) from None


def checked_claim(edition: Edition, claim: str) -> str:
    """The id of a statement that the edition has."""
    if edition.statement(claim) is None:
        raise refusal("unknown_claim", claim=claim)
    return claim
