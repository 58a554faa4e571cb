"""
Word lists, rules and numbers that ship with a room as YAML or JSON, each read once.

What is read is shared by all who ask for it, and nobody changes it: whoever needs another shape makes one.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


def table(room: str, name: str) -> dict[str, Any]:
    """A file of named entries; `room` is a package ("curbside.claims"), `name` the file in it ("data/words.json")."""
    content: dict[str, Any] = _content(room, name)
    return content


def listed(room: str, name: str) -> list[Any]:
    """A file that is one list."""
    content: list[Any] = _content(room, name)
    return content


@cache
def _content(room: str, name: str) -> Any:
    text = files(room).joinpath(name).read_text(encoding="utf-8")
    if name.endswith(".json"):
        return json.loads(text)
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 both are safe loaders
