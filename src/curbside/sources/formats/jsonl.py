"""
JSON Lines: one record a line.

Four shapes are taken, told apart by their fields:

- a citation `{pmid, title, abstract?, journal?, year?, doi?, pmcid?, mesh?, pubtypes?, licence?}`;
- snippets of a work `{pmid, title?, passages: [text, ...]}`, which are not the work and say so;
- a page `{url, title, markdown}`;
- anything else with `{title, text}` and optionally id, url, kind, published, issuer, licence, language, audience.

A line that cannot be taken is refused alone; a file whose lines hold no such record is no document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from curbside.errors import NotADocumentError, UnreadableError

from .. import blocks, marked
from ..abstracts import TRUNCATED, parts
from ..build import TextBuilder
from ..citation import standing
from ..kinds import kind_of
from ..reading import Read, Refusal
from ..source import Audience, Damage, Extent, Passage, Role, Source, SourceKind, sha256
from ..untagged import untagged

MAX_RECORD_BYTES = 50 * 1024 * 1024
TRIES = 20

_decode = json.JSONDecoder().decode
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_SPACE = re.compile(r"\s+")
_MMWR_VOLUME = re.compile(r"/mmwr/(?:preview/mmwrhtml/su|volumes/)(\d{2})")
_DATE = re.compile(
    r"\b(January|February|March|April|May|June|July|August|September|October|November|December) (\d{1,2}), ((?:19|20)\d{2})\b"
)
_MONTHS = "January February March April May June July August September October November December".split()
_FURNITURE = re.compile(
    r"(?i)\W*(?:print|related pages|view suggested citation|article metrics|altmetric|on this page|figures?|tables?|table \d+|figure \d+|"
    r"citations|views|spacer|top|return to (?:top|your place).{0,30}|skip .{0,60}|\.altmetric.*|pdf .{0,20}|share|"
    r"persons using assistive technology.*|disclaimer\s.*|back to top)\W*$"
)
_NO_PROTOCOL = (
    "a local protocol says who answers for it and until when, which a line here cannot; write it as a Markdown page"
)
_GUIDANCE = re.compile(r"(?i)\bguidelines?\b|\brecommendations?\b|\bguidance\b")


class JsonLines:
    """Records of citations, snippets, pages or plain texts, one a line."""

    name = "jsonl"

    def recognises(self, head: bytes, name: str) -> bool:
        """JSON of any kind: what is in it is decided on reading."""
        start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:40]
        return bool(re.match(rb'\{\s*(?:"|\}|$)|\[\s*(?:\{|\[|"|\d|\]|$)', start))

    def read(self, stream: BinaryIO, name: str) -> Iterator[Read]:
        """Yield the records in order; each line that is not one is refused."""
        found = False
        waiting: list[Refusal] = []
        for number, record in records(stream):
            read = record if isinstance(record, Refusal) else source_of(record, number)
            if isinstance(read, Source):
                if waiting:
                    yield from waiting
                    waiting = []
                found = True
                yield read
            elif found:
                yield read
            else:
                waiting.append(read)
                if len(waiting) > TRIES:
                    break
        if not found:
            if waiting and not waiting[0].skipped:
                raise UnreadableError(waiting[0].reason)
            raise NotADocumentError("JSON without records of a title and a text, abstract or passages")
        yield from waiting


def records(stream: BinaryIO) -> Iterator[tuple[int, dict[str, Any] | Refusal]]:
    """Each line's object with its number; a file that is one JSON value yields that value's records."""
    number = 0
    while line := stream.readline(MAX_RECORD_BYTES + 1):
        number += 1
        if len(line) > MAX_RECORD_BYTES:
            raise UnreadableError(f"line {number} is longer than {MAX_RECORD_BYTES // 1024 // 1024} MB")
        if line.isspace():
            continue
        try:
            record = _decode(line.decode("utf-8-sig" if number == 1 else "utf-8"))
        except (ValueError, RecursionError):
            if number == 1:
                yield from _one_value(line, stream)
                return
            yield number, Refusal(f"line {number}", "not valid JSON")
            continue
        if isinstance(record, dict):
            yield number, record
        elif isinstance(record, list) and number == 1:
            for place, one in enumerate(record, start=1):
                yield place, one if isinstance(one, dict) else Refusal(f"record {place}", "not an object", skipped=True)
        else:
            yield number, Refusal(f"line {number}", "not an object", skipped=True)


def _one_value(start: bytes, stream: BinaryIO) -> Iterator[tuple[int, dict[str, Any] | Refusal]]:
    """A file in which one JSON value runs over many lines."""
    rest = stream.read(MAX_RECORD_BYTES)
    if len(rest) == MAX_RECORD_BYTES:
        raise UnreadableError("one JSON value of more than 50 MB; write one record a line")
    try:
        value = json.loads(start + rest)
    except (ValueError, RecursionError):
        # Other lines may be whole: only the first is refused, and they are read one by one.
        yield 1, Refusal("line 1", "not valid JSON")
        for number, line in enumerate(rest.splitlines(), start=2):
            if not line.isspace() and line:
                try:
                    record = json.loads(line)
                except (ValueError, RecursionError):
                    record = None
                yield number, record if isinstance(record, dict) else Refusal(f"line {number}", "not valid JSON")
        return
    for place, one in enumerate(value if isinstance(value, list) else [value], start=1):
        yield place, one if isinstance(one, dict) else Refusal(f"record {place}", "not an object", skipped=True)


def source_of(record: dict[str, Any], number: int) -> Source | Refusal:
    """The work that a record describes, or why it is none."""
    if record.get("kind") == SourceKind.LOCAL_PROTOCOL:
        return Refusal(_locator(record, number), _NO_PROTOCOL)
    try:
        if "passages" in record:
            source = snippets(record)
        elif "markdown" in record:
            source = page(record)
        elif "text" in record:
            source = plain(record)
        elif "title" in record and ("pmid" in record or "doi" in record or "abstract" in record):
            source = citation(record)
        else:
            return Refusal(f"line {number}", "no record of a title with a text, abstract or passages", skipped=True)
    except (TypeError, ValueError, AttributeError):
        return Refusal(_locator(record, number), "a field does not hold the kind of value it should")
    if source is None:
        return Refusal(_locator(record, number), "neither title nor text", skipped=True)
    text = source.text
    if "\0" in text or not (text.isascii() or _UNSTORABLE.search(text) is None):
        return Refusal(_locator(record, number), "text holds characters that cannot be stored")
    return source


def _locator(record: dict[str, Any], number: int) -> str:
    return f"PMID {record['pmid']}" if record.get("pmid") else f"line {number}"


def ids_of(record: dict[str, Any]) -> tuple[str, ...]:
    """Every id that a record gives, in canonical form."""
    ids = []
    if pmid := record.get("pmid"):
        pmid = str(pmid)
        if not pmid.isdigit():
            raise ValueError(pmid)
        ids.append("pmid:" + pmid)
    if pmcid := record.get("pmcid"):
        ids.append("pmcid:" + (pmcid if pmcid.startswith("PMC") else f"PMC{pmcid}"))
    if doi := record.get("doi"):
        ids.append("doi:" + doi.strip().lower().removeprefix("https://doi.org/").removeprefix("doi:"))
    return tuple(ids)


def citation(record: dict[str, Any]) -> Source | None:
    """A bibliographic record, with its abstract when it has one."""
    title, notes = _title(record.get("title") or "")
    abstract = untagged((record.get("abstract") or "").strip())
    ids = ids_of(record)
    types = tuple(record.get("pubtypes") or ())
    mesh = tuple(record.get("mesh") or ())
    if not title and not abstract:
        return None
    passages = []
    start = 0
    if title:
        passages.append(Passage("0", 0, len(title), (), Role.TITLE))
        start = len(title) + 2 if abstract else len(title)
    text = f"{title}\n\n{abstract}" if title and abstract else title or abstract
    if abstract:
        end = len(text)
        damage: tuple[Damage, ...] = ()
        if "TRUNCATED" in abstract and (cut := TRUNCATED.search(abstract)):
            end = start + cut.start()
            damage = (Damage.TRUNCATED,)
        stretches = parts(text[start:end])
        last = len(stretches) - 1
        for number, part in enumerate(stretches):
            passages.append(
                Passage(
                    str(number + 1),
                    start + part.start,
                    start + part.end,
                    (title, part.label) if part.label else (title,),
                    part.role,
                    damage=damage if number == last else (),
                )
            )
    return Source(
        ids=ids or (f"file:{sha256(text)[:12]}",),
        title=title,
        text=text,
        passages=tuple(passages),
        kind=kind_of(types, mesh, title),
        extent=Extent.ABSTRACT if abstract else Extent.TITLE,
        status=standing((), types, title),
        journal=record.get("journal") or "",
        published=str(record.get("year") or ""),
        url=f"https://pubmed.ncbi.nlm.nih.gov/{record['pmid']}/" if record.get("pmid") else record.get("url") or "",
        licence=record.get("licence") or record.get("license") or "",
        publication_types=types,
        mesh=mesh,
        notes=notes,
    )


def _title(title: str) -> tuple[str, tuple[str, ...]]:
    """A title without the brackets that mark it as translated, and a note that they stood there."""
    title = title.strip()
    if "<" in title or "&" in title:
        title = untagged(title)
    if "\n" in title:
        title = _SPACE.sub(" ", title)
    if title.startswith("[") and title.rstrip(".").endswith("]") and title.count("[") == title.count("]") == 1:
        return title.strip("[]."), ("title translated into English by the record's publisher",)
    return title, ()


def snippets(record: dict[str, Any]) -> Source | None:
    """Pieces of a work: each is a passage, one that lies within another is dropped, and none is the whole."""
    title, notes = _title(record.get("title") or "")
    pieces: list[str] = []
    for piece in sorted({untagged(one.strip()) for one in record["passages"] if one.strip()}, key=len, reverse=True):
        if piece != title and not any(piece in longer for longer in pieces):
            pieces.append(piece)
    order = {untagged(one.strip()): place for place, one in reversed(list(enumerate(record["passages"])))}
    pieces.sort(key=lambda piece: order[piece])
    if not pieces and not title:
        return None
    text = TextBuilder()
    text.passage(title, position="0", role=Role.TITLE)
    for number, piece in enumerate(pieces, start=1):
        text.passage(piece, position=str(number), path=(title,) if title else ())
    stored, passages = text.finish()
    ids = ids_of(record)
    return Source(
        ids=ids or (f"file:{sha256(stored)[:12]}",),
        title=title,
        text=stored,
        passages=passages,
        kind=kind_of((), (), title),
        extent=Extent.SNIPPETS,
        journal=record.get("journal") or "",
        published=str(record.get("year") or ""),
        url=f"https://pubmed.ncbi.nlm.nih.gov/{record['pmid']}/" if record.get("pmid") else "",
        notes=(*notes, "snippets only, not the whole work"),
    )


def page(record: dict[str, Any]) -> Source | None:
    """A web page that was turned into Markdown."""
    content = list(marked.blocks(record["markdown"].replace("\r\n", "\n").split("\n")))
    heading = next((block.text for block in content if isinstance(block, blocks.Heading) and block.level == 1), "")
    title = _SPACE.sub(" ", (record.get("title") or "").strip()) or heading
    # What stands above the page's own heading is the site's navigation.
    top = next(
        (n for n, block in enumerate(content) if isinstance(block, blocks.Heading) and _same(block.text, title)), None
    )
    above, content = (content[:top], content[top + 1 :]) if top is not None else ([], content)
    text = TextBuilder()
    text.passage(title, position="0", role=Role.TITLE)
    blocks.lay((block for block in content if not _is_furniture(block)), text, path=(title,) if title else ())
    stored, passages = text.finish()
    if not stored.strip():
        return None
    url = record.get("url") or ""
    issuer = record.get("issuer") or ""
    return Source(
        ids=(f"url:{url}",) if url else (f"file:{sha256(stored)[:12]}",),
        title=title,
        text=stored,
        passages=passages,
        kind=SourceKind.GUIDELINE if issuer and _GUIDANCE.search(title) else kind_of((), (), title),
        journal=record.get("series") or "",
        published=_page_date(url, [*above, *content[:60]]),
        url=url,
        issuer=issuer,
        family=issuer,
        jurisdiction="US" if "cdc.gov/" in url else "",
        licence=record.get("licence") or record.get("license") or "",
    )


def _is_furniture(block: blocks.Block) -> bool:
    """Labels of buttons and menus that the page's Markdown kept."""
    match block:
        case blocks.Paragraph(words) | blocks.Heading(_, words):
            return bool(_FURNITURE.match(words))
        case blocks.Listing(items):
            return all(len(item) < 40 for item in items) and "Introduction" in items and "Discussion" in items
    return False


