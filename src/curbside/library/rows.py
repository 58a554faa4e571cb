"""
A Source as rows, and rows as the values that the other rooms read.

Packing is the costly half of adding (hashing, compressing, JSON), so it runs in the reading processes and its
product is plain tuples of numbers, strings and bytes, which can cross a process border without trusting it.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from curbside import zstd
from curbside.errors import DamageError
from curbside.evidence.design import design_of
from curbside.evidence.evidence import Design, SourceRecord, Trust
from curbside.sources.source import (
    SCHEMES,
    Audience,
    Damage,
    DrawnFrom,
    Extent,
    Page,
    Passage,
    Role,
    Source,
    SourceKind,
    Status,
    TextQuality,
)

from .identity import trust_of
from .seals import passage_seal, version_seal, work_seal
from .standing import notices_of, standing_of

_REMEMBERED_HEADINGS = 5_000

EXTENTS = (Extent.FULL_TEXT, Extent.ABSTRACT, Extent.TITLE, Extent.SNIPPETS)

_SCHEME_RANKS = {scheme: rank for rank, scheme in enumerate(SCHEMES)}

_MERGED = ("authors", "journal", "volume", "issue", "pages", "published", "url", "issuer", "jurisdiction", "licence")

_SCALARS = (
    *("journal", "volume", "issue", "pages", "published", "date_note", "url", "issuer", "family"),
    *("jurisdiction", "licence", "version_label", "owner", "effective", "review_by"),
)

#: What is kept of a source besides what every source has.
_KEPT = (
    *(*_MERGED, "date_note", "family", "version_label", "owner", "effective", "review_by", "collection"),
    *("synonyms", "substances", "publication_types", "mesh", "keywords", "notes"),
)
_kept = attrgetter(*_KEPT)

_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
#: Level 3 makes these short texts one hundredth smaller and takes a quarter longer.
_COMPRESSION: dict[int, int] = {
    zstd.CompressionParameter.compression_level: 1,
    zstd.CompressionParameter.checksum_flag: 1,
}
#: One for all texts: to make its tables anew for each takes as long as to compress it.
_compressor = zstd.ZstdCompressor(options=_COMPRESSION)


#: Members by value: a look-up takes a third of the time of the enumeration's own call.
_KINDS, _DESIGNS, _STATUSES, _TRUSTS = (
    {one.value: one for one in SourceKind},
    {one.value: one for one in Design},
    {one.value: one for one in Status},
    {one.value: one for one in Trust},
)
_TRUST_RANKS = {one.value: rank for rank, one in enumerate(Trust)}
_QUALITIES, _AUDIENCES, _ROLES = (
    {one.value: one for one in TextQuality},
    {one.value: one for one in Audience},
    {one.value: one for one in Role},
)


class Packed(NamedTuple):
    """A source ready to be stored."""

    ids: tuple[str, ...]
    sha256: bytes
    text: bytes
    extent: int
    revised: str
    status: str
    status_note: str
    kind: str
    design: str
    title: str
    published: str
    details: str
    seal: bytes
    passages: tuple[tuple[Any, ...], ...]  # position, start, stop, role, details, seal
    notices: tuple[tuple[tuple[str, ...], str, str], ...]  # ids of the other work, status, note


def order_ids(ids: tuple[str, ...]) -> tuple[str, ...]:
    """Ids without doubles, the canonical one first, the same whatever order they came in."""

    tidy = {tidy_id(identifier) for identifier in ids if identifier}
    return tuple(sorted(tidy, key=_rank) if len(tidy) > 1 else tidy)


def _rank(identifier: str) -> tuple[int, str]:
    return _SCHEME_RANKS.get(identifier.partition(":")[0], len(SCHEMES)), identifier


def tidy_id(identifier: str) -> str:
    """An id as it is stored: DOIs are compared without regard to case, so they are kept in lower case."""
    identifier = identifier.strip()
    return identifier.lower() if identifier[:4].lower() == "doi:" else identifier


def pack(source: Source, format_name: str) -> tuple[Any, ...]:
    """Everything about a source that will be stored, as a plain tuple in the order of Packed."""
    encoded = source.text.encode("utf-8")
    digest = hashlib.sha256(encoded).digest()
    status, note = standing_of(source)
    extent = EXTENTS.index(source.extent)
    design = design_of(source)
    details = _json(_details(source, design, format_name))
    return (
        order_ids(source.ids) or (f"file:{digest.hex()[:12]}",),
        digest,
        _compressor.compress(encoded, _compressor.FLUSH_FRAME),
        extent,
        source.revised,
        status.value,
        note,
        source.kind.value,
        design.value,
        source.title,
        source.published,
        details,
        version_seal(digest, extent, source.revised, status.value, note, details),
        tuple(_passage_row(source, passage) for passage in source.passages),
        tuple((order_ids(targets), said, words) for targets, said, words in notices_of(source)),
    )


def _passage_row(source: Source, passage: Passage) -> tuple[Any, ...]:
    details = _details_of(passage)
    role = passage.role.value
    text = source.text[passage.start : passage.end]
    seal = passage_seal(passage.position, passage.start, passage.end, role, details, text)
    return (passage.position, passage.start, passage.end, role, details, seal)


def _details_of(passage: Passage) -> str | None:
    """What else is known of a passage, as JSON."""
    if passage.lead_in or passage.items or passage.damage or passage.drawn_from or passage.heads is not None:
        kept = _headed(passage)
        if passage.lead_in:
            kept["lead_in"] = passage.lead_in
        if passage.items:
            kept["items"] = passage.items
        if passage.damage:
            kept["damage"] = [mark.value for mark in passage.damage]
        if passage.drawn_from:
            kept["drawn_from"] = [(d.source, d.start, d.end, d.sha256) for d in passage.drawn_from]
        if passage.heads is not None:
            kept["heads"] = passage.heads
        if passage.is_part:
            kept["is_part"] = True
        return _json(kept)
    # Many passages stand under one heading, and many works have the same headings.
    return _headings[passage.path, passage.audience, passage.question, passage.facet]


def _headed(passage: Passage) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    if passage.path:
        kept["path"] = passage.path
    if passage.audience:
        kept["audience"] = passage.audience.value
    if passage.question:
        kept["question"] = passage.question
    if passage.facet:
        kept["facet"] = passage.facet
    return kept


class _Headings(dict[tuple[tuple[str, ...], Audience | None, str, str], str | None]):
    """The details of passages of which only headings, audience, question and facet are known, written once."""

    def __missing__(self, known: tuple[tuple[str, ...], Audience | None, str, str]) -> str | None:
        if len(self) >= _REMEMBERED_HEADINGS:
            self.clear()
        path, audience, question, facet = known
        kept = _headed(Passage("", 0, 0, path, audience=audience, question=question, facet=facet))
        found = self[known] = _json(kept) if kept else None
        return found


_headings = _Headings()


def _details(source: Source, design: Design, format_name: str) -> dict[str, Any]:
    kept: dict[str, Any] = {
        "title": source.title,
        "kind": source.kind.value,
        "design": design.value,
        "trust": trust_of(source, format_name).value,
        "quality": source.quality.value,
        "audience": source.audience.value,
        "language": source.language,
    }
    kept |= {name: value for name, value in zip(_KEPT, _kept(source), strict=True) if value}
    if source.pages_drawn_from:
        kept["pages_drawn_from"] = [
            (page.source, page.title, page.publisher, page.url, page.published, page.licence)
            for page in source.pages_drawn_from
        ]
    return kept


def unpack_text(blob: bytes, source: str, sha256: bytes | None = None) -> str:
    """Stored text as it was, checked where its SHA-256 is given; damage is named."""
    try:
        # One frame was written: the module's own function looks for more, which takes half as long again.
        frame = zstd.ZstdDecompressor()
        encoded = frame.decompress(blob)
        if not frame.eof or frame.unused_data:
            raise damaged(source, "text")
        if sha256 is not None and hashlib.sha256(encoded).digest() != sha256:
            raise damaged(source, "text")
        return encoded.decode("utf-8")
    except (zstd.ZstdError, UnicodeDecodeError, MemoryError, TypeError) as error:
        raise damaged(source, "text") from error


def sealed_work(row: Any) -> Any:
    """A work's row, if it is as it was written."""
    try:
        seal = work_seal(row.canonical, row.ids, row.current, row.status, row.status_note, row.retired)
    except (TypeError, AttributeError, ValueError) as error:
        # A flipped bit can turn a column into one of another type.
        raise damaged(f"work {row.work}", "entry") from error
    if seal != row.seal:
        raise damaged(row.canonical, "entry")
    return row


