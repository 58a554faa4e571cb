"""
How sources differ, described and never voted.

Each voice is counted once: one publisher family, near-duplicates of one text, and a study that a counted review already
holds. The count is given for the same comparator and outcome where sources name them, with designs and years, and
always with the words that say what it is: a count of sources, not a pooled result.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from curbside.language.stems import stems

from .evidence import Direction
from .reports import Report

#: Titles or texts that share this much of their words (Jaccard) are one work printed twice.
SAME_WORK = 0.85
#: The rank of a source without an Oxford level: guidelines and reviews stand before single studies.
_FIRST, _LAST = 1, 6
#: So many older sources make a majority worth the name.
MAJORITY = 2
NOT_POOLED = "a count of sources, not a pooled result"


@dataclass(frozen=True, slots=True)
class Count:
    """Sources by what they report, for one comparator and outcome ("" where sources name none or differ)."""

    benefit: int
    no_clear_difference: int
    harm: int
    comparator: str = ""
    outcome: str = ""

    @property
    def differs(self) -> bool:
        """Whether sources report more than one direction."""
        return sum(count > 0 for count in (self.benefit, self.no_clear_difference, self.harm)) > 1


@dataclass(frozen=True, slots=True)
class Reversal:
    """A newer source of equal or higher design that disagrees with the older majority, and leads."""

    source: str
    year: int
    direction: Direction
    older: int  # sources that it stands against


@dataclass(frozen=True, slots=True)
class Description:
    """What sources report, in counts; who spoke; and a reversal where there is one."""

    count: Count
    parts: tuple[Count, ...]  # by comparator and outcome, where at least two sources share one
    counted: tuple[Report, ...]  # leading first
    left_out: tuple[tuple[str, str], ...]  # source and why it was not counted
    reversal: Reversal | None = None

    @property
    def text(self) -> str:
        """The description in words."""
        lines = [_counted(self.count)]
        lines += [f"{_of(part)}: {_counted(part)}" for part in self.parts if part.differs and part != self.count]
        made_of = ", ".join(
            f"{report.design.value or report.kind.value.replace('_', ' ')} {report.year or 'undated'}"
            for report in self.counted
        )
        return f"{'; '.join(lines)} ({NOT_POOLED}). Sources: {made_of}."


def describe(reports: Iterable[Report]) -> Description:
    """The description of what sources report, each voice counted once."""
    ranked = sorted(
        (one for one in reports if one.direction is not Direction.UNCLEAR or one.advises_against),
        key=lambda r: (not r.speaks_first, rank(r), -(r.year or 0), r.source),
    )
    counted: list[Report] = []
    left_out: list[tuple[str, str]] = []
    for report in ranked:
        if why := _already(report, counted):
            left_out.append((report.source, why))
        else:
            counted.append(report)
    reversal = reversal_in(counted)
    if reversal:
        counted.sort(key=lambda r: r.source != reversal.source)
    groups: dict[tuple[str, str], list[Report]] = {}
    for report in counted:
        if report.comparator or report.outcome:
            groups.setdefault((report.comparator, report.outcome), []).append(report)
    parts = tuple(_count(group, *names) for names, group in sorted(groups.items()) if len(group) > 1)
    return Description(_count(counted), parts, tuple(counted), tuple(left_out), reversal)


def rank(report: Report) -> int:
    """How strong a design is to start with: its Oxford level, 1 for guidelines and reviews, last where none exists."""
    if report.speaks_first:
        return _FIRST
    return report.level if report.level is not None else _LAST


def reversal_in(reports: Sequence[Report]) -> Reversal | None:
    """The newest dated source, when its design is equal to or higher than all older ones and it stands against most."""
    dated = [report for report in reports if report.year is not None]
    newest = max(dated, key=lambda r: (r.year or 0, -rank(r), r.source), default=None)
    if newest is None or newest.year is None:
        return None
    older = [report for report in dated if report.year is not None and report.year < newest.year]
    if len(older) < MAJORITY or rank(newest) > min(rank(report) for report in older):
        return None
    is_higher = newest.speaks_first or rank(newest) < min(rank(report) for report in older)
    if newest.direction is Direction.NO_CLEAR_DIFFERENCE and not is_higher:
        return None  # one more study that found no difference turns nothing round
    against = [report for report in older if report.direction is not newest.direction]
    if 2 * len(against) <= len(older):
        return None
    return Reversal(newest.source, newest.year, newest.direction, len(against))


def _count(reports: Sequence[Report], comparator: str = "", outcome: str = "") -> Count:
    by = Counter(report.direction for report in reports)
    return Count(by[Direction.BENEFIT], by[Direction.NO_CLEAR_DIFFERENCE], by[Direction.HARM], comparator, outcome)


def _already(report: Report, counted: Sequence[Report]) -> str:
    """Why a report would be counted twice, "" when it would not."""
    for other in counted:
        if other.voice == report.voice:
            return "same source or publisher family"
        if _alike(other.title, report.title) and _alike(other.text, report.text):
            return "near-duplicate"
        if other.speaks_first and not report.speaks_first and is_inside(report, other.text):
            return "already in a review that is counted"
    return ""


def _alike(one: str, other: str) -> bool:
    a, b = stems(one), stems(other)
    return bool(a and b) and len(a & b) >= SAME_WORK * len(a | b)


def is_inside(report: Report, review: str) -> bool:
    """Whether a review's text names a study: by an id of it, or by its first author's name with its year."""
    for name in report.ids:
        number = name.partition(":")[2]
        if len(number) > 5 and re.search(rf"(?<!\w){re.escape(number)}(?!\w)", review):
            return True
    if not report.authors or report.year is None:
        return False
    surname = re.split(r"[ ,]", report.authors[0].strip())[0]
    if len(surname) < 3:
        return False
    return re.search(rf"\b{re.escape(surname)}\b[^.;]{{0,30}}\b{report.year}\b", review) is not None


def _counted(count: Count) -> str:
    return (
        f"{count.benefit} reported benefit, {count.no_clear_difference} found no clear difference, "
        f"{count.harm} reported harm"
    )


def _of(count: Count) -> str:
    named = [count.outcome, f"against {count.comparator}" if count.comparator else ""]
    return " ".join(name for name in named if name).capitalize()
