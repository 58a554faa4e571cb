"""
The files of an index in a folder: are they as they were written, are they on disk, can they be opened at all.

tantivy puts a checksum into each file but does not look at it when it opens one, and it takes a lock in the folder
even to read. A library on a disk that cannot be written is therefore read through a folder of links.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
import zlib
from pathlib import Path

from .engine import IndexDamageError

_FOOTER_MAGIC = 1337
_ATTEMPTS = 20
_PAUSE_SECONDS = 0.05


class View:
    """Where an index is opened: its own folder, or one of links to its files when that cannot be written."""

    def __init__(self) -> None:
        self._links: tempfile.TemporaryDirectory[str] | None = None

    @property
    def is_open(self) -> bool:
        """Whether the index is seen through links, and must not be written."""
        return self._links is not None

    def of(self, home: Path) -> str:
        """The folder in which the index at `home` can be opened."""
        self.close()
        if os.access(home, os.W_OK):
            return str(home)
        self._links = tempfile.TemporaryDirectory(prefix="curbside-index-", ignore_cleanup_errors=True)
        for file in home.iterdir():
            if file.suffix != ".lock":
                Path(self._links.name, file.name).symlink_to(file.resolve())
        return self._links.name

    def close(self) -> None:
        """
        Remove the links; what was opened through them stays open.

        A thread of tantivy's that watches the folder may put a lock into it while it is being removed, once.
        """
        if self._links:
            for _ in range(_ATTEMPTS):
                self._links.cleanup()
                if not Path(self._links.name).exists():
                    break
                time.sleep(_PAUSE_SECONDS)
            self._links = None


def check(path: Path) -> None:
    """Compare a file with the checksum in its own footer (body, JSON, its length, a magic number)."""
    content = path.read_bytes()
    size, magic = int.from_bytes(content[-8:-4], "little"), int.from_bytes(content[-4:], "little")
    if magic != _FOOTER_MAGIC or size > len(content) - 8:
        raise IndexDamageError(f"{path} is damaged.")
    body = memoryview(content)[: len(content) - 8 - size]
    if json.loads(content[len(body) : -8])["crc"] != zlib.crc32(body):
        raise IndexDamageError(f"{path} is damaged.")


def sync_folder(folder: Path) -> None:
    """Put the names of the files of a folder on disk."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
