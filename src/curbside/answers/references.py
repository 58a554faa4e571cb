"""Numbered references: the order of first use, and the numbers a claim cites."""

from __future__ import annotations

from collections.abc import Iterable

from curbside.claims.claim import Claim
from curbside.evidence.evidence import SourceRecord
from curbside.sources.source import Page

from .answer import Reference

_Key = tuple[str, str, tuple[Page, ...]]


def number(claims: Iterable[Claim]) -> tuple[Reference, ...]:
    """One reference for each source version (a starter source: for each set of public pages), by first use from 1."""
    seen: dict[_Key, Reference] = {}
    for claim in claims:
        for record in claim.records:
            key = _key(record)
            if key not in seen:
                seen[key] = Reference(len(seen) + 1, record)
    return tuple(seen.values())


def citations(claim: Claim, references: tuple[Reference, ...]) -> tuple[int, ...]:
    """The numbers of a claim's sources, ascending and without repeats."""
    numbers = {_key(r.record): r.number for r in references}
    return tuple(sorted({numbers[_key(record)] for record in claim.records}))


def _key(record: SourceRecord) -> _Key:
    return record.source, record.version, record.pages_drawn_from
