"""
MEDLINE text: the tagged format of PubMed's ".nbib" and ".txt" exports.

A tag stands in the first four columns, its value after "- ", and lines that begin with blanks go on with the value
before them. Records are separated by empty lines. Abstracts come as one string; their labels are found again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from curbside.errors import NotADocumentError, UnreadableError

from .. import citation
from ..abstracts import parts
from ..build import TextBuilder
from ..kinds import kind_of
from ..reading import Read, Refusal
from ..source import Audience, Extent, Relation, Role, Source, SourceKind

RECORD_BYTES = 50_000_000

_LINE = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,2}- ?(.*)")
_FIRST = re.compile(rb"(?:\xef\xbb\xbf)?\s*PMID ?- ?\d")
_IDENTIFIER = re.compile(r"(.+?)\s*\[(\w+)\]\s*$")
_RELATED = re.compile(r"PMID:\s*(\d{1,9})")
_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)")

#: Tags of comments and corrections, as PubMed XML names them.
_RELATIONS = {
    "CON": "CommentOn",
    "CIN": "CommentIn",
    "EIN": "ErratumIn",
    "EFR": "ErratumFor",
    "CRI": "CorrectedandRepublishedIn",
    "CRF": "CorrectedandRepublishedFrom",
    "RPI": "RepublishedIn",
    "RPF": "RepublishedFrom",
    "RIN": "RetractionIn",
    "ROF": "RetractionOf",
    "RRI": "RetractedandRepublishedIn",
    "RRF": "RetractedandRepublishedFrom",
    "ECI": "ExpressionOfConcernIn",
    "ECF": "ExpressionOfConcernFor",
    "UIN": "UpdateIn",
    "UOF": "UpdateOf",
    "SPIN": "SummaryForPatientsIn",
    "ORI": "OriginalReportIn",
    "PRIN": "PartialRetractionIn",
    "PROF": "PartialRetractionOf",
}

Fields = dict[str, list[str]]


class Medline:
    """Each tagged record is a Source."""

    name = "medline"

    def recognises(self, head: bytes, name: str) -> bool:
        """The first record opens with its PMID."""
        return _FIRST.match(head) is not None

    def read(self, stream: BinaryIO, name: str) -> Iterator[Read]:
        """Yield the records of the file in order."""
        found = False
        for number, fields in _records(stream):
            found = True
            yield _source(fields, number)
        if not found:
            raise NotADocumentError("no MEDLINE record in it")


def _records(stream: BinaryIO) -> Iterator[tuple[int, Fields]]:
    """Tags and values of each record, with the line on which it starts."""
    fields: Fields = {}
    values: list[str] | None = None
    size = start = 0
    for number, raw in enumerate(stream, start=1):
        size += len(raw)
        if size > RECORD_BYTES:
            raise UnreadableError(f"the record at line {start} is larger than {RECORD_BYTES // 1_000_000} MB")
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise UnreadableError(f"line {number} is not UTF-8") from error
        if line.startswith("      ") and values is not None:
            values[-1] += ("" if values[-1].endswith(" ") else " ") + line.strip()
            continue
        match = _LINE.match(line)
        if match is None:
            if not line.strip():
                values = None
                continue
            if values is None:
                raise UnreadableError(f"line {number} has no tag")
            values[-1] += " " + line.strip()
            continue
        tag, value = match.groups()
        if tag == "PMID" and fields:
            yield start, fields
            fields, size = {}, len(raw)
        if not fields:
            start = number
        values = fields.setdefault(tag, [])
        values.append(value)
    if fields:
        yield start, fields


def _source(fields: Fields, number: int) -> Read:
    one = {tag: values[0].strip() for tag, values in fields.items()}
    ids = _ids(fields)
    title = one.get("TI") or one.get("BTI") or one.get("TT") or ""
    if not ids:
        return Refusal(f"line {number}", "the record has no identifier")
    if not title and "AB" not in one:
        return Refusal(ids[0], "it has neither title nor abstract", skipped=True)
    text = TextBuilder()
    text.passage(title, position="0", role=Role.TITLE)
    if one.get("TT") and title != one["TT"]:
        text.write(one["TT"])
    written = _write_abstract(text, one.get("AB", ""), ("Abstract",), 0)
    notes = []
    for other in fields.get("OAB", []):
        if written and one.get("OABL", "eng") != "eng":
            notes.append(f"an abstract in another language ({one['OABL']}) was left out")
        else:
            written = _write_abstract(text, other, ("Other abstract",), written)
    languages = [citation.LANGUAGES.get(code.strip(), code.strip()) for code in fields.get("LA", ["eng"])]
    if languages and "en" not in languages:
        notes.append(f"the work itself is written in another language ({languages[0]})")
    types = tuple(value.strip() for value in fields.get("PT", []))
    mesh = tuple(value.strip().replace("*", "") for value in fields.get("MH", []))
    relations = tuple(
        Relation(kind, tuple(f"pmid:{found}" for found in _RELATED.findall(value)), value.strip())
        for tag, kind in _RELATIONS.items()
        for value in fields.get(tag, [])
    )
    published, date_note = citation.free_date(one.get("DP", ""))
    stored, passages = text.finish()
    kind = SourceKind.TEXTBOOK if "BTI" in one else kind_of(types, mesh, title)
    pmid = next((identifier[5:] for identifier in ids if identifier.startswith("pmid:")), "")
    return Source(
        ids=ids,
        title=title[:-1] if title.endswith(".") and not title.endswith("..") else title,
        text=stored,
        passages=passages,
        kind=kind,
        extent=Extent.ABSTRACT if written else Extent.TITLE,
        audience=Audience.PATIENT if kind is SourceKind.PATIENT_PAGE else Audience.PROFESSIONAL,
        status=citation.standing((relation.kind for relation in relations), types, title),
        authors=tuple(value.strip() for tag in ("AU", "CN") for value in fields.get(tag, [])),
        journal=one.get("TA") or one.get("JT") or "",
        volume=one.get("VI", ""),
        issue=one.get("IP", ""),
        pages=one.get("PG", ""),
        published=citation.finer(published, _day(one.get("DEP", ""))) or _day(one.get("DEP", "")),
        revised=_day(one.get("LR", "")) or _day(one.get("DCOM", "")),
        date_note=date_note,
        url=f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid else "",
        publication_types=types,
        mesh=mesh,
        keywords=tuple(value.strip().strip("*") for value in fields.get("OT", []) if value.strip() != "NOTNLM"),
        relations=relations,
        notes=tuple(notes),
    )


def _write_abstract(text: TextBuilder, abstract: str, path: tuple[str, ...], written: int) -> int:
    words = abstract.strip()
    for part in parts(words) if words else ():
        written += 1
        if part.label:
            text.write(part.label)
        text.passage(
            words[part.start : part.end],
            position=str(written),
            path=(*path, part.label) if part.label else path,
            role=part.role,
        )
    return written


def _ids(fields: Fields) -> tuple[str, ...]:
    ids = [citation.pmid(value) for value in fields.get("PMID", [])]
    ids += [citation.pmcid(value) for value in fields.get("PMC", [])]
    for tag in ("AID", "LID"):
        for value in fields.get(tag, []):
            match = _IDENTIFIER.match(value)
            if match and match[2] == "doi":
                ids.append(citation.doi(match[1]))
    return tuple(dict.fromkeys(identifier for identifier in ids if identifier))


def _day(value: str) -> str:
    match = _DAY.match(value)
    return f"{match[1]}-{match[2]}-{match[3]}" if match else ""
