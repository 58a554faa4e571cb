"""
What a page says about review: the three steps that readers see, banners, and dates.

An answer that nobody submitted has reached no step and says so; an article says what its standing on that day is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .words import ai_mark, banner

if TYPE_CHECKING:
    from curbside.answers.answer import Answer
    from curbside.articles.standing import Standing

_ALARM = frozenset({"suspended", "withdrawn", "declined", "disputed"})
_GOOD = frozenset({"approved"})
_STANDING = frozenset({"approved", "approved_update_due"})
_STEPS = ("Submitted", "Under review", "Approved")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the public path, with the day it was reached and who took it."""

    label: str
    on: str
    by: tuple[str, ...]
    is_reached: bool
    is_now: bool


@dataclass(frozen=True, slots=True)
class Banner:
    """A line above the text, as calm as it may be: "good", "caution" or "alarm"."""

    tone: str
    text: str


@dataclass(frozen=True, slots=True)
class State:
    """Everything a page says about its review."""

    steps: tuple[Step, ...]
    banners: tuple[Banner, ...]
    days: tuple[tuple[str, str], ...]  # what happened, and the day
    reviewers: tuple[str, ...]
    is_approved: bool
    is_withdrawn: bool
    is_past: bool  # it was approved once, and is not any more
    affected: frozenset[str]  # ids of statements not to rely on


def unreviewed(made_on: str = "", said: str = "") -> State:
    """The state of what was assembled just now, or one that is told in words."""
    steps = tuple(Step(label, "", (), False, False) for label in _STEPS)
    return State(steps, (Banner("caution", said or banner(made_on)),), (), (), False, False, False, frozenset())


def silent(made_on: str = "") -> State:
    """The state of an answer that states nothing: not reviewed either, but on no path to it, with no quote to check."""
    said = banner(made_on, is_silent=True)
    return State((), (Banner("caution", said),), (), (), False, False, False, frozenset())


def told(answer: Answer, made_on: str = "", state: str | State = "") -> State:
    """
    What is told of an answer's review: its state, or words that tell it, else that nobody reviewed what was made then.

    Where a language model worded it, that is told beside it, on whatever the answer is set.
    """
    if isinstance(state, State):
        said = state
    else:
        said = unreviewed(made_on, state) if state or answer.claims else silent(made_on)
    mark = ai_mark(answer)
    if not mark or any(mark in one.text for one in said.banners):
        return said
    return replace(said, banners=(*said.banners, Banner("caution", mark)))


def state_of(standing: Standing) -> State:
    """The state of an article on the day of its standing."""
    is_withdrawn = standing.state.value == "withdrawn"
    days = (
        ("Last updated", standing.updated_on),
        ("Last reviewed", standing.reviewed_on),
        ("Evidence searched through", standing.searched),
        ("Next review due", "" if is_withdrawn else standing.next_review),
    )
    return State(
        steps=tuple(Step(one.label, one.on, one.by, bool(one.on), one.is_now) for one in standing.steps),
        banners=tuple(Banner(_tone(one.kind), one.text) for one in standing.banners),
        days=tuple((label, on) for label, on in days if on),
        reviewers=standing.reviewers,
        is_approved=standing.is_approved,
        is_withdrawn=is_withdrawn,
        is_past=bool(standing.reviewed_on) and standing.state.value not in _STANDING,
        affected=frozenset(standing.affected),
    )


def _tone(kind: str) -> str:
    return "alarm" if kind in _ALARM else "good" if kind in _GOOD else "caution"
