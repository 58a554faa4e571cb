"""
Passages that say the same in the same words, counted once.

Two texts are the same when nearly all of their runs of four words are. Each text is known by the smallest checksums
of its runs, so that comparing it with all that were seen costs a few set operations; what looks alike is then compared
whole.
"""

from __future__ import annotations

import zlib

from .analysis import words

RUN = 4
SKETCH = 8  # smallest checksums kept of each text
ALIKE = 0.9  # share of runs in common (of those in either) that makes a duplicate


class Seen:
    """The texts met so far."""

    def __init__(self) -> None:
        self._runs: list[frozenset[str]] = []
        self._by_checksum: dict[int, list[int]] = {}

    def is_new(self, text: str) -> bool:
        """Whether no text like this one was met before; it is then remembered."""
        runs = _runs(text)
        sketch = sorted(zlib.crc32(run.encode("utf-8", "ignore")) for run in runs)[:SKETCH]
        near = {number for checksum in sketch for number in self._by_checksum.get(checksum, ())}
        if any(len(runs & self._runs[number]) >= ALIKE * len(runs | self._runs[number]) for number in near):
            return False
        for checksum in sketch:
            self._by_checksum.setdefault(checksum, []).append(len(self._runs))
        self._runs.append(runs)
        return True


def _runs(text: str) -> frozenset[str]:
    found = words(text)
    if len(found) <= RUN:
        return frozenset([" ".join(found)])
    return frozenset(" ".join(found[at : at + RUN]) for at in range(len(found) - RUN + 1))
