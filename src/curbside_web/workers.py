"""
The site in several processes: Python makes one answer at a time in each, so two cores answer twice as much with two.

Each process listens for itself on the same port and the kernel deals out the readers. The one that started them looks
after them: whoever falls is started again, and when it goes, they go. What they share stands in the database.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from curbside.errors import CurbsideError

#: How long a process may take to open the library, and to finish what it has begun, in seconds.
READY_SECONDS, STOP_SECONDS = 300.0, 10.0
#: A process that fell this soon is started again after a pause, each time longer up to the longest.
_SOON_SECONDS, _LONGEST_PAUSE_SECONDS = 10.0, 30.0
_LOOK_SECONDS = 0.2


@dataclass(slots=True)
class Worker:
    """A process, and when it may be started again."""

    number: int
    process: subprocess.Popen[str]
    started_at: float
    pause_seconds: float = 0.0
    restarts_at: float = 0.0


def supervise(host: str, port: int, count: int, announce: Callable[[int, int], None], *, tells_all: bool) -> None:
    """Run so many processes until stopped; `announce` hears the port and how many sources there are once all listen."""
    is_over = threading.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda *_: is_over.set())
    holder = hold(host, port)
    chosen = holder.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="curbside-") as counts, holder:

        def start(number: int) -> Worker:
            command = [sys.executable, "-m", "curbside_web.worker", host, str(chosen), str(number), counts]
            command += ["--log"] if tells_all else []
            process = subprocess.Popen(  # noqa: S603  # this very program
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            return Worker(number, process, time.monotonic())

        workers = [start(number) for number in range(count)]
        try:
            sources = max(_ready(one, is_over) for one in workers)
            if not is_over.is_set():
                announce(chosen, sources)
            while not is_over.wait(_LOOK_SECONDS):
                for at, one in enumerate(workers):
                    if one.process.poll() is not None:
                        workers[at] = _again(one, start)
        finally:
            _stop(workers)


def _again(fallen: Worker, start: Callable[[int], Worker]) -> Worker:
    """The worker in the place of one that fell, or the fallen one while its pause lasts."""
    now = time.monotonic()
    if not fallen.restarts_at:
        sys.stderr.write(
            f"Process {fallen.number} of the site ended ({fallen.process.returncode}); starting it again.\n"
        )
        was_soon = now - fallen.started_at < _SOON_SECONDS
        fallen.pause_seconds = min(_LONGEST_PAUSE_SECONDS, max(1.0, 2 * fallen.pause_seconds)) if was_soon else 0.0
        fallen.restarts_at = now + fallen.pause_seconds
    if now < fallen.restarts_at:
        return fallen
    fresh = start(fallen.number)
    fresh.pause_seconds = fallen.pause_seconds
    # Nobody waits for its line: the others answer meanwhile.
    threading.Thread(target=_drain, args=(fresh,), daemon=True).start()
    return fresh


def _drain(worker: Worker) -> None:
    assert worker.process.stdout
    worker.process.stdout.read()


def _ready(worker: Worker, is_over: threading.Event) -> int:
    """How many sources a worker found, once it listens."""
    said: list[str] = []
    assert worker.process.stdout
    line = worker.process.stdout.readline
    listening = threading.Thread(target=lambda: said.append(line()), daemon=True)
    listening.start()
    until = time.monotonic() + READY_SECONDS
    while listening.is_alive() and time.monotonic() < until and not is_over.is_set():
        listening.join(_LOOK_SECONDS)
    if is_over.is_set():
        return 0
    if not said or not said[0].strip().isdigit():
        raise CurbsideError(f"Process {worker.number} of the site did not start; what it said stands above.")
    return int(said[0])


def _stop(workers: list[Worker]) -> None:
    for one in workers:
        one.process.terminate()
    until = time.monotonic() + STOP_SECONDS
    for one in workers:
        with contextlib.suppress(subprocess.TimeoutExpired):
            one.process.wait(max(0.0, until - time.monotonic()))
        one.process.kill()
        one.process.wait()
        for pipe in (one.process.stdin, one.process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()


def hold(host: str, port: int) -> socket.socket:
    """A socket that keeps the port for the workers and takes no reader itself."""
    if not hasattr(socket, "SO_REUSEPORT"):
        raise CurbsideError("This system cannot share a port between processes; serve with --workers 1.")
    from .serve import bound

    with bound(host, port) as alone:  # a port that another program shares is not ours to join
        chosen = alone.getsockname()[1]
    return bound(host, chosen, shares=True)


def stop_with_parent() -> None:
    """End this process when the one that started it is gone, however that went."""

    def wait() -> None:
        sys.stdin.buffer.read()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="parent", daemon=True).start()
