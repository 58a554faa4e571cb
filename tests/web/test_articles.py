"""Articles on the site: state on every page and in every file, addresses that stay, feeds, reports."""

from __future__ import annotations

import json
import re
import urllib.request

import pytest
from website import Site

APPROVED = "what-is-the-initial-management-for-tarsal-tunnel-syndrome"
WAITING = "how-is-celiac-disease-diagnosed"
WITHDRAWN = "what-are-the-warning-signs-of-a-stroke"
TEXTS = ["note", "markdown", "html", "jsonld", "ris", "bibtex", "csl"]


def test_an_approved_article_names_who_signed_and_when(site: Site) -> None:
    """Names, dates and steps stand above the text, and machines are told the same."""
    page = site.get(f"articles/{APPROVED}").text
    assert "Reviewed and approved by Bo Berg" in page
    assert re.findall(r'<span class="by">([^<]+)</span>', page) == ["Ann Example", "Bo Berg, Cy Cole"]
    assert "Next review due" in page
    told = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[0])
    assert told["reviewedBy"]
    assert told["lastReviewed"] == "2026-11-20"


def test_what_is_not_approved_is_not_indexed(site: Site) -> None:
    """Until it is approved, and while the site has no public address, robots are told to stay out."""
    for slug in (APPROVED, WAITING, WITHDRAWN):
        assert 'content="noindex"' in site.get(f"articles/{slug}").text
    assert WAITING not in site.get("sitemap.xml").text
    assert WITHDRAWN not in site.get("sitemap.xml").text
    assert "Disallow: /\n" in site.get("robots.txt").text


def test_a_withdrawn_article_keeps_its_address_and_is_struck(site: Site) -> None:
    """The text stays for the record, struck, with the reason; lists and feeds say the same."""
    page = site.get(f"articles/{WITHDRAWN}").text
    assert "Withdrawn on" in page
    assert "Do not use" in page
    assert "turn article withdrawn" in page
    assert "Its source was taken down" in site.get("corrections").text
    assert "Withdrawn: What are the warning signs" in site.get("corrections.atom").text
    assert json.loads(site.get(f"api/v1/articles/{WITHDRAWN}").text)["state"] == "withdrawn"


def test_a_wording_that_nobody_signed_says_so(site: Site) -> None:
    """Approval for clinicians is not approval of the words for patients."""
    page = site.get(f"articles/{APPROVED}?reader=patient").text
    first = re.findall(r'class="banner[^>]*>(.*?)<', page, re.DOTALL)[0].strip()
    assert first == (
        "The clinical statements were approved on 2026-11-20. This plain-language wording has not been reviewed."
    )
    assert "Reviewed and approved by" not in page
    told = json.loads(site.get(f"api/v1/articles/{APPROVED}?reader=patient").text)
    assert told["is_approved"] is False


@pytest.mark.parametrize("form", TEXTS)
def test_status_travels_with_every_file(site: Site, form: str) -> None:
    """P20: whatever form an article under review is saved in, its banner is in it."""
    file = site.get(f"articles/{WAITING}/as/{form}")
    assert file.status == 200
    assert "Not approved" in file.text


@pytest.mark.parametrize("reader", ["clinician", "patient"])
def test_every_file_that_is_offered_is_there(site: Site, reader: str) -> None:
    """No link of the page leads to a refusal; the hand-out is in the words for patients, and says whether anybody signed those."""
    page = site.get(f"articles/{APPROVED}?reader={reader}").text
    offered = set(re.findall(r'href="/(articles/[^"]*/as/[^"]*)"', page))
    assert {one.split("/as/")[1].split("?")[0] for one in offered} >= {"note", "html", "handout", "json"}
    for one in offered:
        if "/as/pdf" not in one:  # needs an extra
            assert site.get(one).status == 200, one
    handout = site.get(f"articles/{APPROVED}/as/handout?reader={reader}").text
    assert "This plain-language wording has not been reviewed." in handout


def test_a_reader_reports_a_statement(site: Site) -> None:
    """A report is kept with the article; an empty one is refused."""
    page = site.get(f"articles/{APPROVED}").text
    claim = re.findall(r'<option value="([0-9a-f]{12})">', page)[0]
    sent = site.post(f"articles/{APPROVED}/report", {"claim": claim, "text": "The dose is missing"})
    assert "The editors see your report as number 1" in sent.text
    assert site.post(f"articles/{APPROVED}/report", {"claim": claim, "text": " "}).status == 422


def test_an_article_that_is_not_there_is_not_found(site: Site) -> None:
    """Neither are its editions, files and changes."""
    for path in (
        "none",
        "none/editions/1",
        "none/as/ris",
        "none/changes/1..2",
        f"{APPROVED}/editions/9",
        f"{APPROVED}/as/exe",
    ):
        assert site.get(f"articles/{path}").status == 404


def test_articles_are_found_by_words_and_state(site: Site) -> None:
    """The list is narrowed by what is asked for, for people and for programs."""
    assert WAITING not in site.get("articles?search=tarsal").text
    assert APPROVED not in site.get("articles?state=withdrawn").text
    assert json.loads(site.get("api/v1/articles?state=under_review").text)["total"] == 1


def test_openapi_tells_what_there_is(site: Site) -> None:
    """A program finds every address and the shape of an answer."""
    told = json.loads(site.get("api/v1/openapi.json").text)
    assert set(told["paths"]) == {"/api/v1/ask", "/api/v1/articles", "/api/v1/articles/{slug}"}


def test_an_older_address_leads_to_the_same_edition_and_wording(site: Site) -> None:
    """An address that an article had before is good for as long as the article, and keeps what was asked for."""
    import curbside

    with curbside.open(site.library) as desk:
        desk.archive.redirect("how-it-was-called-before", APPROVED, "program")
    for asked, led in (
        ("", APPROVED),
        ("?reader=patient", f"{APPROVED}?reader=patient"),
        ("/editions/1?reader=patient", f"{APPROVED}?reader=patient"),
    ):
        with urllib.request.urlopen(f"{site.address}articles/how-it-was-called-before{asked}", timeout=30) as page:
            assert page.url == f"{site.address}articles/{led}"
