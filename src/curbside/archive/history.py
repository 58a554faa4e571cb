"""
The public history of an article: what its page tells of the past.

Readers are told of every step that changed what they may rely on, with names and reasons. What reviewers say to each
other on the way (comments, decisions on single statements, who disagreed) is the board's own and is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from curbside.articles.person import PROGRAM
from curbside.articles.words import words

from .chain import Entry

#: Actions that readers are told of, and those of them whose reason they are told.
_TOLD = frozenset(
    "submit start_review request_changes decline sign renew revise correct withdraw mark_update_due dismiss_update "
    "confirm_practice_changing suspend take_back resume expire supersede".split()
)
_WITH_REASON = _TOLD - {"submit", "start_review", "sign", "request_changes", "expire"}


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the history."""

    at: str
    edition: int
    action: str  # as in states.yaml, or "approve"
    text: str
    who: str  # a name; the program's is its own
    why: str


def history_of(entries: Iterable[Entry], names: Mapping[str, str]) -> tuple[Happened, ...]:
    """The lines of a log that readers are told, the newest first; a signature that approved is two lines."""
    found: list[Happened] = []
    for entry in entries:
        event = entry.event
        if event.action not in _TOLD:
            continue
        who = names.get(event.by, PROGRAM.name if event.by == PROGRAM.id else event.by)
        why = event.why if event.action in _WITH_REASON else ""
        actions = [event.action]
        if event.action == "sign" and event.what.get("approves"):
            actions.append("approve")
        found += [Happened(event.at, event.edition, one, words()["actions"][one], who, why) for one in actions]
    return tuple(reversed(found))
