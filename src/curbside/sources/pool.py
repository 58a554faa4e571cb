"""
The reading processes, seen from outside: give them jobs, hear what they read, end those that overstep.

Each child holds a short queue of jobs, so that it goes on reading while we are busy storing. A child that dies, or
is silent for longer than one document may take, costs the document it was reading; its other jobs go to the child
that replaces it, the interrupted one from the next member on.
"""

from __future__ import annotations

import io
import json
import os
import pickle
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import curbside
from curbside.errors import LibraryError

from .child import Job
from .limits import Limits

_QUEUE = 24  # jobs that a child has in hand
_BUSY_FACTOR = 5  # how much longer a document may take while its reader competes for a processor
_STARTING_SECONDS = 30  # added to the patience with a child that has not spoken yet


@dataclass(frozen=True, slots=True)
class Event:
    """What a child told (`kind` "document", "refused", "unit", "beat", "end"), or its death ("lost")."""

    kind: str
    job: Job
    told: dict[str, Any]


@dataclass(slots=True)
class _Child:
    process: subprocess.Popen[bytes]
    jobs: deque[Job] = field(default_factory=deque)
    buffer: bytes = b""
    heard: float = 0.0
    reading: tuple[int, str] | None = None  # unit and name of the document in hand
    begun: bool = False


