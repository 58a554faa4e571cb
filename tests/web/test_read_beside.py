"""Reading an answer and an article in a browser: what comes first on a phone, and what can be done from each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from website import APPROVED, SLUG, Site, ask

LONG = (
    "My neighbour, a runner of 45, has had burning pain and tingling along the inside of the ankle for three months, worse "
    "at night and after long runs: what is the initial management for tarsal tunnel syndrome in a case like this one?"
)


@pytest.fixture
def phone(browser: Any) -> Iterator[Any]:
    """A page of 390 by 844 pixels, as a telephone has them."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("question", [APPROVED, LONG])
def test_the_bottom_line_of_an_answer_is_on_the_first_screen(phone: Any, site: Site, question: str) -> None:
    """However long the question: nobody scrolls to what was asked for."""
    ask(phone, site, question)
    box = phone.locator(".lead").bounding_box()
    assert box["y"] + box["height"] <= 844


@pytest.mark.parametrize("reader", ["clinician", "patient"])
def test_the_bottom_line_of_an_article_is_on_the_first_screen(phone: Any, site: Site, reader: str) -> None:
    """Below its state, and above every choice."""
    phone.goto(f"{site.address}articles/{SLUG}?reader={reader}")
    box = phone.locator(".lead").bounding_box()
    assert box["y"] + box["height"] <= 844
    assert box["y"] < phone.locator(".wordings").bounding_box()["y"]


def test_an_article_is_followed_up_and_taken_along(browser: Any, site: Site) -> None:
    """A question below an article builds on it, with JavaScript and without; its note goes to the clipboard."""
    for has_script in (True, False):
        context = browser.new_context(java_script_enabled=has_script)
        page = context.new_page()
        page.goto(f"{site.address}articles/{SLUG}?reader=patient")
        if has_script:
            context.grant_permissions(["clipboard-read", "clipboard-write"])
            page.get_by_role("button", name="Copy as note").click()
            page.get_by_text("Copied", exact=True).first.wait_for()
            assert "wording has not been reviewed" in page.evaluate("navigator.clipboard.readText()")
        page.get_by_role("textbox", name="Follow-up question").fill("What causes it?")
        page.locator(".follow button.primary").click()
        page.wait_for_selector("article.turn h2.title")
        assert "tarsal tunnel syndrome" in page.locator("h2.title").inner_text()
        assert page.locator("article.turn").get_attribute("data-reader") == "patient"
        context.close()


def test_a_problem_of_an_answer_is_reported(browser: Any, site: Site) -> None:
    """The statement is chosen from the answer as it was shown; nothing is kept before it is sent."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    ask(page, site, "What are the symptoms of asthma?", "patient")
    shown = page.locator(".says").all_inner_texts()
    page.get_by_role("button", name="Report a problem").click()
    assert page.get_by_label("The question").input_value() == "What are the symptoms of asthma?"
    options = page.get_by_label("About which statement").locator("option").all_inner_texts()
    assert set(shown) & set(options)
    page.get_by_label("About which statement").select_option(index=1)
    page.get_by_label("What is wrong").fill("It is out of date")
    page.get_by_role("button", name="Send to the editors").click()
    assert re.search(r"as number \d+", page.locator("main").inner_text())
    context.close()


def test_a_problem_needs_words(site: Site) -> None:
    """What was typed is shown again with the reason."""
    sent = {"kind": "problem", "text": "What causes gout?", "statement": "Gout hurts.", "note": " ", "confirmed": "yes"}
    refused = site.post("request", sent)
    assert refused.status == 422
    assert "Say in a few words what is wrong" in refused.text
    assert "Gout hurts." in refused.text
    assert site.post("request", {**sent, "note": "It is wrong"}).status == 200
