"""
Which terms stand in each passage: a file that only grows, read a few rows at a time.

An engine names candidates; ranking them needs to know how often each term stands in each, which tantivy does not
tell. A row holds one 32-bit number (the CRC-32 of the term) for each term of each field, and its own checksum, so that damage is seen when a row is read. Rows are never changed; a crash leaves bytes at the end that
nothing points to.
"""

from __future__ import annotations

import mmap
import os
import struct
import zlib
from array import array
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from .engine import FIELDS, IndexDamageError, Tallies

_LENGTHS = struct.Struct(f"<{len(FIELDS)}I")
_HEAD_BYTES = 4 + _LENGTHS.size  # checksum, then the number of terms in each field
_REMEMBERED_TERMS = 500_000

Numbers = NDArray[np.uint32]


class _Numbers(dict[str, int]):
    """The number of each term, found once."""

    def __missing__(self, term: str) -> int:
        if len(self) >= _REMEMBERED_TERMS:
            self.clear()
        number = self[term] = zlib.crc32(term.encode("utf-8"))
        return number


_numbers = _Numbers()


def number(term: str) -> int:
    """The number that stands for a term in a row."""
    return _numbers[term]


def pack(found: Sequence[Sequence[str]]) -> bytes:
    """A row for the terms of each field."""
    numbers = array("I", map(_numbers.__getitem__, chain.from_iterable(found)))
    body = _LENGTHS.pack(*map(len, found)) + numbers.tobytes()
    return zlib.crc32(body).to_bytes(4, "little") + body


class WordWriter:
    """Appends rows; durable after `sync`."""

    def __init__(self, path: Path) -> None:
        self._stream = path.open("ab")
        self.bytes = self._stream.seek(0, os.SEEK_END)

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
        with path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            self._map: mmap.mmap | bytes = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) if size else b""

    def row(self, at: int) -> list[Numbers]:
        """The numbers of each field of a row; IndexDamageError when the row is not what was written."""
        lengths, body = self._row(at)
        return np.split(np.frombuffer(body, dtype="<u4"), np.cumsum(lengths)[:-1])

    def tallies(self, rows: Sequence[int], terms: Sequence[str]) -> Tallies:
        """How often each term stands in each field of each row."""
        shape = (len(rows), len(FIELDS), len(terms))
        lengths, bodies = np.zeros(shape[:2], dtype=np.int64), []
        for place, at in enumerate(rows):
            lengths[place], body = self._row(at)
            bodies.append(body)
        counts = np.zeros(shape, dtype=np.int64)
        if terms and rows:
            ordered = sorted((number(term), column) for column, term in enumerate(terms))
            wanted = np.array([value for value, _ in ordered], dtype=np.uint32)
            columns = np.array([column for _, column in ordered])
            every = np.frombuffer(b"".join(bodies), dtype="<u4")
            slot = np.minimum(np.searchsorted(wanted, every), len(wanted) - 1)
            hit = np.flatnonzero(wanted[slot] == every)
            # Row and field of each hit, as one number: fields follow each other within rows.
            part = np.searchsorted(np.cumsum(lengths), hit, side="right")
            cell = part * len(terms) + columns[slot[hit]]
            counts = np.bincount(cell, minlength=counts.size).reshape(shape)
        return Tallies(
            counts={field: counts[:, place, :] for place, field in enumerate(FIELDS)},
            lengths={field: lengths[:, place] for place, field in enumerate(FIELDS)},
        )

    def _row(self, at: int) -> tuple[tuple[int, ...], bytes]:
        head = self._map[at : at + _HEAD_BYTES]
        if len(head) == _HEAD_BYTES:
            lengths = _LENGTHS.unpack(head[4:])
            body = self._map[at + _HEAD_BYTES : at + _HEAD_BYTES + 4 * sum(lengths)]
            if zlib.crc32(body, zlib.crc32(head[4:])) == int.from_bytes(head[:4], "little"):
                return lengths, body
        raise IndexDamageError(f"{self.path} is damaged; the search index will be made again.")
