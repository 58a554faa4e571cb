"""
Search by meaning beside search by words, for a library whose settings name an encoder.

Vectors follow the library's outbox as the index does. A passage that only its meaning finds is taken when nothing
limits the search; within limits, meaning reorders what words found.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from curbside import plugins
from curbside.errors import CurbsideError
from curbside.library.library import Library
from curbside.settings import Settings

from .engine import NO_LIMITS, Filters
from .fusion import fused
from .locking import writing
from .ranking import Ranked

if TYPE_CHECKING:
    from .encoder import Encoder, Vectors

NEEDS_DENSE = "An encoder needs more packages; install them with: pip install 'curbside[dense]'"


class Meaning:
    """An encoder, and the vectors it made of a library's passages."""

    def __init__(self, library: Library, encoder: Encoder, weight: float) -> None:
        # Imported here: without an encoder nothing needs numpy, which only the extra for meaning installs.
        from .vectors import VectorFile

        self._library = library
        self._encoder = encoder
        self._weight = weight
        self._folder = library.folder / "vectors"
        self._file = VectorFile(self._folder, encoder.made, encoder.dimensions)

    def catch_up(self) -> None:
        """Encode what was added since; raises WriterBusyError when another process is doing so."""
        stamp = self._library.stamp()
        if self._file.stamp() == stamp:
            return
        with writing(self._folder / "writing.lock"):
            self._file.refresh()
            after = self._file.stamp()
            removed = [key for keys in self._library.removals(after) for key in keys] if after else []
            self._file.write(self._vectors(after), removed, stamp)

    def rebuild(self) -> None:
        """Encode everything anew."""
        self._file.clear()
        self.catch_up()

    def reordered(self, text: str, ranked: list[Ranked], k: int, filters: Filters) -> list[Ranked]:
        """What words found, reordered by the sum of both scores, with what is near in meaning alone."""
        vector = self._encoder.encode([text])[0]
        near = self._file.of([one.key for one in ranked], vector)
        if filters == NO_LIMITS:
            near |= self._file.nearest(vector, k)
        scores = fused({one.key: one.score for one in ranked}, near, self._weight)
        order = sorted(scores, key=lambda key: (-scores[key], key))
        return [Ranked(key, scores[key]) for key in order[: max(k, len(ranked))]]

    def _vectors(self, after: int) -> Iterator[tuple[list[int], Vectors]]:
        for rows in self._library.entries(after, batch=64):
            yield [row.key for row in rows], self._encoder.encode([f"{row.title}. {row.text}" for row in rows])


def encoder_of(settings: Settings) -> Encoder | None:
    """The encoder that settings name, or None."""
    if not settings.encoder:
        return None
    try:
        encoder: Encoder = plugins.load("curbside.encoders", settings.encoder)(settings.encoder_folder)
    except ImportError as error:
        raise CurbsideError(NEEDS_DENSE) from error
    return encoder
