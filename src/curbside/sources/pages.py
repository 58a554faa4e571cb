"""
PDF pages as lines: what stands where, in which size.

A PDF places glyphs and knows no words, so lines are put together from characters with their size and position. Raised
digits are told by size and height and stay raised ("10⁶", never "106"); a hyphen at the end of a line is taken out only
between small letters, and only when the word so made, and not the hyphenated one, is a word of the document.
"""

from __future__ import annotations

import ctypes
import math
import re
import struct
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from .untagged import raised

MAX_CHARACTERS_A_PAGE = 60_000
SMALL = 0.82
HYPHEN = "\ufffe"
BROKEN_HERE = 2  # how pdfium writes a hyphen at the end of a line

_ENDS = frozenset({10, 13})
_WORD = re.compile(r"[^\W\d_]{3,}(?:-[^\W\d_]{2,})*")
_HYPHENATED = re.compile(rf"([^\W\d_]+)(?:{HYPHEN}|-\n)([^\W\d_]+)")
_NUMBER_IN_WORD = re.compile(rf"{HYPHEN}\d{{1,4}} ")
_BROKEN = re.compile(rf"\w+{HYPHEN}\w+|\w+-$")
_NUMBERED = re.compile(r"^(\d{1,4})(?: |$)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page: its words, its usual size, whether all is bold, its font ("" when mixed), its box (y grows up)."""

    text: str
    size: float
    bold: bool
    font: str
    left: float
    bottom: float
    right: float
    top: float


def lines_of(page: Any) -> list[Line]:
    """The lines of a pypdfium2 page in the order in which the file draws them."""
    from pypdfium2 import raw

    textpage = page.get_textpage()
    try:
        count = min(textpage.count_chars(), MAX_CHARACTERS_A_PAGE)
        return list(_lines(raw, textpage.raw, count))
    finally:
        textpage.close()


def _lines(raw: Any, handle: Any, count: int) -> Iterator[Line]:
    # Three calls for each of a million characters: what can be looked up once is.
    code_of, size_of, box_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetFontSize, raw.FPDFText_GetCharBox
    box = (ctypes.c_double * 4)()
    left, right, bottom, top = (ctypes.byref(ctypes.c_double.from_buffer(box, 8 * n)) for n in range(4))
    corners = struct.Struct("4d").unpack
    marks: list[str] = []
    sizes: list[float] = []
    boxes: list[tuple[float, float, float, float]] = []
    first = 0
    high = 0
    for index in range(count):
        code = code_of(handle, index)
        if code in _ENDS:
            if marks:
                yield _line(marks, sizes, boxes, *_face(raw, handle, first, index - 1))
                marks, sizes, boxes = [], [], []
            first = index + 1
            continue
        if 32 <= code < 0xD800:
            mark, high = chr(code), 0
        else:
            mark, high = _character(code, high)
            if not mark:
                continue
        box_of(handle, index, left, right, bottom, top)
        marks.append(mark)
        sizes.append(size_of(handle, index))
        boxes.append(corners(box))
    if marks:
        yield _line(marks, sizes, boxes, *_face(raw, handle, first, count - 1))


def _character(code: int, high: int) -> tuple[str, int]:
    """The character of a UTF-16 unit, "" while its other half is missing; letters of formulas become plain ones."""
    if 0xD800 <= code < 0xDC00:
        return "", code
    if 0xDC00 <= code <= 0xDFFF:
        if not high:
            return "", 0
        whole = chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00))
        return unicodedata.normalize("NFKC", whole) if 0x1D400 <= ord(whole) <= 0x1D7FF else whole, 0
    if code == BROKEN_HERE:
        return HYPHEN, 0
    return (" " if code < 32 else chr(code)) if code else "", 0


def _face(raw: Any, handle: Any, first: int, last: int) -> tuple[bool, str]:
    """Whether a line is bold, and its font; told by its two ends, since a label may open a line in bold."""
    fonts = _font(raw, handle, first), _font(raw, handle, last)
    bold = all(
        raw.FPDFText_GetFontWeight(handle, index) >= 600 or b"bold" in font
        for index, font in zip((first, last), fonts, strict=True)
    )
    return bold, fonts[0].decode("utf-8", "replace") if fonts[0] == fonts[1] else ""


def _font(raw: Any, handle: Any, index: int) -> bytes:
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(handle, index, name, 128, ctypes.byref(flags))
    return name.value.lower()


