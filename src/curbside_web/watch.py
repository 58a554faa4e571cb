"""
Looking after what is published while the site runs: approval falls though nobody asks.

A source can fall in another process, and a day passes by itself. So a thread of its own, off the way of every request,
asks the archive every few seconds to recall and to expire; while nothing changed this costs a probe.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable

from curbside.consult import Desk

_log = logging.getLogger("curbside.site")


class Watch:
    """A thread that recalls and expires at intervals, on a desk of its own."""

    def __init__(self, open_desk: Callable[[], Desk], seconds: float) -> None:
        self._open_desk = open_desk
        self._seconds = seconds
        self._is_over = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """Look now, and then every few seconds; of several processes the first looks for all."""
        if os.environ.get("CURBSIDE_WORKER", "0") != "0":
            return
        self._thread = threading.Thread(target=self._watch, name="watch", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Finish what is being looked at, and look no more."""
        self._is_over.set()
        if self._thread:
            self._thread.join()

    def _watch(self) -> None:
        while not self._is_over.is_set():
            try:
                with self._open_desk() as desk:
                    while True:
                        desk.archive.recall()
                        desk.archive.expire()
                        if self._is_over.wait(self._seconds):
                            return
            # Whatever it was, a database that is away or a log that was cut off, it is looked at again, with a fresh desk.
            except Exception:
                _log.exception("%s", {"what": "recall failed"})
                self._is_over.wait(self._seconds)
