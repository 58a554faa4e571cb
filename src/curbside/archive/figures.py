"""Figures of the editorial policy, computed from what happened and never written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from curbside.articles.article import Article, NoticeKind, State
from curbside.articles.standing import state_on

from .listing import by_state


@dataclass(frozen=True, slots=True)
class Figures:
    """How review goes; medians are None where nothing was ever approved."""

    articles: int  # public ones
    by_state: dict[str, int]
    approved: int
    overdue: int
    signers: int  # different people who signed something that was approved
    signatures_each: float | None  # mean number of signatures on an approved edition
    days_to_approval: float | None  # median, from submission
    statements_decided: int
    struck_or_reworded: int
    disputes: int
    corrections: int
    withdrawals: int
    declined: int


def figures_of(several: Sequence[Article], at: str) -> Figures:
    """The figures of these articles at a time."""
    public = [one for one in several if one.is_public]
    editions = [edition for one in several for edition in one.editions]
    approved = [one for one in editions if one.approved_at]
    decisions = [one for edition in editions for one in edition.review.decisions]
    days = [_days(one.review.submitted_at, one.approved_at) for one in approved if one.review.submitted_at]
    signed = [sum(1 for one in edition.review.of(edition.main, edition.digest())) for edition in approved]
    notices = [notice for one in several for notice in one.notices]
    states = by_state(public, at)
    return Figures(
        articles=len(public),
        by_state=dict(sorted(states.items())),
        approved=sum(1 for one in public if state_on(one.current, at) in {State.APPROVED, State.APPROVED_UPDATE_DUE}),
        overdue=states[State.OVERDUE.value],
        signers=len({one.by for edition in approved for one in edition.review.signatures}),
        signatures_each=round(sum(signed) / len(signed), 1) if signed else None,
        days_to_approval=round(median(days), 1) if days else None,
        statements_decided=sum(1 for one in decisions if one.verdict == "accept"),
        struck_or_reworded=sum(1 for one in decisions if one.verdict in {"strike", "reword"}),
        disputes=sum(len(edition.review.disputes) for edition in editions),
        corrections=sum(1 for one in notices if one.kind is NoticeKind.CORRECTION),
        withdrawals=sum(1 for one in notices if one.kind is NoticeKind.WITHDRAWAL),
        declined=sum(1 for edition in editions if edition.state is State.DECLINED),
    )


def _days(since: str, until: str) -> float:
    return (datetime.fromisoformat(until) - datetime.fromisoformat(since)).total_seconds() / 86_400
