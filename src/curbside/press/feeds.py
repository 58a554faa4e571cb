"""
What a site tells of its articles to programs that ask again and again: Atom feeds (RFC 4287) and a sitemap.

Values in, text out: which articles are listed, and when they changed, is decided by whoever keeps them. A feed says of
each entry how far it was reviewed, so that a withdrawn article reaches those who hold an older copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from curbside.errors import CurbsideError

from .words import printable

#: The most addresses that one sitemap may hold (sitemaps.org).
MOST_ADDRESSES = 50_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One article or notice; times are RFC 3339 in UTC ("2026-01-02T03:04:05Z")."""

    address: str
    title: str
    state: str  # the words of its banner, or of its notice
    updated_at: str
    published_at: str = ""
    summary: str = ""
    authors: tuple[str, ...] = ()  # who signed, while it is approved
    topics: tuple[str, ...] = ()
    id: str = ""  # an address that never changes; the address when empty


def atom(title: str, address: str, home: str, entries: Sequence[Entry], updated_at: str) -> str:
    """An Atom feed, newest entry first; `address` is its own, `home` that of the pages it tells of."""
    newest = max((entry.updated_at for entry in entries), default=updated_at)
    ordered = sorted(entries, key=lambda entry: (entry.updated_at, entry.address), reverse=True)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
        f"<title>{_text(title)}</title>",
        f"<id>{_text(address)}</id>",
        f'<link rel="self" type="application/atom+xml" href={_value(address)}/>',
        f'<link rel="alternate" type="text/html" href={_value(home)}/>',
        f"<updated>{_text(newest)}</updated>",
        "<author><name>Curbside</name></author>",
        *(line for entry in ordered for line in _entry(entry)),
        "</feed>",
    ]
    return "\n".join(lines) + "\n"


def sitemap(pages: Iterable[tuple[str, str]]) -> str:
    """A sitemap of addresses with the day on which each last changed ("" when unknown); for pages that may be indexed."""
    listed = list(pages)
    if len(listed) > MOST_ADDRESSES:
        raise CurbsideError(
            f"A sitemap holds at most {MOST_ADDRESSES:,} addresses; split {len(listed):,} over several."
        )
    rows = []
    for address, day in listed:
        changed = f"<lastmod>{_text(day)}</lastmod>" if day else ""
        rows.append(f"<url><loc>{_text(address)}</loc>{changed}</url>")
    head = '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return head + "\n".join([*rows, "</urlset>"]) + "\n"


def _entry(entry: Entry) -> Iterable[str]:
    summary = f"{entry.state} {entry.summary}".strip()
    yield "<entry>"
    yield f"<title>{_text(entry.title)}</title>"
    yield f"<id>{_text(entry.id or entry.address)}</id>"
    yield f'<link rel="alternate" type="text/html" href={_value(entry.address)}/>'
    yield f"<updated>{_text(entry.updated_at)}</updated>"
    if entry.published_at:
        yield f"<published>{_text(entry.published_at)}</published>"
    yield from (f"<author><name>{_text(name)}</name></author>" for name in entry.authors)
    yield from (f"<category term={_value(topic)}/>" for topic in entry.topics)
    yield f'<summary type="text">{_text(summary)}</summary>'
    yield "</entry>"


def _text(text: str) -> str:
    return escape(_xml(text))


def _value(text: str) -> str:
    return quoteattr(_xml(text))


def _xml(text: str) -> str:
    """Text without the characters that XML 1.0 cannot hold."""
    return "".join(
        sign
        for sign in printable(text)
        if sign in "\n" or " " <= sign <= "\ud7ff" or "\ue000" <= sign <= "\ufffd" or sign >= "\U00010000"
    )
