"""
Desks at work: a few threads, each with a desk of its own on the same library.

A desk is made for one caller at a time (its index keeps what it read last), so nothing is shared but the files. Work
waits in line, first come first served; a line that is too long is refused at once rather than late.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from curbside.consult import Desk, Step, open_desk
from curbside.errors import CurbsideError, LibraryError, UnknownError
from curbside.questions.question import Question

T = TypeVar("T")

_log = logging.getLogger("curbside.site")

#: Work that may wait for one desk, and how long anything may take, in seconds.
LONGEST_LINE, DEADLINE_SECONDS = 40, 20.0
#: And for one at which a language model is at work, which takes long.
LONGEST_WRITING_LINE = 4


class BusyError(CurbsideError):
    """More is asked at once than can be answered in time."""


class AwayError(BusyError):
    """The library cannot be used just now. Why names files and addresses, so it stands in the log and on no page."""


class Desks:
    """Threads with a desk each."""

    def __init__(
        self, location: str, count: int, seconds: float = DEADLINE_SECONDS, longest_line: int = LONGEST_LINE
    ) -> None:
        self.location = location
        self.count = count
        self._seconds = seconds
        self._longest_line = longest_line
        self._own = threading.local()
        self._opening = threading.Lock()
        self._opened: list[Desk] = []
        self._waiting = 0
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="desk")

    def warm(self) -> int:
        """Open every desk and let it answer once, so that no reader waits for it; how many sources there are."""
        together = threading.Barrier(self.count)

        def answered() -> int:
            together.wait()  # one job for each thread
            desk = self._desk()
            desk.ask("What are the symptoms of asthma?", in_own_words=True)
            return desk.library.counts().sources

        return max([job.result() for job in [self._threads.submit(answered) for _ in range(self.count)]])

    async def do(self, work: Callable[[Desk], T]) -> T:
        """The outcome of work that one desk does."""
        self._waiting += 1
        try:
            if self._waiting > self._longest_line * self.count:
                raise BusyError("Too many questions at once; try again in a moment.")
            job = asyncio.get_running_loop().run_in_executor(self._threads, lambda: work(self._desk()))
            return await asyncio.wait_for(job, self._seconds)
        except TimeoutError as error:
            raise BusyError("This took too long and was stopped; try again in a moment.") from error
        except UnknownError:
            raise
        except LibraryError as error:
            _log.error("%s", {"what": "library failed"}, exc_info=error)
            raise AwayError("The library cannot be used just now; try again in a moment.") from error
        finally:
            self._waiting -= 1

    async def steps(self, question: Question, *, in_own_words: bool) -> AsyncIterator[Step]:
        """The answer to a question as it grows, in its sources' own words or a writer's; whoever stops listening stops the work."""
        loop = asyncio.get_running_loop()
        heard: asyncio.Queue[Step | None] = asyncio.Queue()
        is_over = threading.Event()

        def tell(desk: Desk) -> None:
            for step in desk.steps(question, in_own_words=in_own_words):
                if is_over.is_set():
                    return
                loop.call_soon_threadsafe(heard.put_nowait, step)

        job = asyncio.ensure_future(self.do(tell))
        job.add_done_callback(lambda _: heard.put_nowait(None))
        try:
            while (step := await heard.get()) is not None:
                yield step
            await job  # for its error
        finally:
            is_over.set()
            job.cancel()

    def close(self) -> None:
        """Close every desk."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        for desk in self._opened:
            desk.close()
        self._opened.clear()

    def _desk(self) -> Desk:
        desk: Desk | None = getattr(self._own, "desk", None)
        if desk is None:
            with self._opening:  # an empty library is filled by the first one alone
                desk = self._own.desk = open_desk(self.location)
                self._opened.append(desk)
        return desk


@cache
def desks() -> Desks:
    """The desks of this process."""
    from django.conf import settings

    return Desks(settings.LIBRARY, settings.CURBSIDE.site_desks or min(4, os.cpu_count() or 1))


@cache
def writing_desks() -> Desks:
    """
    The desks of this process at which a language model words answers.

    They are others than those of every other reader, who would wait for a slow model behind whoever asked for its words.
    """
    from django.conf import settings

    told = settings.CURBSIDE
    return Desks(
        settings.LIBRARY, max(1, told.writer_at_once), DEADLINE_SECONDS + told.writer_seconds, LONGEST_WRITING_LINE
    )
