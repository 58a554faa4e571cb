"""Whatever a model and its server do, a writer ends by its deadline and says why, in words that give nothing away."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable

import pytest

from curbside.prose.writers.access import Access
from curbside.prose.writers.anthropic import AnthropicWriter
from curbside.prose.writers.openai import OpenAIWriter
from curbside.prose.writers.writer import Fault, Writer, WriterError
from model_faults import WIRE
from model_prompts import KEY, PROMPT, QUESTION, written
from model_server import Pause, Raw, Status, model_server

KINDS = (OpenAIWriter, AnthropicWriter)
SECONDS, LATE = 0.5, 0.4


@pytest.fixture(scope="module", autouse=True)
def _sdks() -> None:
    """The SDKs take a second or two to import; that is no part of a reply."""
    import anthropic
    import openai

    assert anthropic.__version__
    assert openai.__version__


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", WIRE)
def test_each_failure_has_its_fault_by_the_deadline_and_tells_nothing(
    kind: Callable[[Access], Writer], name: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """The fault is the right one, in time, and neither key nor question nor the server's own words get out."""
    broken = WIRE[name]
    caplog.set_level(logging.DEBUG)
    words: list[object] = []
    with model_server(broken.script) as server:
        writer = kind(Access(server.url, "scripted", KEY))
        started = time.monotonic()
        with pytest.raises(WriterError) as caught:
            words.extend(writer.write(PROMPT, started + SECONDS))
        assert time.monotonic() - started < SECONDS + LATE
    assert caught.value.fault is broken.fault
    told = (
        "".join(traceback.format_exception(caught.value))
        + repr(caught.value)
        + caplog.text
        + "".join(capfd.readouterr())
    )
    assert not [secret for secret in (KEY, QUESTION, "sk-loud", "Mrs Example") if secret in told]
    assert "127.0.0.1" in str(caught.value)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", [name for name, broken in WIRE.items() if broken.has_words])
def test_words_that_came_before_a_failure_were_passed_on(kind: Callable[[Access], Writer], name: str) -> None:
    """What was said until the failure has been streamed, and the failure is raised after it, not instead."""
    with model_server(WIRE[name].script) as server:
        pieces = kind(Access(server.url, "scripted")).write(PROMPT, time.monotonic() + SECONDS)
        assert isinstance(next(pieces), str)
        with pytest.raises(WriterError):
            list(pieces)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("7", 7.0), ("0.5", 0.5), ("-3", 0.0), ("nan", None), ("inf", None), ("soon", None), ("", None)],
)
def test_how_long_to_wait_is_read_as_it_is_told(said: str, seconds: float | None) -> None:
    """Retry-After is taken in seconds; what is no number of seconds is none."""
    with (
        model_server(lambda asked: [Status(429, {"Retry-After": said})]) as server,
        pytest.raises(WriterError) as caught,
    ):
        written(OpenAIWriter(Access(server.url, "scripted")))
    assert (caught.value.fault, caught.value.wait_seconds) == (Fault.TOO_MANY, seconds)


def test_how_long_to_wait_may_be_a_date() -> None:
    """Retry-After as a date is the time until then."""
    from email.utils import formatdate

    with (
        model_server(
            lambda asked: [Status(503, {"Retry-After": formatdate(time.time() + 100, usegmt=True)})]
        ) as server,
        pytest.raises(WriterError) as caught,
    ):
        written(OpenAIWriter(Access(server.url, "scripted")))
    assert caught.value.wait_seconds == pytest.approx(100, abs=3)


@pytest.mark.parametrize("kind", KINDS)
def test_closing_is_seen_by_the_server(kind: Callable[[Access], Writer]) -> None:
    """When nobody reads on, the connection is gone, so that the server can stop as well."""

    def script(asked: object) -> object:
        yield "A word"
        for _ in range(200):
            yield Pause(0.01)
            yield Raw(b": still there\n\n")

    with model_server(script) as server:  # type: ignore[arg-type]  # a generator of steps
        pieces = kind(Access(server.url, "scripted")).write(PROMPT, time.monotonic() + 30)
        assert next(iter(pieces)) == "A word"
        pieces.close()  # type: ignore[attr-defined]  # it is a generator
        waited = time.monotonic()
        while not server.closed_early and time.monotonic() - waited < 2:
            time.sleep(0.02)
        assert server.closed_early == 1
