"""
Adding: from files on disk to works on the shelf.

Files are read by child processes (`sources.child`), which hand over spooled batches; a file's sources go into the
store in one transaction, after its reading ended well, so nothing half-read is ever kept. Files are stored in the
order of their names whatever the order in which they were read, so that the same files give the same library.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from curbside.errors import LibraryError
from curbside.sources.source import Source

from .database import writing
from .report import AddReport, Progress
from .rows import Packed, pack
from .shelf import Shelf

if TYPE_CHECKING:
    from .library import Library

BATCH = 500


def add_sources(library: Library, sources: Iterable[Source], format_name: str) -> AddReport:
    """Keep sources that were read in this process, in one transaction."""
    try:
        from curbside.sources.passages import settle
    except ModuleNotFoundError:
        settle = lambda source: source  # noqa: E731

    report = AddReport()
    began = time.perf_counter()
    with writing(library.engine, library.location) as connection:
        shelf = Shelf(connection)
        packed = (Packed(*pack(settle(source), format_name)) for source in sources)
        original = 0
        while batch := list(islice(packed, BATCH)):
            if not original:
                digest = hashlib.sha256(b"".join(row.sha256 for row in batch)).digest()
                original = shelf.original(format_name, "", format_name, digest, 0)
            report.merge(shelf.put(batch, original, format_name))
        shelf.finish()
    report.seconds["store"] = time.perf_counter() - began
    return report


def add(
    library: Library, paths: list[Path], format_name: str, progress: Callable[[Progress], None] | None
) -> AddReport:
    """Read files, folders and archives and keep what they hold."""
    raise LibraryError("Adding files comes with the reading processes.")
