"""
Which format a file is of, told by its first bytes.

Formats are asked in the order of the plugins; the name is only a hint for formats whose bytes say little. What no
format recognises is described in words, so that a manifest is skipped with a reason and not as an unknown.
"""

from __future__ import annotations

from typing import cast

from curbside import plugins

from .reading import Format

_SIGNATURES = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture; run OCR first and add the result"),
    (b"MM\x00*", "a picture; run OCR first and add the result"),
    (b"SQLite format 3", "a database"),
    (b"\xd0\xcf\x11\xe0", "an old Office document; save it as .docx and add that"),
    (b"{\\rtf", "a rich text document; save it as .docx and add that"),
    (b"\x7fELF", "a program"),
)


def format_of(head: bytes, name: str) -> Format | None:
    """The first format that recognises a file by its first bytes, None when none does."""
    for known in plugins.names("curbside.formats"):
        try:
            one = plugins.load("curbside.formats", known)()
        except ModuleNotFoundError:
            continue  # its extra is not installed
        if one.recognises(head, name):
            return cast(Format, one)
    return None


def unrecognised(head: bytes, name: str) -> str:
    """What a file that no format recognises seems to be, as the reason for skipping it."""
    if not head.strip(b"\0\t\r\n "):
        return "an empty file"
    for signature, words in _SIGNATURES:
        if head.startswith(signature):
            return words
    if head.lstrip().startswith(b"<?xml") or head.lstrip().startswith(b"<"):
        return "XML of a kind that no reader knows"
    if b"\0" in head:
        return "a binary file that no reader knows"
    lines = [line for line in head.split(b"\n")[:6] if line.strip()]
    for mark, words in ((b"\t", "a table of values (TSV)"), (b",", "a table of values (CSV)")):
        counts = {line.count(mark) for line in lines[:-1] or lines}
        if len(counts) == 1 and counts.pop() > 1:
            return f"{words}; no text to quote"
    return "no reader knows this kind of file"
