"""What a reader does, in a real browser: ask, read, look up, switch, follow up; by mouse, by keyboard, without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from website import APPROVED, SLUG, Site, ask


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page whose every error fails the test: script errors, refused loads, and requests that leave this machine."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    opened.on(
        "request",
        lambda made: wrong.append(made.url) if not made.url.startswith(("http://127.0.0.1:", "blob:")) else None,
    )
    opened.on("dialog", lambda shown: (wrong.append(shown.message), shown.dismiss()))
    yield opened
    context.close()
    assert not wrong


def test_a_reader_asks_and_opens_a_quote_by_keyboard(page: Any, site: Site) -> None:
    """Typed, sent, read and looked up without a mouse; Escape leads back to the number."""
    page.goto(site.address)
    page.keyboard.type(APPROVED)
    page.keyboard.press("Enter")
    page.wait_for_selector("article.turn h2.title")
    assert page.evaluate("document.activeElement.className") == "title"
    for _ in range(12):
        page.keyboard.press("Tab")
        if "cite" in page.evaluate("document.activeElement.className"):
            break
    page.keyboard.press("Enter")
    page.wait_for_selector(".beside mark")
    assert page.locator(".beside mark").inner_text().startswith("Treatment options that have been reported")
    assert page.evaluate("document.activeElement.id") == "beside"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "1"
    assert page.locator(".beside").is_hidden()


def test_an_answer_is_worded_for_another_reader_in_place(page: Any, site: Site) -> None:
    """Choosing another reader changes the words and not the page; the choice is kept for the next question."""
    ask(page, site)
    assert page.get_by_role("heading", name="Treatment options reported").count() == 1
    page.locator(".again .choice", has_text="Patient or carer").click()
    page.wait_for_selector("article[data-reader=patient]")
    assert page.get_by_role("heading", name="Questions to ask").count() == 1
    assert page.locator("article.turn").count() == 1
    page.goto(site.address)
    assert page.locator("form.ask input[value=patient]").is_checked()


def test_a_thread_is_kept_on_the_page(page: Any, site: Site) -> None:
    """A follow-up stands below the first answer, and is understood from it."""
    ask(page, site)
    page.get_by_role("textbox", name="Follow-up question").fill("What causes it?")
    page.locator(".follow button.primary").click()
    page.wait_for_selector("#t1-title")
    assert "tarsal tunnel syndrome" in page.locator("#t1-title").inner_text()
    assert page.locator("article.turn").count() == 2
    assert page.locator(".next:visible").count() == 1


def test_an_answer_is_saved_and_copied(page: Any, site: Site) -> None:
    """A file of it comes from the page, and a note goes to the clipboard with state and numbers."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, site)
    page.get_by_role("button", name="Copy as note").click()
    page.get_by_text("Copied", exact=True).first.wait_for()
    note = page.evaluate("navigator.clipboard.readText()")
    assert "Not reviewed by a clinician" in note
    assert "[1]" in note
    page.locator(".forms summary").click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="RIS").click()
    assert coming.value.suggested_filename.endswith(".ris")


def test_a_patient_can_listen(page: Any, site: Site) -> None:
    """The browser reads the answer aloud, and stops when asked; nothing is sent anywhere."""
    ask(page, site, "What can I do about gout?", "patient")
    page.evaluate("() => { window.said = []; speechSynthesis.speak = (one) => window.said.push(one.text); }")
    listen = page.get_by_role("button", name="Listen")
    listen.click()
    said = page.evaluate("window.said")
    assert said[0] == page.locator(".lead strong").inner_text()
    assert "Questions to ask" in said
    assert listen.get_attribute("aria-pressed") == "true"
    listen.click()
    assert listen.get_attribute("aria-pressed") == "false"


def test_asking_can_be_cancelled_before_the_answer(page: Any, site: Site) -> None:
    """Cancel takes the question away and stops the stream."""
    page.route("**/ask/stream/*", lambda route: None)  # an answer that never comes
    page.goto(site.address)
    page.get_by_label("Ask a medical question").fill(APPROVED)
    page.locator("form.ask button.primary").click()
    page.get_by_text("Searching").wait_for()
    page.get_by_role("button", name="Cancel").click()
    assert page.locator(".asking").count() == 0
    assert page.get_by_label("Ask a medical question").is_visible()


