"""
A writer within its bounds: so much time, so many at once, so many tokens, so much money, and only what may leave.

Whatever a writer does, one answer ends by its deadline and takes no more than was allowed. A request that failed before
its first word is made again while there is time: after as long as the other side asks, or after a pause that doubles and
differs by chance, so that many who failed together do not return together. After the first word nothing is repeated: what
was said may have been used already.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace

from .ledger import Ledger, Spent
from .records import Records
from .tokens import estimate, tokens
from .writer import Fault, Job, Prompt, Usage, Writer, WriterError

#: What a prompt of each job may hold; none of it leaves the machine unless it is among what may be sent.
HOLDS: dict[Job, frozenset[str]] = {
    Job.PLAN: frozenset({"question"}),
    Job.COMPOSE: frozenset({"question", "passages"}),
    Job.REWORD: frozenset({"passages"}),
    Job.CONDENSE: frozenset({"question"}),
    Job.FOLLOW_UPS: frozenset({"question", "passages"}),
    Job.SECOND_OPINION: frozenset({"passages"}),
}
_AGAIN = frozenset({Fault.UNREACHABLE, Fault.SERVER, Fault.TOO_MANY, Fault.CUT_SHORT})
#: Faults after which the other side counts nothing.
_NOT_TAKEN = frozenset({Fault.UNREACHABLE, Fault.REFUSED, Fault.TOO_MANY, Fault.SERVER, Fault.NOT_ALLOWED})
_FIRST_PAUSE = 0.5  # seconds


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a writer may go; a limit of 0 is none. Prices are for a million tokens."""

    seconds: float = 50.0
    retries: int = 2
    at_once: int = 2
    thinking_tokens: int = 0
    answer_tokens: int = 40_000
    answer_cost: float = 0.0
    price_in: float = 0.0
    price_out: float = 0.0

    def spent(self, tokens_in: int, tokens_out: int) -> Spent:
        """One request with so many tokens."""
        return Spent(1, tokens_in, tokens_out, (tokens_in * self.price_in + tokens_out * self.price_out) / 1_000_000)


@dataclass(frozen=True, slots=True)
class Used:
    """What one answer took."""

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0
    model: str = ""  # as the other side names it


@dataclass(frozen=True)
class Bounded:
    """A writer, what may leave to it, and its bounds."""

    writer: Writer
    bounds: Bounds = Bounds()
    sends: frozenset[str] = frozenset()  # of "question", "passages", "own_documents"
    ledger: Ledger | None = None
    records: Records | None = None
    jobs: frozenset[Job] = frozenset()
    pause: Callable[[float], None] = field(default=time.sleep, repr=False)

    @property
    def name(self) -> str:
        """What stands in an answer that it worded."""
        return self.writer.name

    @property
    def is_remote(self) -> bool:
        """Whether what it is given leaves this machine."""
        return self.writer.is_remote

    @property
    def is_none(self) -> bool:
        """Whether it words nothing."""
        return self.writer.name == "none"

    def session(self, deadline_seconds: float) -> Session:
        """Everything that is written for one answer, by one deadline."""
        return Session(self, time.monotonic() + min(deadline_seconds, self.bounds.seconds))


