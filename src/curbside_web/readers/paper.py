"""
Setting pages as PDF, which costs a thousand times what any other file does: one at a time, and never twice the same.

Whoever asks for one waits in a short line of its own, so that no number of them keeps readers from their answers.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor

from ..desks import BusyError

#: Who may wait for one, how long, in seconds, and how many that were made are kept.
LONGEST_LINE, DEADLINE_SECONDS, MOST_KEPT = 8, 60.0, 64


class Paper:
    """A thread that sets pages, and what it set last."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="paper")
        self._waiting = 0
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()

    async def make(self, key: Hashable | None, make: Callable[[], bytes]) -> bytes:
        """The file that `make` makes; under a key that names all it depends on, the one that was made before."""
        if key is not None and (kept := self._find(key)):
            return kept
        if self._waiting >= LONGEST_LINE:
            raise BusyError("Too many PDF files are asked for at once; try again in a moment.")
        self._waiting += 1
        try:
            job = asyncio.get_running_loop().run_in_executor(self._thread, lambda: self._made(key, make))
            return await asyncio.wait_for(job, DEADLINE_SECONDS)
        except TimeoutError as error:
            raise BusyError("This took too long and was stopped; try again in a moment.") from error
        finally:
            self._waiting -= 1

    def _made(self, key: Hashable | None, make: Callable[[], bytes]) -> bytes:
        if key is None:
            return make()
        if kept := self._find(key):  # made while this one waited
            return kept
        body = self._kept[key] = make()
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return body

    def _find(self, key: Hashable) -> bytes | None:
        return self._kept.get(key)


PAPER = Paper()
