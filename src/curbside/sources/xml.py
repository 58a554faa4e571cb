"""
Read XML that strangers wrote: a batch of records at a time, and refuse what could lie or explode.

libxml2 keeps its own limits (never `recover`, never `huge_tree`), loads no DTD and reaches no network. Two things it
cannot be asked are done on the bytes before it sees them. Named entities are expanded from `html.entities`: without a
DTD it would drop them silently, and "5&micro;g" would read "5g"; an unknown one is refused. Elements that no reader
keeps, such as reference lists, are cut out, since they are a third of all bytes. Sets are divided at the ends of
their records and each batch is parsed alone: half as fast again as waiting for parser events, in little memory.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html.entities import html5
from typing import BinaryIO

from lxml import etree

from curbside.errors import UnreadableError

#: Small enough that the tree of a batch stays in the processor's cache.
BATCH_BYTES = 1 << 16
RECORD_BYTES = 50_000_000

#: Encodings that are handed to the parser as they are; every other one is decoded here, strictly.
_UNTOUCHED = frozenset({"utf-8", "ascii"})

_DECLARED = re.compile(rb"""^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
#: A reference that XML does not know by itself; bare and numeric ones are the parser's to judge.
_NAMED = re.compile(rb"&(?:[b-fh-km-prs-zA-Z]|a(?!mp;|pos;)|g(?!t;)|l(?!t;)|q(?!uot;))")
_TOKEN = re.compile(rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<!ENTITY|&(?:[A-Za-z][\w.:-]{0,40};)?", re.DOTALL)
#: A quick look for what `_LITERAL` finds: one character to search for, and rarely in a file.
_MAY_BE_LITERAL = re.compile(rb"!(?:--|\[CDATA)")
_LITERAL = re.compile(rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_PREDEFINED = frozenset({b"&amp;", b"&lt;", b"&gt;", b"&quot;", b"&apos;"})
_BEFORE_ROOT = re.compile(
    rb"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^\[>\"']|\"[^\"]*\"|'[^']*')*(?:\[.*?\]\s*)?>)", re.DOTALL
)
_ROOT = re.compile(rb"\s*<((?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*))(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_AFTER_NAME = frozenset({b">", b" ", b"\n", b"\t", b"\r"})
_ROOT_NAME = re.compile(rb"\s*<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")


def root_name(head: bytes) -> str:
    """Local name of the root element in a file's first bytes, or nothing."""
    try:
        text = next(_in_utf8_of(head, errors="replace"), b"")
    except UnreadableError:
        return ""
    match = _ROOT_NAME.match(text, _prolog_end(text))
    return match[1].decode("ascii", "replace") if match else ""


def records(
    stream: BinaryIO,
    tags: Sequence[str],
    *,
    sets: frozenset[str] = frozenset(),
    cut: str = "",
    unless: Callable[[bytes], bool] | None = None,
) -> Iterator[etree._Element]:
    """
    Yield each element with one of these tags; a root in `sets` has them as children and may be of any length.

    The most frequent tag stands first. Elements called `cut` are removed unread, `unless` that holds of the batch.
    When no element with such a tag is found the root is yielded, so that its name can be told. Raises
    UnreadableError for what is damaged, hostile or too large.
    """
    parser = _parser()
    found = False
    root: etree._Element | None = None
    for batch in _batches(stream, tags, sets):
        if cut and not (unless and unless(batch)):
            batch = _without(batch, cut.encode())
        try:
            root = etree.fromstring(_expanded(batch), parser)
        except etree.XMLSyntaxError as error:
            raise UnreadableError(f"not well-formed XML: {error.msg}") from error
        _refuse_declared_entities(root)
        if root.tag in tags:
            found = True
            yield root
            continue
        children = [child for child in root if child.tag in tags] or list(root.iter(*tags))
        for element in children:
            found = True
            yield element
    if not found and root is not None:
        yield root


def without_namespace(root: etree._Element) -> None:
    """Take the root's own namespace off every element that has it, so that readers see plain names."""
    if root.tag.startswith("{"):
        namespace = root.tag[: root.tag.index("}") + 1]
        for element in root.iter(namespace + "*"):
            element.tag = element.tag[len(namespace) :]


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )


def _refuse_declared_entities(root: etree._Element) -> None:
    subset = root.getroottree().docinfo.internalDTD
    if subset is not None and subset.entities():  # type: ignore[attr-defined] # lxml has it, its stubs do not
        raise UnreadableError("it declares its own entities, which is refused")


def _batches(stream: BinaryIO, tags: Sequence[str], sets: frozenset[str]) -> Iterator[bytes]:
    """Well-formed documents of some records each: the file's root opens and closes every one."""
    held: list[bytes] = []
    held_bytes = 0
    opening = closing = b""
    ends: tuple[bytes, ...] | None = None
    first = True
    for block in _in_utf8(stream):
        held.append(block)
        held_bytes += len(block)
        if held_bytes > RECORD_BYTES:
            raise UnreadableError(f"a record is larger than {RECORD_BYTES // 1_000_000} MB")
        if ends is None:
            match = _ROOT.match(block, _prolog_end(block))
            if match is not None and match[2].decode() in sets and not match[0].endswith(b"/>"):
                opening, closing = match[0], b"</" + match[1] + b">"
                ends = tuple(f"</{tag}>".encode() for tag in tags)
            else:
                ends = ()
        last = next((found + len(end) for end in ends if (found := block.rfind(end)) >= 0), 0)
        if not last:
            continue
        data = b"".join(held)
        last += held_bytes - len(block)
        yield (b"" if first else opening) + data[:last] + closing
        first = False
        held, held_bytes = [data[last:]], len(data) - last
    rest = b"".join(held)
    if not first and len(rest) < 4096 and rest.strip() == closing:
        return
    yield rest if first else opening + rest


def _without(data: bytes, name: bytes) -> bytes:
    """The data without the elements of this name; all of it when their tags do not match up."""
    opening, closing = b"<" + name, b"</" + name + b">"
    start = data.find(opening)
    if start < 0:
        return data
    if _MAY_BE_LITERAL.search(data) and any(name in found[0] for found in _LITERAL.finditer(data)):
        return data  # a tag name inside a comment or CDATA is no tag: such a batch stays whole, it is only slower
    kept: list[bytes] = []
    position = 0
    while start >= 0:
        end = data.find(closing, start)
        if end < 0 or data[start + len(opening) : start + len(opening) + 1] not in _AFTER_NAME:
            return data
        # Lists within lists: as many must close as open.
        open_within = data.count(opening, start + 1, end)
        while open_within:
            for _ in range(open_within):
                searched, end = end, data.find(closing, end + 1)
                if end < 0:
                    return data
                open_within += data.count(opening, searched, end) - 1
        kept.append(data[position:start])
        position = end + len(closing)
        start = data.find(opening, position)
    kept.append(data[position:])
    return b"".join(kept)


def _expanded(data: bytes) -> bytes:
    """The data with its named entities as numbers."""
    if _NAMED.search(data) is None:
        return data
    return _TOKEN.sub(_character, data)


def _character(match: re.Match[bytes]) -> bytes:
    token = match[0]
    if token == b"<!ENTITY":
        raise UnreadableError("it declares its own entities, which is refused")
    if token == b"&" or token in _PREDEFINED or token.startswith(b"<!"):
        return token
    characters = html5.get(token[1:].decode("ascii"))
    if characters is None:
        raise UnreadableError(f"unknown entity {token.decode('ascii')}")
    return b"".join(b"&#%d;" % ord(character) for character in characters)


def _prolog_end(data: bytes) -> int:
    position = 0
    while match := _BEFORE_ROOT.match(data, position):
        position = match.end()
    return position


def _encoding_of(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head.startswith(b"<\0"):
        return "utf-16-le"
    if head.startswith(b"\0<"):
        return "utf-16-be"
    declared = _DECLARED.match(head[:1024].removeprefix(codecs.BOM_UTF8))
    if declared is None or head.startswith(codecs.BOM_UTF8):
        return "utf-8"
    name = codecs.lookup(declared[1].decode("ascii")).name
    # Bytes that could be read so far cannot be UTF-16, whatever the declaration says.
    return "utf-8" if name.startswith(("utf-16", "utf-32")) else name


def _in_utf8(stream: BinaryIO) -> Iterator[bytes]:
    head = stream.read(BATCH_BYTES)
    rest = iter(lambda: stream.read(BATCH_BYTES), b"")
    return _in_utf8_of(head, rest)


def _in_utf8_of(head: bytes, rest: Iterable[bytes] = (), errors: str = "strict") -> Iterator[bytes]:
    try:
        encoding = _encoding_of(head)
        if encoding in _UNTOUCHED:
            yield head.removeprefix(codecs.BOM_UTF8).lstrip()
            yield from rest
            return
        decoder = codecs.getincrementaldecoder(encoding)(errors)
        yield decoder.decode(head).lstrip("\ufeff \r\n\t").encode("utf-8")
        for block in rest:
            yield decoder.decode(block).encode("utf-8")
        yield decoder.decode(b"", final=True).encode("utf-8")
    except (UnicodeError, LookupError) as error:
        raise UnreadableError(f"not in the encoding that it declares: {error}") from error
