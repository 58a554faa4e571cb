"""An answer on a terminal: wrapped, with links where the terminal can, plain text where it cannot."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from curbside.answers.answer import Answer, Emergency, Outcome
from curbside.answers.references import citations

from .vancouver import cite, link
from .words import (
    answered_for,
    badge,
    banner,
    cited,
    disclaimer,
    explained,
    left_out,
    notes,
    printable,
    readability,
    searched,
    understood,
)

WIDTH = 100


def show(answer: Answer, console: Console, made_on: str = "") -> None:
    """Print the whole answer; `made_on` is the date on the review banner (ISO 8601)."""
    width = min(console.width, WIDTH)
    for part in _parts(answer, made_on):
        console.print(part, width=width, soft_wrap=False)
        console.print()


def _parts(answer: Answer, made_on: str) -> list[RenderableType]:
    parts: list[RenderableType] = []
    if answer.emergency:
        parts.append(_card(answer.emergency))
    parts.append(Text(printable(answer.title), style="bold underline"))
    parts.append(Text(banner(made_on), style="yellow"))
    if question := understood(answer):
        parts.append(Text(printable(question), style="dim"))
    if told := answered_for(answer):
        parts.append(Text(printable(told), style="dim"))
    if answer.bottom_line:
        line = Text(printable(answer.bottom_line.text), style="bold")
        line.append(" " + cited(answer.bottom_line.citations), style="cyan")
        parts.append(line)
    if answer.abstention:
        style = "bold" if answer.outcome is Outcome.ABSTAINED else ""
        parts.append(Text(printable(answer.abstention.text), style=style))
    for section in answer.sections:
        rows: list[RenderableType] = [Text(section.heading, style="bold green")]
        for claim in section.claims:
            row = Text("• " + printable(claim.worded) + " ")
            row.append(cited(citations(claim, answer.references)), style="cyan")
            row.append(f"  ({badge(claim)})", style="dim")
            rows.append(Padding(row, (0, 0, 0, 2)))
        if section.more:
            rows.append(Padding(Text(left_out(section), style="dim"), (0, 0, 0, 2)))
        parts.append(Group(*rows))
    parts += _lists(answer)
    if about := notes(answer):
        rows = [Text("How sure, how old, what is missing", style="bold green")]
        rows += [Padding(Text("• " + printable(note)), (0, 0, 0, 2)) for note in about]
        parts.append(Group(*rows))
    if answer.references:
        rows = [Text("References", style="bold green")]
        for reference in answer.references:
            row = Text(f"[{reference.number}] ", style="cyan")
            address = link(reference.record)
            row.append(printable(cite(reference)), style=f"not bold default link {address}" if address else "default")
            rows.append(Padding(row, (0, 0, 0, 2)))
        parts.append(Group(*rows))
    if answer.follow_ups:
        rows = [Text("Ask next", style="bold green")]
        rows += [Padding(Text("• " + printable(question)), (0, 0, 0, 2)) for question in answer.follow_ups]
        parts.append(Group(*rows))
    closing = (readability(answer), searched(answer), disclaimer(answer))
    parts.append(Text(" ".join(filter(None, closing)), style="dim"))
    return parts


def _lists(answer: Answer) -> list[RenderableType]:
    """What only patients are given: hard words explained, and questions to take along."""
    parts: list[RenderableType] = []
    for heading, lines in (("Words explained", explained(answer)), ("Questions to ask", list(answer.ask_your_team))):
        if lines:
            rows = [Padding(Text("• " + printable(line)), (0, 0, 0, 2)) for line in lines]
            parts.append(Group(Text(heading, style="bold green"), *rows))
    return parts


def _card(emergency: Emergency) -> Panel:
    body = Text(printable(emergency.text[0]), style="bold")
    for line in emergency.text[1:]:
        body.append("\n" + printable(line), style="not bold")
    body.append(f"\nWe showed this because you wrote: '{printable(emergency.because)}'", style="not bold dim")
    colour = "red" if emergency.tier == "emergency" else "yellow"
    return Panel(body, border_style=colour, title="Emergency" if emergency.tier == "emergency" else "Be seen today")
