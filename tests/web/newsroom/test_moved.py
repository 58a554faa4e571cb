"""An article that gets another address by a form of the newsroom: links to the old one hold."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable
from typing import Any

from member import Member
from test_publishing import enter
from website import Site

Board = Callable[[str], Member]


def test_an_editor_changes_an_address(member: Board, newsroom: Site) -> None:
    """Old links lead to the new address with what they asked for, lists and feeds name it, the desk stays where it was."""
    ann, slug = member("ann"), "moved"
    assert "/do/rename" not in member("bo").get(f"newsroom/articles/{slug}").text
    page = ann.get(f"newsroom/articles/{slug}")
    form = {**page.form("/do/rename"), "why": "It is looked for by that"}
    taken = ann.post(f"newsroom/articles/{slug}/do/rename", {**form, "address": "plain"})
    assert (taken.status, "leads to another article" in taken.said) == (403, True)
    assert 'value="plain"' in taken.text
    done = ann.post(f"newsroom/articles/{slug}/do/rename", {**form, "address": "foot-nerve"})
    assert (done.status, "Done: change its address." in done.said) == (200, True)
    late = ann.post(f"newsroom/articles/{slug}/do/rename", {**form, "address": "ankle-nerve"})
    assert (late.status, "Ann Example: address changed" in late.said) == (409, True)
    for asked, led in (("?reader=patient", "foot-nerve?reader=patient"), ("/editions/1", "foot-nerve")):
        with urllib.request.urlopen(f"{newsroom.address}articles/{slug}{asked}", timeout=30) as found:
            assert found.url == f"{newsroom.address}articles/{led}"
    shown = newsroom.get("articles/foot-nerve").text
    assert f"/articles/{slug}" not in shown
    assert 'action="/articles/foot-nerve/report"' in shown
    assert newsroom.get("articles/foot-nerve/as/note?reader=clinician").status == 200
    assert "/articles/foot-nerve" in newsroom.get("articles?search=tarsal").text
    feed = newsroom.get("articles.atom").text
    assert re.search(rf"<id>[^<]*/articles/{slug}</id>", feed)  # who follows the feed is not told of a new article
    assert "/articles/foot-nerve" in feed
    assert "address changed" in member("max").get(f"newsroom/audit?subject={slug}").said


def test_it_is_done_in_a_browser(browser: Any, newsroom: Site) -> None:
    """The form stands among what an editor can do, filled with the address of today."""
    page = enter(browser, newsroom, "ann")
    page.goto(newsroom.address + "newsroom/articles/words")
    page.get_by_text("Change its address", exact=True).first.click()
    field = page.get_by_label("New address")
    assert field.input_value() == "words"
    field.fill("words-of-feet")
    page.locator("#a-rename-why").fill("It is about feet")
    page.get_by_role("button", name="Change its address").click()
    assert page.get_by_role("status").first.inner_text() == "Done: change its address."
    page.goto(newsroom.address + "articles/words")
    assert page.url.endswith("/articles/words-of-feet")
    page.context.close()
