"""
The name of an answer's content: SHA-256 of its RFC 8785 canonical JSON.

Left out are the digest itself, the time it took, the program that made it, and what a review said of it since. The rest holds no floating-point
number, so that its canonical text is the same on every machine.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

NOT_DIGESTED = frozenset({"digest", "elapsed_ms", "made_by", "review"})


def canonical(value: Any) -> bytes:
    """RFC 8785 canonical bytes of strings, whole numbers, booleans, null, lists and objects with ASCII names."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")


def digest(value: dict[str, Any]) -> str:
    """SHA-256 (hex) of an answer's canonical form, as the contract defines it."""
    return hashlib.sha256(canonical({k: v for k, v in value.items() if k not in NOT_DIGESTED})).hexdigest()
