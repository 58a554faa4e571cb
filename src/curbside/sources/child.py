"""
The reading process: it opens foreign files, and can be ended at any moment without harm.

It runs with limits on memory and processor time and without a network, reads one job after the other from its
standard input, writes what it read to a spool file, and tells of it on its standard output, one JSON object a
line. It holds no connection to the library. When a file makes it die, the parent puts that file in quarantine and
starts another one.
"""

from __future__ import annotations

import ctypes
import errno
import gc
import hashlib
import io
import json
import os
import pickle
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from curbside import plugins
from curbside.errors import NotADocumentError, UnreadableError

from .containers import Container, Counted, Member
from .detect import format_of, unrecognised
from .limits import STREAMS, Limits
from .passages import settle
from .reading import HEAD_BYTES, Deletion, Format, Refusal
from .source import Source

BATCH = 400  # sources in one frame of the spool
_BEAT_SECONDS = 0.5
#: What is read forms few cycles; to look for them as often as usual takes a twentieth of the time.
_OBJECTS_BETWEEN_COLLECTIONS = 20_000
_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000
_DIE_WITH_PARENT, _NO_NEW_PRIVILEGES = 1, 38
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS})
_REFUSED_EVENTS = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.fork")

Pack = Callable[[Source, str], tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Job:
    """One file on disk, or one share of an archive, to be read."""

    number: int
    path: str
    name: str  # the label of the file within what was added
    format: str  # "" when it is to be found by content
    part: int  # this share, of so many parts
    parts: int
    skip: int  # members before this one were read already
    spool: str


def confine(limits: Limits) -> None:
    """Give up memory, network and helpers, for the rest of this process's life."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
        libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        # A network of its own, with nothing in it, where the system permits; the hook below refuses sockets anyway.
        if libc.unshare(_NEW_NETWORK) != 0:
            libc.unshare(_NEW_USER | _NEW_NETWORK)
    with suppress(ValueError, OSError):  # a system without this limit, or with a lower one that may not be raised
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_refuse)


def _refuse(event: str, _: object) -> None:
    if event.startswith(_REFUSED_EVENTS):
        raise PermissionError(f"{event} is not allowed while a file is read")


class _Teller:
    """Tells the parent what happens, and at least twice a second that there is life."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._told = 0.0

    def tell(self, **event: object) -> None:
        self._stream.write(json.dumps(event).encode() + b"\n")
        self._stream.flush()
        self._told = time.monotonic()

    def beat(self, job: Job, records: int, read_bytes: int) -> None:
        if time.monotonic() - self._told > _BEAT_SECONDS:
            self.tell(event="beat", job=job.number, records=records, read_bytes=read_bytes)


class Reader:
    """Reads jobs: opens containers, finds formats, settles and packs sources, spools them."""

    def __init__(self, limits: Limits, pack: Pack, tell: IO[bytes]) -> None:
        self._limits = limits
        self._pack = pack
        self._teller = _Teller(tell)

    def run(self, job: Job) -> None:
        """Read one job to its end; what goes wrong is told, not raised."""
        container = Container(
            Path(job.path),
            job.name,
            self._limits,
            share=(job.part, job.parts),
            skip=job.skip,
            passed=lambda: self._teller.beat(job, 0, container.read_bytes),
        )
        failed = ""
        try:
            with Path(job.spool).open("wb") as spool:
                unit = -1
                for member in container.members():
                    if member.unit != unit and unit >= 0:
                        self._teller.tell(event="unit", job=job.number, unit=unit)
                    unit = member.unit
                    self._document(job, member, container, spool)
        except OSError as error:
            if error.errno in _FULL:
                self._teller.tell(event="full", job=job.number, reason=os.strerror(error.errno or 0))
                return
            failed = f"cannot be read ({error.strerror or error})"
        except Exception as error:
            failed = _reason(error)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        tired = peak > self._limits.memory_bytes * 0.6
        digest = _digest(Path(job.path)) if job.part == 0 else ""
        self._teller.tell(
            event="end",
            job=job.number,
            failed=failed,
            sha256=digest,
            peak=peak,
            tired=tired,
            read_bytes=container.read_bytes,
        )

    def _document(self, job: Job, member: Member, container: Container, spool: IO[bytes]) -> None:
        self._teller.tell(event="begin", job=job.number, unit=member.unit, name=member.name)
        if member.stream is None:
            self._refused(job, member, member.reason, quarantined=member.quarantined)
            return
        began = spool.tell()
        told: dict[str, object] | None = None
        reason, quarantined, unexpected = "", True, False
        try:
            told = self._read(job, member.stream, member.name, container, spool)
        except NotADocumentError as error:
            reason, quarantined = str(error), False
        except (UnreadableError, MemoryError) as error:
            reason = _reason(error)
        except Exception as error:
            if isinstance(error, OSError) and error.errno in _FULL:
                raise
            # Any mistake of a reader with a foreign file costs that file, and no other.
            reason, unexpected = _reason(error), True
        finally:
            # Between documents only the parent's patience counts: skipping through an archive is nobody's record.
            resource.setrlimit(resource.RLIMIT_CPU, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        if told is None:
            spool.seek(began)
            spool.truncate()
            self._refused(job, member, reason, quarantined=quarantined, again=unexpected)
            return
        spool.flush()
        told |= {"offset": began, "length": spool.tell() - began}
        self._teller.tell(event="document", job=job.number, unit=member.unit, name=member.name, **told)

    def _refused(self, job: Job, member: Member, reason: str, *, quarantined: bool, again: bool = False) -> None:
        """`again`: the fault may not lie with the file, which is read again when it is added again."""
        told = {"unit": member.unit, "name": member.name, "reason": reason, "quarantined": quarantined, "again": again}
        self._teller.tell(event="refused", job=job.number, **told)

    def _read(self, job: Job, stream: BinaryIO, name: str, container: Container, spool: IO[bytes]) -> dict[str, object]:
        """Read one document into the spool and return what is to be told of it."""
        document = _Document(stream, self._limits)
        head = document.peek()
        chosen = _format(job.format, head, name)
        document.bound_to(chosen.name)
        refusals: list[tuple[str, str, bool]] = []
        deletions: list[tuple[tuple[str, ...], str]] = []
        rows: list[tuple[Any, ...]] = []
        seconds = {"read": 0.0, "settle": 0.0, "pack": 0.0}
        records = 0
        self._allow(0, 0, start=True)
        mark = time.process_time()
        for read in chosen.read(document.stream, name):
            if isinstance(read, Source):
                now = time.process_time()
                seconds["read"] += now - mark
                settled = settle(read)
                mark = time.process_time()
                seconds["settle"] += mark - now
                rows.append(self._pack(settled, chosen.name))
                now = time.process_time()
                seconds["pack"] += now - mark
                mark = now
            elif isinstance(read, Refusal):
                refusals.append((read.locator, read.reason, read.skipped))
            elif isinstance(read, Deletion):
                deletions.append((read.ids, read.reason))
            records += 1
            if records % 50 == 0:
                self._allow(document.count, records)
                self._teller.beat(job, records, container.read_bytes)
            if len(rows) >= BATCH:
                _frame(spool, rows)
                rows = []
        seconds["read"] += time.process_time() - mark
        _frame(spool, rows)
        digest, size = document.finish()
        return {
            "format": chosen.name,
            "sha256": digest,
            "bytes": size,
            "records": records,
            "refusals": refusals,
            "deletions": deletions,
            "seconds": seconds,
            "read_bytes": container.read_bytes,
        }

    def _allow(self, read_bytes: int, records: int, *, start: bool = False) -> None:
        """Move the limit of processor time on: it counts from the start of this document."""
        if start:
            used = resource.getrusage(resource.RUSAGE_SELF)
            self._started = used.ru_utime + used.ru_stime
        allowed = int(self._started + self._limits.cpu_budget(read_bytes, records)) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, resource.RLIM_INFINITY))


