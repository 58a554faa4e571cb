"""
HTML pages: guideline chapters, journal articles and pages of agencies.

A page that marks its main part is read from there; a page that does not is cut down to its article, by trafilatura
where the extra `documents` installs it, else by what we take for the main part, and the source says so. Navigation,
scripts and hidden text never become passages. A page that collects several reports yields one Source each.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from selectolax.lexbor import LexborHTMLParser

from curbside.errors import NotADocumentError, UnreadableError

from .. import blocks
from ..build import TextBuilder
from ..kinds import kind_of
from ..main_part import main_part
from ..markup import blocks_in, blocks_of, fragment_text, text_of
from ..reading import Read
from ..source import Role, Source, SourceKind, sha256

MAX_BYTES = 50 * 1024 * 1024
FEWEST_CHARACTERS = 200
GUESSED = (
    "the page does not mark its main part, which was guessed; for a closer reading: pip install 'curbside[documents]'"
)

#: Parts of known layouts that no reader takes for the article.
CHROME = (
    ".tp-on-this-page, .tp-related-pages, .title-bar, .page-share-wrapper, #share-nav, .text-right, .breadcrumb, .breadcrumbs, "
    ".skip-link, .skiplink, .altmetric-embed, .smallgrey, .peerreviewed, .dateline, .section-nav-area, .footer, .site-footer, "
    ".site-header, #header, #footer, #nav, .nav, .navbar, .sidebar, .cookie, .cookies, .share, .social, .toc, #toc, .advertisement, "
    "[role=navigation], [role=banner], [role=contentinfo], [role=search]"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"((?:19|20)\d{2})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?")
_WORDED = re.compile(r"\b([A-Z][a-z]{2,8})\.? (\d{1,2}), ((?:19|20)\d{2})\b")
_ISSUE = re.compile(r"(\d{1,3})\(([\w-]{1,6})\);\s?([\d–-]+)")
_CITED = re.compile(rb"\s?\(\s*<(i|em)>\d{1,3}</\1>(?:\s*[,\xe2\x80\x93-]+\s*<(i|em)>\d{1,3}</\2>)*\s*\)")
_FURNITURE = re.compile(
    r"(?i)^\W*(?:top|print|back to top|return to top|top of (?:page|mm\w+).{0,40}|related materials|view suggested citation|pdf ?\W*(?:\[?\d+k\]?)?)\W*$"
    r"|\(view author affiliations\)$"
)
_REGIMEN = re.compile(r"^(?:Recommended|Alternative|Other) (?:\w+ ){0,3}(?:Regimens?|Management)\b[^.]{0,90}$")
_GUIDANCE = re.compile(r"(?i)\bguidelines?\b|\brecommendations?\b|\bguidance\b")
_ROLES = {
    "background": Role.BACKGROUND,
    "introduction": Role.BACKGROUND,
    "objective": Role.BACKGROUND,
    "objectives": Role.BACKGROUND,
    "methods": Role.METHODS,
    "evaluation methods": Role.METHODS,
    "materials and methods": Role.METHODS,
    "results": Role.RESULTS,
    "findings": Role.RESULTS,
    "conclusion": Role.CONCLUSION,
    "conclusions": Role.CONCLUSION,
    "discussion": Role.CONCLUSION,
    "recommendations": Role.RECOMMENDATION,
    "what is already known about this topic?": Role.BACKGROUND,
    "what is added by this report?": Role.CONCLUSION,
    "what are the implications for public health practice?": Role.CONCLUSION,
}


@dataclass(frozen=True, slots=True)
class Meta:
    """What the head of a page says about it."""

    title: str = ""
    ids: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    published: str = ""
    revised: str = ""
    journal: str = ""
    volume: str = ""
    issuer: str = ""
    url: str = ""
    language: str = "en"
    properties: dict[str, str] = field(default_factory=dict)


class Html:
    """One page a file, or one page of several reports."""

    name = "html"

    def recognises(self, head: bytes, name: str) -> bool:
        """An html element, a doctype or common tags near the start."""
        start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:2048].lower()
        if not start.startswith(b"<"):
            return False
        if start.startswith((b"<?xml", b"<!--")):
            return b"<html" in start
        return start.startswith(
            (b"<!doctype html", b"<html", b"<head", b"<body", b"<div", b"<p>", b"<h1", b"<main", b"<article")
        )

    def read(self, stream: BinaryIO, name: str) -> Iterator[Read]:
        """Yield the page, or each report of a page of reports."""
        data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise UnreadableError("a page of more than 50 MB")
        parser = LexborHTMLParser(_CITED.sub(b"", data) if b"mmwr" in data else data)
        if parser.body is None:
            raise NotADocumentError("a page without a body")
        meta = meta_of(parser)
        reports = [heading for heading in parser.body.css("h1") if heading.css_first("a[id^=_mm]") is not None]
        lines = [_line_of(heading) for heading in reports]
        for node in reversed(parser.body.css(CHROME)):  # the inner ones first, for a removed element takes them along
            node.decompose()
        if len(reports) > 1:
            for heading, line in zip(reports, lines, strict=True):
                if (source := report(heading, line)) is not None:
                    yield source
            return
        yield article(parser, meta, data, name)


def meta_of(parser: LexborHTMLParser) -> Meta:
    """Title, ids, authors and dates from the head of a page."""
    given: dict[str, list[str]] = {}
    for node in parser.css("meta"):
        attributes = node.attributes
        key = (attributes.get("name") or attributes.get("property") or "").lower()
        value = (attributes.get("content") or "").strip()
        if key and value:
            given.setdefault(key, []).append(value)

    def first(*keys: str) -> str:
        return next((given[key][0] for key in keys if key in given), "")

    ids = []
    if pmid := first("citation_pmid"):
        ids.append(f"pmid:{pmid}")
    if doi := first("citation_doi", "dc.identifier.doi", "prism.doi"):
        ids.append("doi:" + re.sub(r"(?i)^(?:https?://(?:dx\.)?doi\.org/|doi:)", "", doi).strip().lower())
    canonical = parser.css_first("link[rel=canonical]")
    title = parser.css_first("head title")
    html = parser.css_first("html")
    language = ((html.attributes.get("lang") or "en") if html is not None else "en").split("-")[0].lower()
    return Meta(
        title=fragment_text(first("citation_title", "dc.title", "og:title"))
        or (" ".join(title.text().split()) if title is not None else ""),
        ids=tuple(ids),
        authors=tuple(_vancouver(author) for author in given.get("citation_author", ())),
        published=_date(
            first(
                "cdc:first_published",
                "citation_publication_date",
                "citation_date",
                "article:published_time",
                "dc.date.issued",
            )
        ),
        revised=_date(first("cdc:last_updated", "article:modified_time", "last-modified", "dc.date")),
        journal=first("citation_journal_title"),
        volume=first("citation_volume"),
        issuer="CDC" if "cdc:content_source" in given else first("citation_publisher", "og:site_name"),
        url=(canonical.attributes.get("href") or "") if canonical is not None else first("og:url"),
        language=language or "en",
    )


def _vancouver(author: str) -> str:
    """ "Michelle Ann Wood" and "Wood, Michelle A" as "Wood MA"."""
    last, comma, given = author.partition(",")
    if not comma:
        *names, last = author.split() or [author]
        given = " ".join(names)
    initials = "".join(name[0] for name in re.split(r"[\s.-]+", given) if name)
    return f"{last.strip()} {initials}".strip()


def _date(words: str) -> str:
    """An ISO date, as precise as the page is."""
    if found := _WORDED.search(words):
        month = found[1][:3].lower()
        if month in _MONTHS:
            return _checked(int(found[3]), _MONTHS.index(month) + 1, int(found[2]))
    if found := _ISO.match(words.strip()):
        return _checked(int(found[1]), int(found[2] or 0), int(found[3] or 0))
    return ""


def _checked(year: int, month: int, day: int) -> str:
    try:
        if day:
            return datetime.date(year, month, day).isoformat()
        return datetime.date(year, month, 1).isoformat()[:7] if month else str(year)
    except ValueError:
        return str(year)


def article(parser: LexborHTMLParser, meta: Meta, data: bytes, name: str) -> Source:
    """The one article of a page."""
    body = parser.body
    assert body is not None
    line = _dateline(data)
    content, note = _content(body, data)
    heading = next((block for block in content if isinstance(block, blocks.Heading) and block.level == 1), None)
    title = meta.title if meta.ids else (heading.text if heading else meta.title)
    title = (
        title
        or next((block.text for block in content if isinstance(block, blocks.Heading)), "")
        or PurePosixPath(name).stem
    )
    if heading is not None:
        content = [block for block in content if block is not heading]
    chapter = _is_std_chapter(data)
    if chapter:
        # The line above a regimen says for whom it is: a dose must not stand without it.
        content = [
            blocks.Heading(6, b.text) if isinstance(b, blocks.Paragraph) and _REGIMEN.match(b.text) else b
            for b in content
        ]
    stored, passages = _laid(title, content)
    if sum(end - start for start, end in ((p.start, p.end) for p in passages[1:])) < FEWEST_CHARACTERS:
        raise NotADocumentError("a page without running text (navigation, a form or a list of links)")
    issuer = "CDC" if chapter else meta.issuer
    kind = kind_of((), (), title)
    if chapter or (kind is SourceKind.OTHER and issuer and _GUIDANCE.search(title)):
        kind = SourceKind.GUIDELINE
    return Source(
        ids=meta.ids or ((f"url:{meta.url}",) if meta.url.startswith("http") else (f"file:{sha256_bytes(data)}",)),
        title=f"{title} (STD Treatment Guidelines, 2010)" if chapter else title,
        text=stored,
        passages=passages,
        kind=kind,
        authors=meta.authors,
        journal=meta.journal,
        volume=meta.volume,
        published="2010" if chapter else meta.published or line,
        revised=meta.revised,
        url=meta.url,
        issuer=issuer,
        family=issuer,
        jurisdiction="US" if issuer == "CDC" else "",
        language=meta.language,
        version_label="2010" if chapter else "",
        notes=(note,) if note else (),
    )


def sha256_bytes(data: bytes) -> str:
    """The first twelve digits of the SHA-256 of a file's bytes, its id when it gives none."""
    return sha256(data.decode("utf-8", "replace"))[:12]


