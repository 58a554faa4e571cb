"""
A name for everything the site serves beside its pages, so that a browser may keep it for ever.

The name stands in the address; when a file changes, so does the address.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

FOLDER = Path(__file__).parent
STYLE = Path(str(files("curbside.press") / "style"))


@cache
def fingerprint() -> str:
    """Ten hex digits over the files of our own and the versions of the packages that bring theirs."""
    seen = hashlib.sha256(version("django-htmx").encode())
    for folder in (FOLDER / "static", STYLE):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                seen.update(path.name.encode() + path.read_bytes())
    return seen.hexdigest()[:10]
