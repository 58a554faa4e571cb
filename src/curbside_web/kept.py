"""
Pages that are the same for everybody, kept in memory until something happens to what they show.

Whatever changes the library or the archive leaves a mark in the folder of the library: while the marks and the day are
the same, a page is. A library on a server leaves none, so its pages are kept for a moment only. Whoever brings a session
is served anew, and so is everything that does not say it is public.
"""

from __future__ import annotations

import gzip
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

#: Pages kept, and for how many seconds where no file tells of a change.
MOST_PAGES, MOMENT_SECONDS = 512, 5
#: What was changed so lately may change again without a newer mark.
_SETTLED_SECONDS = 1.0
_FILES = ("library.sqlite", "library.sqlite-wal", "audit-head.json")

Key = tuple[str, bytes, bytes]  # path, query and host
Stamp = Hashable | None
Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Page:
    """A response as it is sent, plain and compressed."""

    stamp: Stamp
    headers: Headers
    body: bytes
    compressed: bytes
    etag: bytes


class Kept:
    """The pages kept by this process."""

    def __init__(self, stamp: Callable[[], Stamp]) -> None:
        self._stamp = stamp
        self._pages: OrderedDict[Key, Page] = OrderedDict()

    def find(self, key: Key) -> Page | None:
        """The page at an address, while nothing happened since it was made."""
        page = self._pages.get(key)
        if page is None or page.stamp != self._stamp():
            return None  # a stamp of None equals no page's
        self._pages.move_to_end(key)
        return page

    def stamp(self) -> Stamp:
        """What tells this moment from one in which a page may be another; None when it cannot be told yet."""
        return self._stamp()

    def keep(self, key: Key, stamp: Stamp, headers: Headers, body: bytes) -> None:
        """Keep a page that was made since `stamp`."""
        etag = b'"' + hashlib.sha256(body).hexdigest()[:20].encode() + b'"'
        page = Page(stamp, headers, body, gzip.compress(body, 6, mtime=0), etag)
        self._pages[key] = page
        self._pages.move_to_end(key)
        if len(self._pages) > MOST_PAGES:
            self._pages.popitem(last=False)


def stamp_of(folder: Path, *, is_server: bool) -> Callable[[], Stamp]:
    """What changes with the library in a folder, or with a moment where a server holds it."""

    def stamp() -> Stamp:
        today = datetime.now(UTC).date()
        if is_server:
            return today, int(time.monotonic() / MOMENT_SECONDS)
        marks = []
        for name in _FILES:
            try:
                about = (folder / name).stat()
            except OSError:
                marks.append((0, 0))
            else:
                marks.append((about.st_mtime_ns, about.st_size))
        if any(time.time() - at / 1e9 < _SETTLED_SECONDS for at, _ in marks):
            return None
        return today, tuple(marks)

    return stamp
