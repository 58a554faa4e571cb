"""
What a writer is: something that words what it is asked to word, and is believed in nothing.

A writer has one verb, `write`. It is given a Prompt and gives the reply in pieces as they come, then what it used.
Whatever goes wrong is a WriterError with its fault, and the answer then keeps the words of its sources. No writer sees
a tool, a secret or anything that its prompt does not hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from curbside.errors import CurbsideError


class Job(StrEnum):
    """What a writer may be asked for; each job has a prompt of its own."""

    PLAN = "plan"  # what else to search for, from the closed lists
    COMPOSE = "compose"  # an answer from passages
    REWORD = "reword"  # its statements for another reader
    CONDENSE = "condense"  # a long message in one question
    FOLLOW_UPS = "follow_ups"  # what could be asked next
    SECOND_OPINION = "second_opinion"  # whether quotes bear statements; it can only reject


class Fault(StrEnum):
    """Why a writer gave nothing that can be used."""

    UNREACHABLE = "unreachable"
    TOO_LATE = "too_late"
    REFUSED = "refused"  # the key, the model or the request is not taken
    TOO_MANY = "too_many"  # told to wait longer than there is time
    SERVER = "server"  # an error of the other side
    CUT_SHORT = "cut_short"  # the reply ended before it was whole
    TOO_LONG = "too_long"  # more than was allowed
    MALFORMED = "malformed"  # no reply that can be read
    LIMIT = "limit"  # a limit of tokens or cost, of the answer or of the day, is reached
    NOT_ALLOWED = "not_allowed"  # it would leave the machine, and nobody allowed that


class WriterError(CurbsideError):
    """
    A writer gave nothing that can be used; the message says what to do, and never holds a key or a question.

    `wait_seconds` is how long the other side asks to wait before the next request, where it says so.
    """

    def __init__(self, fault: Fault, message: str, wait_seconds: float | None = None) -> None:
        super().__init__(message)
        self.fault = fault
        self.wait_seconds = wait_seconds


@dataclass(frozen=True, slots=True)
class Prompt:
    """One exchange: instructions, what they are about as data, and the form of the reply."""

    job: Job
    system: str
    user: str
    schema: Mapping[str, Any]  # JSON Schema of the reply
    longest: int  # tokens that the reply may have
    version: str  # of the prompt's file


@dataclass(frozen=True, slots=True)
class Usage:
    """What a reply took; counts that the other side does not tell are estimated from characters."""

    model: str = ""  # as the other side names what replied
    tokens_in: int = 0
    tokens_out: int = 0
    is_estimated: bool = False


class Writer(Protocol):
    """Words what it is asked to word."""

    @property
    def name(self) -> str:
        """What stands in an answer that it worded: kind, model and where it runs, without any secret."""

    @property
    def is_remote(self) -> bool:
        """Whether what it is given leaves this machine."""

    def write(self, prompt: Prompt, until: float) -> Iterator[str | Usage]:
        """
        The reply in pieces, last its Usage; nothing at all from a writer that words nothing.

        It ends by `until` (`time.monotonic()` seconds) with WriterError at the latest. Closing the iterator ends the
        exchange at once.
        """
