"""One writer at a time: a lock that ends with the process that holds it, however it ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .engine import IndexReadOnlyError, WriterBusyError


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Hold the lock file at `path`; raises WriterBusyError at once when another process holds it, or none may."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise IndexReadOnlyError(
            f"The search index in {path.parent} has to be written, and cannot be ({error.strerror}); make the folder "
            "writable, or copy the library to where it may be written."
        ) from error
    try:
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise WriterBusyError("Another process is writing the search index; try again when it is done.") from error
        yield
    finally:
        os.close(handle)