def _is_std_chapter(data: bytes) -> bool:
    """A chapter of CDC's 2010 guideline as its EPUB holds them: they name neither issuer nor year themselves."""
    if b"http://www.w3.org/1999/xhtml" not in data or b"XHTML 1.1" not in data:
        return False
    return bool(
        re.search(rb'<h[1-3] id="heading_id_|href="styles.css"|Recommended Regimen|MMWR 20\d\d', data)
    ) and bool(re.search(rb"STD|CDC|syphilis|genital|gonorrh|chlamydia|urethritis", data))


def _dateline(data: bytes) -> str:
    found = re.search(rb'class="[^"]*dateline[^"]*"[^>]*>(.{0,300})', data, re.DOTALL)
    return _date(found[1].decode("utf-8", "replace")) if found else ""


def _content(body: Any, data: bytes) -> tuple[list[blocks.Block], str]:
    """The blocks of the article, and a note when what the article is was only guessed."""
    for selector in ("main", "article", "[role=main]", "#content", "#main-content", ".main-content"):
        parts = [node for node in body.css(selector) if len(text_of(node)) >= FEWEST_CHARACTERS]
        if len(parts) == 1:
            return blocks_in(parts[0]), ""
    if not body.css("nav, script, iframe") and len(body.css("a")) < 60:
        return blocks_in(body), ""
    try:
        import trafilatura  # here, because it takes longer to load than most pages to read
    except ImportError:
        part = main_part(body)
        return (blocks_in(part), GUESSED) if part is not None else ([], "")
    text = data.decode("utf-8", "replace")
    extracted = trafilatura.extract(
        text, output_format="html", include_tables=True, include_comments=False, include_links=False
    )
    return list(blocks_of(extracted)) if extracted else [], ""