def sealed_version(row: Any) -> Any:
    """A version's row, if it is as it was written."""
    try:
        seal = version_seal(row.sha256, row.extent, row.revised, row.status, row.status_note, row.details)
    except (TypeError, AttributeError, ValueError) as error:
        raise damaged(f"version {row.version}", "entry") from error
    if seal != row.seal:
        raise damaged(f"version {row.sha256.hex()[:12]}", "entry")
    return row


def damaged(source: str, what: str) -> DamageError:
    """The error for stored bytes that no longer match their seal."""
    return DamageError(
        f"The stored {what} of {source} in library.sqlite no longer matches its SHA-256; it is not quoted. "
        "Run: curbside doctor, and restore the library from a backup or add the file again to a new one."
    )


def passage_of(row: Any, text: str, source: str) -> Passage:
    """A passage from its row, checked against the text it points into."""
    try:
        seal = passage_seal(row.position, row.start, row.stop, row.role, row.details, text[row.start : row.stop])
    except (TypeError, ValueError) as error:
        raise damaged(source, f"passage {row.position}") from error
    if seal != row.sha256:
        raise damaged(source, f"passage {row.position}")
    path, *rest = _told(row.details)
    return Passage(row.position, row.start, row.stop, path, _ROLES[row.role], *rest)


