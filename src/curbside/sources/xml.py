"""
Read XML that strangers wrote: one record at a time, and refuse what could lie or explode.

libxml2 keeps its own limits (never `recover`, never `huge_tree`), loads no DTD and reaches no network. Two things it
cannot be asked are done on the bytes before it sees them: named entities are expanded from `html.entities` (without a
DTD it would drop them silently, and "5&micro;g" would read "5g"), an unknown one is refused, and elements that no
reader keeps, such as reference lists, are cut out, since they are a third of all bytes.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from html.entities import html5
from typing import BinaryIO

from lxml import etree

from curbside.errors import UnreadableError

BLOCK_BYTES = 1 << 17
RECORD_BYTES = 50_000_000

#: Encodings that are handed to the parser as they are; every other one is decoded here, strictly.
UNTOUCHED = {"utf-8", "ascii"}

_DECLARED = re.compile(rb"""^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_SAFE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")
_TOKEN = re.compile(rb"<!--|<!\[CDATA\[|<!ENTITY|&(?:[A-Za-z][\w.:-]{0,40};)?")
_PREDEFINED = {b"&amp;", b"&lt;", b"&gt;", b"&quot;", b"&apos;"}
_ROOT = re.compile(rb"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_SKIPPED_BEFORE_ROOT = re.compile(rb"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)", re.DOTALL)


def root_name(head: bytes) -> str:
    """Local name of the root element in a file's first bytes, or ""."""
    text = _as_utf8_head(head)
    position = 0
    while match := _SKIPPED_BEFORE_ROOT.match(text, position):
        position = match.end()
    match = _ROOT.match(text, position + len(text[position:]) - len(text[position:].lstrip()))
    return match[2].decode("ascii", "replace") if match else ""


