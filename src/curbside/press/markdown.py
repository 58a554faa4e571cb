"""An answer as Markdown: the same page as on screen, for files, notes and mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curbside.answers.answer import Answer

from .page import WITHDRAWN, Card, Headed, Row, page_of
from .words import printable

if TYPE_CHECKING:
    from .state import State


def markdown(answer: Answer, made_on: str = "", state: str | State = "") -> str:
    """The whole answer; `made_on` is the date on the review banner (ISO 8601), `state` what a review says instead."""
    page = page_of(answer, made_on, state)
    parts = [f"# {_escape(page.title)}"]
    if page.card:
        parts.append(_card(page.card))
    parts.append(f"> {_escape(page.banner)}")
    parts += map(_escape, page.asides)
    if page.lead:
        parts.append(f"{_warned(page.lead, '**')}{_behind(page.lead)}")
    if page.abstention:
        parts.append(_escape(page.abstention))
    parts += map(_headed, page.parts)
    parts += [page.searched, f"*{page.disclaimer}*"]
    return "\n\n".join(parts) + "\n"


def _card(card: Card) -> str:
    lines = (_escape(line) for line in (*card.then, card.because))
    return "\n>\n".join([f"> **{_escape(card.first)}**", *(f"> {line}" for line in lines)])


def _headed(part: Headed) -> str:
    return "\n".join([f"## {part.heading}", "", *map(_row, part.rows)])


def _row(row: Row) -> str:
    if row.is_aside:
        return f"- *{row.text}*"
    if row.number:
        return f"{row.number}. {_escape(row.text)}" + (f" <{row.address}>" if row.address else "")
    return f"- {_warned(row)}{_behind(row)}"


def _behind(row: Row) -> str:
    proof = f"\n  > {_escape(row.proof)}" if row.proof else ""
    return (f" {row.cited} *({row.badge})*" if row.badge else "") + proof


def _warned(row: Row, strong: str = "") -> str:
    text = f"{strong}{_escape(row.text)}{strong}"
    struck = f"~~{text}~~" if row.warning == WITHDRAWN else text
    return f"**{row.warning}** {struck}" if row.warning else text


def _escape(text: str) -> str:
    cleaned = printable(text)
    for sign in ("\\", "`", "*", "_", "~", "[", "]"):
        cleaned = cleaned.replace(sign, "\\" + sign)
    return cleaned.replace("&", "&amp;").replace("<", "&lt;")
