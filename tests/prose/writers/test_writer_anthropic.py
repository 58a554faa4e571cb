"""The writer behind messages: its manners, and what it sends."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from curbside.errors import CurbsideError
from curbside.prose.writers.access import Access
from curbside.prose.writers.anthropic import AnthropicWriter
from curbside.prose.writers.writer import Writer
from curbside.testing import WriterSuite
from model_faults import FOREVER
from model_prompts import KEY, PROMPT, QUESTION, written
from model_server import Asked, Cut, Head, Pause, Raw, Status, Step, Wire, model_server


class TestAnthropic(WriterSuite):
    key = KEY

    @pytest.fixture
    def writer(self) -> Iterator[Writer]:
        with model_server(lambda asked: ["A splint ", "at night."]) as server:
            yield AnthropicWriter(Access(server.url, "scripted", KEY))

    @pytest.fixture
    def stuck(self) -> Iterator[Writer]:
        with model_server(lambda asked: ["A splint ", Pause(FOREVER)]) as server:
            yield AnthropicWriter(Access(server.url, "scripted", KEY))

    @pytest.fixture
    def silent(self) -> Iterator[Writer]:
        with model_server(lambda asked: []) as server:
            yield AnthropicWriter(Access(server.url, "scripted", KEY))

    @pytest.fixture
    def failing(self) -> Iterator[Writer]:
        with model_server(lambda asked: [Status(529)]) as server:
            yield AnthropicWriter(Access(server.url, "scripted", KEY))


def test_the_request_holds_the_prompt_and_nothing_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Key, model, prompt and schema are sent; nothing that the environment says, and no tools."""
    for name, value in {
        "ANTHROPIC_API_KEY": "sk-of-the-environment",
        "ANTHROPIC_AUTH_TOKEN": "token-of-the-environment",
        "ANTHROPIC_BASE_URL": "http://192.0.2.1/",
        "ANTHROPIC_CUSTOM_HEADERS": "X-Who: me",
        "ANTHROPIC_LOG": "debug",
    }.items():
        monkeypatch.setenv(name, value)
    with model_server(lambda asked: ["Yes."]) as server:
        written(AnthropicWriter(Access(server.root, "scripted", KEY)))
        [asked] = server.asked
    headers = {name.lower(): value for name, value in asked.headers.items()}
    assert headers.pop("x-api-key") == KEY
    assert headers.pop("user-agent").startswith("curbside/")
    allowed = {"host", "accept", "content-type", "content-length", "accept-encoding", "anthropic-version"}
    assert set(headers) == allowed
    assert asked.path == "/v1/messages"
    assert (asked.model, asked.system, asked.user) == ("scripted", PROMPT.system, QUESTION)
    assert asked.body["output_config"]["format"]["schema"] == PROMPT.schema
    assert "tools" not in asked.body


def test_a_model_without_schemas_is_asked_for_text_and_that_is_remembered() -> None:
    """A refused schema is asked without, once."""

    def script(asked: Asked) -> list[Step]:
        return [Status(400)] if asked.form == "json_schema" else ["Yes."]

    with model_server(script) as server:
        writer = AnthropicWriter(Access(server.url, "scripted"))
        assert [written(writer)[0], written(writer)[0]] == ["Yes.", "Yes."]
        assert [asked.form for asked in server.asked] == ["json_schema", "text", "text"]
        assert writer.form == "text"


def test_a_gateway_that_does_not_stream_is_read_whole() -> None:
    """A reply in one piece of JSON is as good."""
    body = {
        "type": "message",
        "model": "whole",
        "content": [{"type": "text", "text": "All "}, {"type": "text", "text": "at once."}],
        "stop_reason": "end_turn",
        "usage": {"input_tokens": 11, "output_tokens": 4},
    }

    def script(asked: Asked) -> Iterator[Step]:
        yield Head("application/json")
        yield Raw(json.dumps(body).encode())
        yield Wire(b"0\r\n\r\n")
        yield Cut()

    with model_server(script) as server:
        text, usage = written(AnthropicWriter(Access(server.url, "scripted")))
    assert (text, usage.model, usage.tokens_in, usage.tokens_out) == ("All at once.", "whole", 11, 4)


def test_thinking_is_no_part_of_the_reply() -> None:
    """Only text blocks are words."""
    thought = {"type": "content_block_delta", "index": 0, "delta": {"type": "thinking_delta", "thinking": "hm"}}
    raw = f"event: content_block_delta\ndata: {json.dumps(thought)}\n\n".encode()
    with model_server(lambda asked: [Raw(raw), "Said."]) as server:
        assert written(AnthropicWriter(Access(server.url, "scripted")))[0] == "Said."


def test_the_usual_address_needs_a_key() -> None:
    """A host elsewhere without a key is refused before anything is sent."""
    with pytest.raises(CurbsideError, match="key"):
        AnthropicWriter(Access("https://api.anthropic.com", "some-model"))