def _laid(title: str, content: list[blocks.Block]) -> tuple[str, tuple[Any, ...]]:
    text = TextBuilder()
    text.passage(title, position="0", role=Role.TITLE)
    blocks.lay((block for block in content if not _is_furniture(block)), text, path=(title,), role_of=_role)
    return text.finish()


def _role(path: tuple[str, ...]) -> Role:
    return next(
        (_ROLES[name] for name in (heading.casefold() for heading in reversed(path[1:])) if name in _ROLES), Role.BODY
    )


def _line_of(heading: Any) -> str:
    """The line below a report's heading that gives its date and issue."""
    line = heading.parent.css_first(".dateline") if heading.parent is not None else None
    return text_of(line) if line is not None else ""


def report(heading: Any, line: str) -> Source | None:
    """One report of a page that collects MMWR reports: the block around its heading."""
    whole = heading.parent
    if whole is None:
        return None
    link = heading.css_first("a[href*='doi.org/']")
    doi = (link.attributes.get("href") or "").rpartition("doi.org/")[2] if link is not None else ""
    title = re.sub(r"\s*\[\s*(?:mm|rr|ss|su)\w+\s*\]\s*$", "", text_of(heading))
    issue = _ISSUE.search(line)
    content = [block for block in blocks_in(whole) if not (isinstance(block, blocks.Heading) and title in block.text)]
    stored, passages = _laid(title, content)
    if not doi or len(passages) < 2:
        return None
    kind = kind_of((), (), title)
    return Source(
        ids=(f"doi:{doi.lower()}",),
        title=title,
        text=stored,
        passages=passages,
        kind=SourceKind.GUIDELINE if kind is SourceKind.OTHER and _GUIDANCE.search(title) else kind,
        journal="MMWR Morb Mortal Wkly Rep",
        volume=issue[1] if issue else "",
        issue=issue[2] if issue else "",
        pages=issue[3] if issue else "",
        published=_date(line),
        url=f"https://doi.org/{doi}",
        issuer="CDC",
        family="CDC",
        jurisdiction="US",
    )


def _is_furniture(block: blocks.Block) -> bool:
    """Links and bylines of the page that carry no class of their own."""
    match block:
        case blocks.Paragraph(words) | blocks.Heading(_, words):
            return bool(_FURNITURE.search(words))
        case blocks.Listing(items):
            return all(_FURNITURE.search(item) for item in items)
    return False
