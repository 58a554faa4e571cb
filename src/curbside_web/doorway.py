"""
What every request passes before Django and every response on its way out.

A body that is too large is refused before it is read, files and pages that are the same for everybody are served from
memory, and each response gets the same headers, whoever wrote it. This stands outside Django because Django keeps a body on disk before any view can refuse it.
"""

from __future__ import annotations

import gzip
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from pathlib import Path
from typing import Any

from whitenoise import WhiteNoise

from .journal import counts
from .kept import Kept, Key, Page

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Any, Any, Any], Awaitable[None]]  # as servers and frameworks type it in their own words
Headers = list[tuple[bytes, bytes]]

LARGEST_BODY_BYTES = 64 * 1024
#: A page smaller than this is sent as it is.
SMALL_BYTES = 1024

_POLICY = "; ".join(
    [
        "default-src 'none'",
        *(f"{name} 'self'" for name in ("script-src", "style-src", "img-src", "font-src", "connect-src")),
        *(f"{name} 'self'" for name in ("form-action", "manifest-src")),
        *(f"{name} 'none'" for name in ("frame-ancestors", "base-uri")),
    ]
)
_ALWAYS: Headers = [
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), interest-cohort=()"),
]
_COMPRESSED = (b"text/html", b"text/css", b"text/javascript", b"application/json", b"image/svg+xml", b"application/xml")


class Doorway:
    """The outermost application: limits, files, headers."""

    def __init__(
        self, app: App, files: WhiteNoise, kept: Kept, begin: Callable[[], None], close: Callable[[], None]
    ) -> None:
        self._app = app
        self._files = files
        self._kept = kept
        self._begin = begin
        self._close = close

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        if scope["type"] != "http":
            return
        given = dict(scope["headers"])
        is_welcome = b"gzip" in given.get(b"accept-encoding", b"")
        outgoing = _Outgoing(send, is_welcome)
        if scope["method"] in {"GET", "HEAD"} and scope["path"] in self._files.files:
            await self._file(scope, outgoing.send)
            return
        if scope["method"] == "GET" and b"session=" not in given.get(b"cookie", b""):
            key = (scope["path"], scope["query_string"], given.get(b"host", b""))
            if page := self._kept.find(key):
                counts.add("kept", 200, 0.0)
                await _again(send, page, is_welcome, given.get(b"if-none-match", b""))
                return
            outgoing.keeps(self._kept, key)
        try:
            await self._app(scope, _limited(scope, receive), outgoing.send)
        except _TooLargeError:
            await _refuse(outgoing.send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._begin()
                await send({"type": "lifespan.startup.complete"})
            else:
                self._close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _file(self, scope: Scope, send: Send) -> None:
        given = {f"HTTP_{k.decode().upper().replace('-', '_')}": v.decode("latin-1") for k, v in scope["headers"]}
        response = self._files.files[scope["path"]].get_response(scope["method"], given)
        body = b""
        if response.file is not None:
            with response.file:
                body = response.file.read()
        headers = [(k.lower().encode(), v.encode("latin-1")) for k, v in response.headers]
        await send({"type": "http.response.start", "status": int(response.status), "headers": headers})
        await send({"type": "http.response.body", "body": body})


class _Outgoing:
    """A response on its way: headers added, and the body compressed when it comes whole."""

    def __init__(self, send: Send, is_welcome: bool) -> None:
        self._send = send
        self._is_welcome = is_welcome
        self._start: Message | None = None
        self._keep: Callable[[Headers, bytes], None] | None = None
        self._public: Headers = []

    def keeps(self, kept: Kept, key: Key) -> None:
        """Keep the response when it says that it is the same for everybody."""
        stamp = kept.stamp()
        if stamp is not None:
            self._keep = lambda headers, body: kept.keep(key, stamp, headers, body)

    async def send(self, message: Message) -> None:
        """Send a part of the response."""
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *_ALWAYS]
            if message["status"] == 200 and b"".join(_named(message, b"cache-control")).startswith(b"public"):
                self._public = message["headers"]
            if self._compresses(message):
                self._start = message  # its length is known with the body
                return
            await self._send(message)
            return
        if self._public and self._keep and not message.get("more_body"):
            self._keep(self._public, message.get("body", b""))
        if self._start is not None:
            start, self._start = self._start, None
            if not message.get("more_body") and len(message.get("body", b"")) >= SMALL_BYTES:
                message["body"] = gzip.compress(message["body"], 5, mtime=0)
                start["headers"] = [
                    *((k, v) for k, v in start["headers"] if k.lower() not in {b"content-length", b"vary"}),
                    (b"content-length", str(len(message["body"])).encode()),
                    (b"content-encoding", b"gzip"),
                    (b"vary", b", ".join([b"Accept-Encoding", *_named(start, b"vary")])),
                ]
            await self._send(start)
        await self._send(message)

    def _compresses(self, message: Message) -> bool:
        kind = b"".join(_named(message, b"content-type"))
        return (
            self._is_welcome
            and message["status"] == 200
            and kind.startswith(_COMPRESSED)
            and not _named(message, b"content-encoding")
        )


async def _again(send: Send, page: Page, is_welcome: bool, known: bytes) -> None:
    """Send a page that was kept, or the news that it is the same."""
    headers = [(k, v) for k, v in page.headers if k.lower() not in {b"content-length", b"vary"}]
    headers += [(b"etag", page.etag), (b"vary", b"Accept-Encoding")]
    status, body = (304, b"") if known == page.etag else (200, page.compressed if is_welcome else page.body)
    if status == 200 and is_welcome:
        headers.append((b"content-encoding", b"gzip"))
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class _TooLargeError(Exception):
    """The body of a request is larger than anything that can be asked."""


def _limited(scope: Scope, receive: Receive) -> Receive:
    told = dict(scope["headers"]).get(b"content-length", b"0")
    is_told_large = not told.isdigit() or int(told) > LARGEST_BODY_BYTES
    taken = 0

    async def received() -> Message:
        nonlocal taken
        if is_told_large:
            raise _TooLargeError
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LARGEST_BODY_BYTES:
            raise _TooLargeError
        return message

    return received


async def _refuse(send: Send) -> None:
    body = (
        b'{"type": "about:blank", "title": "Request too large", "status": 413, '
        b'"detail": "A request may hold 64 KB; shorten the question."}'
    )
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 413, "headers": [*headers, (b"connection", b"close")]})
    await send({"type": "http.response.body", "body": body})


def _named(message: Message, name: bytes) -> list[bytes]:
    return [value for key, value in message.get("headers", []) if key.lower() == name]


def served(folders: Iterable[tuple[str, Path]]) -> WhiteNoise:
    """The files in these folders, each below its address; an address never changes its content."""
    noise = WhiteNoise(None, max_age=WhiteNoise.FOREVER, allow_all_origins=False, immutable_file_test=lambda *_: True)
    for address, folder in folders:
        noise.add_files(str(folder), address)
    return noise
