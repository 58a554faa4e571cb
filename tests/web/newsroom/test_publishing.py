"""From an answer to a signed article and back, in a real browser; and every page of the board by axe-core."""

from __future__ import annotations

from typing import Any

import pytest
from website import Site

PASSWORD = "tarsal tunnel 2026"
QUESTION = "What is the initial management for tarsal tunnel syndrome?"
SOURCE = "starter:tarsal-tunnel-syndrome"
TAGS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}


def enter(browser: Any, site: Site, name: str, **context: Any) -> Any:
    page = browser.new_context(**context).new_page()
    page.goto(site.address + "accounts/login/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="What waits").wait_for()
    return page


def test_a_board_publishes_and_a_fallen_source_takes_it_back(browser: Any, newsroom: Site) -> None:
    """An editor drafts from an answer, two review it claim by claim and sign, readers see it; its source is retracted."""
    ann = enter(browser, newsroom, "ann")
    ann.goto(newsroom.address)
    ann.get_by_label("Ask a medical question").fill(QUESTION)
    ann.keyboard.press("Enter")
    ann.get_by_role("button", name="Draft an article").click()
    ann.get_by_label("Topics").fill("Foot")
    ann.get_by_role("button", name="Draft", exact=True).click()
    ann.get_by_text("Draft, edition 1").wait_for()
    slug = ann.url.rpartition("/")[2]
    for action, label in (("submit", "Submit for review"), ("start_review", "Start the review")):
        ann.locator("summary", has_text=label).click()
        ann.locator(f"form[action$='/do/{action}'] button").click()
        ann.get_by_role("status").wait_for()

    for name, role in (("bo", "clinical reviewer"), ("cy", "second reviewer")):
        reviewer = enter(browser, newsroom, name, java_script_enabled=False)
        reviewer.goto(f"{newsroom.address}newsroom/articles/{slug}")
        assert reviewer.locator(".claim-quotes mark").count() >= 3
        while reviewer.locator("form.accept button").count():
            reviewer.locator("form.accept button").first.click()
        reviewer.get_by_role("link", name="Read it whole and sign").click()
        assert "I have read edition 1" in reviewer.locator(".oath").inner_text()
        reviewer.get_by_label("Signed as").select_option(label=role)
        reviewer.get_by_label("Your password").fill(PASSWORD)
        reviewer.locator(".signing button").click()
        reviewer.get_by_role("heading", name="Signatures on this wording").wait_for()
        reviewer.context.close()

    reader = browser.new_context().new_page()
    reader.goto(f"{newsroom.address}articles/{slug}")
    assert "Reviewed and approved by Bo Berg" in reader.locator(".banner").first.inner_text()

    shelf = enter(browser, newsroom, "lib")
    shelf.goto(f"{newsroom.address}newsroom/sources?source={SOURCE}")
    shelf.get_by_label("Why, and where").fill("Retraction notice of 23 November 2026")
    shelf.get_by_role("button", name="Mark it").click()
    assert "Approval suspended" in " ".join(shelf.locator("main").inner_text().split()).replace("approval", "Approval")
    reader.reload()
    assert "Approval suspended on" in reader.locator(".banner").first.inner_text()


def violations(page: Any) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=TAGS).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


PAGES = (
    *(
        "newsroom",
        "newsroom/articles",
        "newsroom/articles/plain",
        "newsroom/articles/race",
        "newsroom/people",
        "newsroom/people/bo",
    ),
    *("newsroom/alert", "newsroom/jobs"),
    *("newsroom/sources?source=starter:gout", "newsroom/disclosures", "newsroom/requests", "newsroom/audit?check=yes"),
    *("accounts/passkeys/", "accounts/passkeys/add/", "accounts/forgotten/"),
    *("accounts/second/", "accounts/password/", "accounts/second/app/", "accounts/logout/", "request?kind=source"),
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_the_board_have_no_violation(browser: Any, newsroom: Site, scheme: str) -> None:
    """P22: light and dark, with every form open, and no page wider than a phone of 320 pixels."""
    page = enter(browser, newsroom, "ann", color_scheme=scheme, viewport={"width": 320, "height": 700})
    for path in PAGES if scheme == "light" else PAGES[:3]:
        page.goto(newsroom.address + path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
    page.context.close()
    page = enter(browser, newsroom, "bo", color_scheme=scheme)
    page.goto(newsroom.address + "newsroom/articles/race/sign")
    assert violations(page) == []
    page.context.close()