def _same(heading: str, title: str) -> bool:
    return bool(title) and heading.strip("* ").casefold() == title.strip("* ").casefold()


def _page_date(url: str, content: list[blocks.Block]) -> str:
    """The date printed at the head of the page; else the year of the volume that its address names."""
    for block in content:
        if isinstance(block, blocks.Paragraph) and len(block.text) < 200 and (found := _DATE.search(block.text)):
            return f"{found[3]}-{_MONTHS.index(found[1]) + 1:02}-{int(found[2]):02}"
    # MMWR has published one volume a calendar year, volume 31 in 1982.
    volume = _MMWR_VOLUME.search(url)
    return str(1951 + int(volume[1])) if volume else ""


def plain(record: dict[str, Any]) -> Source | None:
    """A text with a title: blank lines part its passages."""
    title, notes = _title(record.get("title") or "")
    body = record["text"].strip()
    if not body:
        return None
    text = TextBuilder()
    text.passage(title, position="0", role=Role.TITLE)
    for number, paragraph in enumerate((part for part in re.split(r"\n[ \t]*\n", body) if part.strip()), start=1):
        text.passage(paragraph.strip("\n"), position=str(number), path=(title,) if title else ())
    stored, passages = text.finish()
    given = str(record.get("id") or record.get("_id") or "")
    own = (given if ":" in given else f"record:{given}",) if given else ()
    ids = (*ids_of(record), *own)
    kind = record.get("kind")
    return Source(
        ids=ids or (f"file:{sha256(stored)[:12]}",),
        title=title,
        text=stored,
        passages=passages,
        kind=SourceKind(kind) if kind else kind_of((), (), title),
        audience=Audience(record.get("audience") or "professional"),
        journal=record.get("journal") or "",
        published=str(record.get("published") or record.get("year") or ""),
        url=record.get("url") or "",
        issuer=record.get("issuer") or "",
        family=record.get("family") or "",
        jurisdiction=record.get("jurisdiction") or "",
        language=record.get("language") or "en",
        licence=record.get("licence") or record.get("license") or "",
        collection=record.get("collection") or "",
        notes=notes,
    )
