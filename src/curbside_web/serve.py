"""
Run the site in this process: one server, told where it is reached before the first reader comes.

What takes long the first time (opening the library, reading vocabulary) is done before the address is printed.
"""

from __future__ import annotations

import errno
import socket
import sys
import webbrowser
from contextlib import suppress

import uvicorn

from curbside.consult import open_desk
from curbside.errors import CurbsideError


def run(host: str, port: int, *, opens_browser: bool, tells_all: bool) -> None:
    """Serve until stopped."""
    open_desk().close()  # made and filled when it is new, before anything looks for it
    from .asgi import application
    from .desks import desks
    from .journal import begin
    from .newsroom.opening import first_link, prepare

    begin(tells_all=tells_all)
    listening = _listen(host, port)
    prepare()
    counts = desks().warm()
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listening.getsockname()[1]}/"
    sys.stdout.write(f"Curbside answers at {address} from {counts:,} sources. Stop it with Ctrl+C.\n")
    if link := first_link(address):
        sys.stdout.write(f"Nobody has an account yet. This link makes the owner, once: {link}\n")
    sys.stdout.flush()
    if opens_browser:
        webbrowser.open(address)
    config = uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_keep_alive=15,
        timeout_graceful_shutdown=5,
        ws="none",
    )
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """A socket on this port, or on a free one when it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for wanted in (port, 0):
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, wanted))
        except OSError as error:
            listening.close()
            if error.errno == errno.EADDRINUSE and wanted:
                continue
            raise CurbsideError(f"Cannot listen on {host} port {port} ({error.strerror}); choose another.") from error
        listening.listen(512)  # whoever comes while the server starts waits in line
        return listening
    raise AssertionError("a free port was refused")
