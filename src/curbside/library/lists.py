"""
Lists of what the library holds: works by their filters, versions of a work, what was refused.

People ask for these; an answer never does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Engine, func, select

from . import tables
from .database import reading
from .lookup import VersionRow
from .report import Decision, VersionRecord
from .rows import EXTENTS
from .standing import not_taken_back


class Limits(NamedTuple):
    """What a list of works is limited to; None means no limit."""

    kind: str | None
    status: str | None
    design: str | None
    since: int | None
    title: str | None
    is_retired: bool


def names(engine: Engine, place: str, limits: Limits) -> list[str]:
    """Canonical ids of the works within the limits, in order."""
    works = tables.works.c
    query = select(works.canonical).where(works.retired.is_not(None) if limits.is_retired else works.retired.is_(None))
    if limits.kind:
        query = query.where(works.kind == limits.kind)
    if limits.status:
        query = query.where(works.status == limits.status)
    if limits.design:
        query = query.where(works.design == limits.design)
    if limits.since:
        query = query.where(works.published >= str(limits.since))
    if limits.title:
        query = query.where(works.title.icontains(limits.title, autoescape=True))
    with reading(engine, place) as connection:
        return list(connection.execute(query.order_by(works.canonical)).scalars())


def years(engine: Engine, place: str) -> dict[str, int]:
    """How many works were published in each year, oldest first; "" counts those without a date."""
    works = tables.works.c
    year = func.substr(works.published, 1, 4).label("year")
    query = select(year, func.count()).where(works.retired.is_(None)).group_by("year").order_by("year")
    with reading(engine, place) as connection:
        return {row[0]: row[1] for row in connection.execute(query)}


def told(engine: Engine, place: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Of each work that is in use its canonical id, its kind, and what the file of its current version tells of it."""
    works, kept = tables.works.c, tables.versions.c
    query = select(works.canonical, works.kind, kept.details).where(
        works.current == kept.version, works.retired.is_(None)
    )
    with reading(engine, place) as connection:
        for name, kind, details in connection.execute(query.execution_options(yield_per=1000)):
            yield name, kind, json.loads(details)


def versions(engine: Engine, place: str, current: int, rows: Sequence[VersionRow]) -> tuple[VersionRecord, ...]:
    """Records of the versions of a work, the current one first, then the newest."""
    numbers = {row.original for row in rows}
    query = select(tables.originals).where(tables.originals.c.original.in_(numbers))
    with reading(engine, place) as connection:
        originals = {row.original: row for row in connection.execute(query)}
    return tuple(
        VersionRecord(
            version=row.sha256.hex(),
            extent=EXTENTS[row.extent].value,
            revised=row.revised,
            is_current=row.version == current,
            name=originals[row.original].name,
            format=originals[row.original].format,
            original_sha256=originals[row.original].sha256.hex(),
            added_at=originals[row.original].added_at,
        )
        for row in sorted(rows, key=lambda row: (row.version != current, -row.version))
    )


def decisions(engine: Engine, place: str, work: int) -> tuple[Decision, ...]:
    """Marks of a work that nobody took back, in order, and its retirement."""
    marks, works = tables.marks, tables.works.c
    with reading(engine, place) as connection:
        rows = connection.execute(select(marks).where(marks.c.work == work).order_by(marks.c.mark)).all()
        is_retired = connection.execute(select(works.retired).where(works.work == work)).scalar() is not None
    retired = [row for row in rows if row.action == "retire"][-1:] if is_retired else []
    return tuple(Decision(row.action, row.because, row.at) for row in (*not_taken_back(rows), *retired))


def refusals(engine: Engine, place: str) -> tuple[tuple[str, str, bool], ...]:
    """Files and records that were not taken, by path."""
    columns = tables.refused.c
    with reading(engine, place) as connection:
        rows = connection.execute(select(tables.refused).order_by(columns.path)).all()
    return tuple((row.path, row.reason, bool(row.quarantined)) for row in rows)