class Pool:
    """Some reading processes."""

    def __init__(self, limits: Limits, workers: int, pack: str) -> None:
        self._limits = limits
        self._pack = pack
        self._workers = max(1, workers)
        self._waiting: deque[Job] = deque()
        self._children: list[_Child] = []
        self._selector = selectors.DefaultSelector()
        self._restarts = 0

    def give(self, jobs: list[Job]) -> None:
        """Take on jobs; they are begun in this order."""
        self._waiting.extend(jobs)
        self._hand_out()

    @property
    def is_idle(self) -> bool:
        """Whether every job has ended."""
        return not self._waiting and not any(child.jobs for child in self._children)

    def events(self, timeout_seconds: float) -> Iterator[Event]:
        """What was told since the last call; waits at most so long for something."""
        ready = self._selector.select(timeout_seconds)
        for key, _ in ready:
            yield from self._hear(cast(_Child, key.data))
        now = time.monotonic()
        for child in list(self._children):
            patience = self._limits.wall_seconds + (0 if child.begun else _STARTING_SECONDS)
            silent = now - child.heard
            if not child.jobs or silent <= patience:
                continue
            # On a busy machine a reader that wants to run but may not is no hanging one: processor time will end it.
            starved = _wants_to_run(child.process.pid)
            if starved and silent < _BUSY_FACTOR * patience:
                continue
            # What it said while we were busy storing counts first.
            if self._selector_has(child):
                yield from self._hear(child)
            else:
                yield from self._lost(child, f"reading took longer than {self._limits.wall_seconds} s", again=starved)
        self._hand_out()

    def close(self) -> None:
        """End every child at once."""
        for child in list(self._children):
            self._end(child)
        self._selector.close()

    def _selector_has(self, child: _Child) -> bool:
        return any(key.data is child for key, _ in self._selector.select(0))

    def _hand_out(self) -> None:
        while self._waiting:
            free = min(self._children, key=lambda child: len(child.jobs), default=None)
            if (free is None or free.jobs) and len(self._children) < self._workers:
                free = self._start()
            if free is None or len(free.jobs) >= _QUEUE:
                return
            self._send(free, self._waiting.popleft())

    def _start(self) -> _Child:
        folder = str(Path(curbside.__file__).parent.parent)
        paths = [folder, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
        environment = dict(os.environ, PYTHONPATH=os.pathsep.join(paths), PYTHONSAFEPATH="1")
        # Libraries that take memory for each processor would use up the limit on a large machine.
        environment |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
        told = [json.dumps(asdict(self._limits)), self._pack, str(os.getpid())]
        command = [sys.executable, "-P", "-m", "curbside.sources.child", *told]
        try:
            process = subprocess.Popen(  # noqa: S603 our own program, with arguments of our own
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                start_new_session=True,
            )
        except OSError as error:
            raise LibraryError(
                f"A reading process could not be started ({error.strerror}); free memory and try again."
            ) from error
        assert process.stdout is not None
        os.set_blocking(process.stdout.fileno(), False)
        child = _Child(process, heard=time.monotonic())
        self._children.append(child)
        self._selector.register(process.stdout, selectors.EVENT_READ, child)
        return child

    def _send(self, child: _Child, job: Job) -> None:
        if not child.jobs:
            child.heard = time.monotonic()
        child.jobs.append(job)
        assert child.process.stdin is not None
        try:
            child.process.stdin.write(json.dumps(asdict(job)).encode() + b"\n")
            child.process.stdin.flush()
        except BrokenPipeError:
            pass  # its end is seen on its output, and its jobs are given to another

    def _hear(self, child: _Child) -> Iterator[Event]:
        assert child.process.stdout is not None
        block = child.process.stdout.read(1 << 20) or b""
        if not block:
            status = child.process.wait()
            # Whoever killed it, the file may be innocent; our own limits end a reader with other signals.
            yield from self._lost(child, _cause(status, self._limits), again=status == -signal.SIGKILL)
            return
        child.heard = time.monotonic()
        child.begun = True
        *lines, child.buffer = (child.buffer + block).split(b"\n")
        for line in lines:
            told = json.loads(line)
            kind = told.pop("event")
            job = child.jobs[0]
            if kind == "full":
                raise LibraryError(
                    f"The disk has no room for what is being read ({told['reason']}); make room, then run the same "
                    "command again: what was added before is kept."
                )
            if kind == "begin":
                child.reading = (told["unit"], told["name"])
                continue
            if kind in {"document", "refused"}:
                child.reading = None
            if kind == "end":
                child.jobs.popleft()
                if told["tired"]:
                    # Memory that libraries keep would be charged to the next document.
                    self._replace(child)
            yield Event(kind, job, told)
            if kind == "end" and told["tired"]:
                return

    def _replace(self, child: _Child) -> None:
        jobs = list(child.jobs)
        self._end(child)
        self._waiting.extendleft(reversed(jobs))

    def _lost(self, child: _Child, reason: str, *, again: bool) -> Iterator[Event]:
        """A child died or was ended: tell which document it cost (to be tried `again`?), and give the rest to another."""
        jobs = list(child.jobs)
        begun, reading = child.begun, child.reading
        self._end(child)
        if not begun:
            self._restarts += 1
            if self._restarts > 3:
                raise LibraryError(f"The reading processes end before they begin ({reason}).")
        if not jobs:
            return
        job = jobs[0]
        if reading is not None:
            unit, name = reading
            told = {"unit": unit, "name": name, "reason": reason, "quarantined": True, "again": again}
            yield Event("refused", job, told)
            yield Event("unit", job, {"unit": unit})
            jobs[0] = replace(job, skip=unit + 1, spool=job.spool + "+")
        elif begun:
            yield Event("end", job, {"failed": reason, "sha256": "", "peak": 0, "tired": False, "read_bytes": 0})
            jobs = jobs[1:]
        self._waiting.extendleft(reversed(jobs))

    def _end(self, child: _Child) -> None:
        assert child.process.stdout is not None
        assert child.process.stdin is not None
        self._children.remove(child)
        self._selector.unregister(child.process.stdout)
        child.process.kill()
        child.process.wait()
        child.process.stdout.close()
        with suppress(BrokenPipeError):
            child.process.stdin.close()


def _wants_to_run(process: int) -> bool:
    """Whether a process is running or waiting for a processor, as far as this system says."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "R"
    except (OSError, IndexError):
        return False


def _cause(status: int, limits: Limits) -> str:
    if status == -signal.SIGXCPU:
        return f"reading took more than {limits.cpu_seconds} s of processor time"
    if status < 0:
        return f"its reader was ended by signal {-status} ({signal.Signals(-status).name})"
    return f"its reader ended with status {status}"


class _PlainUnpickler(pickle.Unpickler):
    """Tuples, lists, strings, bytes and numbers only: a child that a file took over can name no function here."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name} in a spool file")


def spooled(path: Path, offset: int, length: int) -> Iterator[list[tuple[Any, ...]]]:
    """The batches of one document in a spool file."""
    with path.open("rb") as stream:
        stream.seek(offset)
        while length > 0:
            size = int.from_bytes(stream.read(8), "big")
            block = stream.read(size)
            if len(block) != size or size == 0:
                raise LibraryError(f"The spool file {path.name} is cut short; run the same command again.")
            length -= 8 + size
            yield cast(list[tuple[Any, ...]], _PlainUnpickler(io.BytesIO(block)).load())
