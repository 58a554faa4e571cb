"""
Files, folders and archives, opened one member at a time and never unpacked to disk.

The kind of container is found by its first bytes. A member's name is a label: it is cleaned, shown and handed to
the reader, and never used as a path. What a decompressor gives out is counted against what it took in, so that a
small file cannot become a large one; the count is made while reading, because headers lie.
"""

from __future__ import annotations

import gzip
import io
import os
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from curbside import zstd
from curbside.errors import UnreadableError

from .limits import Limits
from .reading import HEAD_BYTES

_SLACK_BYTES = 1_000_000  # a short file of blanks compresses a thousandfold and harms nobody
_BLOCK_BYTES = 1 << 16
_MORSEL_BYTES = 4096
_WINDOW_LOG = 27  # a zstd frame may ask for 2 ** 27 bytes of memory at most

#: What goes wrong in a damaged or hostile archive, whatever its kind.
ARCHIVE_ERRORS = (
    *(zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile, zlib.error, zstd.ZstdError, EOFError),
    *(NotImplementedError, OverflowError, UnicodeDecodeError, ValueError),
)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a container: its stream, or the reason why there is none."""

    unit: int  # its number among the members of the outermost container
    name: str
    stream: BinaryIO | None
    reason: str = ""  # why it is not read
    quarantined: bool = False  # else skipped


class Counted(io.RawIOBase):
    """A stream whose bytes are counted, and refused when there are more than allowed."""

    def __init__(self, stream: IO[bytes], allowed: Callable[[int], str] | None = None) -> None:
        super().__init__()
        self._stream = stream
        self._allowed = allowed
        self.count = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what is there, and check the count."""
        try:
            block = self._stream.read(len(buffer))
        except ARCHIVE_ERRORS as error:
            raise UnreadableError(f"damaged ({_words(error)})") from error
        buffer[: len(block)] = block
        self.count += len(block)
        if self._allowed and (reason := self._allowed(self.count)):
            raise UnreadableError(reason)
        return len(block)


class _CountedFile(Counted):
    """The file on disk under it all; archives seek in it."""

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()


class _Unzstd:
    """
    Reads zstd frames one after the other.

    The stream reader of the library takes a file that is cut short for one that ends there; half a file must not
    pass for a whole one. It is fed little at a time, because a few bytes can stand for a hundred kilobytes.
    """

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self._frame: Any = None
        self._input = b""
        self._output = memoryview(b"")

    def read(self, size: int) -> bytes:
        while not self._output:
            self._input = self._input or self._source.read(_MORSEL_BYTES)
            if not self._input:
                if self._frame is not None:
                    raise EOFError("it is cut short")
                return b""
            if self._frame is None:
                self._frame = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: _WINDOW_LOG})
            self._output = memoryview(self._frame.decompress(self._input))
            self._input = b""
            if self._frame.eof:
                self._input = self._frame.unused_data
                self._frame = None
        block, self._output = self._output[:size], self._output[size:]
        return bytes(block)


