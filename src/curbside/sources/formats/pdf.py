"""
PDF: text and tables of documents that hold text.

pypdfium2 gives characters, sizes and places; headings are told by size and weight. Pages that draw the grid of a table
get a second look, within limits, and so does one page of text: where two extractors disagree on digits, nothing of the
file is safe to quote for its numbers. A file that holds only pictures of pages says that it needs OCR.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from curbside.errors import NotADocumentError, UnreadableError

from .. import blocks
from ..blocks import Block, Heading, Listing, Paragraph, Table
from ..build import TextBuilder
from ..kinds import kind_of
from ..pages import Line, joined, lines_of, without_furniture, words_of
from ..reading import Read
from ..rules import may_hold_grid
from ..second_look import Box, Placed, second_look
from ..source import Damage, Passage, Role, Source, SourceKind, TextQuality, sha256

MAX_BYTES = 50 * 1024 * 1024
MAX_PAGES = 2_000
MAX_CHARACTERS = 20_000_000
MAX_TABLE_PAGES = 40
FEWEST_CHARACTERS_A_PAGE = 40

_TABLE = re.compile(r"(?i)\btable ?\d")
_BULLET = re.compile(r"^(?:o(?= )|[•·▪●◦\uf0b7\uf0a7■–]|\((?:[a-z]|[ivx]{1,4}|\d{1,2})\)|\d{1,2}[.)])\s+(?=\S)")
_DOI = re.compile(r"(?i)\b10\.\d{4,9}/[^\s\"<>,;]+[^\s\"<>,;.)\]]")
_PMID = re.compile(r"\bPMID:? ?(\d{5,8})\b")
_YEAR = re.compile(r"(?:©|\(c\)|Copyright|Published(?: online)?:?)[^\n]{0,40}?\b((?:19|20)\d{2})\b")
_NO_TITLE = re.compile(
    r"(?i)^(?:untitled|microsoft word|document\d*|.*\.(?:docx?|pdf|indd|qxd|tex|dvi)|[\w-]{0,12}|.{0,8}|layout \d)$"
)
_SPACED = re.compile(r"^(?:\w{1,2} ){4,}\w{1,3}\b")
_GUIDANCE = re.compile(r"(?i)\bguidelines?\b|\brecommendations?\b")
_STARTS = re.compile(r"(?i)^(?:abstract|summary|background|(?:1\.? ?)?introduction|key ?points|objectives?)\b")
_PROSE = re.compile(r"(?i)\b(?:the|was|were|is|are|has|have|had|this|these|that|which|we|our|should|may|can) ")
_LABEL = re.compile(
    r"(?i)(?:trials|research|study protocol|review|commentary|methodology|research article|case report|open access| )+"
)
_SECTION = re.compile(r"^(?P<one>\d{1,2})\.?(?P<two>\d{1,2}\.?)?(?P<three>\.?\d{1,2}\.?)? [A-Z]")


class Pdf:
    """One document a file."""

    name = "pdf"

    def recognises(self, head: bytes, name: str) -> bool:
        """The signature, which may stand a little into the file."""
        return b"%PDF-" in head[:1024]

    def read(self, stream: BinaryIO, name: str) -> Iterator[Read]:
        """Yield the document."""
        # Imported here: the library loads in a tenth of a second, and most files are not PDF.
        import pypdfium2

        data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise UnreadableError("a document of more than 50 MB")
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            reason = "it is encrypted" if "assword" in str(error) else "the file is damaged or cut"
            raise UnreadableError(f"not readable as PDF: {reason}") from error
        try:
            yield _read(document, data, name)
        finally:
            document.close()


def _read(document: Any, data: bytes, name: str) -> Source:
    count = len(document)
    if not count:
        raise UnreadableError("not readable as PDF: it has no pages")
    if count > MAX_PAGES:
        raise UnreadableError(f"{count} pages; at most {MAX_PAGES} are read, so split the file")
    pages: list[list[Line]] = []
    gridded: list[int] = []
    total = captioned = 0
    for number in range(count):
        page = document[number]
        lines = lines_of(page)
        if captioned < MAX_TABLE_PAGES and any(_TABLE.match(line.text) for line in lines):
            captioned += 1
            if may_hold_grid(page):
                gridded.append(number)
        page.close()
        pages.append(lines)
        total += sum(len(line.text) for line in lines)
        if total > MAX_CHARACTERS:
            raise UnreadableError("more than 20 million characters; split the file")
    if total < FEWEST_CHARACTERS_A_PAGE * count:
        raise NotADocumentError("holds only images; run OCR first and add the result")
    fullest = _fullest(pages)
    seen = second_look(data, fullest, "".join(line.text for line in pages[fullest]), gridded)
    metadata = document.get_metadata_dict()
    first = "\n".join(line.text for line in pages[0])
    pages = without_furniture(pages)
    title = _title(metadata.get("Title") or "", pages[0]) or PurePosixPath(name).stem
    content = list(_blocks(pages, seen.tables, title))
    text = TextBuilder()
    text.passage(title, position="0", role=Role.TITLE)
    blocks.lay(content, text, path=(title,))
    stored, passages = text.finish()
    if not seen.agrees:
        passages = tuple(_doubted(passage) for passage in passages)
    ids = _ids(first, metadata)
    kind = kind_of((), (), title)
    if kind is SourceKind.OTHER:
        kind = (
            SourceKind.GUIDELINE
            if _GUIDANCE.search(title) and not ids
            else SourceKind.OTHER
            if ids
            else SourceKind.UPLOAD
        )
    year = _YEAR.search(first)
    return Source(
        ids=ids or (f"file:{sha256(stored)[:12]}",),
        title=title,
        text=stored,
        passages=passages,
        kind=kind,
        quality=TextQuality.EXTRACTED,
        published=year[1] if year else "",
        url=f"https://doi.org/{ids[-1].removeprefix('doi:')}" if ids and ids[-1].startswith("doi:") else "",
        notes=(seen.note,) if seen.note else (),
    )


def _doubted(passage: Passage) -> Passage:
    return replace(passage, damage=(*passage.damage, Damage.EXTRACTORS_DISAGREE))


def _ids(first: str, metadata: dict[str, str]) -> tuple[str, ...]:
    """PMID and DOI as the first page or the file's own data give them."""
    ids = [f"pmid:{found[1]}"] if (found := _PMID.search(first)) else []
    for place in (metadata.get("Subject") or "", metadata.get("doi") or "", first):
        if found := _DOI.search(place):
            ids.append("doi:" + found[0].lower())
            break
    return tuple(ids)


