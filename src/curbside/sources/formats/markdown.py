"""
Markdown: local protocols, guideline pages and the starter library.

A local protocol opens with front matter that says who answers for it and until when; without those fields it is
refused by name, because a protocol of unknown owner or age must not be shown to a clinician as one. In the starter
library each list item is one statement, and its footnote names the spans of the public pages it summarises.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, BinaryIO

import yaml

from curbside.errors import NotADocumentError, UnreadableError
from curbside.questions.kinds import by_heading

from .. import blocks, marked
from ..build import TextBuilder
from ..reading import Read
from ..source import Audience, DrawnFrom, Page, Role, Source, SourceKind, sha256

MAX_FRONT_MATTER_LINES = 400
PROTOCOL_FIELDS = ("title", "owner", "version", "effective", "review_by")

_MARKER = re.compile(r"[ \t]?\[\^([^\]\s]{1,40})\]")
_DRAWN_FROM = re.compile(r"(\S+)\s+(\d+)\s+(\d+)\s+([0-9a-f]{64})$")
_MARKS = re.compile(rb"(?m)^(?:#{1,6} \S|[-*+] \S|\d+\. \S|\|.+\||```|={3,}$|-{3,}$)|\[[^\]\n]+\]\([^)\n]+\)|\*\*\S")
_WORK = re.compile(r"(?i)^(?:readme|license|licence|changelog|contributing|code_of_conduct|security)(?:\.[a-z]+)?$")


class Markdown:
    """One page a file; front matter says what it is."""

    name = "markdown"

    def recognises(self, head: bytes, name: str) -> bool:
        """Text with front matter, a Markdown name, or marks that only Markdown has."""
        if b"\0" in head or (head.lstrip()[:1] in {b"{", b"["} and not name.endswith((".md", ".markdown"))):
            return False
        try:
            head.decode("utf-8")
        except UnicodeDecodeError as error:
            if error.start < len(head) - 4:
                return False
        if name.lower().endswith((".md", ".markdown")):
            return True
        return head.startswith(b"---\n") or (not head.lstrip().startswith(b"<") and len(_MARKS.findall(head)) >= 2)

    def read(self, stream: BinaryIO, name: str) -> Iterator[Read]:
        """Yield the one page of the file."""
        try:
            page = stream.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise UnreadableError(
                f"not UTF-8 at byte {error.start}; save the file as UTF-8 and add it again"
            ) from error
        lines = page.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        front, lines = front_matter(lines)
        if not front and _WORK.match(PurePosixPath(name).name):
            raise NotADocumentError("describes files or their licence; no clinical text")
        fields = _Fields(front)
        if fields.kind is SourceKind.STARTER:
            yield starter(fields, lines)
        else:
            yield plain(fields, lines, name, page)


def front_matter(lines: list[str]) -> tuple[dict[str, Any], list[str]]:
    """The YAML between the first two '---' lines, and the lines after it."""
    if not lines or lines[0].rstrip() != "---":
        return {}, lines
    end = next((n for n in range(1, min(len(lines), MAX_FRONT_MATTER_LINES)) if lines[n].rstrip() in {"---", "..."}), 0)
    if not end:
        return {}, lines
    block = "\n".join(lines[1:end])
    if "&" in block and re.search(r"(?m)(?:^|[:\-,\[{]\s)\s*&\w", block):
        raise UnreadableError("front matter uses YAML anchors; write the values out")
    try:
        front = yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506 every scalar stays a string, nothing is constructed
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 2}" if mark else ""
        raise UnreadableError(
            f"front matter is not valid YAML{where}; put values that hold a colon in quotes"
        ) from error
    if front is None or front == "":
        return {}, lines[end + 1 :]
    if not isinstance(front, dict):
        raise UnreadableError("front matter must be 'field: value' lines")
    return front, lines[end + 1 :]


#: What names of published works open with: a page that somebody writes is none of them, whatever it says of itself.
PUBLISHED = frozenset(
    ["pmid", "pmcid", "pmc", "doi", "spl", "uspstf", "medquad", "nct", "isbn", "nstg", "nbk", "starter"]
)


class _Fields:
    """Front matter, checked field by field; each refusal names the field and what to write."""

    def __init__(self, front: dict[str, Any]) -> None:
        self._front = front
        self.kind = self._choice("kind", SourceKind, SourceKind.OTHER)
        if not self._front.get("kind") and self._front.get("owner"):
            self.kind = SourceKind.LOCAL_PROTOCOL
        default = Audience.PATIENT if self.kind is SourceKind.PATIENT_PAGE else Audience.PROFESSIONAL
        self.audience = self._choice("audience", Audience, default)
        self.effective = self.date("effective")
        self.review_by = self.date("review_by")
        self.published = self.date("published") or self.date("date")
        if self.kind is SourceKind.LOCAL_PROTOCOL:
            for field in PROTOCOL_FIELDS:
                if not self.text(field):
                    raise UnreadableError(
                        f"front matter: '{field}' is missing; a local protocol needs {', '.join(PROTOCOL_FIELDS)}"
                    )
            if self.review_by < self.effective:
                raise UnreadableError("front matter: 'review_by' lies before 'effective'; correct one of the two dates")

    def text(self, field: str) -> str:
        """A field of one value, or ""."""
        value = self._front.get(field, "")
        if value is None:
            return ""
        if not isinstance(value, str):
            raise UnreadableError(f"front matter: '{field}' must be one value, not a list; write '{field}: ...'")
        return value.strip()

    def many(self, field: str) -> tuple[str, ...]:
        """A field of several values; one value counts as a list of one."""
        value = self._front.get(field) or []
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
            raise UnreadableError(f"front matter: '{field}' must be a list; write '{field}: [first, second]'")
        return tuple(one.strip() for one in values if one.strip())

    def date(self, field: str) -> str:
        """An ISO date as precise as written, or ""."""
        value = self.text(field)
        if not value:
            return ""
        full = {4: "-01-01", 7: "-01"}.get(len(value), "")
        try:
            datetime.date.fromisoformat(value + full)
        except ValueError as error:
            raise UnreadableError(f"front matter: '{field}' is {value!r}; write a date as 2026-11-22") from error
        return value

    def _choice(self, field: str, kinds: Any, default: Any) -> Any:
        value = self.text(field)
        if not value:
            return default
        try:
            return kinds(value.lower().replace("-", "_").replace(" ", "_"))
        except ValueError as error:
            known = ", ".join(kinds)
            raise UnreadableError(f"front matter: '{field}' is {value!r}; choose one of: {known}") from error

    def pages(self) -> tuple[Page, ...]:
        """The public pages that a starter page draws on."""
        pages = self._front.get("pages") or []
        wanted = ("source", "title", "publisher", "url", "published")
        if not isinstance(pages, list) or not all(isinstance(page, dict) for page in pages):
            raise UnreadableError(f"front matter: 'pages' must be a list of {{{', '.join(wanted)}}}")
        for page in pages:
            for field in wanted:
                if not isinstance(page.get(field), str) or not page[field]:
                    raise UnreadableError(f"front matter: a page under 'pages' lacks '{field}'")
        return tuple(
            Page(
                source=page["source"].strip(),
                title=page["title"].strip(),
                publisher=page["publisher"].strip(),
                url=page["url"].strip(),
                published=page["published"].strip(),
                licence=str(page.get("licence") or ""),
            )
            for page in pages
        )

    def own_id(self) -> str:
        """The id of a page of somebody's own: never that of a published work, whose text it would replace."""
        named = self.text("id")
        if named.partition(":")[0].strip().casefold() in PUBLISHED:
            raise UnreadableError(
                f"front matter: 'id' is {named!r}, which names a published work; give your page a name of its own, such as local:gout"
            )
        return named

    def given(self) -> dict[str, Any]:
        """What every Markdown source takes over from its front matter."""
        return {
            "kind": self.kind,
            "audience": self.audience,
            "url": self.text("url"),
            "issuer": self.text("issuer"),
            "family": self.text("family"),
            "jurisdiction": self.text("jurisdiction"),
            "language": self.text("language") or "en",
            "licence": self.text("licence") or self.text("license"),
            "version_label": self.text("version"),
            "owner": self.text("owner"),
            "effective": self.effective,
            "review_by": self.review_by,
            "published": self.published,
            # A newer text under the same id takes the place of the older one.
            "revised": self.date("revised") or self.effective or self.published,
            "synonyms": self.many("synonyms"),
            "keywords": self.many("keywords"),
            "collection": self.text("collection"),
        }


