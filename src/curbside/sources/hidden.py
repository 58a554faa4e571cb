"""What stands in an HTML page and is seen by nobody: words that no person reads must never be quoted."""

from __future__ import annotations

import re
from typing import Any

_HIDDEN_STYLE = re.compile(
    r"(?i)display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|%|\b)(?!\.)|opacity\s*:\s*0(?:\s*;|\s*$)|"
    r"(?:left|text-indent|top)\s*:\s*-\d{3,}"
)
_HIDDEN_CLASS = frozenset(
    ["sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "hidden", "d-none", "element-invisible"]
)


def is_hidden(node: Any) -> bool:
    """Whether a person who reads the page would not see this element."""
    attributes = node.attributes
    if not attributes:
        return False
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    if style and _HIDDEN_STYLE.search(style):
        return True
    classes = attributes.get("class")
    return bool(classes) and not _HIDDEN_CLASS.isdisjoint(classes.lower().split())
