"""
A work while it is being changed: its versions, what was said of it, and which version is current.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from curbside.sources.source import Status

from .identity import Voucher, voucher
from .rows import EXTENTS
from .seals import work_seal
from .standing import Standing, gravest

Rank = tuple[Voucher, int, str]


def rank(by: Voucher, extent: int, revised: str) -> Rank:
    """What decides between versions of a work: who vouches for it, how much of the work it holds, when it was revised."""
    return by, -extent, revised


@dataclass(slots=True)
class Version:
    """What is known of a version without its text."""

    version: int
    sha256: bytes
    extent: int
    revised: str
    status: str
    status_note: str
    passages: int
    kind: str
    design: str
    title: str
    published: str
    format: str

    @property
    def voucher(self) -> Voucher:
        """Who vouches for it."""
        return voucher(self.format, EXTENTS[self.extent], self.kind)

    @property
    def rank(self) -> Rank:
        """Orders the versions of a work; the highest is current."""
        return rank(self.voucher, self.extent, self.revised)


@dataclass(slots=True)
class Work:
    """A work as its row says, and as this transaction has changed it."""

    work: int
    canonical: str
    ids: tuple[str, ...]
    current: int
    status: str
    status_note: str
    retired: str | None
    versions: list[Version] = field(default_factory=list)
    marks: dict[int, Standing] = field(default_factory=dict)  # what people said and nobody took back, by number
    noticed: Standing = (Status.CURRENT, "")
    is_new: bool = False
    is_changed: bool = False
    is_merged_away: bool = False

    @property
    def marked(self) -> Standing:
        """The gravest of what people said."""
        return gravest(*self.marks.values())

    @property
    def voucher(self) -> Voucher:
        """The strongest of who vouches for its versions."""
        return max(version.voucher for version in self.versions)

    @property
    def best(self) -> Version:
        """The current version."""
        first = self.versions[0]
        if first.version == self.current:
            return first
        return next(version for version in self.versions if version.version == self.current)


#: What of a work shows outside: canonical id, current version's number, status, why it was retired, current version.
Footprint = tuple[str, int, str, str | None, Version | None]


def work_row(work: Work) -> tuple[Any, ...]:
    """The row of a work, sealed."""
    names = json.dumps(work.ids)
    best = work.best
    return (
        work.work,
        work.canonical,
        names,
        work.current,
        work.status,
        work.status_note,
        work.retired,
        best.kind,
        best.design,
        best.published,
        best.title,
        work_seal(work.canonical, names, work.current, work.status, work.status_note, work.retired),
    )
