"""
A model server on loopback that speaks the real wire formats, and says what a script tells it to.

It takes chat completions (streamed as server-sent events and not) and messages with their events, and lists its models.
A script is called with each request and gives steps: a piece of text, or something that goes wrong. What the steps mean is
framed here, so that a script reads like what a model would do:

    with model_server(lambda asked: ["It is ", "a faithful reply."]) as server:
        OpenAIWriter(Access(server.url, "any"))
        ...
        assert server.asked[0].user == "..."
"""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]
    number: int  # of this request, from 1

    @property
    def is_of_messages(self) -> bool:
        return self.path.partition("?")[0].endswith("/messages")

    @property
    def is_streamed(self) -> bool:
        return bool(self.body.get("stream"))

    @property
    def model(self) -> str:
        return str(self.body.get("model", ""))

    @property
    def system(self) -> str:
        if self.is_of_messages:
            return _text(self.body.get("system", ""))
        return "".join(_text(one["content"]) for one in self.body.get("messages", ()) if one["role"] == "system")

    @property
    def user(self) -> str:
        return "".join(_text(one["content"]) for one in self.body.get("messages", ()) if one["role"] == "user")

    @property
    def form(self) -> str:
        """The form asked for: "json_schema", "json_object" or "text"."""
        held = self.body.get("response_format") or (self.body.get("output_config") or {}).get("format") or {}
        return str(held.get("type", "text"))


@dataclass(frozen=True)
class Pause:
    """Nothing for so many seconds."""

    seconds: float


@dataclass(frozen=True)
class Head:
    """Send the headers now, with another type of content or more besides."""

    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Raw:
    """Bytes of the body as they are."""

    data: bytes


@dataclass(frozen=True)
class Wire:
    """Bytes of the connection as they are, before any header."""

    data: bytes


@dataclass(frozen=True)
class Status:
    """Another status than 200, and nothing of a reply."""

    code: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = '{"error": {"message": "no", "type": "error"}}'
    content_type: str = "application/json"


@dataclass(frozen=True)
class Cut:
    """The connection breaks."""


@dataclass(frozen=True)
class Ended:
    """The reply ends for another reason than being whole."""

    reason: str


@dataclass(frozen=True)
class Uncounted:
    """No tokens are told."""


Step = str | Pause | Head | Raw | Wire | Status | Cut | Ended | Uncounted
Script = Callable[[Asked], Iterable[Step]]


