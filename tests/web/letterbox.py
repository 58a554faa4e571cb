"""A mail server for tests: it takes whatever comes at a port of its own, and keeps it."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class Letterbox(socketserver.ThreadingTCPServer):
    """Mails in the order they came."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.mails: list[EmailMessage] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def wait(self, count: int, seconds: float = 10) -> list[EmailMessage]:
        """The mails, once there are so many of them."""
        until = time.monotonic() + seconds
        while len(self.mails) < count and time.monotonic() < until:
            time.sleep(0.05)
        return list(self.mails)


class _Talk(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a sender needs."""

    server: Letterbox

    def handle(self) -> None:
        self._say("220 mailbox")
        for line in self.rfile:
            verb = line.strip().upper()
            if verb == b"DATA":
                self._say("354 go on")
                body = []
                for part in self.rfile:
                    if part == b".\r\n":
                        break
                    body.append(part[1:] if part.startswith(b".") else part)
                mail = message_from_bytes(b"".join(body), policy=policy.default)
                assert isinstance(mail, EmailMessage)
                self.server.mails.append(mail)
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            self._say("250 ok")

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


@contextmanager
def letterbox() -> Iterator[Letterbox]:
    """A mailbox that is open for a while."""
    with Letterbox() as opened:
        threading.Thread(target=opened.serve_forever, daemon=True).start()
        yield opened
        opened.shutdown()
