"""States and who may leave them, as `states.yaml` lists them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from curbside.language.datafiles import table

from .article import Article, Edition, State
from .person import Person, Role
from .words import refusal, role_words, words


@dataclass(frozen=True, slots=True)
class Rule:
    """One action: from which states, by whom, which state follows (None: as it was), and on which edition."""

    action: str
    states: tuple[State, ...]
    roles: tuple[Role, ...]
    to: State | None
    is_on_current: bool


@cache
def rules() -> dict[str, Rule]:
    """Every action by name."""
    content = table("curbside.articles", "states.yaml")["actions"]
    return {name: _rule(name, row) for name, row in content.items()}


def stepper() -> tuple[State, ...]:
    """The states that readers see as steps, in order."""
    return tuple(State(one) for one in table("curbside.articles", "states.yaml")["stepper"])


def about(article: Article, action: str) -> Edition:
    """The edition that an action is about."""
    return article.current if rules()[action].is_on_current else article.latest


def allowed(action: str, person: Person) -> None:
    """Refuse whoever may not do this in any state, saying who may."""
    rule = rules().get(action)
    if rule is None:
        raise refusal("unknown_action", action=action, actions=", ".join(sorted(rules())))
    if not person.is_active:
        raise refusal("inactive", name=person.name)
    if not person.has(*rule.roles):
        roles = ", ".join(role_words(role) for role in rule.roles)
        raise refusal("role", action=words()["actions"].get(action, action), roles=roles, name=person.name)


def permitted(article: Article, action: str, person: Person) -> Edition:
    """The edition that an action is about, if its state and this person allow it; else the refusal says who or when."""
    allowed(action, person)
    rule, edition = rules()[action], about(article, action)
    if edition.state not in rule.states:
        name = words()["actions"].get(action, action)
        states = ", ".join(state_words(state).lower() for state in rule.states)
        raise refusal("state", action=name, state=state_words(edition.state).lower(), states=states)
    return edition


def available(article: Article, person: Person) -> tuple[str, ...]:
    """The actions that this person could begin now, by state and role alone; an action may still refuse."""
    return tuple(
        name
        for name, rule in rules().items()
        if person.is_active and person.has(*rule.roles) and about(article, name).state in rule.states
    )


def moved(edition: Edition, to: State, at: str, why: str, who: str) -> Edition:
    """The edition in another state, with when, why and by whom."""
    return replace(edition, state=to, since=at, because=why, who=who)


def state_words(state: State) -> str:
    """A state as it is printed."""
    return str(words()["states"][state.value])


def _rule(name: str, row: dict[str, Any]) -> Rule:
    return Rule(
        action=name,
        states=tuple(State(one) for one in row["from"]),
        roles=tuple(Role(one) for one in row["who"]),
        to=State(row["to"]) if "to" in row else None,
        is_on_current=row.get("edition") == "current",
    )
