"""P22: no WCAG 2.2 AA violation that axe-core can find, on every page and state, light and dark."""

from __future__ import annotations

from typing import Any

import pytest
from website import APPROVED, SLUG, Site, ask

TAGS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
PAGES = [
    *(
        "",
        "articles",
        f"articles/{SLUG}",
        f"articles/{SLUG}?reader=patient",
        "articles/how-is-celiac-disease-diagnosed",
    ),
    *("articles/what-are-the-warning-signs-of-a-stroke", "library", "how", "policy", "board", "privacy", "corrections"),
    *("sources/starter:gout?at=10-60", "nowhere"),
]
QUESTIONS = {
    "answer": (APPROVED, "clinician"),
    "patient": ("What can I do about gout?", "patient"),
    "card": ("My father has crushing chest pain and is sweating", "patient"),
    "none": ("What is the dose of amoxicillin in renal failure?", "clinician"),
}


def violations(page: Any) -> list[str]:
    """What axe-core finds wrong, each with the first element it found it on."""
    from axe_playwright_python.sync_playwright import Axe

    page.wait_for_load_state("networkidle")
    found = Axe().run(page, options=TAGS).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


def opened(browser: Any, scheme: str) -> Any:
    return browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_violation(browser: Any, site: Site, path: str) -> None:
    """Pages about the site, lists, articles in each state, a source, and an error."""
    context = opened(browser, "light")
    page = context.new_page()
    page.goto(site.address + path)
    assert violations(page) == []
    context.close()


@pytest.mark.parametrize("path", ["", f"articles/{SLUG}", "articles/what-are-the-warning-signs-of-a-stroke"])
def test_a_dark_page_has_no_violation(browser: Any, site: Site, path: str) -> None:
    """The dark colours contrast as the light ones do; between them these pages show all of them."""
    context = opened(browser, "dark")
    page = context.new_page()
    page.goto(site.address + path)
    assert violations(page) == []
    context.close()


@pytest.mark.parametrize(
    ("name", "scheme"), [(name, "light") for name in QUESTIONS] + [("answer", "dark"), ("card", "dark")]
)
def test_an_answer_has_no_violation(browser: Any, site: Site, name: str, scheme: str) -> None:
    """Answers of each sort, with a source open beside the text where there is one."""
    context = opened(browser, scheme)
    page = context.new_page()
    ask(page, site, *QUESTIONS[name])
    if page.locator("a.cite").count():
        page.locator("a.cite").first.click()
        page.wait_for_selector(".beside mark")
    assert violations(page) == []
    context.close()
