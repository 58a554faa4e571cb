"""
Which terms stand in each passage: a file that only grows, read a few rows at a time.

An engine names candidates; ranking them needs to know how often each term stands in each, which tantivy does not
tell. A row holds a checksum, the number of terms and of bytes of each field, and the terms themselves as `analysis`
writes them, each between spaces of its own. Every row is checked when it is read. Rows are never changed; what a crash
left at the end is cut off by the next writer.
"""

from __future__ import annotations

import mmap
import os
import struct
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

from .engine import FIELDS, IndexDamageError, Tallies

_NUMBERS = struct.Struct(f"<{2 * len(FIELDS)}I")  # terms of each field, then bytes of each field
_HEAD = struct.Struct(f"<I{2 * len(FIELDS)}I")  # the checksum before them
_CHECK_BYTES = 4
#: Up to so many terms are looked for one after the other; of more, one pass over the words of a passage is quicker.
_FEW = 12


def pack(fields: Sequence[str], lengths: Sequence[int]) -> bytes:
    """A row for the terms of each field, as they are written, and how many they are."""
    parts = [field.encode() for field in fields]
    row = b"".join((_NUMBERS.pack(*lengths, *map(len, parts)), *parts))
    return zlib.crc32(row).to_bytes(_CHECK_BYTES, "little") + row


def length(written: str) -> int:
    """How many terms are written here."""
    return written.count(" ") // 2


def _count_few(part: bytes, wanted: Sequence[tuple[str, bytes]], _: Mapping[bytes, str]) -> dict[str, int]:
    count = part.count
    return {term: times for term, written in wanted if (times := count(written))}


def _count_many(part: bytes, _: Sequence[tuple[str, bytes]], wanted: Mapping[bytes, str]) -> dict[str, int]:
    found = Counter(filter(wanted.__contains__, part.split()))
    return {term: found[word] for word, term in wanted.items() if word in found}


class WordWriter:
    """Appends rows after the first `size` bytes, which are those of the last commit; durable after `sync`."""

    def __init__(self, path: Path, size: int) -> None:
        self._stream = path.open("r+b" if size else "wb")
        self._stream.truncate(size)
        self.bytes = self._stream.seek(size)

    def append(self, row: bytes) -> int:
        """Append a row and return where it begins."""
        at = self.bytes
        self._stream.write(row)
        self.bytes += len(row)
        return at

    def sync(self) -> None:
        """Put every row on disk."""
        self._stream.flush()
        os.fsync(self._stream.fileno())

    def __enter__(self) -> WordWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()


class WordFile:
    """Reads rows by where they begin."""

    def __init__(self, path: Path) -> None:
        self.path = path
        held = path.stat().st_size
        with path.open("rb") as stream:
            self._bytes = mmap.mmap(stream.fileno(), held, access=mmap.ACCESS_READ) if held else b""

    def row(self, at: int) -> list[str]:
        """The terms of each field of a row as they are written; IndexDamageError when it is not what was written."""
        return [part.decode() for part in self._row(at)[1]]

    def tallies(self, rows: Sequence[int], terms: Sequence[str]) -> Tallies:
        """How often each term stands in each field of each row."""
        count = _count_few if len(terms) <= _FEW else _count_many
        wanted = [(term, f" {term} ".encode()) for term in terms]
        by_word = {term.encode(): term for term in terms}
        every: list[list[dict[str, int]]] = []
        held: list[Sequence[int]] = []
        for at in rows:
            lengths, parts = self._row(at)
            held.append(lengths)
            every.append([count(part, wanted, by_word) if part else {} for part in parts])
        return Tallies(
            counts={name: [counts[place] for counts in every] for place, name in enumerate(FIELDS)},
            lengths={name: [lengths[place] for lengths in held] for place, name in enumerate(FIELDS)},
        )

    def _row(self, at: int) -> tuple[Sequence[int], list[bytes]]:
        """How many terms each field of a row has, and their bytes, checked."""
        try:
            check, *numbers = _HEAD.unpack_from(self._bytes, at)
        except struct.error:
            raise self._damage() from None
        sizes = numbers[len(FIELDS) :]
        start = at + _CHECK_BYTES
        row = self._bytes[start : start + _NUMBERS.size + sum(sizes)]
        # A row that is cut short has another checksum.
        if zlib.crc32(row) != check:
            raise self._damage()
        parts, begin = [], _NUMBERS.size
        for size in sizes:
            parts.append(row[begin : begin + size])
            begin += size
        return numbers[: len(FIELDS)], parts

    def _damage(self) -> IndexDamageError:
        return IndexDamageError(f"{self.path} is damaged; the search index will be made again.")
