"""Feeds and the sitemap are well-formed whatever an article is called, and carry the state of each entry."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from curbside.errors import CurbsideError
from curbside.press.feeds import MOST_ADDRESSES, Entry, atom, sitemap

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
OLD = Entry("https://x.org/a", "Gout", "Reviewed and approved by A on 2026-01-02.", "2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z",
            authors=("Ada Lind",), topics=("joint",), summary="Rest and ice.")  # fmt: skip
NEW = Entry(
    "https://x.org/b",
    "Migraine <b> & co",
    "Withdrawn on 2026-02-02 by B.",
    "2026-02-02T00:00:00Z",
    id="https://x.org/b#withdrawn",
)


def feed(*entries: Entry) -> etree._Element:
    text = atom("Articles", "https://x.org/feed", "https://x.org/", entries, "2026-01-01T00:00:00Z")
    return etree.fromstring(text.encode())


def test_a_feed_has_what_atom_asks_for() -> None:
    """Title, id, updated and author of the feed; title, id, updated and link of each entry; newest first."""
    root = feed(OLD, NEW)
    assert [root.findtext(ATOM + name) for name in ("title", "id", "updated")] == [
        "Articles", "https://x.org/feed", "2026-02-02T00:00:00Z",
    ]  # fmt: skip
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    assert {link.get("rel"): link.get("href") for link in root.findall(ATOM + "link")} == {
        "self": "https://x.org/feed", "alternate": "https://x.org/",
    }  # fmt: skip
    first, second = root.findall(ATOM + "entry")
    assert (first.findtext(ATOM + "title"), first.findtext(ATOM + "id")) == (
        "Migraine <b> & co",
        "https://x.org/b#withdrawn",
    )
    assert second.find(ATOM + "link").get("href") == second.findtext(ATOM + "id") == "https://x.org/a"
    assert second.findtext(f"{ATOM}author/{ATOM}name") == "Ada Lind"
    assert second.find(ATOM + "category").get("term") == "joint"


def test_every_entry_tells_its_state() -> None:
    """A reader of the feed learns that an article was withdrawn, and what was approved."""
    summaries = [entry.findtext(ATOM + "summary") for entry in feed(OLD, NEW).findall(ATOM + "entry")]
    assert summaries == ["Withdrawn on 2026-02-02 by B.", "Reviewed and approved by A on 2026-01-02. Rest and ice."]


def test_an_empty_feed_is_a_feed() -> None:
    """Before anything is published the feed stands, with the time it was made."""
    assert feed().findtext(ATOM + "updated") == "2026-01-01T00:00:00Z"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_no_title_breaks_a_feed_or_sitemap(title: str, address: str) -> None:
    """Markup, control characters and lone surrogates in a title leave the XML well-formed."""
    (entry,) = feed(Entry(address, title, title, "2026-01-01T00:00:00Z", topics=(title,))).findall(ATOM + "entry")
    assert entry.find(ATOM + "script") is None
    etree.fromstring(sitemap([(address, "")]).encode())


def test_a_sitemap_lists_addresses_and_days() -> None:
    """An address with the day it changed, and without one where that is not known."""
    root = etree.fromstring(sitemap([("https://x.org/a?b&c", "2026-01-02"), ("https://x.org/", "")]).encode())
    assert [(url.findtext(MAP + "loc"), url.findtext(MAP + "lastmod")) for url in root] == [
        ("https://x.org/a?b&c", "2026-01-02"), ("https://x.org/", None),
    ]  # fmt: skip
    with pytest.raises(CurbsideError, match="at most 50,000"):
        sitemap([("https://x.org/", "")] * (MOST_ADDRESSES + 1))
