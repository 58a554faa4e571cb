"""The writer behind chat completions: its manners, and how it finds out what an endpoint takes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest

from curbside.prose.writers.access import Access
from curbside.prose.writers.openai import OpenAIWriter
from curbside.prose.writers.writer import Writer, WriterError
from curbside.testing import WriterSuite
from model_faults import FOREVER
from model_prompts import KEY, PROMPT, QUESTION, written
from model_server import Asked, Cut, Ended, Head, Pause, Raw, Status, Step, Uncounted, Wire, model_server


class TestOpenAI(WriterSuite):
    key = KEY

    @pytest.fixture
    def writer(self) -> Iterator[Writer]:
        with model_server(lambda asked: ["A splint ", "at night."]) as server:
            yield OpenAIWriter(Access(server.url, "scripted", KEY))

    @pytest.fixture
    def stuck(self) -> Iterator[Writer]:
        with model_server(lambda asked: ["A splint ", Pause(FOREVER)]) as server:
            yield OpenAIWriter(Access(server.url, "scripted", KEY))

    @pytest.fixture
    def silent(self) -> Iterator[Writer]:
        with model_server(lambda asked: []) as server:
            yield OpenAIWriter(Access(server.url, "scripted", KEY))

    @pytest.fixture
    def failing(self) -> Iterator[Writer]:
        with model_server(lambda asked: [Status(500)]) as server:
            yield OpenAIWriter(Access(server.url, "scripted", KEY))


def test_the_request_holds_the_prompt_and_nothing_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Key, model, prompt and schema are sent; nothing that the environment says, and nothing of who or where one is."""
    for name, value in {
        "OPENAI_API_KEY": "sk-of-the-environment",
        "OPENAI_ORG_ID": "org-example",
        "OPENAI_PROJECT_ID": "proj-example",
        "OPENAI_BASE_URL": "http://192.0.2.1/",
        "OPENAI_CUSTOM_HEADERS": "X-Who: me\nAuthorization: Bearer other",
        "OPENAI_LOG": "debug",
    }.items():
        monkeypatch.setenv(name, value)
    with model_server(lambda asked: ["Yes."]) as server:
        written(OpenAIWriter(Access(server.url, "scripted", KEY)))
        [asked] = server.asked
    headers = {name.lower(): value for name, value in asked.headers.items()}
    assert headers.pop("authorization") == f"Bearer {KEY}"
    assert headers.pop("user-agent").startswith("curbside/")
    assert set(headers) == {"host", "accept", "content-type", "content-length", "accept-encoding"}
    assert (asked.model, asked.system, asked.user) == ("scripted", PROMPT.system, QUESTION)
    assert asked.body["response_format"]["json_schema"]["schema"] == PROMPT.schema
    assert asked.body["max_tokens"] == PROMPT.longest
    assert "tools" not in asked.body


def test_without_a_key_none_is_sent() -> None:
    """A local server that wants no key gets no made-up one."""
    with model_server(lambda asked: ["Yes."]) as server:
        written(OpenAIWriter(Access(server.url, "scripted")))
    assert "authorization" not in {name.lower() for name in server.asked[0].headers}


@pytest.mark.parametrize(
    ("refused", "form"),
    [({"json_schema"}, "object"), ({"json_schema", "json_object"}, "text")],
)
def test_a_simpler_form_is_found_and_remembered(refused: set[str], form: str) -> None:
    """An endpoint without schemas is asked for JSON, then for plain text; the next request begins with what worked."""

    def script(asked: Asked) -> list[Step]:
        return [Status(400, body='{"error": "response_format not known"}')] if asked.form in refused else ["Yes."]

    with model_server(script) as server:
        writer = OpenAIWriter(Access(server.url, "scripted"))
        assert written(writer)[0] == "Yes."
        assert writer.form == form
        count = len(server.asked)
        written(OpenAIWriter(Access(server.url, "scripted")))
        assert len(server.asked) == count + 1


def test_what_a_newer_model_does_not_take_is_left_out() -> None:
    """Refusals that name a parameter change that one and keep the schema."""

    def script(asked: Asked) -> list[Step]:
        if "max_tokens" in asked.body:
            return [Status(400, body='{"error": {"message": "Use max_completion_tokens instead of max_tokens"}}')]
        if "temperature" in asked.body:
            return [Status(400, body='{"error": {"message": "temperature does not support 0"}}')]
        if "stream_options" in asked.body:
            return [Status(422, body='{"detail": "extra field stream_options"}')]
        return ["Yes."]

    with model_server(script) as server:
        _, usage = written(OpenAIWriter(Access(server.url, "scripted")))
        last = server.asked[-1]
    assert last.form == "json_schema"
    assert last.body["max_completion_tokens"] == PROMPT.longest
    assert usage.is_estimated
    assert len(server.asked) == 4


