"""
The main part of a page that does not mark it: the smallest element that holds nearly all of its running text.

Running text is paragraphs of some length that are not mostly links. Inside the part found, lists and boxes that are
mostly links go, and so do readers' comments and pointers to other pages: what is quoted must be what the page says.
"""

from __future__ import annotations

from typing import Any

NEARLY_ALL = 0.9
SHORTEST_PARAGRAPH = 60  # characters; menus and captions are shorter
MOST_LINKED = 0.4  # of a paragraph's characters
LINK_LIST = 0.7  # of a list's characters: a menu
MOST_ELEMENTS = 20_000  # of a page, looked at

_TEXTS = "p, pre, dd, li, td"
_ASIDE = (
    "#comments, .comments, .comment-list, #disqus_thread, .related, .related-posts, .newsletter, .subscribe, .promo, "
    ".widget, .menu, #menu, .tags, .byline, .author-bio"
)


def main_part(body: Any) -> Any | None:
    """The element to read, freed of lists of links; None when the page has no running text."""
    for node in reversed(body.css(_ASIDE)):  # the inner ones first, for a removed element takes them along
        node.decompose()
    held: dict[int, tuple[int, int, Any]] = {}  # element -> characters of running text, depth, element
    total = 0
    for paragraph in body.css(_TEXTS)[:MOST_ELEMENTS]:
        own = paragraph.text(deep=True).strip()
        # Of nested cells and items only the innermost counts; an element is among its own matches.
        if len(own) < SHORTEST_PARAGRAPH or len(paragraph.css(_TEXTS)) > 1:
            continue
        if _linked(paragraph) > MOST_LINKED * len(own):
            continue
        total += len(own)
        above, node = [], paragraph.parent
        while node is not None and node.tag != "html":
            above.append(node)
            node = node.parent
        for depth, element in enumerate(reversed(above)):
            so_far = held.get(element.mem_id, (0, depth, element))[0]
            held[element.mem_id] = (so_far + len(own), depth, element)
    if not total:
        return None
    enough = [(depth, element) for characters, depth, element in held.values() if characters >= NEARLY_ALL * total]
    part = max(enough, key=lambda one: one[0])[1]
    for node in reversed(part.css("ul, ol, table, div")[:MOST_ELEMENTS]):
        words = len(node.text(deep=True).strip())
        if words and _linked(node) > LINK_LIST * words:
            node.decompose()
    return part


def _linked(node: Any) -> int:
    """How many characters of an element are links."""
    return sum(len(link.text(deep=True).strip()) for link in node.css("a[href]"))
