"""
The spool folder: where reading processes leave what they read until it is stored.

Each add has a folder of its own with a lock in it; a folder whose lock nobody holds was left by an add that was
killed, and is removed by the next one.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import IO

from curbside.errors import LibraryError

_LOCK = "lock"


class Spools:
    """The folder of one add, removed when it ends."""

    def __init__(self, library: Path) -> None:
        self._parent = library / "spool"
        self._lock: IO[bytes] | None = None
        self.folder = self._parent

    def __enter__(self) -> Spools:
        try:
            self._parent.mkdir(exist_ok=True)
            self._sweep()
            self.folder = Path(tempfile.mkdtemp(dir=self._parent))
            # It gets its name once it is locked: another add would take an unlocked one for left behind.
            unnamed = self.folder / f"{_LOCK}.new"
            self._lock = unnamed.open("wb")
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            unnamed.rename(self.folder / _LOCK)
        except OSError as error:
            full = error.errno in {errno.ENOSPC, errno.EDQUOT}
            what = "the disk is full" if full else (error.strerror or str(error))
            raise LibraryError(f"The library at {self._parent.parent} cannot be added to: {what}.") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        if self._lock:
            self._lock.close()

    def _sweep(self) -> None:
        """Remove what killed adds left behind."""
        for left in self._parent.iterdir():
            try:
                descriptor = os.open(left / _LOCK, os.O_RDWR)
            except OSError:
                continue  # made a moment ago and not locked yet, or already going: a later add will see to it
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(left, ignore_errors=True)
            except BlockingIOError:
                pass
            finally:
                os.close(descriptor)
