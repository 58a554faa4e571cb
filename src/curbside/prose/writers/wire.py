"""
The line to a model: every byte that comes or goes is counted and timed.

A deadline that is checked between events is none: a server that sends one byte a second, or nothing after its headers,
never reaches the check. So the deadline sits beneath the SDKs, at the socket: each read, write and handshake may take
what is left and no more, and looking up a host name too. One exchange has one line, and closing it ends the exchange.
Nothing is followed elsewhere, certificates are verified, proxies of the environment are used for remote hosts alone, and
of the headers that an SDK would send only those pass that the other side needs.
"""

from __future__ import annotations

import logging
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore2
import httpx2

from curbside import __version__

from .access import Access, is_loopback
from .writer import Fault, WriterError

#: Bytes that one reply may have, headers and all.
MOST_BYTES = 2_000_000
#: Seconds to wait until a connection stands, whatever else is left.
CONNECTING = 10.0
#: Headers of an SDK that pass; the key is added here, and what says who and where the user is stays behind.
PASSED = frozenset({"host", "accept", "content-type", "content-length", "transfer-encoding", "anthropic-version"})
_PIECE = 16_384  # bytes that are sent at once


class Meter:
    """What is left of an exchange: seconds, and bytes that may still come."""

    def __init__(self, until: float, most: int = MOST_BYTES) -> None:
        self.until, self._most, self._bytes = until, most, 0

    def left(self, wanted: float | None = None) -> float:
        """Seconds that an operation may take; nothing begins after the deadline."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise WriterError(Fault.TOO_LATE, "The language model did not finish in time.")
        return left if wanted is None else min(left, wanted)

    def count(self, size: int) -> None:
        """Count bytes that came; more than allowed end the exchange."""
        self._bytes += size
        if self._bytes > self._most:
            raise WriterError(Fault.TOO_LONG, f"The language model sent more than {self._most:,} bytes.")


class _Line(httpcore2.NetworkStream):
    """A connection under a meter."""

    def __init__(self, inner: httpcore2.NetworkStream, meter: Meter) -> None:
        self._inner, self._meter = inner, meter

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._inner.read(max_bytes, self._meter.left(timeout))
        self._meter.count(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _PIECE):
            self._inner.write(buffer[start : start + _PIECE], self._meter.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _Line(self._inner.start_tls(ssl_context, server_hostname, self._meter.left(timeout)), self._meter)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Lines(httpcore2.NetworkBackend):
    """Connects under a meter; a host of this machine is never looked for elsewhere."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        failed: Exception = httpcore2.ConnectError("no address")
        for address in _addresses(host, port, self._meter.left(CONNECTING)):
            try:
                inner = httpcore2.SyncBackend().connect_tcp(address, port, self._meter.left(CONNECTING))
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
                continue
            return _Line(inner, self._meter)
        raise failed


class _Transport(httpx2.HTTPTransport):
    """One connection, and only the headers that are needed."""

    def __init__(self, access: Access, meter: Meter, headers: Mapping[str, str]) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=_certificates(),
            proxy=_proxy(access),
            max_connections=1,
            network_backend=_Lines(meter),
        )
        self._headers = {**headers, "User-Agent": f"curbside/{__version__}", "Accept-Encoding": "identity"}

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        passed = {name: value for name, value in request.headers.items() if name.lower() in PASSED}
        request.headers = httpx2.Headers({**passed, **self._headers})
        response = super().handle_request(request)
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            response.close()  # what unfolds is not counted
            raise WriterError(Fault.MALFORMED, "The language model packs its replies, though it was asked not to.")
        return response


def client(access: Access, until: float, headers: Mapping[str, str]) -> httpx2.Client:
    """A client for one exchange, which ends by `until` and sends these headers besides what is needed."""
    for name in ("httpx2", "httpcore2", "openai", "anthropic"):  # in full they would log questions and keys
        logging.getLogger(name).setLevel(logging.WARNING)
    return httpx2.Client(
        transport=_Transport(access, Meter(until), headers), follow_redirects=False, trust_env=False, timeout=None
    )


@cache
def _certificates() -> ssl.SSLContext:
    return httpx2.create_ssl_context()


def _proxy(access: Access) -> httpcore2.Proxy | None:
    """The proxy that the environment names for a remote host."""
    parts = urlsplit(access.url)
    if access.connects_here or proxy_bypass(parts.netloc.rpartition("@")[2]):
        return None
    named = getproxies()
    if not (found := named.get(parts.scheme) or named.get("all")):
        return None
    try:
        proxy = httpx2.Proxy(found if "://" in found else f"http://{found}")
    except (ValueError, httpx2.InvalidURL) as error:
        raise WriterError(
            Fault.UNREACHABLE, "The proxy that the environment names is none: HTTP ones are used."
        ) from error
    if proxy.url.scheme not in {"http", "https"}:
        raise WriterError(Fault.UNREACHABLE, "The proxy that the environment names speaks no HTTP; name one that does.")
    return httpcore2.Proxy(str(proxy.url), auth=proxy.raw_auth)


def _addresses(host: str, port: int, seconds: float) -> list[str]:
    """The addresses of a host, looked up for so long at most."""
    found: list[str] = []
    failed: list[OSError] = []

    def look_up() -> None:
        try:
            found.extend(str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except OSError as error:
            failed.append(error)

    looking = threading.Thread(target=look_up, daemon=True)
    looking.start()
    looking.join(seconds)
    if failed:
        try:
            raise failed[0]
        except OSError as error:  # as its context, for the pool takes its cause away
            raise httpcore2.ConnectError("host name not known") from error
    if looking.is_alive():
        raise httpcore2.ConnectTimeout("host name not found in time")
    here = is_loopback(host)
    return [address for address in dict.fromkeys(found) if not here or is_loopback(address)]
