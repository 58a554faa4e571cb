"""
References as NBIB, the MEDLINE text that PubMed itself exports.

A record is known by its PubMed number: a work without one has no place in this format, and `without_number` tells which
those are, so that a door can say what it leaves out.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from curbside.answers.answer import Answer
from curbside.errors import CurbsideError

from .bibliography import Genre, Name, Work, works

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WIDTH = 82


def nbib(answer: Answer, state: str) -> str:
    """The references that have a PubMed number as NBIB; `state` is the review banner that travels with each."""
    kept = [work for work in works(answer, state) if work.pmid]
    if not kept:
        raise CurbsideError("No reference of this answer has a PubMed number; export it as ris, bibtex or csl.")
    return "\n".join("".join(_line(tag, value) for tag, value in _fields(work)) for work in kept)


def without_number(answer: Answer) -> tuple[str, ...]:
    """The titles of the works that NBIB cannot hold."""
    return tuple(work.title for work in works(answer, "") if not work.pmid)


def _line(tag: str, value: str) -> str:
    pieces = wrap(value, _WIDTH, break_long_words=False, break_on_hyphens=False)
    return f"{tag:<4}- " + "\n      ".join(pieces) + "\n"


def _fields(work: Work) -> Iterator[tuple[str, str]]:
    notes = (work.status and f"Status: {work.status}.", *work.notes, work.cited_in)
    rows = [
        ("PMID", work.pmid),
        ("VI", work.volume),
        ("IP", work.issue),
        ("DP", _date(work)),
        ("TI", work.title),
        ("PG", work.pages),
        *(("AU", _author(name)) for name in work.authors if name.given),
        *(("CN", name.family) for name in work.authors if not name.given),
        ("PT", "Journal Article" if work.genre is Genre.JOURNAL else ""),
        ("PT", "Retracted Publication" if work.status == "retracted" else ""),
        ("TA", work.container),
        ("PMC", work.pmcid),
        ("AID", work.doi and f"{work.doi} [doi]"),
        *(("GN", note) for note in notes),
    ]
    yield from ((tag, value) for tag, value in rows if value)


def _author(name: Name) -> str:
    initials = name.given.replace(". ", "").replace(".", "")
    return " ".join(part for part in (name.family, initials, name.suffix) if part)


def _date(work: Work) -> str:
    """The date as PubMed writes it: in the words of the record where those say more than a day ("2000 Dec-2001 Jan")."""
    if not work.published or work.date_note.startswith(work.year):
        return work.date_note
    year, *rest = work.published
    return " ".join([f"{year:04d}", *(_MONTHS[month - 1] for month in rest[:1]), *map(str, rest[1:])])
