"""
A writer behind any endpoint that takes chat completions: Ollama, vLLM, llama.cpp, LM Studio, Azure, OpenAI.

Endpoints differ in what they take. The best is asked for first, a reply held to a JSON schema; where that is refused the
same is asked for more simply, and what worked is remembered for as long as the program runs. The SDK never holds the key,
makes no second attempt and follows nothing: those are for the line beneath it and for the bounds around it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from curbside.errors import CurbsideError

from .access import Access, needs
from .replying import Reply, message_of
from .telling import declined, is_too_long, malformed, telling
from .writer import Prompt, Usage

if TYPE_CHECKING:
    import openai
    from openai import Stream
    from openai.types.chat import ChatCompletionChunk

#: Answers that say "not like this" rather than "no".
_REFUSALS = frozenset({400, 415, 422, 501})
_ENDED = {"stop", "eos", "stop_sequence"}


@dataclass(frozen=True, slots=True)
class Ways:
    """How an endpoint wants to be asked."""

    form: str = "schema"  # "schema", "object" or "text"
    limit: str = "max_tokens"  # how it calls the longest reply
    has_temperature: bool = True
    counts: bool = True  # whether it can be asked to count tokens

    def request(self, prompt: Prompt, model: str) -> dict[str, Any]:
        """A request in these ways."""
        asked: dict[str, Any] = {
            "model": model,
            "messages": [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}],
            "stream": True,
            self.limit: prompt.longest,
        }
        if self.has_temperature:
            asked["temperature"] = 0
        if self.counts:
            asked["stream_options"] = {"include_usage": True}
        if self.form == "schema" and prompt.schema:
            schema = {"name": str(prompt.job), "schema": dict(prompt.schema), "strict": True}
            asked["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif self.form == "object":
            asked["response_format"] = {"type": "json_object"}
        return asked

    def simpler(self, told: str) -> Ways | None:
        """What to try after a refusal that told this; None when nothing is left to leave out."""
        if "max_completion_tokens" in told and self.limit == "max_tokens":
            return replace(self, limit="max_completion_tokens")
        if "temperature" in told and self.has_temperature:
            return replace(self, has_temperature=False)
        if "stream_options" in told and self.counts:
            return replace(self, counts=False)
        if self.form != "text":
            return replace(self, form="object" if self.form == "schema" else "text")
        return None


#: The ways that worked, by address, model and the form that was wanted.
_WORKED: dict[tuple[str, str, str], Ways] = {}


class OpenAIWriter:
    """Words what it is asked to word, by chat completions."""

    def __init__(self, access: Access) -> None:
        if not access.url or not access.model:
            raise CurbsideError(
                "An openai writer needs an address and a model: curbside writer set openai --url URL --model NAME"
            )
        needs("openai")
        self.access = access
        self.name = f"openai: {access.model} at {access.where}"
        self.is_remote = access.is_remote

    def write(self, prompt: Prompt, until: float) -> Iterator[str | Usage]:
        """The reply in pieces, then its Usage."""
        import openai as sdk

        with (
            telling(self.access, until),
            closing(_client(sdk, self.access, until)) as client,
            closing(self._stream(sdk, client, prompt)) as stream,
        ):
            yield from _pieces(stream, prompt, self.access)

    def models(self, until: float) -> tuple[str, ...]:
        """The models that the endpoint says it has."""
        import openai as sdk

        with telling(self.access, until), closing(_client(sdk, self.access, until)) as client:
            return tuple(str(one.id) for one in client.models.list().data or ())

    @property
    def form(self) -> str:
        """The form that replies are held to: "schema", "object" or "text"."""
        return self._ways.form

    @property
    def _ways(self) -> Ways:
        wanted = self.access.structured
        return _WORKED.get(self._place, Ways("schema" if wanted == "auto" else wanted))

    @property
    def _place(self) -> tuple[str, str, str]:
        return self.access.url, self.access.model, self.access.structured

    def _stream(self, sdk: Any, client: openai.OpenAI, prompt: Prompt) -> Stream[ChatCompletionChunk]:
        """The reply as it comes, asked for in the best ways that the endpoint takes."""
        ways: Ways | None = self._ways
        while ways is not None:
            try:
                stream: Stream[ChatCompletionChunk] = client.chat.completions.create(
                    **ways.request(prompt, self.access.model)
                )
            except sdk.APIStatusError as error:
                told = str(error.body).casefold()
                is_about_form = error.status_code in _REFUSALS or (error.status_code == 500 and _names_form(told))
                ways = ways.simpler(told) if is_about_form and not is_too_long(error) else None
                if ways is None or (self.access.structured != "auto" and ways.form != self.access.structured):
                    raise
                continue
            _WORKED[self._place] = ways
            return stream
        raise AssertionError("unreachable")


def _names_form(told: str) -> bool:
    return any(word in told for word in ("schema", "grammar", "response_format"))


def _client(sdk: Any, access: Access, until: float) -> openai.OpenAI:
    """The SDK on a line of our own, with nothing from the environment."""
    from .wire import client

    parts = urlsplit(access.url)
    query = dict(parse_qsl(parts.query))
    is_keyed_by_name = "api-version" in query  # Azure, as deployments are addressed there
    headers = {"api-key": access.key} if is_keyed_by_name else {"Authorization": f"Bearer {access.key}"}
    made: openai.OpenAI = sdk.OpenAI(
        api_key="none",  # the line puts in the real one
        admin_api_key="",
        organization="",
        project="",
        webhook_secret="",
        base_url=urlunsplit(parts._replace(query="")),
        default_query=query,
        max_retries=0,
        http_client=client(access, until, headers if access.key else {}),
    )
    return made


def _pieces(stream: Stream[ChatCompletionChunk], prompt: Prompt, access: Access) -> Iterator[str | Usage]:
    """What a stream says, piece by piece, and how it ended."""
    reply = Reply(prompt, access)
    kind = stream.response.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if kind == "application/json":  # an endpoint that does not stream sends the whole
        yield from _whole(json.loads(stream.response.read()), reply)
        return
    if kind != "text/event-stream":
        raise malformed(access)
    for chunk in stream:
        yield from _said(chunk.model_dump(warnings=False) if hasattr(chunk, "model_dump") else chunk, "delta", reply)
    yield reply.end()


def _whole(body: object, reply: Reply) -> Iterator[str | Usage]:
    yield from _said(body, "message", reply)
    yield reply.end()


def _said(body: object, part: str, reply: Reply) -> Iterator[str]:
    """The words in one message of the endpoint; what else it says is noted in the reply."""
    if not isinstance(body, dict):
        raise malformed(reply.access)
    reply.note(body.get("model"), body.get("usage"), "prompt_tokens", "completion_tokens")
    choices = body.get("choices")
    for choice in choices if isinstance(choices, list) else ():
        if not isinstance(choice, dict) or choice.get("index") not in {0, None}:
            continue
        said = message_of(choice.get(part))
        if said.get("refusal") or choice.get("finish_reason") == "content_filter":
            raise declined(reply.access)
        if isinstance(text := said.get("content"), str) and text:
            yield reply.add(text)
        if reason := choice.get("finish_reason"):
            reply.ended("whole" if reason in _ENDED else "limit" if reason == "length" else "other")
