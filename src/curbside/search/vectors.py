"""
Vectors of passages, searched exactly.

One file that only grows: for each vector the key of its passage and its numbers as 8-bit integers (vectors have length
one, so one fixed scale serves all; that costs nothing measurable). Removed keys are listed beside it. What made the
vectors is written at the start, and other vectors are refused: the file is then made again from the library.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .encoder import Made, Vectors
from .engine import IndexDamageError

SCALE = 127.0
BLOCK = 4096  # vectors compared at once


class VectorFile:
    """The vectors in `folder`, all made alike."""

    def __init__(self, folder: Path, made: Made, dimensions: int) -> None:
        self._folder = folder
        self._made = made.as_dict() | {"dimensions": dimensions}
        self._row = np.dtype([("key", "<u8"), ("check", "<i4"), ("vector", "i1", (dimensions,))])
        folder.mkdir(parents=True, exist_ok=True)
        self._rows = np.zeros(0, dtype=self._row)
        self._gone = np.zeros(0, dtype=np.uint64)
        self._stamp = 0
        self.refresh()

    def stamp(self) -> int:
        """The outbox position up to which vectors are complete; 0 when there are none made like these."""
        return self._stamp

    def refresh(self) -> None:
        """Read what is there; vectors made otherwise, and those that are not as they were written, count as none."""
        self._rows, self._gone, self._stamp = np.zeros(0, dtype=self._row), np.zeros(0, dtype=np.uint64), 0
        try:
            told = json.loads((self._folder / "vectors.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return
        path = self._folder / "vectors.bin"
        if told["made"] != self._made or not path.exists() or path.stat().st_size < told["rows"] * self._row.itemsize:
            return
        if told["rows"]:
            self._rows = np.memmap(path, dtype=self._row, mode="r", shape=(told["rows"],))
        self._gone = np.array(told["gone"], dtype=np.uint64)
        self._stamp = told["stamp"]

    def write(self, add: Iterable[tuple[Sequence[int], Vectors]], remove: Iterable[int], stamp: int) -> None:
        """Add vectors with their keys, remove keys, move to `stamp`: all or nothing, durable on return."""
        rows = len(self._rows) if self._stamp else 0
        gone = set(self._gone.tolist()) | set(remove) if rows else set()
        with (self._folder / "vectors.bin").open("r+b" if rows else "wb") as stream:
            stream.truncate(rows * self._row.itemsize)
            stream.seek(0, os.SEEK_END)
            for keys, vectors in add:
                block = np.zeros(len(keys), dtype=self._row)
                block["key"], block["vector"] = keys, np.clip(np.rint(vectors * SCALE), -127, 127)
                block["check"] = _checks(block["vector"], block["key"])
                stream.write(block.tobytes())
                rows += len(keys)
                gone.difference_update(keys)
            stream.flush()
            os.fsync(stream.fileno())
        told = {"made": self._made, "rows": rows, "gone": sorted(gone), "stamp": stamp}
        fresh = self._folder / "vectors.new"
        with fresh.open("w", encoding="utf-8") as text:
            json.dump(told, text)
            text.flush()
            os.fsync(text.fileno())
        fresh.replace(self._folder / "vectors.json")
        self.refresh()

    def clear(self) -> None:
        """Forget every vector, so that all are made again."""
        (self._folder / "vectors.json").unlink(missing_ok=True)
        self.refresh()

    def nearest(self, vector: Vectors, k: int) -> dict[int, float]:
        """The k keys whose vectors are nearest, with their cosine; removed ones left out."""
        if not len(self._rows):
            return {}
        scores = np.concatenate(
            [
                self._rows["vector"][at : at + BLOCK].astype(np.float32) @ vector
                for at in range(0, len(self._rows), BLOCK)
            ]
        )
        if len(self._gone):
            scores[np.isin(self._rows["key"], self._gone)] = -np.inf
        best = np.argsort(-scores, kind="stable")[:k]
        return self._scored(best[np.isfinite(scores[best])], vector)

    def of(self, keys: Sequence[int], vector: Vectors) -> dict[int, float]:
        """The cosine of each of these keys that has a vector."""
        return self._scored(np.flatnonzero(np.isin(self._rows["key"], np.array(keys, dtype=np.uint64))), vector)

    def _scored(self, places: NDArray[np.int64], vector: Vectors) -> dict[int, float]:
        rows = self._rows[places]
        if np.any(rows["check"] != _checks(rows["vector"], rows["key"])):
            raise IndexDamageError(f"{self._folder / 'vectors.bin'} is damaged; it will be made again.")
        scores = rows["vector"].astype(np.float32) @ vector / SCALE
        return dict(zip(rows["key"].tolist(), scores.tolist(), strict=True))


def _checks(vectors: NDArray[np.int8], keys: NDArray[np.uint64]) -> NDArray[np.int32]:
    """A number for each row that a flipped bit changes."""
    weights = np.arange(1, vectors.shape[1] + 1, dtype=np.int64) * 2 + 1
    total = vectors.astype(np.int64) @ weights + (keys % np.uint64(2**40)).astype(np.int64) * 2_654_435_761 + 1
    return np.asarray(total & 0x7FFFFFFF, dtype=np.int32)
