"""Every article in the newsroom: those that wait for nobody are found too, and what is done to them is one click away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from member import Member
from test_publishing import enter
from website import Site

Board = Callable[[str], Member]


def test_an_article_that_waits_for_nobody_is_found(member: Board) -> None:
    """A draft that readers do not see, and an approved one, by words and by state; strangers see none of it."""
    bo = member("bo")
    every = bo.get("newsroom/articles").said
    assert "Draft , readers do not see it" in every
    found = bo.get("newsroom/articles?search=shingles")
    assert "1 article, what changed last first" in found.said
    assert 'href="/newsroom/articles/alerted"' in found.text
    drafts = bo.get("newsroom/articles?state=draft").said
    assert "shingles" not in drafts
    assert "Draft , readers do not see it" in drafts
    assert "No article fits." in bo.get("newsroom/articles?search=zorblax&state=nonsense&page=-3").said
    assert "/accounts/login/" in Member(bo.address).get("newsroom/articles").address


def test_an_editor_reaches_a_correction_from_it(browser: Any, newsroom: Site) -> None:
    """From the queue by the menu to the article, where its forms stand; on a narrow phone too."""
    page = enter(browser, newsroom, "ann", viewport={"width": 360, "height": 740})
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Articles").click()
    page.get_by_label("Words").fill("shingles")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="How is shingles treated?").click()
    page.get_by_text("Change its address", exact=True).first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.context.close()


def test_who_signs_is_told_before_what_is_still_open(member: Board) -> None:
    """The page to sign on lists statements that its reader has not accepted, and leads to each; a lay reader has none to accept."""
    bo = member("bo")
    page = bo.get("newsroom/articles/moved/sign")
    assert "You have not accepted" in page.said
    first = page.text.split("#claim-")[1].split('"')[0]
    assert f'id="claim-{first}"' in bo.get("newsroom/articles/moved").text
    before = page.text.count("#claim-")
    assert bo.act("moved", "decide", claim=first).status == 200
    assert bo.get("newsroom/articles/moved/sign").text.count("#claim-") == before - 1
    assert "You have not accepted" not in member("lou").get("newsroom/articles/moved/sign?reader=patient").said
