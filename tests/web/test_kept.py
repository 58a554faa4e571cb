"""Pages that are kept: the same while nothing happened, another as soon as something did."""

from __future__ import annotations

import time

from website import Site


def settled(site: Site, path: str) -> None:
    """Until a change is old enough for pages to be kept again."""
    time.sleep(1.2)
    site.get(path)


def test_a_kept_page_falls_with_what_it_shows(site: Site) -> None:
    """A change in the archive reaches the very next reader, and one in the library too (P9)."""
    import curbside
    from curbside.archive import Archive

    with curbside.open(site.library) as desk:
        archive = Archive(desk.library)
        article = archive.draft(desk.ask("What causes shingles?"), "ann", topics=("Kept",), specialties=("Neurology",))
        article = archive.act("submit", article.slug, "ann", article.version)
        path = f"articles/{article.slug}"
        settled(site, path)
        kept = site.get(path)
        assert kept.headers["etag"]
        assert kept.text == site.get(path).text
        archive.act("request_changes", article.slug, "bo", article.version, why="Name the virus")
        assert "Name the virus" in site.get(path).text
        settled(site, "library")
        assert site.get("library").headers["etag"]
        desk.library.mark("starter:shingles", "retracted", "in a test")
        assert site.get("library").headers["etag"] is None
        assert "retracted" in site.get(path).text


def test_who_has_the_page_is_told_that_it_is_the_same(site: Site) -> None:
    """A browser that asks again gets no body; one with a session gets a page of its own."""
    settled(site, "how")
    kept = site.get("how")
    again = site.get("how", If_None_Match=kept.headers["etag"])
    assert (again.status, again.text) == (304, "")
    assert site.get("how", Cookie="session=x").headers["etag"] is None


def test_answers_and_forms_are_never_kept(site: Site) -> None:
    """What depends on who asks is made anew."""
    settled(site, "")
    assert site.get("").headers["etag"] is None
    assert site.get("library?title=gout").headers["etag"] is None
