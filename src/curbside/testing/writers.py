"""
The suite a writer passes before it is used.

    class TestOurGateway(curbside.testing.WriterSuite):
        key = "a key that the writers below were given"

        @pytest.fixture
        def writer(self): return GatewayWriter(a server that replies well)

What a writer says is judged elsewhere. Here it is held to its manners: words and then what they took, an end by its
deadline whatever the other side does, silence about its key, and a reason of the known kinds when it fails.
"""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Generator, Iterator
from contextlib import closing

import pytest

from curbside.prose.writers.writer import Fault, Job, Prompt, Usage, Writer, WriterError

#: Seconds that a deadline may be missed by.
LATE = 0.5
_SCHEMA = {
    "type": "object",
    "properties": {"text": {"type": "string"}},
    "required": ["text"],
    "additionalProperties": False,
}
QUESTION = "Which splint is worn at night for carpal tunnel syndrome?"
PROMPT = Prompt(Job.COMPOSE, "Reply with JSON.", QUESTION, _SCHEMA, 200, "suite 1")


def written(writer: Writer, seconds: float = 5.0) -> tuple[str, Usage]:
    """The words of a whole reply and what it took."""
    *pieces, usage = writer.write(PROMPT, time.monotonic() + seconds)
    assert isinstance(usage, Usage)
    assert all(isinstance(piece, str) for piece in pieces)
    return "".join(map(str, pieces)), usage


class WriterSuite:
    """What every writer keeps; override the fixtures, and `key` with the key that they were given."""

    key = ""

    @pytest.fixture
    def writer(self) -> Iterator[Writer]:
        """One whose model replies with some words."""
        raise NotImplementedError("override the writer fixture")

    @pytest.fixture
    def stuck(self) -> Iterator[Writer]:
        """One whose model says a word or two and then nothing, without an end."""
        raise NotImplementedError("override the stuck fixture")

    @pytest.fixture
    def silent(self) -> Iterator[Writer]:
        """One whose model ends its reply without a word."""
        raise NotImplementedError("override the silent fixture")

    @pytest.fixture
    def failing(self) -> Iterator[Writer]:
        """One whose model cannot be reached, or always fails."""
        raise NotImplementedError("override the failing fixture")

    def test_words_come_first_and_their_usage_last(self, writer: Writer) -> None:
        """A reply is pieces of text and, once and last, its usage with counts above zero."""
        text, usage = written(writer)
        assert text
        assert usage.tokens_in > 0
        assert usage.tokens_out > 0

    def test_it_ends_by_its_deadline(self, stuck: Writer) -> None:
        """However long the other side keeps silent, the writer gives up when its time is over."""
        started = time.monotonic()
        with pytest.raises(WriterError) as caught:
            list(stuck.write(PROMPT, started + 0.5))
        assert caught.value.fault is Fault.TOO_LATE
        assert time.monotonic() - started < 0.5 + LATE

    def test_nothing_begins_after_its_deadline(self, writer: Writer) -> None:
        """A deadline that has passed is refused at once."""
        with pytest.raises(WriterError) as caught:
            list(writer.write(PROMPT, time.monotonic() - 1))
        assert caught.value.fault is Fault.TOO_LATE

    def test_closing_ends_the_exchange(self, stuck: Writer) -> None:
        """Whoever stops reading waits for nothing more."""
        pieces = stuck.write(PROMPT, time.monotonic() + 30)
        assert isinstance(pieces, Generator)
        with closing(pieces):
            assert next(pieces)
            started = time.monotonic()
        assert time.monotonic() - started < LATE

    def test_a_reply_without_words_is_a_fault(self, silent: Writer) -> None:
        """Nothing is not passed on as if it were an answer."""
        with pytest.raises(WriterError) as caught:
            written(silent)
        assert caught.value.fault is Fault.MALFORMED

    def test_failures_are_of_known_kinds_and_keep_quiet(self, failing: Writer) -> None:
        """A failure is a WriterError in words that hold neither key nor question, in its traceback too."""
        with pytest.raises(WriterError) as caught:
            written(failing)
        assert caught.value.fault in set(Fault)
        told = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + str(caught.value)
        assert QUESTION not in told
        assert len(str(caught.value).split()) > 3
        assert not self.key or self.key not in told

    def test_its_name_tells_no_secret(self, writer: Writer) -> None:
        """The name, which stands in answers, and the repr hold no key."""
        assert writer.name
        assert not self.key or self.key not in f"{writer.name}{writer!r}{vars(writer)!r}"

    def test_several_can_be_asked_at_once(self, writer: Writer) -> None:
        """Threads that use one writer do not disturb each other."""
        replies: list[str] = []
        threads = [threading.Thread(target=lambda: replies.append(written(writer)[0])) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(replies) == 4
        assert len(set(replies)) == 1