def _title(given: str, page: list[Line]) -> str:
    """The title that the file names, or the largest lines of the first page."""
    given = " ".join(given.split())
    if given and not _NO_TITLE.match(given):
        return given
    lines = [line for line in page if len(line.text) > 3 and not _SPACED.match(line.text)]
    if not lines:
        return ""
    largest = max((line.size for line in lines if len(line.text) > 12), default=0.0)
    start = next((n for n, line in enumerate(lines) if line.size >= largest - 0.3 and len(line.text) > 12), 0)
    words = []
    for line in lines[start : start + 6]:
        if line.size < largest - 0.3:
            break
        words.append(line.text)
    return " ".join(words)[:300]


def _fullest(pages: list[list[Line]]) -> int:
    """Which of the first pages holds the most text."""
    return max(range(min(len(pages), 6)), key=lambda n: sum(len(line.text) for line in pages[n]))


def _blocks(pages: list[list[Line]], tables: dict[int, list[Placed]], title: str) -> Iterator[Block]:
    """Headings, paragraphs, lists and tables of all pages; a paragraph may run over a page or column."""
    words = words_of(pages)
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[round(line.size * 2) / 2] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 10.0
    larger = sorted({size for size in sizes if size >= body * 1.1}, reverse=True)
    levels = {size: min(number + 1, 4) for number, size in enumerate(larger)}
    fonts: Counter[str] = Counter()
    for page in pages:
        for line in page:
            fonts[line.font] += len(line.text)
    own = fonts.most_common(1)[0][0] if fonts else ""

    def level_of(line: Line) -> int:
        return _heading(line, body, levels, own)

    paragraph: list[Line] = []
    items: list[list[str]] = []

    def end() -> Iterator[Block]:
        if paragraph:
            lines = [line.text for line in paragraph]
            yield (
                Table(tuple((line,) for line in lines), headers=0)
                if _are_rows(lines)
                else Paragraph(joined(lines, words))
            )
            paragraph.clear()
        if items:
            yield Listing(tuple(joined(item, words) for item in items))
            items.clear()

    last: Line | None = None
    heading: list[str] = []
    top = _opening(pages[0])
    pitch = _pitch(pages)
    for number, page in enumerate(pages):
        boxes = tables.get(number, [])
        for line in page:
            if any(_inside(line, box) for box, _ in boxes):
                continue
            level = 0 if number == 0 and id(line) in top else level_of(line)
            goes_on = last is not None and _follows(last, line, pitch)
            if heading and last is not None and not (level == level_of(last) and goes_on):
                if (name := joined(heading, words)) and name not in title:
                    yield Heading(level_of(last) or 5, name)
                heading = []
            if level:
                yield from end()
                heading.append(line.text)
            elif bullet := _BULLET.match(line.text):
                if paragraph:
                    yield Paragraph(joined([one.text for one in paragraph], words))
                    paragraph.clear()
                items.append([line.text[bullet.end() :]])
            elif items and goes_on:
                items[-1].append(line.text)
            else:
                if items or (last is not None and paragraph and _parts(last, line, pitch)):
                    yield from end()
                paragraph.append(line)
            last = line
        for _, table in boxes:
            yield from end()
            yield table
    yield from end()


