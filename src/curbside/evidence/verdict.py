"""
Whether a yes or a no may be printed, and otherwise which words stand in its place.

Yes is printed only where a guideline or systematic review is read as saying so, or several strong studies are, with a
share whose precision was measured (bench/evidence.md), and nothing newer or as strong stands against it. No is printed
only where a guideline advises against by a grade that it states. Everything else is "Sources differ", "Probably, on
limited evidence" or "Not shown". "No difference found" never makes a No: it is "Not shown".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from curbside.sources.source import SourceKind

from .disagreement import Description, describe, rank
from .evidence import Design, Direction
from .reports import Report


class Words(StrEnum):
    """The words in front of a bottom line to a yes/no question; fixed, and worded in the answer's own file."""

    YES = "yes"
    NO = "no"
    SOURCES_DIFFER = "sources_differ"
    PROBABLY = "probably"
    NOT_SHOWN = "not_shown"
    NOT_SAID = "not_said"


#: The share from which a "yes" was right at least 95 times in 100 on the tune half, whoever said it: below it, what a
#: guideline or review says is not read surely enough. No share held that long for a "no"; see bench/evidence.md.
SURE = 0.912
#: Oxford starting level up to which a measured share may decide alone.
STRONG_LEVEL = 2
#: So many strong studies, each of its own voice, must agree where no guideline or review speaks.
STUDIES = 2
_OF_PROFESSIONALS = frozenset(
    {SourceKind.LABEL, SourceKind.NARRATIVE_REVIEW, SourceKind.TEXTBOOK, SourceKind.FORMULARY}
)


@dataclass(frozen=True, slots=True)
class Judged:
    """The words, the answer JSON's verdict ("yes", "no", "uncertain"), and the description behind them."""

    words: Words
    verdict: str
    description: Description


def verdict(reports: Sequence[Report]) -> Judged:
    """What may be printed for a yes/no question on effect, from what each source reports."""
    description = describe(reports)
    words = _words(description)
    printed = words.value if words in {Words.YES, Words.NO} else "uncertain"
    return Judged(words, printed, description)


def _words(description: Description) -> Words:
    counted, count = description.counted, description.count
    if not counted:
        return Words.NOT_SAID
    leader = counted[0]
    newer = any(one.direction is Direction.BENEFIT and (one.year or 0) > (leader.year or 0) for one in counted)
    if leader.advises_against and not newer:
        return Words.NO
    if _may_be_yes(leader, counted):
        return Words.YES
    against = count.no_clear_difference or count.harm or any(one.advises_against for one in counted)
    if count.benefit and against:
        return Words.SOURCES_DIFFER
    if not any(is_evidence(report) for report in counted):
        return Words.NOT_SAID
    return Words.PROBABLY if count.benefit else Words.NOT_SHOWN


def is_evidence(report: Report) -> bool:
    """Whether a report is evidence of effect at all: a study, guideline, review or label, and no page for patients."""
    return report.speaks_first or report.design is not Design.NONE or report.kind in _OF_PROFESSIONALS


def _may_be_yes(leader: Report, counted: Sequence[Report]) -> bool:
    """Whether the leading source may decide for yes: it is read surely, and nothing as strong or newer is against it."""
    against = [one for one in counted if one.direction is not leader.direction and rank(one) <= rank(leader)]
    newer = [one for one in counted if one.direction is not leader.direction and (one.year or 0) > (leader.year or 0)]
    if against or newer:
        return False
    # The share was measured on abstracts of studies: it says nothing of other pages, nor of the weakest designs, and one
    # trial is one group of people.
    strong = sum(one.level is not None and one.level <= STRONG_LEVEL for one in counted)
    agree = all(one.direction is leader.direction for one in counted)
    is_strong = leader.speaks_first or (agree and strong >= STUDIES)
    return leader.direction is Direction.BENEFIT and is_strong and leader.share >= SURE
