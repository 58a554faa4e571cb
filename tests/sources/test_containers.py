"""Files, folders and archives are opened member by member, and hostile ones are refused while reading."""

from __future__ import annotations

import gzip
import io
import os
import random
import tarfile
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from curbside import zstd
from curbside.errors import UnreadableError
from curbside.sources.containers import Container, archive_kind, clean_name, files_in
from curbside.sources.limits import Limits


def read(path: Path, *, limits: Limits | None = None, **share: object) -> list[tuple[int, str, bytes | str]]:
    """Each member's number, name, and bytes or reason."""
    found: list[tuple[int, str, bytes | str]] = []
    for member in Container(path, path.name, limits or Limits(), **share).members():  # type: ignore[arg-type]
        if member.stream is None:
            found.append((member.unit, member.name, member.reason))
            continue
        try:
            found.append((member.unit, member.name, member.stream.read()))
        except UnreadableError as error:
            found.append((member.unit, member.name, str(error)))
    return found


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def tarred(path: Path, members: dict[str, bytes], mode: str = "w") -> Path:
    with tarfile.open(path, mode) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path


PAGES = {f"pages/{number}.txt": f"page {number}".encode() * number for number in range(1, 9)}


def as_tar_zst(folder: Path) -> Path:
    plain = tarred(folder / "plain.tar", PAGES)
    (folder / "a.tar.zst").write_bytes(zstd.compress(plain.read_bytes()))
    return folder / "a.tar.zst"


ARCHIVES = {
    "zip": lambda folder: zipped(folder / "a.zip", PAGES),
    "tar": lambda folder: tarred(folder / "a.tar", PAGES),
    "tar.gz": lambda folder: tarred(folder / "a.tar.gz", PAGES, "w:gz"),
    "tar.zst": as_tar_zst,
}


@pytest.mark.parametrize("kind", ARCHIVES)
def test_every_member_is_read_once_whatever_the_shares(tmp_path, kind):
    """One share reads all members in order; three shares read each member exactly once, under the same number."""
    path = ARCHIVES[kind](tmp_path)
    whole = read(path)
    assert [(name, content) for _, name, content in whole] == list(PAGES.items())
    assert [unit for unit, _, _ in whole] == list(range(len(PAGES)))
    parts = [one for part in range(3) for one in read(path, share=(part, 3))]
    assert sorted(parts) == whole
    assert read(path, skip=5) == whole[5:]
    assert archive_kind(path) == ("zip" if kind == "zip" else "tar")


def test_compressed_single_files_are_read_as_what_they_hold(tmp_path):
    """A .gz or .zst of one file is that file, named without the ending."""
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b"line\n" * 10))
    (tmp_path / "b.xml.zst").write_bytes(zstd.compress(b"<a/>"))
    (tmp_path / "plain.md").write_bytes(b"# Title")
    assert read(tmp_path / "a.jsonl.gz") == [(0, "a.jsonl", b"line\n" * 10)]
    assert read(tmp_path / "b.xml.zst") == [(0, "b.xml", b"<a/>")]
    assert read(tmp_path / "plain.md") == [(0, "plain.md", b"# Title")]


def test_archives_within_archives_to_a_depth_of_two(tmp_path):
    """A tar in a zip is read; a third level is refused with its reason, and its neighbours are read."""
    inner = zipped(tmp_path / "inner.zip", {"deep.txt": b"deep"}).read_bytes()
    middle = tarred(tmp_path / "middle.tar", {"inner.zip": inner, "mid.txt": b"mid"}).read_bytes()
    path = zipped(tmp_path / "outer.zip", {"middle.tar": middle, "top.txt": b"top"})
    found = read(path)
    assert (0, "mid.txt", b"mid") in found
    assert (1, "top.txt", b"top") in found
    assert any(name == "inner.zip" and "deep" in str(reason) for _, name, reason in found)


def test_hidden_empty_and_special_members_are_skipped_with_a_reason(tmp_path):
    """What macOS leaves behind, hidden files, empty files and links are named, not read."""
    path = tarred(tmp_path / "a.tar", {"__MACOSX/._x": b"x", ".DS_Store": b"x", "empty.txt": b"", "real.txt": b"r"})
    with tarfile.open(path, "a") as archive:
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert [content for _, _, content in read(path)] == [
        "a hidden file",
        "a hidden file",
        "an empty file",
        b"r",
        "not a regular file",
    ]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "C:\\Windows\\x", "a/../../b", "..\\..\\b", "\x1b[2Jx"]
)
def test_a_name_from_an_archive_is_only_a_label(tmp_path, name):
    """No member's name leads out of anywhere, or reaches a terminal with control characters in it."""
    cleaned = clean_name(name)
    assert ".." not in cleaned.split("/")
    assert not cleaned.startswith("/")
    assert cleaned.isprintable()
    before = sorted(tmp_path.rglob("*"))
    path = tarred(tmp_path / "evil.tar", {name: b"x"})
    read(path)
    assert sorted(tmp_path.rglob("*")) == [*before, path]


