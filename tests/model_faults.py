"""
The ways in which a model fails, by name.

`WIRE` are failures of the line and of the server: each is a script for the fake server, with the fault that a writer makes
of it. `CONTENT` are failures of the words: each takes a script of a good reply and spoils what it says, and the line is
well. What JSON a reply is does not matter to them: they change every "passage" and every "quote" wherever it stands.
"""

from __future__ import annotations

import gzip
import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from curbside.prose.writers.writer import Fault
from model_server import Asked, Cut, Ended, Head, Pause, Raw, Script, Status, Step, Wire

FOREVER = 3600.0
#: What no message may pass on: servers say all sorts of things when they fail.
LOUD = '{"error": {"message": "bad key sk-loud in your question about Mrs Example", "type": "server_error"}}'


@dataclass(frozen=True)
class Broken:
    """A failure of the line: what the server does, and what the writer says of it."""

    script: Script
    fault: Fault
    has_words: bool = False  # whether some words came before


def hang_before_headers(asked: Asked) -> Iterator[Step]:
    """The request is taken and nothing comes."""
    yield Pause(FOREVER)


def hang_after_headers(asked: Asked) -> Iterator[Step]:
    """The headers come and nothing after them."""
    yield Head()
    yield Pause(FOREVER)


def hang_in_the_middle(asked: Asked) -> Iterator[Step]:
    """Some words come, and then nothing."""
    yield "Some words, "
    yield Pause(FOREVER)


def slow_drip(asked: Asked) -> Iterator[Step]:
    """A byte at a time, each before any timeout between two bytes, and never an end."""
    yield Head()
    for _ in range(10_000):
        yield Raw(b":")
        yield Pause(0.05)


