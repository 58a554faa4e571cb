"""
The starter library on the shelf: the pages that this program brings, and nobody else's.

They are read here and not as files that somebody adds, because of a file only its own words could say that it is one
of them. A library that an older program filled is renewed by `curbside migrate`: its pages become those of this
program, and what calls itself a starter page and is none of them goes out of use.
"""

from __future__ import annotations

import hashlib
import time
from io import BytesIO
from typing import TYPE_CHECKING

from sqlalchemy import select

from curbside import starter
from curbside.sources.formats.markdown import Markdown
from curbside.sources.passages import settle
from curbside.sources.source import Source, SourceKind

from . import tables
from .database import writing
from .identity import STARTER
from .report import AddReport
from .rows import Packed, pack
from .shelf import Shelf

if TYPE_CHECKING:
    from .library import Library

_GONE = "not a page of the starter library of this program"


def fill(library: Library) -> AddReport:
    """Put every starter page on the shelf, in place of what an older program brought, and nothing else."""
    report = AddReport()
    began = time.perf_counter()
    pages = [(page.name, page.read_bytes()) for page in starter.files()]
    packed = [Packed(*pack(settle(_read(content, name)), STARTER)) for name, content in pages]
    with writing(library.engine, library.location) as connection:
        shelf = Shelf(connection)
        works = tables.works.c
        own = select(works.canonical).where(works.kind == SourceKind.STARTER.value, works.retired.is_(None))
        there = set(connection.execute(own).scalars())
        current = select(tables.versions.c.sha256).join(tables.works, works.current == tables.versions.c.version)
        known = set(connection.execute(current.where(works.kind == SourceKind.STARTER.value)).scalars())
        batch = []
        for (name, content), one in zip(pages, packed, strict=True):
            if one.sha256 not in known:
                digest = hashlib.sha256(content).digest()
                batch.append((one, shelf.original(name, STARTER, STARTER, digest, len(content))))
        for (one, _), outcome in zip(batch, shelf.put(batch), strict=True):
            report.count(outcome.word, one.ids[0], outcome.reason)
        report.unchanged += len(packed) - len(batch)
        report.by_format[STARTER] += len(packed)
        for name in sorted(there - {one.ids[0] for one in packed}):
            report.retired += shelf.mark(name, "retire", _GONE)
        shelf.finish()
    report.seconds["store"] = time.perf_counter() - began
    return report


def is_filled(library: Library) -> bool:
    """Whether a library was given the starter library once; one that nobody gave it is not given it by an upgrade."""
    return bool(library.counts().by_kind.get(SourceKind.STARTER.value))


def _read(content: bytes, name: str) -> Source:
    (page,) = Markdown().read(BytesIO(content), name)
    if not isinstance(page, Source):
        raise TypeError(f"{name} of the starter library is no page")
    return page
