"""
Where a reader is, for the numbers on an emergency card: a choice of the reader's own, never found out.

It stands in forms and in a cookie of the reader's browser, beside who reads, and nowhere else.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml


@cache
def countries() -> dict[str, str]:
    """The countries that can be chosen: code and name, by name."""
    names: dict[str, str] = yaml.safe_load((files("curbside_web.readers") / "countries.yaml").read_text("utf-8"))
    return dict(sorted(names.items(), key=lambda pair: pair[1]))


def country_named(code: str) -> str:
    """The code, if it is one that can be chosen; else none."""
    return code if code in countries() else ""
