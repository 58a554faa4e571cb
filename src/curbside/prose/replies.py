"""
What a writer replied, read as it comes: objects are taken out of the stream as soon as each is whole.

Models wrap JSON in fences, think aloud before it, leave commas behind and stop in the middle. Nothing of that matters
here: only innermost objects are read, each by itself, and what is not one is passed over. What they say is believed by
nobody; `prose.composing` holds each against its quote.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from .writers.writer import Fault, Usage, WriterError

#: Longest object that is read, in characters, and how many of them.
LONGEST, MOST = 8_000, 200
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
#: Where models think aloud, out of what is read.
_THINKS, _THOUGHT = "<think>", "</think>"


def objects(pieces: Iterable[str | Usage]) -> Iterator[dict[str, Any]]:
    """
    The innermost objects of a reply, in order, each as soon as it is whole.

    Raises WriterError when there are too many of them.
    """
    held, count, thinks = "", 0, False
    for piece in pieces:
        if isinstance(piece, Usage):
            continue
        held += piece
        while True:
            if thinks:
                _, end, rest = held.partition(_THOUGHT)
                if not end:
                    held = held[-len(_THOUGHT) :]
                    break
                held, thinks = rest, False
            before, start, rest = held.partition(_THINKS)
            thinks, scanned = bool(start), before
            found, left = _whole(scanned)
            for one in found:
                count += 1
                if count > MOST:
                    raise WriterError(Fault.TOO_LONG, "The language model replied with more statements than are read.")
                yield one
            if not thinks:
                held = left
                break
            held = rest


def _whole(text: str) -> tuple[list[dict[str, Any]], str]:
    """The innermost objects that are whole in a text, and what may be the beginning of the next."""
    result: list[dict[str, Any]] = []
    opened = -1
    in_string = escaped = False
    done = 0
    for at, sign in enumerate(text):
        if in_string:
            if escaped:
                escaped = False
            elif sign == "\\":
                escaped = True
            elif sign == '"':
                in_string = False
            continue
        if sign == '"' and opened >= 0:
            in_string = True
        elif sign == "{":
            opened = at
        elif sign == "}" and opened >= 0:
            made = _read(text[opened : at + 1])
            if made is not None:
                result.append(made)
            opened, done = -1, at + 1
    if opened < 0:
        return result, text[max(done, len(text) - len(_THINKS)) :]
    left = text[opened:]
    return result, "" if len(left) > LONGEST else left


def _read(text: str) -> dict[str, Any] | None:
    """One object, however carelessly written; None where it is none."""
    for attempt in (text, _TRAILING_COMMA.sub("", text)):
        try:
            value = json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
        return value if isinstance(value, dict) else None
    return None