@lru_cache(maxsize=_REMEMBERED_HEADINGS)
def _told(details: str | None) -> tuple[Any, ...]:
    """What the details of a passage say, in the order of Passage's own parts; most passages share theirs with others."""
    kept = json.loads(details) if details else {}
    lead_in = kept.get("lead_in")
    return (
        tuple(kept.get("path", ())),
        Audience(kept["audience"]) if "audience" in kept else None,
        kept.get("question", ""),
        kept.get("facet", ""),
        (lead_in[0], lead_in[1]) if lead_in else None,
        tuple((start, end) for start, end in kept.get("items", ())),
        tuple(Damage(mark) for mark in kept.get("damage", ())),
        tuple(DrawnFrom(*drawn) for drawn in kept.get("drawn_from", ())),
        kept.get("heads"),
        kept.get("is_part", False),
    )


def record_of(work: Any, chosen: Any, others: list[Any]) -> SourceRecord:
    """
    What the library knows of a work, as version `chosen` tells it.

    What that version does not say (a full text has no publication types, a citation no issuer) is taken from the
    work's other versions, best first, of those that are trusted no less. The trust is the chosen version's own.
    """
    own = json.loads(chosen.details)
    design = own["design"]
    for other in others:
        more = json.loads(other.details)
        if _TRUST_RANKS[more["trust"]] > _TRUST_RANKS[own["trust"]]:
            continue
        for name in _MERGED:
            if name not in own and name in more:
                own[name] = more[name]
        if design in ("", Design.UNKNOWN.value) and more["design"] not in ("", Design.UNKNOWN.value):
            design = more["design"]
    found: dict[str, Any] = {name: own[name] for name in _SCALARS if name in own}
    for name in ("authors", "synonyms", "substances"):
        if name in own:
            found[name] = tuple(own[name])
    if "pages_drawn_from" in own:
        found["pages_drawn_from"] = tuple(Page(*page) for page in own["pages_drawn_from"])
    return SourceRecord(
        source=work.canonical,
        version=chosen.sha256.hex(),
        ids=tuple(json.loads(work.ids)),
        title=own["title"],
        kind=_KINDS[own["kind"]],
        design=_DESIGNS[design],
        status=_STATUSES[work.status],
        trust=_TRUSTS[own["trust"]],
        quality=_QUALITIES[own["quality"]],
        audience=_AUDIENCES[own["audience"]],
        status_note=work.status_note,
        **found,
    )