def _line(
    marks: list[str],
    sizes: list[float],
    boxes: list[tuple[float, float, float, float]],
    bold: bool,
    font: str,
) -> Line:
    """A line from its characters, their sizes and their boxes (left, right, bottom, top)."""
    letters = [box for mark, box in zip(marks, boxes, strict=True) if mark.isalnum()]
    size = _usual([size for mark, size in zip(marks, sizes, strict=True) if not mark.isspace()])
    # Some files give every font the size 1 and scale the page: then the height of the letters stands for it.
    tall = round(max([box[3] - box[2] for box in letters], default=0.0), 1)
    text = "".join(marks)
    if any(map(str.isdigit, text)):
        floor = _usual([box[2] for box in letters]) + 0.2 * max(tall, 1.0)
        low = SMALL * tall * 0.9 if tall > 0 else -math.inf
        text = "".join(
            raised(mark)
            if box[2] > floor and mark.isdigit() and (own <= SMALL * size or box[3] - box[2] < low)
            else mark
            for mark, own, box in zip(marks, sizes, boxes, strict=True)
        )
    lefts, rights, bottoms, tops = zip(*([box for box in boxes if box[1] > box[0]] or boxes), strict=True)
    return Line(
        " ".join(text.split()),
        size if size > 1.5 else round(tall / 0.7, 1),
        bold,
        font,
        min(lefts),
        min(bottoms),
        max(rights),
        max(tops),
    )


def _usual(values: list[float]) -> float:
    """The most frequent value to a tenth, of equals the first; 0 for none."""
    counts: dict[float, int] = {}
    for value, count in Counter(values).items():
        tenth = round(value, 1)
        counts[tenth] = counts.get(tenth, 0) + count
    return max(counts, key=counts.__getitem__, default=0.0)


def without_furniture(pages: list[list[Line]]) -> list[list[Line]]:
    """Pages without running heads, page numbers and the numbers of numbered lines."""
    if len(pages) > 2:
        seen: Counter[str] = Counter()
        for page in pages:
            seen.update({_shape(line.text) for line in _edges(page)})
        often = {shape for shape, count in seen.items() if count >= max(3, len(pages) * 0.3)}
        kept = []
        for page in pages:
            edges = {id(line) for line in _edges(page)}
            kept.append([line for line in page if not (id(line) in edges and _shape(line.text) in often)])
        pages = kept
    return [_unnumbered([line for line in page if line.text and not _is_page_number(line, page)]) for page in pages]


def _edges(page: list[Line]) -> list[Line]:
    by_height = sorted(page, key=lambda line: line.bottom)
    return [*by_height[:4], *by_height[-4:]]


def _shape(text: str) -> str:
    return re.sub(r"\d+", "", text).strip()


def _is_page_number(line: Line, page: list[Line]) -> bool:
    return bool(re.fullmatch(r"(?:Page )?\d{1,4}(?: of \d{1,4})?", line.text)) and any(
        line is edge for edge in _edges(page)
    )


def _unnumbered(page: list[Line]) -> list[Line]:
    """A page of numbered lines without the numbers: they count up by one from line to line."""
    numbers = [int(found[1]) if (found := _NUMBERED.match(line.text)) else -1 for line in page]
    counted = [n for n in numbers if n >= 0]
    rising = sum(1 for before, after in pairwise(counted) if after == before + 1)
    if len(counted) < 8 or rising < 0.7 * len(counted) or len(counted) < 0.4 * len(page):
        return page
    expected = set(counted)
    stripped = []
    for line, number in zip(page, numbers, strict=True):
        words = line.text[len(str(number)) :].strip() if number in expected else line.text
        if words:
            words = _NUMBER_IN_WORD.sub(HYPHEN, words)
            stripped.append(replace(line, text=words))
    return stripped


def words_of(pages: Iterable[list[Line]]) -> frozenset[str]:
    """Every word and hyphenated word of the document in small letters: the witnesses for hyphens at line ends."""
    return frozenset(
        word.lower() for page in pages for line in page for word in _WORD.findall(_BROKEN.sub(" ", line.text))
    )


def joined(lines: list[str], words: frozenset[str]) -> str:
    """Lines of a paragraph as running text."""
    text = lines[0]
    for line in lines[1:]:
        if text.endswith("-") and line[:1].islower() and text[-2:-1].isalpha():
            text += "\n" + line
        else:
            text += line if line[:1] in {",", ".", ";", ")"} else f" {line}"
    return (
        _HYPHENATED.sub(lambda found: _whole(found[1], found[2], words), text).replace(HYPHEN, "-").replace("-\n", "-")
    )


def _whole(first: str, second: str, words: frozenset[str]) -> str:
    """A word that was broken at a line end, with its hyphen unless it is known without, or not known with."""
    if not (first[-1].islower() and second[0].islower()):
        return f"{first}-{second}"
    together, apart = (first + second).lower(), f"{first}-{second}".lower()
    if together in words or (apart not in words and not (first.lower() in words and second.lower() in words)):
        return first + second
    return f"{first}-{second}"