class _Document(Counted):
    """A document's bytes, counted and hashed on their way to the reader."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        super().__init__(stream)
        self._limits = limits
        self._hash = hashlib.sha256()
        self._most: int | None = None
        self.stream: BinaryIO = cast(BinaryIO, io.BufferedReader(self, 1 << 16))

    def peek(self) -> bytes:
        """The first bytes, which the reader will see again."""
        return cast(io.BufferedReader, self.stream).peek(HEAD_BYTES)[:HEAD_BYTES]

    def bound_to(self, format_name: str) -> None:
        """From now on, refuse more than one document's bytes, unless the format is a stream of records."""
        self._most = None if format_name in STREAMS else self._limits.document_bytes

    def readinto(self, buffer: Any) -> int:
        size = super().readinto(buffer)
        self._hash.update(memoryview(buffer)[:size])
        if self._most is not None and self.count > self._most:
            raise UnreadableError(f"larger than the {self._most // 1_000_000} MB allowed for one document")
        return size

    def finish(self) -> tuple[str, int]:
        """SHA-256 and size of the whole, with what the reader had no need to read."""
        while self.stream.read(1 << 20):
            pass
        return self._hash.hexdigest(), self.count


def _format(name: str, head: bytes, label: str) -> Format:
    found = plugins.load("curbside.formats", name)() if name else format_of(head, label)
    if found is None:
        raise NotADocumentError(unrecognised(head, label))
    return cast(Format, found)


def _frame(spool: IO[bytes], rows: list[tuple[Any, ...]]) -> None:
    if rows:
        block = pickle.dumps(rows, protocol=5)
        spool.write(len(block).to_bytes(8, "big"))
        spool.write(block)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def _reason(error: BaseException) -> str:
    if isinstance(error, MemoryError):
        return "needs more memory than is allowed for one document"
    if isinstance(error, RecursionError):
        return "nested too deeply"
    words = str(error).strip().rstrip(".").splitlines()
    if isinstance(error, UnreadableError) and words:
        return words[0][:300]
    return f"its reader failed ({type(error).__name__}{': ' + words[0][:200] if words else ''})"


def main() -> None:
    """Serve jobs until standard input ends."""
    limits = Limits(**json.loads(sys.argv[1]))
    module, _, function = sys.argv[2].partition(":")
    # What a library prints must not be taken for what we tell.
    told = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    pack: Pack = getattr(import_module(module), function)
    confine(limits)
    if os.getppid() != int(sys.argv[3]):
        sys.exit()  # the parent died before we asked to die with it
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, 20, 50)
    reader = Reader(limits, pack, told)
    for line in _lines():
        reader.run(Job(**json.loads(line)))


def _lines() -> Iterator[str]:
    while line := sys.stdin.readline():
        yield line


if __name__ == "__main__":
    main()