def records(
    stream: BinaryIO, tags: Iterable[str], cut: str = "", unless: re.Pattern[bytes] | None = None
) -> Iterator[etree._Element]:
    """
    Yield each element with one of these tags when it is complete; it is emptied once the next one is asked for.

    Elements called `cut` are removed unread, `unless` the file's first block matches. When no element with such a tag is found the root is yielded, so that
    its name can be told. Raises UnreadableError for whatever is damaged, hostile or too large.
    """
    parser = etree.XMLPullParser(
        events=("end",),
        tag=tuple(tags),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    found = 0
    unread = 0
    try:
        for block, size in _blocks(stream, cut.encode(), unless):
            parser.feed(block)
            unread += size
            for _, element in parser.read_events():
                if not found:
                    _refuse_declared_entities(element)
                found += 1
                unread = 0
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
            if unread > RECORD_BYTES:
                raise UnreadableError(f"a record is larger than {RECORD_BYTES // 1_000_000} MB")
        root = parser.close()
    except etree.XMLSyntaxError as error:
        raise UnreadableError(f"not well-formed XML: {error.msg}") from error
    except (UnicodeError, LookupError) as error:
        raise UnreadableError(f"not in the encoding that it declares: {error}") from error
    if not found:
        _refuse_declared_entities(root)
        yield root


def without_namespace(root: etree._Element) -> None:
    """Take the root's own namespace off every element that has it, so that readers see plain names."""
    if isinstance(root.tag, str) and root.tag.startswith("{"):
        namespace = root.tag[: root.tag.index("}") + 1]
        for element in root.iter(namespace + "*"):
            element.tag = element.tag[len(namespace) :]


def _refuse_declared_entities(element: etree._Element) -> None:
    subset = element.getroottree().docinfo.internalDTD
    if subset is not None and any(True for _ in subset.iterentities()):
        raise UnreadableError("it declares its own entities, which is refused")


def _blocks(stream: BinaryIO, cut: bytes, unless: re.Pattern[bytes] | None) -> Iterator[tuple[bytes, int]]:
    """Blocks for the parser, with the number of bytes of the file that each stands for."""
    edge = re.compile(rb"<(/?)" + cut + rb"(?=[\s>])[^>]*>") if cut else None
    literal = _Literal()
    held: list[bytes] = []
    held_bytes = 0
    for data in _in_utf8(stream):
        if unless is not None and edge and unless.search(data):
            edge = None
        unless = None
        last = data.rfind(b"<")
        if last < 0 or (held_bytes and last == 0):
            held.append(data)
            held_bytes += len(data)
            if held_bytes > RECORD_BYTES:
                raise UnreadableError(f"a record is larger than {RECORD_BYTES // 1_000_000} MB")
            if last < 0:
                continue
            last, data = len(b"".join(held[:-1])), b"".join(held)
            held, held_bytes = [], 0
        elif held:
            last += held_bytes
            data = b"".join([*held, data])
        ready, rest = data[:last], data[last:]
        if edge and not literal.inside and b"<" + cut in ready:
            ready, kept_back, removed = _without(ready, edge)
            rest = kept_back + rest
        else:
            removed = 0
        held, held_bytes = [rest], len(rest)
        yield literal.expand(ready), len(ready) + removed
    if held:
        yield literal.expand(b"".join(held)), held_bytes


def _without(data: bytes, edge: re.Pattern[bytes]) -> tuple[bytes, bytes, int]:
    """The data without the elements that `edge` delimits, what must wait for their end, and the bytes removed."""
    if b"<!" in data:
        # A tag name inside a comment or CDATA is no tag: leave such a block whole, it is only slower.
        return data, b"", 0
    kept: list[bytes] = []
    position = depth = start = 0
    for match in edge.finditer(data):
        if match[1]:
            if not depth:
                continue
            depth -= 1
            if not depth:
                position = match.end()
        elif data[match.end() - 2 : match.end() - 1] != b"/":
            if not depth:
                start = match.start()
                kept.append(data[position:start])
            depth += 1
    if depth:
        ready = b"".join(kept)
        return ready, data[start:], start - len(ready)
    kept.append(data[position:])
    ready = b"".join(kept)
    return ready, b"", len(data) - len(ready)


class _Literal:
    """Expands named entities in blocks that follow each other, and knows where a comment or CDATA is open."""

    def __init__(self) -> None:
        self.inside = b""  # what ends the open comment or CDATA section

    def expand(self, data: bytes) -> bytes:
        if not self.inside and b"<!" not in data:
            return data if _SAFE.search(data) is None else _TOKEN.sub(_character, data)
        parts: list[bytes] = []
        position = 0
        while position < len(data):
            if self.inside:
                end = data.find(self.inside, position)
                if end < 0:
                    break
                end += len(self.inside)
                parts.append(data[position:end])
                position, self.inside = end, b""
                continue
            match = _TOKEN.search(data, position)
            if match is None:
                break
            parts.append(data[position : match.start()])
            if match[0] in (b"<!--", b"<![CDATA["):
                self.inside = b"-->" if match[0] == b"<!--" else b"]]>"
                parts.append(match[0])
            else:
                parts.append(_character(match))
            position = match.end()
        parts.append(data[position:])
        return b"".join(parts)


def _character(match: re.Match[bytes]) -> bytes:
    token = match[0]
    if token == b"<!ENTITY":
        raise UnreadableError("it declares its own entities, which is refused")
    if token == b"&" or token in _PREDEFINED:
        return token
    characters = html5.get(token[1:].decode("ascii"))
    if characters is None:
        raise UnreadableError(f"unknown entity {token.decode('ascii')}")
    return b"".join(b"&#%d;" % ord(character) for character in characters)


def _encoding_of(head: bytes) -> str:
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8"
    for mark, name in ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32")):
        if head.startswith(mark):
            return name
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head.startswith(b"<\0"):
        return "utf-16-le"
    if head.startswith(b"\0<"):
        return "utf-16-be"
    declared = _DECLARED.match(head)
    name = codecs.lookup(declared[1].decode("ascii")).name if declared else "utf-8"
    # Bytes that could be read so far cannot be UTF-16, whatever the declaration says.
    return "utf-8" if name.startswith(("utf-16", "utf-32")) else name


def _in_utf8(stream: BinaryIO) -> Iterator[bytes]:
    data = stream.read(BLOCK_BYTES)
    encoding = _encoding_of(data)
    if encoding in UNTOUCHED:
        if data.startswith(codecs.BOM_UTF8):
            data = data[3:]
        data = data.lstrip() if data[:1].isspace() else data
        while data:
            yield data
            data = stream.read(BLOCK_BYTES)
        return
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    while data:
        yield decoder.decode(data).encode("utf-8")
        data = stream.read(BLOCK_BYTES)
    yield decoder.decode(b"", final=True).encode("utf-8")


def _as_utf8_head(head: bytes) -> bytes:
    try:
        encoding = _encoding_of(head)
    except LookupError:
        return b""
    if encoding in UNTOUCHED:
        return head.removeprefix(codecs.BOM_UTF8)
    return codecs.getincrementaldecoder(encoding)("replace").decode(head).encode("utf-8")
