"""
A source as it is shown beside what quotes it: its paragraphs, with the quoted words marked.

The text is the library's stored text, checked as it is read, and the marks are the offsets of the quotes: what is
marked is what was quoted, or nothing is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from curbside.answers.answer import Reference
from curbside.evidence.evidence import SourceRecord
from curbside.library.library import Library
from curbside.sources.source import Page, Status

from .sheet import Entry, entry
from .words import design_or_kind

#: Paragraphs shown before and after the quoted one beside an answer, and the most on a page of its own.
AROUND, MOST_PARAGRAPHS = 1, 400
#: Characters of a paragraph that stand beside an answer before and after what is quoted in it.
CONTEXT = 360

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, quoted or not."""

    text: str
    is_quoted: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a source."""

    pieces: tuple[Piece, ...]
    is_quoted: bool  # some of it
    is_first_quoted: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A source with the words that were quoted from it."""

    source: str
    title: str
    about: Entry
    kind: str
    when: str
    status: str
    status_note: str
    licence: str
    drawn_from: tuple[Page, ...]
    version: str
    is_current: bool  # the version shown is the one that is quoted today
    paragraphs: tuple[Paragraph, ...]
    leaves_out_before: bool
    leaves_out_after: bool
    spans: tuple[Span, ...]


def excerpt_of(
    library: Library, source: str, version: str | None, spans: tuple[Span, ...], *, is_whole: bool
) -> Excerpt:
    """A source with these spans marked: the paragraphs around them, or as much of it as a page can show."""
    record = library.record(source, version)
    text = library.text(source, version)
    inside = tuple(sorted((start, end) for start, end in spans if 0 <= start < end <= len(text)))
    whole = tuple(_paragraphs(text, inside))
    quoted = [i for i, one in enumerate(whole) if one.is_quoted]
    around = MOST_PARAGRAPHS // 2 if is_whole else AROUND
    first = max(0, quoted[0] - around) if quoted else 0
    last = min(len(whole), quoted[-1] + 1 + around) if quoted else min(len(whole), MOST_PARAGRAPHS if is_whole else 6)
    return Excerpt(
        source=record.source,
        title=record.title or record.source,
        about=entry(Reference(1, record)),
        kind=design_or_kind(record),
        when=str(record.published or record.date_note or "undated"),
        status="" if record.status is Status.CURRENT else record.status.value,
        status_note=record.status_note,
        licence=record.licence,
        drawn_from=_drawn_from(library, record, inside),
        version=record.version,
        is_current=_is_current(library, record),
        paragraphs=whole[first:last] if is_whole else tuple(map(_near, whole[first:last])),
        leaves_out_before=first > 0,
        leaves_out_after=last < len(whole),
        spans=inside,
    )


def _drawn_from(library: Library, record: SourceRecord, spans: tuple[Span, ...]) -> tuple[Page, ...]:
    """The public pages that the words in these spans summarise; for a source in our own words alone."""
    if not record.pages_drawn_from or not spans or not _is_current(library, record):
        return record.pages_drawn_from
    named = {
        page.source
        for stored in library.passages(library.keys_of(record.source)).values()
        if any(stored.passage.start < end and start < stored.passage.end for start, end in spans)
        for page in stored.passage.drawn_from
    }
    return tuple(page for page in record.pages_drawn_from if page.source in named) or record.pages_drawn_from


def _is_current(library: Library, record: SourceRecord) -> bool:
    return library.record(record.source).version == record.version


def _paragraphs(text: str, spans: tuple[Span, ...]) -> Iterator[Paragraph]:
    """The paragraphs of a text, each cut where a span begins or ends."""
    start, has_quoted = 0, False
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            pieces = tuple(_pieces(text, start, end, spans))
            is_quoted = any(piece.is_quoted for piece in pieces)
            yield Paragraph(pieces, is_quoted, is_quoted and not has_quoted)
            has_quoted |= is_quoted
        start = end + 1


def _near(paragraph: Paragraph) -> Paragraph:
    """The paragraph with what is far from its quotes left out; one without any is cut at its end."""
    marked = [i for i, piece in enumerate(paragraph.pieces) if piece.is_quoted]
    cut = list(paragraph.pieces)
    if not marked:
        cut[0] = Piece(_head(cut[0].text), False)
    else:
        if marked[0] > 0:
            cut[0] = Piece(_tail(cut[0].text), False)
        if marked[-1] < len(cut) - 1:
            cut[-1] = Piece(_head(cut[-1].text), False)
    return replace(paragraph, pieces=tuple(cut))


def _head(text: str) -> str:
    return text if len(text) <= CONTEXT else text[: text.rfind(" ", 0, CONTEXT)] + " …"


def _tail(text: str) -> str:
    return text if len(text) <= CONTEXT else "… " + text[text.find(" ", len(text) - CONTEXT) + 1 :]


def _pieces(text: str, start: int, end: int, spans: tuple[Span, ...]) -> Iterator[Piece]:
    at = start
    for begin, stop in spans:
        begin, stop = max(begin, at), min(stop, end)
        if begin >= stop:
            continue
        if begin > at:
            yield Piece(text[at:begin], False)
        yield Piece(text[begin:stop], True)
        at = stop
    if at < end:
        yield Piece(text[at:end], False)