@pytest.mark.parametrize("kind", ["gz", "zst", "zip", "tar.gz", "overlapping zip"])
def test_a_bomb_is_refused_while_it_is_read(tmp_path, kind):
    """What expands more than a hundredfold is refused before it is read to its end."""
    blank = bytes(200_000_000) if kind == "zst" else bytes(30_000_000)
    path = tmp_path / f"bomb.{kind}"
    if kind == "gz":
        path.write_bytes(gzip.compress(blank))
    elif kind == "zst":
        path.write_bytes(zstd.compress(blank, 19))
    elif kind == "zip":
        zipped(path, {"bomb": blank})
    elif kind == "tar.gz":
        tarred(path, {"bomb": blank}, "w:gz")
    else:
        path = _overlapping(tmp_path)
    blocks: list[int] = []
    with pytest.raises(UnreadableError, match="expands to more than 100 times"):
        _drain(path, blocks)
    assert sum(blocks) <= 100 * path.stat().st_size + 2_000_000


def _drain(path: Path, blocks: list[int]) -> None:
    for member in Container(path, path.name, Limits()).members():
        assert member.stream is not None
        while block := member.stream.read(1 << 16):
            blocks.append(len(block))


def _overlapping(folder: Path) -> Path:
    """A zip whose directory lists the same bytes many times, each listing within its own ratio."""
    content = random.Random(1).randbytes(2000) * 60
    path = zipped(folder / "o.zip", {"x": content})
    data = path.read_bytes()
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry, tail = data[start:end], bytearray(data[end:])
    times = 60_000 // len(entry)
    tail[8:12] = times.to_bytes(2, "little") * 2
    tail[12:16] = (len(entry) * times).to_bytes(4, "little")
    path.write_bytes(data[:start] + entry * times + bytes(tail))
    return path


@pytest.mark.parametrize("kind", ARCHIVES)
def test_a_damaged_archive_gives_what_is_whole_and_then_says_so(tmp_path, kind):
    """A truncated archive raises in words, or names the member; nothing but whole members is given out."""
    path = ARCHIVES[kind](tmp_path)
    data = path.read_bytes()
    for cut in (len(data) // 4, len(data) // 2, len(data) - 30):
        broken = tmp_path / f"cut.{kind}"
        broken.write_bytes(data[:cut])
        found: list[tuple[int, str, bytes | str]] = []
        with suppress(UnreadableError, EOFError, tarfile.ReadError, zstd.ZstdError):
            found = read(broken)
        for _, name, content in found:
            assert isinstance(content, str) or content == PAGES[name]


@pytest.mark.parametrize("ending", ["gz", "zst"])
def test_a_compressed_file_cut_short_is_not_taken_for_a_whole_one(tmp_path, ending):
    """Reading a truncated stream ends in a reason, not in silence."""
    lines = b"".join(b'{"line": %d}\n' % number for number in range(50_000))
    whole = gzip.compress(lines) if ending == "gz" else zstd.compress(lines)
    (tmp_path / f"a.jsonl.{ending}").write_bytes(whole[: len(whole) // 2])
    ((_, _, told),) = read(tmp_path / f"a.jsonl.{ending}")
    assert isinstance(told, str)
    assert "damaged" in told


def test_office_documents_are_not_taken_apart(tmp_path):
    """A DOCX is a zip file, but one document."""
    path = zipped(tmp_path / "a.docx", {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>"})
    assert read(path) == [(0, "a.docx", path.read_bytes())]
    assert read(zipped(tmp_path / "outer.zip", {"a.docx": path.read_bytes()})) == [(0, "a.docx", path.read_bytes())]


def test_a_folder_is_walked_in_order_without_following_links(tmp_path):
    """Files come in the order of their names; links, pipes and hidden files are named with a reason."""
    for name in ("b.txt", "a/2.txt", "a/1.txt", ".hidden"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "link").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "pipe")
    found = {label: reason for _, label, reason in files_in(tmp_path)}
    assert [label for label, reason in found.items() if not reason] == ["b.txt", "a/1.txt", "a/2.txt"]
    assert "link" in found["link"]
    assert found["pipe"] == "not a regular file"
    assert found[".hidden"] == "a hidden file"
