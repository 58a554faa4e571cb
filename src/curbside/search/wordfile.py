"""
Which terms stand in each passage: a file that only grows, read a few rows at a time.

An engine names candidates; ranking them needs to know how often each term stands in each, which tantivy does not
tell. A row holds a checksum, the number of terms in each field, and for each term of each field one 32-bit number (the
CRC-32 of the term). Every row is checked when it is read. Rows are never changed; what a crash left at the end is cut
off by the next writer.
"""

from __future__ import annotations

import mmap
import os
import sys
import zlib
from array import array
from collections.abc import Sequence
from itertools import accumulate, chain
from operator import mul
from pathlib import Path
from types import TracebackType

from .engine import FIELDS, IndexDamageError, Tallies

_HEAD = 1 + len(FIELDS)  # numbers before the terms: checksum, then the number of terms in each field
_LENGTH_WEIGHTS = tuple(2_654_435_761 + 2 * place for place in range(len(FIELDS)))  # odd, so that no bit is lost
_REMEMBERED_TERMS = 500_000
_MASK = 0xFFFFFFFF


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
        held = path.stat().st_size // 4 * 4
        with path.open("rb") as stream:
            whole = mmap.mmap(stream.fileno(), held, access=mmap.ACCESS_READ) if held else b""
        if sys.byteorder == "big":
            turned = array("I", whole[:])
            turned.byteswap()
            self._words = memoryview(turned)
        else:
            self._words = memoryview(whole).cast("I")

    def row(self, at: int) -> list[list[int]]:
        """The numbers of each field of a row; IndexDamageError when the row is not what was written."""
        lengths, numbers = self._row(at)
        return [numbers[end - length : end] for end, length in zip(accumulate(lengths), lengths, strict=True)]

    def tallies(self, rows: Sequence[int], terms: Sequence[str]) -> Tallies:
        """How often each term stands in each field of each row."""
        wanted = {number(term): term for term in terms}
        is_wanted = wanted.__contains__
        every: list[list[dict[str, int]]] = []
        held: list[list[int]] = []
        for at in rows:
            lengths, numbers = self._row(at)
            held.append(lengths)
            counts, rest = [], numbers
            for length in lengths:
                found: dict[str, int] = {}
                # Most rows have one field with terms, which is then the whole of it.
                part, rest = (rest, []) if length == len(rest) else (rest[:length], rest[length:])
                for value in filter(is_wanted, part):
                    term = wanted[value]
                    found[term] = found.get(term, 0) + 1
                counts.append(found)
            every.append(counts)
        return Tallies(
            counts={name: [counts[place] for counts in every] for place, name in enumerate(FIELDS)},
            lengths={name: [lengths[place] for lengths in held] for place, name in enumerate(FIELDS)},
        )

    def _row(self, at: int) -> tuple[list[int], list[int]]:
        """How many terms each field of a row has, and their numbers one after the other, checked."""
        start = at // 4
        head = self._words[start : start + _HEAD].tolist()
        lengths = head[1:]
        whole = sum(lengths)
        numbers = self._words[start + _HEAD : start + _HEAD + whole].tolist()
        check = sum(numbers) + sum(map(mul, lengths, _LENGTH_WEIGHTS)) + 1
        if len(head) < _HEAD or len(numbers) < whole or check & _MASK != head[0]:
            raise self._damage()
        return lengths, numbers

    def _damage(self) -> IndexDamageError:
        return IndexDamageError(f"{self.path} is damaged; the search index will be made again.")
