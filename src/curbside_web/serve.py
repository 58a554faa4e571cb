"""
Run the site: one server in this process or several of them, told where it is reached before the first reader comes.

What takes long the first time (opening the library, reading vocabulary) is done before the address is printed.
"""

from __future__ import annotations

import errno
import socket
import sys
import webbrowser
from contextlib import suppress
from typing import Any

import uvicorn

from curbside.consult import open_desk
from curbside.errors import CurbsideError

#: Readers who may wait to be taken.
_LONGEST_LINE = 512


def run(host: str, port: int, *, opens_browser: bool, tells_all: bool, workers: int = 1) -> None:
    """Serve until stopped."""
    with open_desk() as desk:  # made and filled when it is new, before anything looks for it
        desk.archive.is_there()  # what another version wrote is refused now, and not page by page
    from .asgi import application
    from .newsroom.opening import first_link, prepare

    prepare()

    def announce(port: int, sources: int) -> None:
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{port}/"
        sys.stdout.write(f"Curbside answers at {address} from {sources:,} sources. Stop it with Ctrl+C.\n")
        if link := first_link(address):
            sys.stdout.write(f"Nobody has an account yet. This link makes the owner, once: {link}\n")
        sys.stdout.flush()
        if opens_browser:
            webbrowser.open(address)

    if workers > 1:
        from .workers import supervise

        supervise(host, port, workers, announce, tells_all=tells_all)
        return
    from .desks import desks
    from .journal import begin

    begin(tells_all=tells_all)
    listening = bound(host, port)
    listening.listen(_LONGEST_LINE)  # whoever comes while the server starts waits in line
    sources = desks().warm()
    announce(listening.getsockname()[1], sources)
    listen(application, listening)


def listen(application: Any, listening: socket.socket) -> None:
    """Serve those who come to a socket, until told to stop."""
    from django.conf import settings

    listening.listen(_LONGEST_LINE)
    config = uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_keep_alive=15,
        timeout_graceful_shutdown=5,
        ws="none",
        # What these say of a reader's address and of TLS is believed; from anyone else it is not looked at.
        forwarded_allow_ips=",".join(settings.CURBSIDE.site_proxies.split()),
    )
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])


def bound(host: str, port: int, *, shares: bool = False) -> socket.socket:
    """A socket on this port, or on a free one when it is taken; one that shares it leaves room for other processes."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for wanted in (port, 0):
        made = socket.socket(family, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shares:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        try:
            made.bind((host, wanted))
        except OSError as error:
            made.close()
            if error.errno == errno.EADDRINUSE and wanted and not shares:
                continue
            raise CurbsideError(f"Cannot listen on {host} port {port} ({error.strerror}); choose another.") from error
        return made
    raise AssertionError("a free port was refused")
