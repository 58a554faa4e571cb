"""
Which terms stand in each passage: a file that only grows, read a few rows at a time.

An engine names candidates; ranking them needs to know how often each term stands in each, which tantivy does not
tell. A row holds one 32-bit number (the CRC-32 of the term) for each term of the text, then of the question, and its
own checksum, so that damage is seen when a row is read. Rows are never changed; a crash leaves bytes at the end that
nothing points to.
"""

from __future__ import annotations

import mmap
import os
import struct
import zlib
from array import array
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from .engine import FIELDS, IndexDamageError, Tallies

_HEAD = struct.Struct("<III")  # checksum, terms of the text, terms of the question
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


def pack(text: Sequence[str], asked: Sequence[str]) -> bytes:
    """A row for the terms of a passage and of its question."""
    lookup = _numbers.__getitem__
    body = struct.pack("<II", len(text), len(asked)) + array("I", [*map(lookup, text), *map(lookup, asked)]).tobytes()
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

    def row(self, at: int) -> tuple[Numbers, Numbers]:
        """The numbers of a row's text and of its question; IndexDamageError when the row is not what was written."""
        body, texts = self._row(at)
        numbers = np.frombuffer(body, dtype="<u4", offset=8)
        return numbers[:texts], numbers[texts:]

    def tallies(self, rows: Sequence[int], terms: Sequence[str]) -> Tallies:
        """How often each term stands in each row."""
        ordered = sorted((number(term), column) for column, term in enumerate(terms))
        wanted = np.array([value for value, _ in ordered], dtype=np.uint32)
        columns = np.array([column for _, column in ordered], dtype=np.int64)
        bodies, texts, lengths = [], [], []
        for at in rows:
            body, text_length = self._row(at)
            bodies.append(body[8:])
            texts.append(text_length)
            lengths.append(len(body) // 4 - 2)
        every = np.frombuffer(b"".join(bodies), dtype="<u4")
        whole, text = np.array(lengths, dtype=np.int64), np.array(texts, dtype=np.int64)
        if not len(rows) or not len(terms):
            empty = np.zeros((len(rows), len(terms)), dtype=np.int64)
            return Tallies(dict.fromkeys(FIELDS, empty), {"text": text, "asked": whole - text})
        place = np.minimum(np.searchsorted(wanted, every), len(wanted) - 1)
        hit = np.flatnonzero(wanted[place] == every)
        row = np.repeat(np.arange(len(rows)), whole)[hit]
        starts = np.cumsum(whole) - whole
        in_text = hit - starts[row] < text[row]
        cell = row * len(terms) + columns[place[hit]]
        shape = (len(rows), len(terms))
        size = shape[0] * shape[1]
        return Tallies(
            counts={
                "text": np.bincount(cell[in_text], minlength=size).reshape(shape),
                "asked": np.bincount(cell[~in_text], minlength=size).reshape(shape),
            },
            lengths={"text": text, "asked": whole - text},
        )

    def _row(self, at: int) -> tuple[bytes, int]:
        head = self._map[at : at + _HEAD.size]
        if len(head) == _HEAD.size:
            checksum, text_length, asked_length = _HEAD.unpack(head)
            body = self._map[at + 4 : at + _HEAD.size + 4 * (text_length + asked_length)]
            if zlib.crc32(body) == checksum and len(body) == 8 + 4 * (text_length + asked_length):
                return body, text_length
        raise IndexDamageError(f"{self.path} is damaged; the search index will be made again.")
