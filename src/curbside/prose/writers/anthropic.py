"""
A writer behind the messages of Anthropic's API, or of a gateway that speaks it.

A reply is held to a JSON schema where the model can be; where that is refused, plain text is asked for and the refusal
remembered for as long as the program runs. No tools are named, so none can be called. The SDK never holds the key, makes
no second attempt, traces nothing and follows nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

from curbside.errors import CurbsideError

from .access import Access, needs
from .replying import Reply, message_of
from .telling import declined, is_too_long, malformed, telling
from .writer import Prompt, Usage

if TYPE_CHECKING:
    import anthropic
    from anthropic import Stream
    from anthropic.types import RawMessageStreamEvent

_ENDED = {"end_turn", "stop_sequence"}
_LIMITS = {"max_tokens", "model_context_window_exceeded"}
#: Addresses and models that take no schema.
_WITHOUT_SCHEMA: set[tuple[str, str]] = set()


class AnthropicWriter:
    """Words what it is asked to word, by messages."""

    def __init__(self, access: Access) -> None:
        if not access.model:
            raise CurbsideError("An anthropic writer needs a model: curbside writer set anthropic --model NAME")
        if access.is_remote and not access.key:
            raise CurbsideError(
                "An anthropic writer needs a key, in the file of writer_key_file or in CURBSIDE_WRITER_KEY."
            )
        needs("anthropic")
        self.access = access
        self.name = f"anthropic: {access.model} at {access.where}"
        self.is_remote = access.is_remote

    def write(self, prompt: Prompt, until: float) -> Iterator[str | Usage]:
        """The reply in pieces, then its Usage."""
        import anthropic as sdk

        with (
            telling(self.access, until),
            closing(_client(sdk, self.access, until)) as client,
            closing(self._stream(sdk, client, prompt)) as stream,
        ):
            yield from _pieces(stream, prompt, self.access)

    def models(self, until: float) -> tuple[str, ...]:
        """The models that the endpoint says it has."""
        import anthropic as sdk

        with telling(self.access, until), closing(_client(sdk, self.access, until)) as client:
            return tuple(str(one.id) for one in client.models.list(limit=1000).data or ())

    @property
    def form(self) -> str:
        """The form that replies are held to: "schema" or "text"."""
        has_none = self.access.structured in {"object", "text"}
        return "text" if has_none or (self.access.url, self.access.model) in _WITHOUT_SCHEMA else "schema"

    def _stream(self, sdk: Any, client: anthropic.Anthropic, prompt: Prompt) -> Stream[RawMessageStreamEvent]:
        """The reply as it comes, held to the schema where that is taken."""
        asked: dict[str, Any] = {
            "model": self.access.model,
            "system": prompt.system,
            "messages": [{"role": "user", "content": prompt.user}],
            "max_tokens": prompt.longest,
            "stream": True,
        }
        stream: Stream[RawMessageStreamEvent]
        if self.form == "schema" and prompt.schema:
            held = {"output_config": {"format": {"type": "json_schema", "schema": dict(prompt.schema)}}}
            try:
                stream = client.messages.create(**{**asked, **held})
                return stream
            except sdk.BadRequestError as error:
                if self.access.structured != "auto" or is_too_long(error):
                    raise
                stream = client.messages.create(**asked)
                _WITHOUT_SCHEMA.add((self.access.url, self.access.model))
                return stream
        stream = client.messages.create(**asked)
        return stream


def _client(sdk: Any, access: Access, until: float) -> anthropic.Anthropic:
    """The SDK on a line of our own, with nothing from the environment."""
    from .wire import client

    made: anthropic.Anthropic = sdk.Anthropic(
        api_key="none",  # the line puts in the real one
        webhook_key="",
        base_url=access.url.rstrip("/").removesuffix("/v1"),
        max_retries=0,
        open_telemetry=False,
        http_client=client(access, until, {"x-api-key": access.key} if access.key else {}),
    )
    return made


def _pieces(stream: Stream[RawMessageStreamEvent], prompt: Prompt, access: Access) -> Iterator[str | Usage]:
    """What a stream says, piece by piece, and how it ended."""
    reply = Reply(prompt, access)
    kind = stream.response.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if kind == "application/json":  # a gateway that does not stream sends the whole
        yield from _whole(json.loads(stream.response.read()), reply)
    elif kind == "text/event-stream":
        for event in stream:
            yield from _said(event.model_dump(warnings=False) if hasattr(event, "model_dump") else event, reply)
    else:
        raise malformed(access)
    yield reply.end()


def _said(event: object, reply: Reply) -> Iterator[str]:
    """The words of one event; what else it says is noted in the reply."""
    if not isinstance(event, dict):
        raise malformed(reply.access)
    begun, delta = message_of(event.get("message")), message_of(event.get("delta"))
    reply.note(begun.get("model"), begun.get("usage") or event.get("usage"), "input_tokens", "output_tokens")
    is_text = event.get("type") == "content_block_delta" and delta.get("type") == "text_delta"
    if is_text and isinstance(text := delta.get("text"), str) and text:
        yield reply.add(text)
    _note_end(delta.get("stop_reason"), reply)


def _whole(body: object, reply: Reply) -> Iterator[str]:
    """The words of a reply that came in one."""
    if not isinstance(body, dict):
        raise malformed(reply.access)
    reply.note(body.get("model"), body.get("usage"), "input_tokens", "output_tokens")
    content = body.get("content")
    for block in content if isinstance(content, list) else ():
        if isinstance(text := message_of(block).get("text"), str) and text:
            yield reply.add(text)
    _note_end(body.get("stop_reason"), reply)


def _note_end(reason: object, reply: Reply) -> None:
    if reason == "refusal":
        raise declined(reply.access)
    if reason:
        reply.ended("whole" if reason in _ENDED else "limit" if reason in _LIMITS else "other")