class Session:
    """What is written for one answer."""

    def __init__(self, bounded: Bounded, until: float) -> None:
        self._bounded, self._until = bounded, until
        self._spent, self._model = Spent(), ""

    @property
    def used(self) -> Used:
        """What was used so far."""
        spent = self._spent
        return Used(spent.requests, spent.tokens_in, spent.tokens_out, spent.cost, self._model)

    @property
    def seconds_left(self) -> float:
        """Seconds until the deadline."""
        return max(0.0, self._until - time.monotonic())

    def write(self, prompt: Prompt) -> Generator[str | Usage, None, None]:
        """The reply in pieces, last its Usage; nothing at all from a writer that words nothing."""
        if self._bounded.is_none:
            return
        self._check(prompt)
        for attempt in range(self._bounded.bounds.retries + 1):
            has_begun = False
            try:
                for piece in self._once(prompt):
                    has_begun = True
                    yield piece
                return
            except WriterError as error:
                if has_begun or error.fault not in _AGAIN or attempt == self._bounded.bounds.retries:
                    raise
                self._wait(error, attempt)

    def _check(self, prompt: Prompt) -> None:
        """Refuse what may not leave."""
        held_back = HOLDS[prompt.job] - self._bounded.sends
        if self._bounded.is_remote and held_back:
            names = " and ".join(sorted(held_back))
            raise WriterError(
                Fault.NOT_ALLOWED, f"Nobody allowed that the {names} leave this machine; add to writer_sends what may."
            )

    def _once(self, prompt: Prompt) -> Generator[str | Usage, None, None]:
        """One request, booked, counted and kept."""
        bounded = self._bounded
        prompt = replace(prompt, longest=prompt.longest + bounded.bounds.thinking_tokens)
        said: list[str] = []
        usage: Usage | None = None
        is_taken = True
        with _one_of(bounded.name, bounded.bounds.at_once, self._until):
            most = bounded.bounds.spent(estimate(prompt), prompt.longest)
            self._within_answer(most)
            day = bounded.ledger.book(most) if bounded.ledger else ""
            try:
                for piece in _closing(bounded.writer.write(prompt, self._until)):
                    if isinstance(piece, Usage):
                        usage = piece
                    else:
                        said.append(piece)
                    yield piece
            except WriterError as error:
                is_taken = bool(said) or error.fault not in _NOT_TAKEN
                raise
            finally:
                guess = bounded.bounds.spent(estimate(prompt), tokens(sum(map(len, said))))
                self._count(day, most, usage, guess if is_taken else Spent(1))
        if usage is not None and bounded.records is not None:
            bounded.records.keep(prompt, "".join(said), usage, bounded.name)

    def _within_answer(self, most: Spent) -> None:
        bounds, whole = self._bounded.bounds, self._spent.plus(most)
        if bounds.answer_tokens and whole.tokens > bounds.answer_tokens:
            raise WriterError(
                Fault.LIMIT,
                "The tokens of this answer are used up; raise writer_answer_tokens or lower writer_passages.",
            )
        if bounds.answer_cost and whole.cost > bounds.answer_cost:
            raise WriterError(
                Fault.LIMIT, "The money of this answer is used up; raise writer_answer_cost or lower writer_passages."
            )

    def _count(self, day: str, most: Spent, usage: Usage | None, guess: Spent) -> None:
        """Count what a request took, or what that is guessed to be where nobody told."""
        bounded, taken = self._bounded, guess
        if usage is not None:
            taken, self._model = bounded.bounds.spent(usage.tokens_in, usage.tokens_out), usage.model
        self._spent = self._spent.plus(taken)
        if bounded.ledger:
            bounded.ledger.correct(day, most, taken)

    def _wait(self, error: WriterError, attempt: int) -> None:
        """Wait before the next attempt, where the deadline leaves time for it."""
        pause = error.wait_seconds
        if pause is None:
            pause = _FIRST_PAUSE * 2**attempt * random.uniform(0.5, 1.5)  # noqa: S311 spreads requests, keeps no secret
        if pause >= self.seconds_left:
            raise error
        self._bounded.pause(pause)


#: Who waits for which writer, in this process.
_places: dict[tuple[str, int], threading.BoundedSemaphore] = {}
_places_lock = threading.Lock()


@contextmanager
def _one_of(name: str, at_once: int, until: float) -> Iterator[None]:
    """A place among those that a writer serves at once; waiting for one ends with the deadline."""
    with _places_lock:
        place = _places.setdefault((name, at_once), threading.BoundedSemaphore(max(1, at_once)))
    if not place.acquire(timeout=max(0.0, until - time.monotonic())):
        raise WriterError(
            Fault.TOO_LATE, "Others were asking the language model; raise writer_at_once if it can serve more."
        )
    try:
        yield
    finally:
        place.release()


def _closing(pieces: Iterator[str | Usage]) -> Generator[str | Usage, None, None]:
    """The pieces of a writer, which is closed when nobody reads on."""
    if isinstance(pieces, Generator):
        with closing(pieces):
            yield from pieces
    else:
        yield from pieces
