"""The fake server speaks the real wire formats: all that it sends is valid by the types of the official SDKs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.request import Request, urlopen

import anthropic.types
import pytest
from anthropic.types import RawMessageStreamEvent
from openai.types import Model
from openai.types.chat import ChatCompletion, ChatCompletionChunk
from pydantic import TypeAdapter

from model_server import Ended, Uncounted, model_server

CHAT = {
    "model": "scripted",
    "messages": [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": [{"type": "text", "text": "Hi"}]},
    ],
    "stream_options": {"include_usage": True},
}
MESSAGE = {"model": "scripted", "max_tokens": 9, "system": "Be brief.", "messages": [{"role": "user", "content": "Hi"}]}


def sent(url: str, body: dict[str, Any]) -> tuple[str, str]:
    """The type of content and the body of a reply."""
    asked = Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urlopen(asked, timeout=5) as reply:
        return reply.headers["Content-Type"], reply.read().decode()


def events(body: str) -> list[Any]:
    """The data of server-sent events."""
    lines = [line.removeprefix("data: ") for line in body.split("\n") if line.startswith("data: ")]
    return [json.loads(line) for line in lines if line != "[DONE]"]


def strict(kind: Any) -> Callable[[Any], Any]:
    """Reads a value as exactly this type, and refuses what is missing."""
    return TypeAdapter(kind).validate_python


def test_chat_completions() -> None:
    """Streamed and whole, with usage and without."""
    with model_server(lambda asked: ["One ", "two."]) as server:
        where = f"{server.url}/chat/completions"
        kind, body = sent(where, {**CHAT, "stream": True})
        assert kind.startswith("text/event-stream")
        assert body.endswith("data: [DONE]\n\n")
        chunks = [strict(ChatCompletionChunk)(one) for one in events(body)]
        assert "".join(choice.delta.content or "" for chunk in chunks for choice in chunk.choices) == "One two."
        assert [choice.finish_reason for chunk in chunks for choice in chunk.choices][-1] == "stop"
        assert chunks[-1].usage.completion_tokens == 2
        whole = strict(ChatCompletion)(json.loads(sent(where, CHAT)[1]))
        assert whole.choices[0].message.content == "One two."
        server.script = lambda asked: ["One", Uncounted(), Ended("length")]
        chunks = [strict(ChatCompletionChunk)(one) for one in events(sent(where, {**CHAT, "stream": True})[1])]
        assert chunks[-1].choices[0].finish_reason == "length"
        assert all(chunk.usage is None for chunk in chunks)
        assert (server.asked[0].system, server.asked[0].user) == ("Be brief.", "Hi")


def test_messages() -> None:
    """Streamed and whole; each event has its name."""
    with model_server(lambda asked: ["One ", "two."]) as server:
        where = f"{server.url}/messages"
        body = sent(where, {**MESSAGE, "stream": True})[1]
        names = [line.removeprefix("event: ") for line in body.split("\n") if line.startswith("event: ")]
        came = events(body)
        assert names == [one["type"] for one in came]
        read = [strict(RawMessageStreamEvent)(one) for one in came if one["type"] != "ping"]
        assert "".join(one.delta.text for one in read if one.type == "content_block_delta") == "One two."
        assert read[-2].delta.stop_reason == "end_turn"
        whole = strict(anthropic.types.Message)(json.loads(sent(where, MESSAGE)[1]))
        assert (whole.content[0].text, whole.usage.output_tokens) == ("One two.", 2)


@pytest.mark.parametrize("name", ["one", "two:latest"])
def test_models(name: str) -> None:
    """The list of models."""
    with model_server(lambda asked: [], models=(name,)) as server, urlopen(f"{server.url}/models", timeout=5) as reply:
        [listed] = json.loads(reply.read())["data"]
        assert strict(Model)(listed).id == name
