"""
The works behind an answer, as reference managers know them: what RIS, BibTeX, NBIB and CSL-JSON are written from.

A starter source stands for the public pages it was drawn from, so each of those is a work of its own. A work that is no
longer current says so in its title, which every reference manager shows, and again in its note. What is on one line here
is on one line in every format: control characters and line breaks of a document never reach a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain, count

from curbside.answers.answer import Answer
from curbside.evidence.evidence import SourceRecord
from curbside.sources.source import Page, SourceKind, Status

from .vancouver import identifiers, in_force, link, mark, web_address
from .words import printable

SUMMARISED = "There it was summarised by Curbside."

_PERSON = re.compile(r"(?P<family>\S.{0,80}?) (?P<initials>[^\W\d_]{1,4})(?: (?P<suffix>Jr|Sr|II|III|IV|2nd|3rd|4th))?")
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_RANGE = re.compile(r"([A-Za-z]?)(\d+)[-–]([A-Za-z]?)(\d+)")
#: Words of bodies whose names could be taken for a person's ("Working Group II").
_BODIES = frozenset(
    "agency association board center centre collaboration college committee consortium council department force foundation "
    "group institute investigators ministry network organisation organization panel program programme service society team "
    "trial".split()
)


class Genre(StrEnum):
    """What sort of work it is to a reference manager."""

    JOURNAL = "journal"
    PREPRINT = "preprint"
    BOOK = "book"
    REPORT = "report"
    WEB = "web"
    DOCUMENT = "document"


_GENRES = {
    SourceKind.PREPRINT: Genre.PREPRINT,
    SourceKind.TEXTBOOK: Genre.BOOK,
    SourceKind.GUIDELINE: Genre.REPORT,
    SourceKind.LOCAL_PROTOCOL: Genre.REPORT,
    SourceKind.SAFETY_ALERT: Genre.REPORT,
    SourceKind.FORMULARY: Genre.REPORT,
    SourceKind.CRITERIA: Genre.REPORT,
}


@dataclass(frozen=True, slots=True)
class Name:
    """An author: a person in parts, or the whole name of a body as `family` with nothing else."""

    family: str
    given: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """One work; what is not known is empty."""

    key: str  # letters, digits and dashes, unique in its list
    numbers: tuple[int, ...]  # under which it stands in the answer
    genre: Genre
    title: str
    authors: tuple[Name, ...]
    container: str
    publisher: str
    published: tuple[int, ...]  # year, month, day, as far as known
    date_note: str
    volume: str
    issue: str
    pages: str
    version: str
    pmid: str
    pmcid: str
    doi: str
    url: str
    status: str  # "" while it is current
    notes: tuple[str, ...]  # what a reader of the reference must know
    cited_in: str  # where it was cited, and how far that was reviewed

    @property
    def year(self) -> str:
        """Four digits, "" when undated."""
        return f"{self.published[0]:04d}" if self.published else ""


def works(answer: Answer, state: str) -> tuple[Work, ...]:
    """The works behind an answer in the order of its references; `state` is the review banner that travels with them."""
    found: dict[str, Work] = {}
    for reference in answer.references:
        for source, work in _works_of(reference.record):
            known = found.setdefault(source, work)
            found[source] = replace(known, numbers=(*known.numbers, reference.number))
    taken: set[str] = set()
    return tuple(
        replace(work, key=_unused(source, taken), cited_in=_cited_in(answer, work, state))
        for source, work in found.items()
    )


def first_and_last(pages: str) -> tuple[str, str]:
    """First and last page; "1203-8" ends on 1208, and what is no simple range is all first page."""
    found = _RANGE.fullmatch(pages)
    if not found:
        return pages, ""
    before, first, _, last = found.groups()
    whole = first[: len(first) - len(last)] + last
    return before + first, (found[3] or before) + whole


def one_line(text: str) -> str:
    """Text without control characters, on one line."""
    return " ".join(printable(text.replace("\n", " ").replace("\t", " ").replace("\r", " ")).split())


def _works_of(record: SourceRecord) -> Iterator[tuple[str, Work]]:
    if not record.pages_drawn_from:
        yield record.source, _work(record)
    for page in record.pages_drawn_from:
        yield page.source, _page(page, record)


def _work(record: SourceRecord) -> Work:
    given = dict(identifiers(record))
    notes = (record.status_note, in_force(record), "" if record.published else record.date_note)
    return Work(
        key="",
        numbers=(),
        genre=_genre(record),
        title=one_line(mark(record) + record.title),
        authors=tuple(_name(one_line(author)) for author in record.authors),
        container=one_line(record.journal),
        publisher=one_line(record.issuer or record.owner),
        published=_date(record.published),
        date_note=one_line(record.date_note),
        volume=one_line(record.volume),
        issue=one_line(record.issue),
        pages=one_line(record.pages),
        version=one_line(record.version_label),
        pmid=one_line(given.get("PMID", "")),
        pmcid=one_line(given.get("PMCID", "")),
        doi=one_line(given.get("doi", "")),
        url=link(record),
        status=_status(record),
        notes=tuple(one_line(note) for note in notes if note),
        cited_in="",
    )


def _page(page: Page, record: SourceRecord) -> Work:
    published = _date(page.published)
    scheme, _, number = page.source.partition(":")
    is_article = scheme in {"pmid", "pmcid", "doi"}
    publisher = one_line(page.publisher)
    date_note = "" if published else one_line(page.published)
    return Work(
        key="",
        numbers=(),
        genre=Genre.JOURNAL if is_article else Genre.WEB,
        title=one_line(mark(record) + page.title),
        authors=(),
        container=publisher.removesuffix(" (abstract)") if is_article else "",
        publisher="" if is_article else publisher,
        published=published,
        date_note=date_note,
        volume="",
        issue="",
        pages="",
        version="",
        pmid=number if scheme == "pmid" else "",
        pmcid=number if scheme == "pmcid" else "",
        doi=number if scheme == "doi" else "",
        url=web_address(page.url),
        status=_status(record),
        notes=(date_note,) if date_note else (),
        cited_in=SUMMARISED,
    )


def _cited_in(answer: Answer, work: Work, state: str) -> str:
    numbers = ", ".join(map(str, work.numbers))
    cited = f'Cited as [{numbers}] in "{answer.title}" (Curbside, library {answer.snapshot[:12]}).'
    return one_line(f"{cited} {work.cited_in} {state}")


def _genre(record: SourceRecord) -> Genre:
    if record.kind is SourceKind.PREPRINT:
        return Genre.PREPRINT
    if record.journal:
        return Genre.JOURNAL
    return _GENRES.get(record.kind, Genre.WEB if link(record) else Genre.DOCUMENT)


def _name(author: str) -> Name:
    """A Vancouver name in parts; "Family, Given" too; anything else is the name of a body."""
    words = {word.strip(".,").lower() for word in author.split()}
    found = _PERSON.fullmatch(author)
    if found and found["initials"].isupper() and not words & _BODIES:
        given = " ".join(f"{letter}." for letter in found["initials"])
        return Name(found["family"].replace(",", ""), given, found["suffix"] or "")
    family, comma, given = author.partition(", ")
    is_person = comma and given and "," not in given and len(author.split()) <= 4 and not words & _BODIES
    return Name(family, given) if is_person else Name(author)


def _date(published: str) -> tuple[int, ...]:
    """Year, month and day as far as they are given and can be: a month of 13 leaves the year."""
    found = _DATE.match(published)
    if not found:
        return ()
    year, month, day = (int(part or 0) for part in found.groups())
    if not 1 <= month <= 12:
        return (year,)
    return (year, month, day) if 1 <= day <= 31 else (year, month)


def _unused(source: str, taken: set[str]) -> str:
    """A key made from an id; ids that differ in their signs alone get different ones."""
    plain = re.sub(r"[^A-Za-z0-9]+", "-", source).strip("-") or "source"
    key = next(key for key in chain([plain], (f"{plain}-{n}" for n in count(2))) if key not in taken)
    taken.add(key)
    return key


def _status(record: SourceRecord) -> str:
    return "" if record.status is Status.CURRENT else record.status.value