class ModelServer(ThreadingHTTPServer):
    """Answers with its script until it is stopped; `asked` holds every request."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, script: Script, models: tuple[str, ...] = ("scripted",)) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script, self.models = script, models
        self.asked: list[Asked] = []
        self.closed_early = 0  # replies whose reader went away
        self.stopping = threading.Event()
        self.lock = threading.Lock()

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def url(self) -> str:
        """The address of chat completions, as people set it."""
        return f"{self.root}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        with self.lock:
            self.closed_early += 1


@contextlib.contextmanager
def model_server(script: Script, models: tuple[str, ...] = ("scripted",)) -> Iterator[ModelServer]:
    """A server with this script, while the block runs."""
    server = ModelServer(script, models)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()


class _Stopped(Exception):
    pass


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ModelServer

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        with self.server.lock:
            self.server.asked.append(Asked(self.path, dict(self.headers), {}, len(self.server.asked) + 1))
        if not self.path.partition("?")[0].endswith("/models"):
            self._status(Status(404))
            return
        listed = [
            {"id": name, "object": "model", "type": "model", "created": 1, "owned_by": "here"}
            for name in self.server.models
        ]
        self._status(Status(200, body=json.dumps({"object": "list", "data": listed, "has_more": False})))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))))
        with self.server.lock:
            asked = Asked(self.path, dict(self.headers), body, len(self.server.asked) + 1)
            self.server.asked.append(asked)
        reply = _Reply(self, _Messages(asked) if asked.is_of_messages else _Completions(asked))
        self.close_connection = True
        with contextlib.suppress(_Stopped):
            for step in self.server.script(asked):
                if not reply.take(step):
                    return
            reply.finish()

    def pause(self, seconds: float) -> None:
        if self.server.stopping.wait(seconds):
            raise _Stopped

    def _status(self, status: Status) -> None:
        data = status.body.encode()
        self.send_response(status.code)
        for name, value in {
            "Content-Type": status.content_type,
            "Content-Length": str(len(data)),
            **status.headers,
        }.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(data)


class _Reply:
    """One reply: its headers go out with the first thing that needs them."""

    def __init__(self, handler: _Handler, wire: _Completions | _Messages) -> None:
        self.handler, self.wire = handler, wire
        self.has_head = False

    def take(self, step: Step) -> bool:
        """Do what a step says; False when nothing may follow."""
        if isinstance(step, str):
            self.wire.text += step
            if self.wire.asked.is_streamed:
                self._send(self.wire.piece(step))
        elif isinstance(step, Pause):
            self.handler.pause(step.seconds)
        elif isinstance(step, Head):
            self._head(step)
        elif isinstance(step, Raw):
            self._send(step.data)
        elif isinstance(step, Wire):
            self.handler.connection.sendall(step.data)
        elif isinstance(step, Status):
            self.handler._status(step)
            return False
        elif isinstance(step, Ended):
            self.wire.reason = step.reason
        elif isinstance(step, Uncounted):
            self.wire.is_counted = False
        else:
            self._break()
            return False
        return True

    def finish(self) -> None:
        self._send(self.wire.last() if self.wire.asked.is_streamed else self.wire.whole())
        self.handler.wfile.write(b"0\r\n\r\n")

    def _head(self, head: Head) -> None:
        usual = "text/event-stream; charset=utf-8" if self.wire.asked.is_streamed else "application/json"
        self.handler.send_response(200)
        self.handler.send_header("Content-Type", head.content_type or usual)
        self.handler.send_header("Transfer-Encoding", "chunked")
        self.handler.send_header("Connection", "close")
        for name, value in head.headers.items():
            self.handler.send_header(name, value)
        self.handler.end_headers()
        self.handler.wfile.flush()
        self.has_head = True

    def _send(self, data: bytes) -> None:
        if not self.has_head:
            self._head(Head())
        if data:
            self.handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            self.handler.wfile.flush()

    def _break(self) -> None:
        connection = self.handler.connection
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a reset, no farewell
        connection.close()
        self.handler.rfile = self.handler.wfile = open("/dev/null", "rb+")  # noqa: SIM115


class _Completions:
    """The wire format of chat completions."""

    def __init__(self, asked: Asked) -> None:
        self.asked, self.text, self.reason, self.is_counted = asked, "", "stop", True

    def piece(self, text: str) -> bytes:
        return _event(self._chunk({"role": "assistant", "content": text}, None))

    def last(self) -> bytes:
        ended = _event(self._chunk({}, self.reason))
        wants = (self.asked.body.get("stream_options") or {}).get("include_usage")
        counted = _event({**self._head("chat.completion.chunk"), "choices": [], "usage": self._usage()})
        return ended + (counted if wants and self.is_counted else b"") + b"data: [DONE]\n\n"

    def whole(self) -> bytes:
        message = {"role": "assistant", "content": self.text}
        choice = {"index": 0, "message": message, "finish_reason": self.reason}
        usage = {"usage": self._usage()} if self.is_counted else {}
        return json.dumps({**self._head("chat.completion"), "choices": [choice], **usage}).encode()

    def _chunk(self, delta: dict[str, Any], reason: str | None) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        return {**self._head("chat.completion.chunk"), "choices": [choice]}

    def _head(self, kind: str) -> dict[str, Any]:
        return {"id": f"chatcmpl-{self.asked.number}", "object": kind, "created": 1, "model": self.asked.model}

    def _usage(self) -> dict[str, int]:
        tokens_in, tokens_out = _tokens(self.asked.system + self.asked.user), _tokens(self.text)
        return {"prompt_tokens": tokens_in, "completion_tokens": tokens_out, "total_tokens": tokens_in + tokens_out}


class _Messages:
    """The wire format of messages."""

    def __init__(self, asked: Asked) -> None:
        self.asked, self.text, self.reason, self.is_counted = asked, "", "end_turn", True
        self.has_begun = False

    def piece(self, text: str) -> bytes:
        delta = {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}}
        return self._begin() + _named(delta)

    def last(self) -> bytes:
        tokens = _tokens(self.text) if self.is_counted else 0
        ended = {"type": "message_delta", "delta": {"stop_reason": self.reason}, "usage": {"output_tokens": tokens}}
        return self._begin() + b"".join(
            _named(one) for one in ({"type": "content_block_stop", "index": 0}, ended, {"type": "message_stop"})
        )

    def whole(self) -> bytes:
        content = [{"type": "text", "text": self.text}]
        usage = {"input_tokens": self._tokens_in(), "output_tokens": _tokens(self.text)}
        return json.dumps({**self._message(), "content": content, "stop_reason": self.reason, "usage": usage}).encode()

    def _begin(self) -> bytes:
        if self.has_begun:
            return b""
        self.has_begun = True
        usage = {"input_tokens": self._tokens_in(), "output_tokens": 1 if self.is_counted else 0}
        started = {"type": "message_start", "message": {**self._message(), "usage": usage}}
        block = {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}
        return _named(started) + _named(block) + _named({"type": "ping"})

    def _tokens_in(self) -> int:
        return _tokens(self.asked.system + self.asked.user) if self.is_counted else 0

    def _message(self) -> dict[str, Any]:
        number, model = self.asked.number, self.asked.model
        return {
            "id": f"msg_{number}",
            "type": "message",
            "role": "assistant",
            "model": model,
            "content": [],
            "stop_reason": None,
        }


def _event(value: Any) -> bytes:
    return f"data: {json.dumps(value)}\n\n".encode()


def _named(value: Mapping[str, Any]) -> bytes:
    return f"event: {value['type']}\n".encode() + _event(value)


def _tokens(text: str) -> int:
    return len(text.split())


def _text(content: Any) -> str:
    return content if isinstance(content, str) else "".join(one.get("text", "") for one in content)
