"""The command that shows what would leave the machine for a question, before anything does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .common import JsonOption, LibraryOption, before, desk_of, print_json

if TYPE_CHECKING:
    from ..leaving import Leaving


def preview(
    question: Annotated[str, typer.Argument(help="The question, in quotes.", metavar="QUESTION")],
    whole: Annotated[bool, typer.Option("--whole", help="Print the prompts word for word.")] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what a question would send to the language model, and what is taken out of it; nothing is sent."""
    from ..leaving import leaving
    from ..questions.question import Question

    with desk_of(library) as desk:
        found = leaving(desk, Question(question))
    if as_json or before.as_json:
        print_json(_told(found))
        return
    typer.echo("\n".join(_lines(found, whole)))


def _lines(found: Leaving, whole: bool) -> list[str]:
    model = found.model
    if model is None:
        where = "No language model is set up, so nothing would be sent. It would be sent as:"
    elif model.is_remote:
        where = f"Would leave this machine, to {model.name}:"
    else:
        where = f"Would stay on this machine, with {model.name}:"
    lines = [where, f"  {found.words.text}"]
    if model and not model.is_redacted:
        lines += ["Word for word: writer_redact is off, so nothing is taken out."]
    elif found.words.taken:
        lines += ["Taken out:", *(f"  {one.placeholder}  {one.text}" for one in found.words.taken)]
    else:
        lines += ["The rules found nothing that names a person. They do not find everything: read the words above."]
    for prompt in found.prompts:
        lines.append(
            f"For: {prompt.job}, prompt {prompt.version}, {len(prompt.system) + len(prompt.user):,} characters"
        )
        lines += [f"  {one['title']}" for one in _passages(prompt.user)]
        lines += ["", prompt.system, "", prompt.user, ""] if whole else []
    if model and not found.prompts:
        lines.append("Nothing would be sent: nothing that may leave was found for it.")
    return lines


def _passages(user: str) -> list[dict[str, Any]]:
    """The passages within the fences of a prompt."""
    data: dict[str, Any] = json.loads("\n".join(user.split("\n")[1:-1]))
    passages: list[dict[str, Any]] = data.get("passages", [])
    return passages


def _told(found: Leaving) -> dict[str, Any]:
    model = found.model
    return {
        "writer": model.name if model else "none",
        "is_remote": bool(model and model.is_remote),
        "sends": sorted(model.sends) if model else [],
        "is_redacted": model.is_redacted if model else True,
        "question": found.words.text,
        "taken": [{"placeholder": one.placeholder, "text": one.text} for one in found.words.taken],
        "prompts": [
            {"job": one.job.value, "version": one.version, "system": one.system, "user": one.user}
            for one in found.prompts
        ],
    }