def clean_name(name: str) -> str:
    """A member's name as a label: forward slashes, no drive, no root, no way up, no control characters."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    label = "/".join(part for part in parts if not (len(part) == 2 and part[1] == ":"))
    return "".join(letter if letter.isprintable() else "�" for letter in label)[-300:] or "unnamed"


def hidden(name: str) -> bool:
    """Whether a label is that of a hidden file or of what macOS leaves in archives."""
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))


def files_in(folder: Path) -> Iterator[tuple[Path, str, str]]:
    """Every file under a folder in the order of names: path, label, and a reason when it is not to be read."""
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in [*folders]:
            if hidden(name):
                folders.remove(name)
                yield Path(parent) / name, clean_name(name), "a hidden folder"
        for name in sorted(names):
            path = Path(parent) / name
            yield path, clean_name(str(path.relative_to(folder))), reason_to_skip(path, name)


def reason_to_skip(path: Path, name: str) -> str:
    """Why a file on disk is not read at all, or "" when it is."""
    try:
        status = path.lstat()
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    if hidden(name):
        return "a hidden file"
    if stat.S_ISLNK(status.st_mode):
        return "a link; add the file it leads to by its own name"
    if not stat.S_ISREG(status.st_mode):
        return "not a regular file"
    return "" if status.st_size else "an empty file"


def archive_kind(path: Path) -> str:
    """ "zip" or "tar" when a file on disk holds several members (by its first bytes), so that its reading can be shared."""
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    kind = _kind(head, path.name)
    compressed_tar = kind in {"gzip", "zstd"} and ".t" in path.name.lower()
    return "tar" if compressed_tar else kind if kind in {"zip", "tar"} else ""


class Container:
    """A file on disk and the members it holds; a plain file holds itself."""

    def __init__(
        self,
        path: Path,
        name: str,
        limits: Limits,
        *,
        share: tuple[int, int] = (0, 1),
        skip: int = 0,
        passed: Callable[[], None] = lambda: None,
    ) -> None:
        """Open nothing yet; `share` is (part, parts), and `passed` is called for each member that is another's."""
        self._path = path
        self._name = name
        self._limits = limits
        self._share = share
        self._skip = skip
        self._passed = passed
        self._file: Counted | None = None

    @property
    def read_bytes(self) -> int:
        """How many bytes of the file on disk have been read."""
        return self._file.count if self._file else 0

    def members(self) -> Iterator[Member]:
        """
        This share's members in order; a member's stream is good until the next one is asked for.

        Raises UnreadableError when the container itself cannot be read further.
        """
        with self._path.open("rb") as raw:
            self._file = _CountedFile(raw)
            try:
                yield from self._open(io.BufferedReader(self._file, _BLOCK_BYTES), self._name, 0, None)
            except ARCHIVE_ERRORS as error:
                raise UnreadableError(f"the archive is damaged ({_words(error)})") from error

    def _mine(self, unit: int) -> bool:
        part, parts = self._share
        mine = unit % parts == part and unit >= self._skip
        if not mine:
            self._passed()
        return mine

    def _open(self, stream: io.BufferedReader[Any], name: str, depth: int, unit: int | None) -> Iterator[Member]:
        """The members of one container; `unit` is fixed inside a nested one."""
        head = stream.peek(HEAD_BYTES)[:HEAD_BYTES]
        kind = _kind(head, name)
        if kind == "zip" and not stream.seekable():
            block = stream.read(self._limits.document_bytes + 1)
            if len(block) > self._limits.document_bytes:
                size = self._limits.document_bytes // 1_000_000
                yield Member(unit or 0, name, None, f"an archive of more than {size} MB within an archive", True)
                return
            stream = io.BufferedReader(cast(Any, io.BytesIO(block)))
        if kind == "zip" and _is_document(stream):
            kind = ""
        if not kind:
            if unit is not None or self._mine(0):
                yield Member(unit or 0, name, cast(BinaryIO, stream))
            return
        if kind in {"gzip", "zstd"}:
            inner, label = self._decompressed(stream, kind, name)
            # A compressed archive counts as one level, not two.
            if _kind(inner.peek(HEAD_BYTES)[:HEAD_BYTES], label):
                yield from self._open(inner, label, depth, unit)
            elif unit is not None or self._mine(0):
                yield Member(unit or 0, label, cast(BinaryIO, inner))
            return
        if depth >= self._limits.nesting:
            reason = f"archives within archives more than {self._limits.nesting} deep are not opened"
            yield Member(unit or 0, name, None, reason, True)
            return
        walk = self._zip if kind == "zip" else self._tar
        yield from walk(stream, depth, unit)

    def _decompressed(self, stream: io.BufferedReader[Any], kind: str, name: str) -> tuple[io.BufferedReader[Any], str]:
        taken = Counted(stream)
        ratio = self._limits.expansion_ratio

        def allowed(given: int) -> str:
            too_much = given > ratio * taken.count + _SLACK_BYTES
            return f"expands to more than {ratio} times its size" if too_much else ""

        source = io.BufferedReader(taken, _BLOCK_BYTES)
        opened: Any = gzip.GzipFile(fileobj=source, mode="rb") if kind == "gzip" else _Unzstd(source)
        label = name
        for ending in (".gz", ".gzip", ".zst", ".zstd"):
            if label.lower().endswith(ending):
                label = label[: -len(ending)]
        return io.BufferedReader(Counted(opened, allowed), _BLOCK_BYTES), label

    def _nested(self, stream: IO[bytes], name: str, size: int, depth: int, unit: int) -> Iterator[Member]:
        """A member, or what is in it when it is an archive itself; its own damage does not end the outer one."""
        # Counted, because tarfile says of its streams that they can seek, which is not so.
        buffered = io.BufferedReader(Counted(stream), _BLOCK_BYTES)
        if hidden(name):
            yield Member(unit, name, None, "a hidden file")
        elif size == 0:
            yield Member(unit, name, None, "an empty file")
        else:
            try:
                yield from self._open(buffered, name, depth + 1, unit)
            except (*ARCHIVE_ERRORS, UnreadableError) as error:
                yield Member(unit, name, None, _words(error), True)

    def _zip(self, stream: io.BufferedReader[Any], depth: int, fixed: int | None) -> Iterator[Member]:
        ratio = self._limits.expansion_ratio
        total = 0
        with zipfile.ZipFile(cast(Any, stream)) as archive:
            size = stream.seek(0, io.SEEK_END)
            listed = [info for info in archive.infolist() if not info.is_dir()]
            for number, info in enumerate(listed):
                unit = number if fixed is None else fixed
                if fixed is None and not self._mine(unit):
                    continue
                name = clean_name(info.filename)
                if info.flag_bits & 1:
                    yield Member(unit, name, None, "encrypted")
                    continue
                own, before = info.compress_size, total

                def allowed(given: int, own: int = own, before: int = before) -> str:
                    # Members of a crafted archive may overlap, so the whole is counted as well as each.
                    too_much = given > ratio * own + _SLACK_BYTES or before + given > ratio * size + _SLACK_BYTES
                    return f"expands to more than {ratio} times its size" if too_much else ""

                try:
                    counted = Counted(archive.open(info), allowed)
                except (*ARCHIVE_ERRORS, RuntimeError) as error:
                    yield Member(unit, name, None, f"damaged in its archive ({_words(error)})", True)
                    continue
                yield from self._nested(cast(Any, counted), name, info.file_size, depth, unit)
                total += counted.count

    def _tar(self, stream: io.BufferedReader[Any], depth: int, fixed: int | None) -> Iterator[Member]:
        with tarfile.open(fileobj=stream, mode="r|", bufsize=_BLOCK_BYTES, ignore_zeros=False) as archive:
            number = -1
            for info in archive:
                # The list of members would grow with the archive.
                archive.members = []  # type: ignore[attr-defined]  # kept by tarfile, not declared
                if info.isdir():
                    continue
                number += 1
                unit = number if fixed is None else fixed
                if fixed is None and not self._mine(unit):
                    continue
                name = clean_name(info.name)
                if not info.isreg() or info.issparse():
                    yield Member(unit, name, None, "not a regular file")
                    continue
                opened = archive.extractfile(info)
                assert opened is not None
                yield from self._nested(opened, name, info.size, depth, unit)


def _kind(head: bytes, name: str) -> str:
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith(b"\x28\xb5\x2f\xfd"):
        return "zstd"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head[257:262] == b"ustar" or (name.lower().endswith(".tar") and len(head) >= 512 and _tar_header(head)):
        return "tar"
    return ""


def _tar_header(head: bytes) -> bool:
    """Whether this is a header of an archive from before the ustar format, which has no mark but a sum."""
    try:
        return int(head[148:156].rstrip(b"\0 "), 8) == sum(head[:148]) + 8 * 32 + sum(head[156:512])
    except ValueError:
        return False


def _is_document(stream: io.BufferedReader[Any]) -> bool:
    """Whether a zip file is an office document, which a reader opens whole."""
    try:
        with zipfile.ZipFile(cast(Any, stream)) as archive:
            names = set(archive.namelist())
    except ARCHIVE_ERRORS:
        return False
    finally:
        stream.seek(0)
    return "[Content_Types].xml" in names or "mimetype" in names


def _words(error: Exception) -> str:
    if isinstance(error, UnreadableError):
        return str(error)
    return str(error).strip().rstrip(".") or type(error).__name__
