"""What stands on a page, in order, and that every press shows all of it."""

from __future__ import annotations

from test_press import made, shown

from curbside.press import markdown
from curbside.press.page import page_of


def test_every_press_shows_the_whole_page_in_order() -> None:
    """Headings and rows of the page stand on the terminal and in Markdown, in the order of the page."""
    answer = made()
    page = page_of(answer, "2026-01-02")
    headings = [part.heading for part in page.parts]
    assert headings[-1] in ("References", "Ask next")
    for printed in (shown(answer), markdown(answer, "2026-01-02")):
        line = " ".join(printed.replace("\\", "").split())
        at = [line.index(heading, line.index(page.banner[:20])) for heading in headings]
        assert at == sorted(at)
        assert all(row.text in line for part in page.parts for row in part.rows)


def test_what_an_answer_lacks_is_not_on_its_page() -> None:
    """No heading stands over nothing."""
    assert all(part.rows for part in page_of(made()).parts)
    assert page_of(made()).card is None