def test_a_refusal_of_everything_ends() -> None:
    """An endpoint that refuses every form is asked a few times and no more; nothing of that is remembered."""
    with model_server(lambda asked: [Status(400)]) as server:
        writer = OpenAIWriter(Access(server.url, "scripted"))
        with pytest.raises(WriterError):
            written(writer)
        assert len(server.asked) == 3
        assert writer.form == "schema"


def test_a_form_that_was_set_is_kept_to() -> None:
    """Whoever sets a form gets that one or an error."""
    with model_server(lambda asked: [Status(400)] if asked.form != "text" else ["Yes."]) as server:
        with pytest.raises(WriterError):
            written(OpenAIWriter(Access(server.url, "scripted", structured="schema")))
        assert written(OpenAIWriter(Access(server.url, "scripted", structured="text")))[0] == "Yes."
        assert [asked.form for asked in server.asked] == ["json_schema", "text"]


def test_tokens_are_those_counted_there_or_estimated() -> None:
    """Counts of the endpoint are believed; without them they are estimated, rather too high."""
    with model_server(lambda asked: ["three words here"]) as server:
        counted = written(OpenAIWriter(Access(server.url, "scripted")))[1]
        server.script = lambda asked: ["three words here", Uncounted()]
        guessed = written(OpenAIWriter(Access(server.url, "scripted")))[1]
    assert (counted.tokens_out, counted.is_estimated) == (3, False)
    assert guessed.is_estimated
    assert guessed.tokens_out >= counted.tokens_out
    assert guessed.tokens_in >= counted.tokens_in


def test_an_endpoint_that_does_not_stream_is_read_whole() -> None:
    """A reply in one piece of JSON is as good."""
    body = {
        "model": "whole\x1b[31m",
        "choices": [{"index": 0, "message": {"content": "All at once."}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 11, "completion_tokens": 4},
    }
    with model_server(lambda asked: _only(Head("application/json"), Raw(json.dumps(body).encode()))) as server:
        text, usage = written(OpenAIWriter(Access(server.url, "scripted")))
    assert text == "All at once."
    assert (usage.model, usage.tokens_in, usage.tokens_out) == ("whole[31m", 11, 4)


def test_azure_is_addressed_by_deployment() -> None:
    """An address with an API version keeps it, and the key goes where that API looks for it."""
    with model_server(lambda asked: ["Yes."]) as server:
        url = f"{server.root}/openai/deployments/ours?api-version=2024-10-21"
        written(OpenAIWriter(Access(url, "ours", KEY)))
        [asked] = server.asked
    assert asked.path == "/openai/deployments/ours/chat/completions?api-version=2024-10-21"
    headers = {name.lower(): value for name, value in asked.headers.items()}
    assert headers["api-key"] == KEY
    assert "authorization" not in headers


def test_models_are_listed() -> None:
    """The names that the endpoint lists."""
    with model_server(lambda asked: [], models=("one", "two:latest")) as server:
        assert OpenAIWriter(Access(server.url, "one")).models(time.monotonic() + 5) == ("one", "two:latest")


def test_only_the_first_choice_is_read() -> None:
    """Further choices are no part of the reply, and an unknown end is none."""
    chunk = {"choices": [{"index": 1, "delta": {"content": "no"}}, {"index": 0, "delta": {"content": "yes"}}]}
    with model_server(lambda asked: [Raw(f"data: {json.dumps(chunk)}\n\n".encode())]) as server:
        assert written(OpenAIWriter(Access(server.url, "scripted")))[0] == "yes"
        server.script = lambda asked: ["yes", Ended("tool_calls")]
        with pytest.raises(WriterError):
            written(OpenAIWriter(Access(server.url, "scripted")))


def _only(*steps: Step) -> Iterator[Step]:
    """These steps, and the end of the body without anything of the server's own."""
    yield from steps
    yield Wire(b"0\r\n\r\n")
    yield Cut()


def test_pieces_come_as_they_are_said() -> None:
    """Words arrive while the model still talks, not at the end."""

    def script(asked: Asked) -> Iterator[Step]:
        for word in ("one ", "two ", "three"):
            yield word
            yield Pause(0.1)

    with model_server(script) as server:
        times = []
        for _ in OpenAIWriter(Access(server.url, "scripted")).write(PROMPT, time.monotonic() + 5):
            times.append(time.monotonic())
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert min(gaps[:2]) > 0.05
