"""
Evidence at a glance: how many sources of which design, from which years, and what they report.

A picture of counts, never a pooled result; each number in it also stands in words for those who do not see it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from curbside.answers.answer import Answer, Tally

from .words import design_or_kind

WIDTH, BAR_HEIGHT, GAP = 320, 14, 24
_ROOM = 118  # greatest width of a bar


@dataclass(frozen=True, slots=True)
class Bar:
    """A design or kind of source, how often it is cited, and where its bar is drawn."""

    label: str
    count: int
    y: int
    width: int


@dataclass(frozen=True, slots=True)
class Dot:
    """A dated source on the line of years."""

    year: int
    x: float
    y: int


@dataclass(frozen=True, slots=True)
class Glance:
    """What the picture shows, with its measures in SVG units."""

    bars: tuple[Bar, ...]
    dots: tuple[Dot, ...]
    first_year: int | None
    last_year: int | None
    undated: int
    tally: Tally
    height: int
    line_y: int
    words: str


def glance(answer: Answer) -> Glance | None:
    """The picture of an answer's references; None when there is nothing to compare in it."""
    records = [reference.record for reference in answer.references]
    if len(records) < 2:
        return None
    counts = Counter(design_or_kind(record) for record in records)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    most = max(counts.values())
    bars = tuple(
        Bar(label, count, 6 + i * GAP, max(6, _ROOM * count // most)) for i, (label, count) in enumerate(ordered)
    )
    years = sorted(record.year for record in records if record.year)
    line_y = 6 + len(bars) * GAP + 26
    undated = len(records) - len(years)
    tally = answer.bottom_line.tally if answer.bottom_line else Tally()
    return Glance(
        bars=bars,
        dots=_dots(years, line_y),
        first_year=years[0] if years else None,
        last_year=years[-1] if years else None,
        undated=undated,
        tally=tally,
        height=line_y + 26 if years else len(bars) * GAP + 8,
        line_y=line_y,
        words=_words(ordered, years, undated),
    )


def _dots(years: list[int], line_y: int) -> tuple[Dot, ...]:
    if not years:
        return ()
    span = max(1, years[-1] - years[0])
    stacked: Counter[int] = Counter()
    dots = []
    for year in years:
        x = 12 + (WIDTH - 24) * (year - years[0]) / span if years[-1] > years[0] else WIDTH / 2
        dots.append(Dot(year, round(x, 1), line_y - 7 * min(3, stacked[year])))
        stacked[year] += 1
    return tuple(dots)


def _words(ordered: list[tuple[str, int]], years: list[int], undated: int) -> str:
    designs = ", ".join(f"{count} {label}" for label, count in ordered)
    when = f"; published {years[0]} to {years[-1]}" if years else ""
    return f"Sources cited: {designs}{when}{f'; {undated} undated' if undated else ''}."
