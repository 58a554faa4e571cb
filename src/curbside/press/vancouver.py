"""References in Vancouver style: first six authors then et al., journal, year, volume, pages, identifiers."""

from __future__ import annotations

import re
from urllib.parse import quote

from curbside.answers.answer import Reference
from curbside.evidence.evidence import SourceRecord
from curbside.sources.source import Page, SourceKind, Status

MOST_AUTHORS = 6
_ADDRESS = re.compile(r"https?://[^\s<>\"\x00-\x1f\x7f]{1,2000}", re.IGNORECASE)


def cite(reference: Reference) -> str:
    """One reference as a line of text, without its number."""
    record = reference.record
    if record.pages_drawn_from:
        return _starter(record)
    parts = [_authors(record.authors), record.title.rstrip(".")]
    if record.journal:
        parts.append(record.journal.rstrip("."))
    elif record.issuer:
        parts.append(record.issuer)
    parts.append(_opened(in_force(record) or _when(record)))
    parts.append(" ".join(f"{name} {value}" for name, value in identifiers(record)))
    return mark(record) + ". ".join(part for part in parts if part) + "."


def in_force(record: SourceRecord) -> str:
    """Whose local protocol it is, which version, since when and until when; "" for what is none."""
    if record.kind is not SourceKind.LOCAL_PROTOCOL:
        return ""
    said = (
        record.owner,
        record.version_label and f"version {record.version_label}",
        record.effective and f"in force from {record.effective}",
        record.review_by and f"to be reviewed by {record.review_by}",
    )
    return ", ".join(part for part in said if part)


def identifiers(record: SourceRecord) -> list[tuple[str, str]]:
    """PMID, PMCID and DOI, as far as known, with their names."""
    names = {"pmid": "PMID", "pmcid": "PMCID", "doi": "doi", "nct": "NCT"}
    found = []
    for identifier in record.ids:
        scheme, _, value = identifier.partition(":")
        if scheme in names:
            found.append((names[scheme], value))
    return sorted(found, key=lambda pair: list(names.values()).index(pair[0]))


def link(record: SourceRecord) -> str:
    """The public address of a source, "" when it has none that a page may link to."""
    given = dict(identifiers(record))
    if "PMID" in given:
        return f"https://pubmed.ncbi.nlm.nih.gov/{given['PMID']}/"
    if "PMCID" in given:
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{given['PMCID']}/"
    if "doi" in given:
        return f"https://doi.org/{quote(given['doi'], safe='/:;()._-')}"
    return web_address(record.pages_drawn_from[0].url if record.pages_drawn_from else record.url)


def web_address(address: str) -> str:
    """The address where it is one of the web, else "": it comes from a document, which may hold a script instead."""
    return address if _ADDRESS.fullmatch(address) else ""


def mark(record: SourceRecord) -> str:
    """A word before a reference whose work is no longer current, else ""."""
    return "" if record.status is Status.CURRENT else f"[{record.status.value.upper()}] "


def _opened(text: str) -> str:
    return text[:1].upper() + text[1:]


def _authors(authors: tuple[str, ...]) -> str:
    named = ", ".join(authors[:MOST_AUTHORS])
    return f"{named}, et al" if len(authors) > MOST_AUTHORS else named


def _when(record: SourceRecord) -> str:
    when = record.published[:4] or record.date_note
    place = record.volume + (f"({record.issue})" if record.issue else "")
    if place and record.pages:
        place += f":{record.pages}"
    return f"{when};{place}" if place and record.published else when


def _starter(record: SourceRecord) -> str:
    pages = "; ".join(_page(page) for page in record.pages_drawn_from)
    return f"{pages}. Summarised by Curbside; not reviewed by a clinician."


def _page(page: Page) -> str:
    identifier = page.source.replace("pmid:", "PMID ") if page.source.startswith("pmid:") else ""
    return ". ".join(
        part for part in (page.title.rstrip("."), page.publisher, _opened(page.published), identifier) if part
    )
