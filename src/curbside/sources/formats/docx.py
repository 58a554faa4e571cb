"""
Word documents: mammoth turns them into plain HTML, and the blocks are read from there.

A document is an archive, so its parts are counted before they are unpacked, and one that declares entities is refused.
Comments and deleted words of tracked changes are not part of the text.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from lxml import etree

from curbside.errors import NotADocumentError, UnreadableError

from .. import blocks
from ..build import TextBuilder
from ..kinds import kind_of
from ..markup import blocks_of
from ..reading import Read
from ..source import Role, Source, SourceKind, sha256

MAX_BYTES = 50 * 1024 * 1024
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_EXPANSION = 100
STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh\nr[style-name='Strong'] => strong"

_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_HEADING_TAG = re.compile(r"<(/?)h[1-6]>")
_CORE = {"title": "{http://purl.org/dc/elements/1.1/}title", "modified": "{http://purl.org/dc/terms/}modified"}


class Docx:
    """One Word document a file."""

    name = "docx"

    def recognises(self, head: bytes, name: str) -> bool:
        """A zip archive whose first parts are those of a Word document."""
        if not head.startswith(b"PK\x03\x04"):
            return False
        return b"word/" in head or (b"[Content_Types].xml" in head and name.lower().endswith(".docx"))

    def read(self, stream: BinaryIO, name: str) -> Iterator[Read]:
        """Yield the document."""
        data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise UnreadableError("a document of more than 50 MB")
        core = _checked(data)
        markup = _TABLE.sub(lambda table: _HEADING_TAG.sub(r"<\1p>", table[0]), _converted(data))
        content = list(blocks_of(markup))
        heading = next((block for block in content if isinstance(block, blocks.Heading)), None)
        title = core.get("title") or (heading.text if heading else "") or PurePosixPath(name).stem
        if heading is not None and heading.text == title:
            content = [block for block in content if block is not heading]
        text = TextBuilder()
        text.passage(title, position="0", role=Role.TITLE)
        blocks.lay(content, text, path=(title,))
        stored, passages = text.finish()
        if len(passages) < 2:
            raise NotADocumentError("a Word document without text")
        kind = kind_of((), (), title)
        yield Source(
            ids=(f"file:{sha256(stored)[:12]}",),
            title=title,
            text=stored,
            passages=passages,
            kind=SourceKind.UPLOAD if kind is SourceKind.OTHER else kind,
            revised=core.get("modified", "")[:10],
        )


def _checked(data: bytes) -> dict[str, str]:
    """Title and date of the last change, after the archive was found safe to unpack."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if "word/document.xml" not in {part.filename for part in parts}:
                raise NotADocumentError("an archive without a Word document's main part")
            size = sum(part.file_size for part in parts)
            if size > MAX_UNPACKED_BYTES or size > MAX_EXPANSION * max(len(data), 20_000):
                raise UnreadableError("unpacks to far more than a document holds")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as stream:
                        start = stream.read(8192)
                    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                        raise UnreadableError("declares entities, which no Word document needs")
            if "docProps/core.xml" not in archive.namelist():
                return {}
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
            root = etree.fromstring(archive.read("docProps/core.xml"), parser)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, etree.XMLSyntaxError) as error:
        raise UnreadableError("a damaged or encrypted Word document; save it again and add it") from error
    return {name: (root.findtext(tag) or "").strip() for name, tag in _CORE.items()}


def _converted(data: bytes) -> str:
    # Imported here: most libraries hold no Word document.
    import mammoth

    try:
        # Pictures would come back as encoded text.
        result = mammoth.convert_to_html(
            io.BytesIO(data), style_map=STYLES, convert_image=mammoth.images.img_element(lambda image: {"src": ""})
        )
    except (
        KeyError,
        ValueError,
        AttributeError,
        IndexError,
        TypeError,
        OSError,
        RecursionError,
        zipfile.BadZipFile,
    ) as error:
        raise UnreadableError("not readable as a Word document; save it again as .docx and add it") from error
    markup: str = result.value
    return markup
