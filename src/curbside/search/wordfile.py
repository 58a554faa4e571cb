"""
Which terms stand in each passage: a file that only grows, read a few rows at a time.

An engine names candidates; ranking them needs to know how often each term stands in each, which tantivy does not
tell. A row holds a checksum, the number of terms in each field, and for each term of each field one 32-bit number (the
CRC-32 of the term). All rows of a query are read, checked and counted at once. Rows are never changed; what a crash
left at the end is cut off by the next writer.
"""

from __future__ import annotations

import os
import sys
import zlib
from array import array
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from .engine import FIELDS, IndexDamageError, Tallies

_HEAD = 1 + len(FIELDS)  # numbers before the terms: checksum, then the number of terms in each field
_LENGTH_WEIGHTS = tuple(2_654_435_761 + 2 * place for place in range(len(FIELDS)))  # odd, so that no bit is lost
_REMEMBERED_TERMS = 500_000
_MASK = 0xFFFFFFFF
_WEIGHTS = np.array(_LENGTH_WEIGHTS, dtype=np.uint64)

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
    lengths = [len(terms) for terms in found]
    numbers = list(map(_numbers.__getitem__, chain.from_iterable(found)))
    check = sum(numbers) + sum(length * weight for length, weight in zip(lengths, _LENGTH_WEIGHTS, strict=True)) + 1
    row = array("I", [check & _MASK, *lengths, *numbers])
    if sys.byteorder == "big":
        row.byteswap()
    return row.tobytes()


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
        size = path.stat().st_size // 4
        self._words = np.asarray(np.memmap(path, dtype="<u4", mode="r", shape=(size,)) if size else np.zeros(0, "<u4"))

    def row(self, at: int) -> list[Numbers]:
        """The numbers of each field of a row; IndexDamageError when the row is not what was written."""
        lengths, every = self._rows([at])
        return np.split(every, np.cumsum(lengths[0])[:-1])

    def tallies(self, rows: Sequence[int], terms: Sequence[str]) -> Tallies:
        """How often each term stands in each field of each row."""
        lengths, every = self._rows(rows)
        shape = (len(rows), len(FIELDS), len(terms))
        counts = np.zeros(shape, dtype=np.int64)
        if terms and len(every):
            ordered = sorted((number(term), column) for column, term in enumerate(terms))
            wanted = np.array([value for value, _ in ordered], dtype=np.uint32)
            columns = np.array([column for _, column in ordered])
            slot = np.minimum(np.searchsorted(wanted, every), len(wanted) - 1)
            hit = np.flatnonzero(wanted[slot] == every)
            # Row and field of each hit, as one number: fields follow each other within rows.
            part = np.searchsorted(np.cumsum(lengths), hit, side="right")
            counts = np.bincount(part * len(terms) + columns[slot[hit]], minlength=counts.size).reshape(shape)
        return Tallies(
            counts={field: counts[:, place, :] for place, field in enumerate(FIELDS)},
            lengths={field: lengths[:, place] for place, field in enumerate(FIELDS)},
        )

    def _rows(self, rows: Sequence[int]) -> tuple[NDArray[np.int64], Numbers]:
        """Field lengths of each row, and the numbers of all rows one after the other; every row is checked."""
        starts = np.asarray(rows, dtype=np.int64) // 4
        held = len(self._words)
        if not len(starts):
            return np.zeros((0, len(FIELDS)), dtype=np.int64), np.zeros(0, dtype=np.uint32)
        if starts.max() + _HEAD > held:
            raise self._damage()
        heads = self._words[starts[:, None] + np.arange(_HEAD)]
        lengths = heads[:, 1:].astype(np.int64)
        whole = lengths.sum(axis=1)
        if (starts + _HEAD + whole).max() > held:
            raise self._damage()
        ends = np.cumsum(whole)
        every = self._words[np.arange(ends[-1]) + np.repeat(starts + _HEAD - (ends - whole), whole)]
        sums = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(every, dtype=np.uint64)])
        found = sums[ends] - sums[ends - whole] + (heads[:, 1:].astype(np.uint64) * _WEIGHTS).sum(axis=1) + np.uint64(1)
        if np.any((found & np.uint64(_MASK)) != heads[:, 0]):
            raise self._damage()
        return lengths, every

    def _damage(self) -> IndexDamageError:
        return IndexDamageError(f"{self.path} is damaged; the search index will be made again.")
