"""P22 beyond what axe-core finds: every control by keyboard, 400 % zoom, paper, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from website import APPROVED, SLUG, Site, ask

PAGES = ("", "articles", f"articles/{SLUG}", "library", "policy", "board", "corrections", "privacy", "how")
#: A window of 1280 x 1024 at 400 %.
ZOOMED: dict[str, Any] = {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4}
#: What has the focus: its place in the order of the page, whether it can be seen with its mark, and what it is called.
FOCUSED = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const marked = one.matches(".choice input") ? one.nextElementSibling : one.closest(".box") && one.matches("textarea, input") ? one.closest(".box") : one;
    const box = marked.getBoundingClientRect(), style = getComputedStyle(marked);
    const top = Math.max(0, box.top), bottom = Math.min(innerHeight, box.bottom); // the part of it in the window
    const middle = document.elementFromPoint(box.x + box.width / 2, (top + bottom) / 2);
    return {
        place: [...document.querySelectorAll("*")].indexOf(one),
        name: (one.labels?.[0] ?? one).textContent.trim().slice(0, 40) || one.getAttribute("aria-label") || one.tagName,
        isInSight: box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight,
        isUncovered: Boolean(middle) && (one.contains(middle) || middle.contains(one) || marked.contains(middle)),
        isMarked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== "none",
    };
}"""
#: What can be worked and is shown; of radio buttons with one name, one takes the focus.
WORKED = """() => {
    const groups = new Set();
    return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")].filter((one) => {
        if (one.type === "radio" && groups.size === groups.add(one.form?.id + one.name + one.form?.className).size) return false;
        return one.checkVisibility({ visibilityProperty: true }) && !one.disabled && one.closest("details:not([open])") === (one.matches("summary") ? one.parentElement.closest("details:not([open])") : null);
    }).length;
}"""


def walked(page: Any) -> list[dict[str, Any]]:
    """What takes the focus with Tab, from the top of the page to its end."""
    page.locator(".skip").focus()
    found: list[dict[str, Any]] = [page.evaluate(FOCUSED)]
    for _ in range(300):
        page.keyboard.press("Tab")
        one = page.evaluate(FOCUSED)
        if one is None or one["place"] == found[0]["place"]:
            return found
        found.append(one)
    raise AssertionError("Tab never leaves the page")


def check(page: Any) -> None:
    """Each control is met once, in the order of the page, in sight, uncovered and marked."""
    found = walked(page)
    places = [one["place"] for one in found]
    assert places == sorted(set(places)), [one["name"] for one in found]
    assert [one["name"] for one in found if not one["isInSight"]] == []
    assert [one["name"] for one in found if not one["isUncovered"]] == []
    assert [one["name"] for one in found if not one["isMarked"]] == []
    assert len(found) >= page.evaluate(WORKED)


@pytest.fixture(params=["ordinary", "zoomed"])
def page(request: pytest.FixtureRequest, browser: Any) -> Iterator[Any]:
    """A window as most have it, and one at 400 %."""
    context = browser.new_context(**(ZOOMED if request.param == "zoomed" else {}))
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_keyboard_reaches_everything(page: Any, site: Site, path: str) -> None:
    """Links, buttons and fields of a page, also where a window is as large as a hand."""
    page.goto(site.address + path)
    check(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_keyboard_reaches_everything_of_an_answer(page: Any, site: Site) -> None:
    """With its source open beside the text too; at 400 % what it is cited for stays in sight above the source."""
    ask(page, site, APPROVED)
    check(page)
    cite = page.locator("article.turn .cite").first
    cite.focus()
    page.keyboard.press("Enter")
    page.locator(".beside mark").first.wait_for()
    page.wait_for_timeout(200)
    above, beside = cite.bounding_box(), page.locator(".beside").bounding_box()
    assert above["y"] >= 0
    assert above["y"] + above["height"] <= beside["y"] or above["x"] + above["width"] <= beside["x"]
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.classList.contains('cite')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_has_the_text_and_nothing_to_press(browser: Any, site: Site, scheme: str) -> None:
    """Black on white whatever the screen is, with state, statements, references and their addresses; no forms, no menus."""
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{site.address}articles/{SLUG}")
    page.emulate_media(media="print", color_scheme=scheme)
    shown = "element => element.checkVisibility()"
    for kept in ("h1", ".steps", ".banner", ".lead", ".statement", ".badge", ".references li", ".disclaimer"):
        assert page.locator(kept).first.evaluate(shown), kept
    for left in ("nav", "form", "button", ".beside", ".skip"):
        assert not any(one.evaluate(shown) for one in page.locator(left).all()), left
    colours = page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    link = page.locator('.references a[href^="http"]').first
    assert link.get_attribute("href") in link.evaluate("one => getComputedStyle(one, '::after').content")
    assert page.pdf(format="A4").startswith(b"%PDF")
    context.close()