def plain(fields: _Fields, lines: list[str], name: str, page: str) -> Source:
    """Any Markdown page: its headings are the path of what stands under them."""
    body, notes = marked.footnotes(lines)
    content = list(marked.blocks([_MARKER.sub("", line) if "[^" in line else line for line in body]))
    content += [blocks.Paragraph(marked.inline(note)) for note in notes.values() if note]
    first = content[0] if content else None
    heading = first.text if isinstance(first, blocks.Heading) else ""
    title = fields.text("title") or heading
    title = (
        title
        or next((block.text for block in content if isinstance(block, blocks.Heading)), "")
        or PurePosixPath(name).stem
    )
    text = TextBuilder()
    text.passage(title, role=Role.TITLE)
    if title == heading:
        content = content[1:]
    facets = by_heading()
    blocks.lay(content, text, path=(title,), facet=lambda path: facets.get(path[-1], ""))
    stored, passages = text.finish()
    if len(passages) < 2:
        raise NotADocumentError("holds headings but no text")
    return Source(
        ids=(fields.own_id() or f"file:{sha256(page)[:12]}",),
        title=title,
        text=stored,
        passages=passages,
        **fields.given(),
    )


def starter(fields: _Fields, lines: list[str]) -> Source:
    """A starter page: under each fixed heading a list, each item one statement with the spans it summarises."""
    identifier, title = fields.text("id"), fields.text("title")
    for field, value in (("id", identifier), ("title", title)):
        if not value:
            raise UnreadableError(f"front matter: '{field}' is missing; a starter page needs id, title and pages")
    pages = fields.pages()
    known = {page.source for page in pages}
    body, notes = marked.footnotes(lines)
    facets = by_heading()
    text = TextBuilder()
    text.passage(title, role=Role.TITLE)
    here = ""
    for block in marked.blocks(body):
        match block:
            case blocks.Heading(1, _):
                continue
            case blocks.Heading(_, heading):
                if heading not in facets:
                    raise UnreadableError(
                        f"heading {heading!r} is no section kind; use one of the fixed clinician headings"
                    )
                here = heading
                text.write(heading)
            case blocks.Listing(items):
                for item in items:
                    statement = _MARKER.sub("", item)
                    drawn = tuple(span for mark in _MARKER.findall(item) for span in drawn_from(mark, notes, known))
                    if not drawn:
                        raise UnreadableError(
                            f"statement without a footnote: {statement[:60]!r}; name the span it was drawn from"
                        )
                    if not here:
                        raise UnreadableError(f"statement above the first heading: {statement[:60]!r}")
                    text.passage(statement, path=(title, here), facet=facets[here], drawn_from=drawn)
            case _:
                raise UnreadableError(
                    "a starter page holds only headings and list items; turn the paragraph into list items"
                )
    stored, passages = text.finish()
    if len(passages) < 2:
        raise UnreadableError("a starter page without statements")
    return Source(
        ids=(identifier,),
        title=title,
        text=stored,
        passages=passages,
        pages_drawn_from=pages,
        **{**fields.given(), "collection": "starter"},
    )


def drawn_from(mark: str, notes: dict[str, str], known: set[str]) -> Iterator[DrawnFrom]:
    """The spans that a footnote names: 'source start end sha256', several separated by ' ; '."""
    if mark not in notes:
        raise UnreadableError(f"footnote [^{mark}] has no definition")
    for part in notes[mark].split(" ; "):
        found = _DRAWN_FROM.match(part.strip())
        if not found or int(found[2]) >= int(found[3]):
            raise UnreadableError(
                f"footnote [^{mark}] must read 'source start end sha256', found {part.strip()[:80]!r}"
            )
        if found[1] not in known:
            raise UnreadableError(f"footnote [^{mark}] names {found[1]!r}, which is not under 'pages'")
        yield DrawnFrom(found[1], int(found[2]), int(found[3]), found[4])
