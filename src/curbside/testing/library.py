"""
A small real library for tests: eight public pages on nerves, headache and joints, read by the ordinary reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import BinaryIO, cast

from curbside.library.library import Library
from curbside.sources.formats.medquad import MedQuad
from curbside.sources.source import Source


def sample_sources() -> Iterator[Source]:
    """The sample's pages as their reader gives them."""
    folder = files("curbside.testing") / "sample"
    for page in sorted(folder.iterdir(), key=lambda page: page.name):
        if page.name.endswith(".xml"):
            with page.open("rb") as stream:
                yield from cast(Iterator[Source], MedQuad().read(cast(BinaryIO, stream), page.name))


def sample_library(folder: str | Path) -> Library:
    """A library in this folder that holds the sample's pages."""
    library = Library.open(folder)
    library.add_sources(sample_sources(), format="medquad")
    return library
