"""
How much a foreign file may cost before its reading is ended.

Memory, processor time and patience are for one document. A stream of many records has no total limit; it earns
its time as it goes, by the bytes it holds and the records it yields, and no pause between two records may be
longer than a whole document may take.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Formats whose files are streams of many records; every other file is one document.
STREAMS = frozenset({"pubmed", "medline", "jsonl", "openfda"})

_STREAM_UNIT_BYTES = 50_000_000
_RECORD_SECONDS = 0.002


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reading of one document may use."""

    memory_bytes: int = 1_000_000_000
    cpu_seconds: int = 20
    wall_seconds: int = 30
    document_bytes: int = 50_000_000
    expansion_ratio: int = 100
    nesting: int = 2  # an archive within an archive, and no deeper

    def cpu_budget(self, read_bytes: int, records: int) -> float:
        """Processor seconds that a file may have used after so many bytes and records."""
        return self.cpu_seconds * (1 + read_bytes // _STREAM_UNIT_BYTES) + records * _RECORD_SECONDS
