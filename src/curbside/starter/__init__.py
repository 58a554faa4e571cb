"""The starter library: summaries of public pages, read by the ordinary Markdown reader."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files as resources
from importlib.resources.abc import Traversable


def files() -> Iterator[Traversable]:
    """Every topic of the starter library, in the order of its file name."""
    pages = (page for page in resources(__name__).iterdir() if page.name.endswith(".md") and page.name != "README.md")
    yield from sorted(pages, key=lambda page: page.name)
