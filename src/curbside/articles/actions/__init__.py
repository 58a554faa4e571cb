"""
What can be done to an article, one function for each action.

Every action takes the article and who acts, checks permission and what must hold besides, and returns the article as
it is then with one event. A refusal is an error that says what to do.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from typing import Any

from curbside.articles.article import Article
from curbside.articles.event import Done
from curbside.articles.words import refusal

from .acting import Acting
from .correcting import correct, withdraw
from .disputes import break_tie, dissent, name_decider
from .drafting import describe, drafted, rename, renew, revise, submit
from .editing import add_quote, recheck, reword, strike
from .reviewing import assign, comment, decide, decline, recuse, request_changes, start_review
from .signing import sign
from .standing import (
    confirm_practice_changing,
    dismiss_update,
    expire,
    mark_update_due,
    resume,
    supersede,
    suspend,
    take_back,
)

#: Actions by name, as states.yaml lists them.
ACTIONS: dict[str, Callable[..., Done]] = {
    one.__name__: one
    for one in (
        *(submit, describe, revise, renew, start_review, assign, decide, comment, strike, reword, add_quote, recheck),
        *(rename, request_changes, decline, recuse, dissent, name_decider, break_tie, sign, correct, withdraw),
        *(mark_update_due, confirm_practice_changing, dismiss_update, suspend, take_back, resume, expire, supersede),
    )
}


def act(article: Article, action: str, acting: Acting, **arguments: Any) -> Done:
    """Do an action by its name."""
    acting.on(article, action)
    chosen = ACTIONS[action]
    takes = signature(chosen)
    try:
        takes.bind(article, acting, **arguments)
    except TypeError:
        wanted = ", ".join(list(takes.parameters)[2:])
        raise refusal("arguments", action=action, wanted=wanted or "nothing") from None
    return chosen(article, acting, **arguments)


__all__ = ["ACTIONS", "Acting", "act", "drafted"]