def slow_headers(asked: Asked) -> Iterator[Step]:
    """The same in the headers."""
    yield Wire(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(10_000):
        yield Wire(b"s")
        yield Pause(0.05)


def cut_stream(asked: Asked) -> Iterator[Step]:
    """The connection breaks after some words."""
    yield "Some words, "
    yield Cut()


def cut_before_a_word(asked: Asked) -> Iterator[Step]:
    """The connection breaks before any word."""
    yield Cut()


def ended_early(asked: Asked) -> Iterator[Step]:
    """The stream is closed in good order, but the reply never said that it had ended."""
    yield "Some words, "
    yield Wire(b"0\r\n\r\n")
    yield Cut()


def bad_json(asked: Asked) -> Iterator[Step]:
    """An event that is no JSON."""
    yield Raw(_event(b"{not json at all}"))


def truncated_event(asked: Asked) -> Iterator[Step]:
    """An event whose JSON stops in its middle."""
    yield Raw(_event(b'{"choices": [{"delta": {"content": "So'))


def wrong_shape(asked: Asked) -> Iterator[Step]:
    """Events that are JSON, and of no known shape."""
    for value in (b'{"choices": "none"}', b"[1, 2]", b'"words"', b'{"choices": [null, 7, {"delta": 9}]}', b"{}"):
        yield Raw(_event(value))


def deep_json(asked: Asked) -> Iterator[Step]:
    """JSON that is nested deeper than any reader goes."""
    yield Raw(_event(b'{"choices": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"))


def long_number(asked: Asked) -> Iterator[Step]:
    """JSON with a number of a million digits."""
    yield Raw(_event(b'{"usage": {"prompt_tokens": ' + b"9" * 1_000_000 + b"}}"))


def no_http(asked: Asked) -> Iterator[Step]:
    """Another protocol than HTTP."""
    yield Wire(b"220 mail.example ESMTP at your service\r\n\r\n")
    yield Pause(FOREVER)


def endless_headers(asked: Asked) -> Iterator[Step]:
    """Headers without an end."""
    yield Wire(b"HTTP/1.1 200 OK\r\n")
    for _ in itertools.repeat(None):
        yield Wire(b"X-More: and more\r\n" * 500)


def error_event(asked: Asked) -> Iterator[Step]:
    """An error in the middle of a reply that began well."""
    yield "Some words, "
    yield Raw(_event(LOUD.encode(), b"error"))


def too_many(asked: Asked) -> Iterator[Step]:
    """Too many requests, and no word of how long to wait."""
    yield Status(429, body=LOUD)


def too_many_for_long(asked: Asked) -> Iterator[Step]:
    """Too many requests; come back in an hour."""
    yield Status(429, {"Retry-After": "3600"}, LOUD)


def server_error(asked: Asked) -> Iterator[Step]:
    """An error of the server, each time."""
    yield Status(500, body=LOUD)


def overloaded(asked: Asked) -> Iterator[Step]:
    """No room at the server, each time."""
    yield Status(529, body=LOUD)


def wrong_key(asked: Asked) -> Iterator[Step]:
    """The key is not taken."""
    yield Status(401, body=LOUD)


def no_such_model(asked: Asked) -> Iterator[Step]:
    """The model is not there."""
    yield Status(404, body=LOUD)


def prompt_too_long(asked: Asked) -> Iterator[Step]:
    """The prompt is longer than the model can read."""
    yield Status(400, body='{"error": {"message": "this model reads a context of 2048 tokens", "type": "x"}}')


def redirect(asked: Asked) -> Iterator[Step]:
    """Sent on to another host."""
    yield Status(307, {"Location": "http://192.0.2.1/v1/chat/completions"}, "")


def html(asked: Asked) -> Iterator[Step]:
    """A page for people, as a proxy or a login shows it."""
    yield Head("text/html; charset=utf-8")
    yield Raw(b"<!doctype html><title>Log in</title><p>Please log in")


def empty_reply(asked: Asked) -> Iterator[Step]:
    """A reply that ends as it should and holds no word."""
    return iter(())


def empty_body(asked: Asked) -> Iterator[Step]:
    """Headers of a stream and no event at all."""
    yield Head()
    yield Wire(b"0\r\n\r\n")
    yield Cut()


def endless_reply(asked: Asked) -> Iterator[Step]:
    """Words without an end."""
    for _ in itertools.repeat(None):
        yield "and again " * 20


def flood(asked: Asked) -> Iterator[Step]:
    """Bytes without an end and without a word."""
    yield Head()
    for _ in itertools.repeat(None):
        yield Raw(b": nothing is said here" * 1000)


def invalid_bytes(asked: Asked) -> Iterator[Step]:
    """Bytes that are no UTF-8."""
    yield Raw(_event(b'{"choices": [{"delta": {"content": "\xff\xfe\xe9t\xe9"}}]}'))


def other_encoding(asked: Asked) -> Iterator[Step]:
    """The right events in UTF-16."""
    yield Raw('data: {"choices": [{"delta": {"content": "Words"}}]}\n\ndata: [DONE]\n\n'.encode("utf-16"))


def packed(asked: Asked) -> Iterator[Step]:
    """A reply that unfolds to very much more."""
    yield Head(headers={"Content-Encoding": "gzip"})
    yield Raw(gzip.compress(b": " + b"0" * 20_000_000))


def stopped_by_length(asked: Asked) -> Iterator[Step]:
    """The longest reply was reached before it was done."""
    yield "Some words, "
    yield Ended("max_tokens" if asked.is_of_messages else "length")


def filtered(asked: Asked) -> Iterator[Step]:
    """A filter of the other side stopped the reply."""
    yield "Some words, "
    yield Ended("refusal" if asked.is_of_messages else "content_filter")


WIRE: dict[str, Broken] = {
    "hang_before_headers": Broken(hang_before_headers, Fault.TOO_LATE),
    "hang_after_headers": Broken(hang_after_headers, Fault.TOO_LATE),
    "hang_in_the_middle": Broken(hang_in_the_middle, Fault.TOO_LATE, has_words=True),
    "slow_drip": Broken(slow_drip, Fault.TOO_LATE),
    "slow_headers": Broken(slow_headers, Fault.TOO_LATE),
    "cut_stream": Broken(cut_stream, Fault.CUT_SHORT, has_words=True),
    "cut_before_a_word": Broken(cut_before_a_word, Fault.CUT_SHORT),
    "ended_early": Broken(ended_early, Fault.CUT_SHORT, has_words=True),
    "bad_json": Broken(bad_json, Fault.MALFORMED),
    "truncated_event": Broken(truncated_event, Fault.MALFORMED),
    "wrong_shape": Broken(wrong_shape, Fault.MALFORMED),
    "deep_json": Broken(deep_json, Fault.MALFORMED),
    "long_number": Broken(long_number, Fault.MALFORMED),
    "no_http": Broken(no_http, Fault.MALFORMED),
    "endless_headers": Broken(endless_headers, Fault.MALFORMED),
    "error_event": Broken(error_event, Fault.SERVER, has_words=True),
    "too_many": Broken(too_many, Fault.TOO_MANY),
    "too_many_for_long": Broken(too_many_for_long, Fault.TOO_MANY),
    "server_error": Broken(server_error, Fault.SERVER),
    "overloaded": Broken(overloaded, Fault.SERVER),
    "wrong_key": Broken(wrong_key, Fault.REFUSED),
    "no_such_model": Broken(no_such_model, Fault.REFUSED),
    "prompt_too_long": Broken(prompt_too_long, Fault.REFUSED),
    "redirect": Broken(redirect, Fault.REFUSED),
    "html": Broken(html, Fault.MALFORMED),
    "empty_reply": Broken(empty_reply, Fault.MALFORMED),
    "empty_body": Broken(empty_body, Fault.MALFORMED),
    "endless_reply": Broken(endless_reply, Fault.TOO_LONG, has_words=True),
    "flood": Broken(flood, Fault.TOO_LONG),
    "invalid_bytes": Broken(invalid_bytes, Fault.MALFORMED),
    "other_encoding": Broken(other_encoding, Fault.MALFORMED),
    "packed": Broken(packed, Fault.MALFORMED),
    "stopped_by_length": Broken(stopped_by_length, Fault.TOO_LONG, has_words=True),
    "filtered": Broken(filtered, Fault.REFUSED, has_words=True),
}


def too_many_at_first(good: Script) -> Script:
    """Too many requests, come back in a moment; then the good reply."""
    return lambda asked: [Status(429, {"Retry-After": "0.05"}, LOUD)] if asked.number == 1 else good(asked)


def unavailable_at_first(good: Script) -> Script:
    """Unavailable once; then the good reply."""
    return lambda asked: [Status(503, {"Retry-After": "0"}, LOUD)] if asked.number == 1 else good(asked)


def cut_at_first(good: Script) -> Script:
    """The connection breaks once before a word; then the good reply."""
    return lambda asked: [Cut()] if asked.number == 1 else good(asked)


def truncated_json(good: Script) -> Script:
    """The good reply stops after three fifths, and says that it is whole."""

    def spoilt(asked: Asked) -> Iterator[Step]:
        text = _words(good, asked)
        yield text[: len(text) * 3 // 5]

    return spoilt


def wrong_ids(good: Script) -> Script:
    """Every passage named is one that was never given."""
    return _with_values(good, "passage", lambda value: 9999 if isinstance(value, int) else "p9999")


def invented_quotes(good: Script) -> Script:
    """Every quote is one that stands nowhere."""
    return _with_values(good, "quote", lambda _: "In all 412 patients the pain was gone after 3 days of 80 mg.")


def refusal_text(good: Script) -> Script:
    """The model declines politely, in plain words."""
    return lambda asked: ["I'm sorry, but I can't help with medical questions. ", "Please see a doctor."]


def chatter(good: Script) -> Script:
    """The good reply with talk around it and in a code fence."""
    return lambda asked: [
        "<think>Let me see.</think>Sure! Here it is:\n```json\n",
        _words(good, asked),
        "\n```\nI hope it helps!",
    ]


CONTENT: dict[str, Callable[[Script], Script]] = {
    made.__name__: made for made in (truncated_json, wrong_ids, invented_quotes, refusal_text, chatter)
}
PASSING: dict[str, Callable[[Script], Script]] = {
    made.__name__: made for made in (too_many_at_first, unavailable_at_first, cut_at_first)
}


def _words(script: Script, asked: Asked) -> str:
    return "".join(step for step in script(asked) if isinstance(step, str))


def _with_values(good: Script, name: str, changed: Callable[[Any], Any]) -> Script:
    """A reply whose values of one name are changed, wherever they stand."""

    def within(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: changed(one) if key == name else within(one) for key, one in value.items()}
        return [within(one) for one in value] if isinstance(value, list) else value

    return lambda asked: [json.dumps(within(json.loads(_words(good, asked))))]


def _event(data: bytes, name: bytes = b"content_block_delta") -> bytes:
    return b"event: " + name + b"\ndata: " + data + b"\n\n"
