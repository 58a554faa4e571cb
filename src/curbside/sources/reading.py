"""
The one verb of a format: read a file and yield what it holds.

A format is a small class registered through `plugins`. It recognises a file by its first bytes (the name is
only a hint, and never a path), and yields Sources one at a time so that files larger than memory can be read.
A record that cannot be taken is yielded as a Refusal, so that its neighbours are kept; a file that cannot be
trusted as a whole raises UnreadableError, and then nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from .source import Source

HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Refusal:
    """One record that was not taken: `skipped` when it is valid but no document, else it goes to quarantine."""

    locator: str  # which record, in the file's own terms: "PMID 123", "line 17"
    reason: str  # one sentence
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Deletion:
    """The file says that these works no longer exist (PubMed's DeleteCitation): the library retires them."""

    ids: tuple[str, ...]
    reason: str


Read = Source | Refusal | Deletion


class Format(Protocol):
    """A way in: one file format."""

    name: str  # as in `curbside add --format NAME`

    def recognises(self, head: bytes, name: str) -> bool:
        """Whether a file with these first bytes (at most HEAD_BYTES) and this name is of this format."""
        ...

    def read(self, stream: BinaryIO, name: str) -> Iterator[Read]:
        """
        Yield what the file holds, in order; `name` is the file's name within its folder or archive.

        Raises UnreadableError when the file is damaged or hostile, NotADocumentError when it is valid but holds
        nothing to quote.
        """
        ...
