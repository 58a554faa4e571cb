"""An answer as Markdown: the same frame as on screen, for files, notes and mail."""

from __future__ import annotations

from curbside.answers.answer import Answer, Emergency
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


def markdown(answer: Answer, made_on: str = "") -> str:
    """The whole answer; `made_on` is the date printed on the review banner (ISO 8601)."""
    parts = [f"# {_escape(answer.title)}"]
    if answer.emergency:
        parts.append(_card(answer.emergency))
    parts.append(f"> {banner(made_on)}")
    if question := understood(answer):
        parts.append(_escape(question))
    if told := answered_for(answer):
        parts.append(_escape(told))
    if answer.bottom_line:
        numbers = cited(answer.bottom_line.citations)
        parts.append(f"**{_escape(answer.bottom_line.text)}** {numbers}")
    if answer.abstention:
        parts.append(_escape(answer.abstention.text))
    for section in answer.sections:
        lines = [
            f"- {_escape(claim.worded)} {cited(citations(claim, answer.references))} *({badge(claim)})*"
            for claim in section.claims
        ]
        if section.more:
            lines.append(f"- *{left_out(section)}*")
        parts.append("\n".join([f"## {section.heading}", "", *lines]))
    for heading, said in (("Words explained", explained(answer)), ("Questions to ask", answer.ask_your_team)):
        if said:
            parts.append("\n".join([f"## {heading}", "", *(f"- {_escape(line)}" for line in said)]))
    about = notes(answer)
    if about:
        parts.append("\n".join(["## How sure, how old, what is missing", "", *(f"- {_escape(n)}" for n in about)]))
    if answer.references:
        lines = []
        for reference in answer.references:
            address = link(reference.record)
            lines.append(f"{reference.number}. {_escape(cite(reference))}" + (f" <{address}>" if address else ""))
        parts.append("\n".join(["## References", "", *lines]))
    if answer.follow_ups:
        parts.append("\n".join(["## Ask next", "", *(f"- {_escape(q)}" for q in answer.follow_ups)]))
    parts.append(" ".join(filter(None, (readability(answer), searched(answer)))))
    parts.append(f"*{disclaimer(answer)}*")
    return "\n\n".join(parts) + "\n"


def _card(emergency: Emergency) -> str:
    lines = [f"> **{_escape(emergency.text[0])}**", *(f"> {_escape(line)}" for line in emergency.text[1:])]
    lines.append(f"> We showed this because you wrote: '{_escape(emergency.because)}'")
    return "\n>\n".join(lines)


def _escape(text: str) -> str:
    cleaned = printable(text)
    for sign in ("\\", "`", "*", "_", "[", "]"):
        cleaned = cleaned.replace(sign, "\\" + sign)
    return cleaned.replace("&", "&amp;").replace("<", "&lt;")