def _opening(page: list[Line]) -> set[int]:
    """The lines of the first page above its abstract: names and addresses in many sizes, none of them a heading."""
    start = next((n for n, line in enumerate(page) if _STARTS.match(line.text)), 0)
    return {id(line) for line in page[:start]}


def _are_rows(lines: list[str]) -> bool:
    """Whether lines are rows of a table without rules: mostly figures, and none of the little words of prose."""
    tokens = " ".join(lines).split()
    figures = sum(1 for token in tokens if any(mark.isdigit() for mark in token))
    if len(tokens) < 4 or figures < 0.25 * len(tokens):
        return False
    return not _PROSE.search(" ".join(lines))


def _inside(line: Line, box: Box) -> bool:
    across, up = (line.left + line.right) / 2, (line.bottom + line.top) / 2
    return box[0] <= across <= box[2] and box[1] <= up <= box[3]


def _heading(line: Line, body: float, levels: dict[float, int], own: str) -> int:
    """The level of a heading, 0 for running text: larger than the text, or a short bold line."""
    words = line.text
    if len(words) > 160 or not any(mark.isalpha() for mark in words) or words[0].islower() or words[-1] in ",;":
        return 0
    if re.search(r"[^\W\d][,.]?[¹²³⁴-⁹]", words):
        return 0
    if _LABEL.fullmatch(words) or (len(words) > 80 and _PROSE.search(words)):
        return 0
    size = round(line.size * 2) / 2
    large = size >= body * 1.1
    if (large or line.bold) and (found := _SECTION.match(words)):
        return 1 + bool(found["two"]) + bool(found["three"])
    if large:
        return levels.get(size, 4)
    apart = line.bold or (line.font and own and line.font != own)
    if apart and size >= body * 0.95 and len(words) < 90 and words[-1] not in ".:)" and words[0].isalnum():
        return 0 if _PROSE.search(f"{words} ") or not words[0].isupper() else 5
    return 0


def _follows(above: Line, below: Line, pitch: float) -> bool:
    """Whether a line stands directly below another in the same column."""
    return 0 < above.bottom - below.bottom < 1.5 * pitch and abs(above.left - below.left) < 120


def _pitch(pages: list[list[Line]]) -> float:
    """The usual distance from line to line."""
    steps = Counter(
        round(above.bottom - below.bottom)
        for page in pages
        for above, below in pairwise(page)
        if above.bottom - below.bottom > 4
    )
    return float(steps.most_common(1)[0][0]) if steps else 12.0


def _parts(above: Line, below: Line, pitch: float) -> bool:
    """Whether a new paragraph begins between two lines of text."""
    change = abs(above.size - below.size) / max(above.size, 1.0)
    if below.text[0].islower() and above.text[-1] not in ".!?" and change < 0.3:
        return False  # the sentence goes on, over whatever gap
    if change > 0.12:
        return True
    step = above.bottom - below.bottom
    if step > 1.45 * pitch:
        return True
    if above.text[-1] not in ".!?:])" and above.text[-1] not in "⁰¹²³⁴⁵⁶⁷⁸⁹":
        return False
    if step < 0:
        return not below.text[0].islower()
    return below.left - above.left > 4 or above.right < below.right - 40
