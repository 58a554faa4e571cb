"""Commands that find, answer and prove."""

from __future__ import annotations

import re
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from ..errors import CurbsideError
from .common import (
    BatchOption,
    JsonOption,
    LibraryOption,
    before,
    desk_of,
    given,
    library_of,
    print_json,
    read_json,
    run_batch,
)


def search(
    question: Annotated[str | None, typer.Argument(help="The question.")] = None,
    k: Annotated[int, typer.Option("-k", help="How many passages.", min=1, max=1000)] = 10,
    batch: BatchOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find passages, best first."""
    from ..batch import hits, search_line

    with desk_of(library) as desk:
        if batch:
            run_batch(batch, lambda line: search_line(desk, line, k))
            return
        found = hits(desk, given(question, "question"), k)
    if as_json or before.as_json:
        print_json({"hits": found})
        return
    for hit in found:
        where = hit["section"] or hit["title"]
        typer.echo(f"{hit['rank']:>3}. {hit['title']} ({hit['year'] or 'undated'})  {hit['passage']}\n     {where}")
        typer.echo(f"     {' '.join(hit['text'].split())[:300]}")


def ask(
    question: Annotated[str | None, typer.Argument(help="The question.")] = None,
    reader: Annotated[str, typer.Option("--reader", help="clinician, trainee, nurse or patient.")] = "clinician",
    follows: Annotated[Path | None, typer.Option("--follows", help="Answer JSON that this question builds on.")] = None,
    about: Annotated[
        str,
        typer.Option(
            "--about",
            help="Whom it concerns: age, pregnancy, kidney or liver disease, where. Never stored.",
            metavar="TEXT",
        ),
    ] = "",
    country: Annotated[
        str,
        typer.Option(
            "--country",
            help="Whose emergency numbers a card shows, by ISO 3166 code, such as DE; else that of the settings.",
            metavar="CODE",
        ),
    ] = "",
    quotes: Annotated[
        bool, typer.Option("--quotes", help="Keep the sources' own words, though a writer is set up.")
    ] = False,
    batch: BatchOption = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question from the library, every statement with its source."""
    from ..batch import ask_line, reader_of
    from ..press.json import plan_of, to_dict
    from ..questions.question import Question

    chosen = _country(country)
    with desk_of(library) as desk:
        if batch:
            run_batch(batch, lambda line: ask_line(desk, {"country": chosen, **line}, quotes))
            return
        text = given(question, "question")
        plan = None
        if follows:
            try:
                plan = plan_of(read_json(follows))
            except (KeyError, TypeError, ValueError) as error:
                raise CurbsideError(
                    f"{follows} is no Curbside answer; give a file written by: curbside ask --json"
                ) from error
        answer = desk.ask(Question(text, reader_of(reader), plan, about, chosen), in_own_words=quotes)
    if about.strip() and not answer.plan.answered_for:
        typer.echo("Nothing told with --about was understood, so it changed nothing.", err=True)
    today = datetime.now(UTC).date().isoformat()
    if as_json or before.as_json:
        print_json(to_dict(answer))
    elif markdown:
        from ..press.markdown import markdown as set_markdown

        sys.stdout.write(set_markdown(answer, today))
    else:
        from rich.console import Console

        from ..press.terminal import show

        show(answer, Console(), today)


def _country(code: str) -> str:
    """A country by its code; one whose numbers are not known is kept, and whoever asked is told."""
    if not code:
        return ""
    from ..questions.emergencies import book

    wanted, known = code.strip().upper(), book()
    if not re.fullmatch("[A-Z]{2}", wanted):
        raise CurbsideError(f'"{code}" is no country; give its ISO 3166 code of two letters, such as DE.')
    if wanted not in known.union | {number.country for number in known.numbers}:
        typer.echo(f"No emergency numbers are known for {wanted}; a card will name none.", err=True)
    return wanted


def weigh(
    batch: Annotated[str, typer.Option("--batch", help="Read one JSON object a line; - is stdin.", metavar="FILE")],
    as_json: JsonOption = False,
) -> None:
    """Read kind, design, starting level and direction of titles and abstracts."""
    from ..batch import weigh_line

    run_batch(batch, weigh_line)


def verify(
    answer: Annotated[Path, typer.Argument(help="Answer JSON.", metavar="ANSWER.json")],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check an answer against the library, offline: every quote byte for byte."""
    from ..answers.verify import verify as verify_answer

    with library_of(library) as opened:
        result = verify_answer(read_json(answer), opened)
    if as_json or before.as_json:
        print_json(
            {
                "sound": result.is_sound,
                "quotes": result.quotes,
                "problems": list(result.problems),
                "notes": list(result.notes),
            }
        )
    else:
        for line in (*result.problems, *result.notes):
            typer.echo(line)
        typer.echo(f"{result.quotes} quotes checked: {'all sound' if result.is_sound else 'NOT sound'}.")
    if not result.is_sound:
        raise typer.Exit(1)


def replay(
    answer: Annotated[Path, typer.Argument(help="Answer JSON.", metavar="ANSWER.json")],
    exchanges: Annotated[
        Path | None,
        typer.Option("--exchanges", help="Folder of recorded exchanges, said again instead of asking a model."),
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make an answer again, and show what is another today."""
    from ..replay import desk_with_records
    from ..replay import replay as made_again

    document = read_json(answer)
    with desk_of(library) as desk:
        result = made_again(document, desk_with_records(desk, document, exchanges) if exchanges else desk)
    if as_json or before.as_json:
        told = [asdict(change) for change in result.changes]
        print_json({"same": result.is_same, "notes": list(result.notes), "changes": told, "answer": result.answer})
        return
    typer.echo("The same, word for word." if result.is_same else "Not the same.")
    for note in result.notes:
        typer.echo(f"  {note}")
    for change in result.changes:
        typer.echo(f"{change.kind.replace('_', ' ')}{f' in {change.section}' if change.claim else ''}")
        for sign, words in (("-", change.old), ("+", change.new)):
            typer.echo("".join(f"  {sign} {line}\n" for line in words.splitlines() if line), nl=False)


def check(
    claim: Annotated[str | None, typer.Argument(help="The statement.")] = None,
    passage: Annotated[str | None, typer.Argument(help="The words of the source.")] = None,
    batch: BatchOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check whether a passage supports a claim, with reasons."""
    from ..batch import check_line

    if batch:
        run_batch(batch, check_line)
        return
    result = check_line({"claim": given(claim, "claim"), "passage": given(passage, "passage")})
    if as_json or before.as_json:
        print_json(result)
    else:
        typer.echo(result["verdict"].replace("_", " ") + "".join(f"\n  {reason}" for reason in result["reasons"]))
    if result["verdict"] != "supported":
        raise typer.Exit(1)
