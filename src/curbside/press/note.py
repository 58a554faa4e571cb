"""
An answer as plain text for a patient's record: "copy to note".

It carries what a colleague who reads the note later must know: the citation numbers, the day, how far the text was
reviewed, and which state of the library it was made from. No line begins with a sign that a spreadsheet would compute.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from curbside.answers.answer import Answer

from .bibliography import one_line
from .page import ASK_NEXT, Headed, Row, page_of

if TYPE_CHECKING:
    from .state import State

#: With these a spreadsheet opens a formula (SAFETY: spreadsheet cells).
_FORMULA = ("=", "+", "-", "@")


def note(answer: Answer, on: str, state: str | State) -> str:
    """The answer as plain text; `on` is the day it is copied (ISO 8601), `state` the banner or state of its review."""
    page = page_of(answer, state=state)
    lines = [page.title, f"Curbside, copied on {on}, library {answer.snapshot[:12]}. {page.banner}"]
    if page.card:
        lines += ["", page.card.first, *page.card.then, page.card.because]
    lines += [*page.asides]
    if page.lead:
        lines += ["", f"{_warned(page.lead)}{_behind(page.lead)}"]
    if page.abstention:
        lines += ["", page.abstention]
    for part in page.parts:
        lines += ["", *_part(part)] if part.heading != ASK_NEXT else []
    return "\n".join(map(safe_line, [*lines, "", page.searched, page.disclaimer])) + "\n"


def safe_line(text: str) -> str:
    """One line of text, with an apostrophe before a sign that would open a formula in a spreadsheet."""
    line = one_line(text)
    return f"'{line}" if line.startswith(_FORMULA) else line


def _part(part: Headed) -> Iterator[str]:
    yield part.heading.upper()
    yield from map(_row, part.rows)


def _row(row: Row) -> str:
    if row.is_aside:
        return f"({row.text.partition(':')[0]})"  # what follows tells how to see them in a terminal
    if row.number:
        return f"[{row.number}] {row.text}" + (f" {row.address}" if row.address else "")
    return f"• {_warned(row)}{_behind(row)}"


def _behind(row: Row) -> str:
    proof = f' Quote: "{row.proof}"' if row.proof else ""
    return (f" {row.cited}" if row.cited else "") + (f" ({row.badge})" if row.badge else "") + proof


def _warned(row: Row) -> str:
    return f"{row.warning.upper()} {row.text}" if row.warning else row.text
