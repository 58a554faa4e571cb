"""An answer on a terminal: wrapped, with links where the terminal can, plain text where it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from curbside.answers.answer import Answer, Outcome

from .page import WITHDRAWN, Card, Headed, Page, Row, page_of
from .words import printable

if TYPE_CHECKING:
    from .state import State

WIDTH = 100


def show(answer: Answer, console: Console, made_on: str = "", state: str | State = "") -> None:
    """Print the whole answer; `made_on` is the date on the review banner (ISO 8601), `state` what a review says instead."""
    width = min(console.width, WIDTH)
    for part in _parts(answer, page_of(answer, made_on, state)):
        console.print(part, width=width, soft_wrap=False)
        console.print()


def _parts(answer: Answer, page: Page) -> Iterator[RenderableType]:
    if page.card:
        yield _card(page.card)
    yield Text(printable(page.title), style="bold underline")
    yield Text(printable(page.banner), style="yellow")
    for aside in page.asides:
        yield Text(printable(aside), style="dim")
    if page.lead:
        line = _warned(page.lead, style="bold")
        yield _behind(line, page.lead)
    if page.abstention:
        yield Text(printable(page.abstention), style="bold" if answer.outcome is Outcome.ABSTAINED else "")
    for part in page.parts:
        yield _headed(part)
    yield Text(f"{page.searched} {page.disclaimer}", style="dim")


def _card(card: Card) -> Panel:
    body = Text(printable(card.first), style="bold")
    for line in card.then:
        body.append("\n" + printable(line), style="not bold")
    body.append("\n" + printable(card.because), style="not bold dim")
    is_now = card.tier == "emergency"
    return Panel(body, border_style="red" if is_now else "yellow", title="Emergency" if is_now else "Be seen today")


def _headed(part: Headed) -> Group:
    rows = (Padding(_row(row), (0, 0, 0, 2)) for row in part.rows)
    return Group(Text(part.heading, style="bold green"), *rows)


def _row(row: Row) -> Text:
    if row.is_aside:
        return Text(row.text, style="dim")
    if row.number:
        line = Text(f"[{row.number}] ", style="cyan")
        style = f"not bold default link {row.address}" if row.address else "default"
        return line.append(printable(row.text), style=style)
    line = Text("• ").append(_warned(row))
    return _behind(line, row)


def _behind(line: Text, row: Row) -> Text:
    """The line with its numbers and with what stands behind them."""
    if row.badge:
        line.append(" ").append(row.cited, style="not bold cyan")
        line.append(f"  ({row.badge})", style="not bold default dim")
    if row.proof:
        line.append(f'\n  "{printable(row.proof)}"', style="not bold default italic")
    return line


def _warned(row: Row, style: str = "") -> Text:
    if not row.warning:
        return Text(printable(row.text), style=style)
    struck = f"{style} strike" if row.warning == WITHDRAWN else style
    return Text(row.warning + " ", style="bold red").append(printable(row.text), style=f"not bold default {struck}")
