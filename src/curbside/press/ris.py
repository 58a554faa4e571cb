"""
References as RIS: tagged lines that every reference manager imports.

A line opens with a tag of two characters, two blanks, a dash and a blank; TY comes first and ER last; lines end as the
format asks, with carriage return and line feed. Nothing needs escaping, because no value of a `Work` holds a line break.
"""

from __future__ import annotations

from collections.abc import Iterator

from curbside.answers.answer import Answer

from .bibliography import Genre, Name, Work, first_and_last, works

_TYPES = {
    Genre.JOURNAL: "JOUR",
    Genre.PREPRINT: "UNPB",
    Genre.BOOK: "BOOK",
    Genre.REPORT: "RPRT",
    Genre.WEB: "ELEC",
    Genre.DOCUMENT: "GEN",
}


def ris(answer: Answer, state: str) -> str:
    """The references of an answer as RIS; `state` is the review banner that travels with each."""
    return "".join(f"{tag}  - {value}\r\n" for work in works(answer, state) for tag, value in _lines(work))


def _lines(work: Work) -> Iterator[tuple[str, str]]:
    first, last = first_and_last(work.pages)
    several = [*(("AU", _author(name)) for name in work.authors)]
    notes = [("N1", note) for note in (work.status and f"Status: {work.status}.", *work.notes, work.cited_in) if note]
    single = [
        ("TI", work.title), ("T2", work.container), ("PY", work.year), ("DA", _date(work.published)), ("VL", work.volume),
        ("IS", work.issue), ("SP", first), ("EP", last), ("ET", work.version), ("PB", work.publisher), ("DO", work.doi),
        ("AN", work.pmid), ("DB", "PubMed" if work.pmid else ""), ("C2", work.pmcid), ("UR", work.url),
    ]  # fmt: skip
    yield "TY", _TYPES[work.genre]
    yield "ID", work.key
    yield from several
    yield from ((tag, value) for tag, value in single if value)
    yield from notes
    yield "ER", ""


def _author(name: Name) -> str:
    return ", ".join(part for part in (name.family, name.given, name.suffix) if part)


def _date(published: tuple[int, ...]) -> str:
    """YYYY/MM/DD/other, parts that are not known left empty."""
    if len(published) < 2:
        return ""
    year, month, *day = published
    return f"{year:04d}/{month:02d}/{day[0]:02d}/" if day else f"{year:04d}/{month:02d}//"