def test_everything_works_without_javascript(browser: Any, site: Site) -> None:
    """Asking, switching the reader, following up and looking up a quote are forms and links."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.address)
    page.get_by_label("Ask a medical question").fill(APPROVED)
    page.locator("form.ask button.primary").click()
    assert page.locator("h2.title").inner_text() == APPROVED
    page.locator(".again .choice", has_text="Patient or carer").click()
    page.get_by_role("button", name="Show for this reader").click()
    assert page.get_by_role("heading", name="Questions to ask").count() == 1
    page.get_by_role("textbox", name="Follow-up question").fill("What causes it?")
    page.locator(".follow button.primary").click()
    assert "tarsal tunnel syndrome" in page.locator("h2.title").inner_text()
    page.locator("a.cite").first.click()
    assert page.locator("mark").count() == 1
    context.close()


@pytest.mark.parametrize("path", ["", "articles", f"articles/{SLUG}", "library", "how", "policy", "board", "privacy"])
def test_320_pixels_are_wide_enough(browser: Any, site: Site, path: str) -> None:
    """Nothing has to be scrolled sideways on the narrowest phone."""
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.goto(site.address + path)
    if not path:
        ask(page, site)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_a_document_cannot_run_in_a_page(page: Any, site: Site) -> None:
    """Markup in a title, a text or an address of a source is shown as it was written, on every page that shows it."""
    ask(page, site, "How is zorblax fever treated?")
    assert "<u>fluids</u> & a splint" in page.locator("main").inner_text()
    assert "{{ 7 * 7 }}" in page.content()
    page.locator("a.cite").first.click()
    page.wait_for_selector(".beside mark")
    assert page.locator("main u, main img, main script, a[href^='javascript']").count() == 0
    page.goto(site.address + "sources/file:poison")
    assert "<script>alert(1)</script>" in page.locator("h1").inner_text()
    assert "<img src=x onerror=alert(4)>" in page.locator("main").inner_text()
    assert page.locator("main img, main script, a[href^='javascript']").count() == 0


def test_a_question_cannot_run_in_a_page(page: Any, site: Site) -> None:
    """Nor can what is typed."""
    ask(page, site, '"><script>alert(1)</script><img src=x onerror=alert(2)> gout treatment')
    assert page.locator("main img, main script").count() == 0
    assert "<script>alert(1)</script>" in page.locator("h2.title").inner_text()


def test_a_card_is_what_an_emergency_is_read_from(page: Any, site: Site) -> None:
    """Whoever hears the page hears first what to do now."""
    ask(page, site, "My father has crushing chest pain and is sweating", "patient")
    assert page.evaluate("document.activeElement.className") == "card-first"


def test_a_country_is_chosen_below_the_card(page: Any, site: Site) -> None:
    """Whoever told no country chooses it where the number is missing: one choice by keyboard, and the card can call."""
    ask(page, site, "crushing chest pain and I cannot breathe", "patient")
    page.locator(".where-now select").focus()
    page.keyboard.type("Unit")
    page.keyboard.press("Enter")
    call = page.locator("article.turn .call")
    call.first.wait_for()
    assert call.first.get_attribute("href") == "tel:999"
    assert page.locator(".where-now").count() == 0
    page.goto(site.address)
    assert page.locator("form.ask select[name=country]").input_value() == "GB"


def test_on_a_phone_the_source_does_not_hide_what_it_is_cited_for(browser: Any, site: Site) -> None:
    """The number that was pressed stands above the sheet that it opened."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    ask(page, site)
    cite = page.locator("a.cite").first
    cite.click()
    page.wait_for_selector(".beside mark")
    cited, sheet = cite.bounding_box(), page.locator(".beside").bounding_box()
    assert cited["y"] + cited["height"] <= sheet["y"]
    context.close()
