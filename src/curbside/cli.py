"""
The command line: a door into the desk, stable by contract.

`--library` and `--json` are taken before or after any command. With `--json` stdout holds JSON only. Exit 0 means
done, 1 that the answer to a single `verify`, `check` or `doctor` is no, 2 that the input was bad: then one
sentence on stderr says what to do.
"""

from __future__ import annotations

import gc
import io
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .errors import CurbsideError

if TYPE_CHECKING:
    from .consult import Desk
    from .library.library import Library

app = typer.Typer(
    name="curbside",
    help="Answer medical questions from sources it can quote, word for word.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)

LibraryOption = Annotated[
    str | None, typer.Option("--library", help="Folder or database URL of the library.", metavar="DIR_OR_URL")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON only.")]
BatchOption = Annotated[
    str | None, typer.Option("--batch", help="Read one JSON object a line; - is stdin.", metavar="FILE")
]


@dataclass(slots=True)
class _Chosen:
    library: str | None = None
    as_json: bool = False


_before = _Chosen()


@app.callback()
def _options(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    _before.library, _before.as_json = library, as_json


@contextmanager
def _desk(library: str | None) -> Iterator[Desk]:
    from .consult import open_desk

    with open_desk(library or _before.library) as desk:
        yield desk


@contextmanager
def _library(library: str | None) -> Iterator[Library]:
    with _desk(library) as desk:
        yield desk.library


def _print(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n")


def _batch(source: str, answer: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    from .batch import run

    if source == "-" and sys.stdin is None:
        raise CurbsideError("There is no stdin to read; give a file of JSON lines.")
    try:
        # Bytes that are no UTF-8 are refused with their line, not with the whole batch.
        stream = open(0 if source == "-" else source, encoding="utf-8", errors="surrogateescape")  # noqa: SIM115 closed by the with below
    except OSError as error:
        raise CurbsideError(
            f"Cannot read {source} ({error.strerror}); give a file of JSON lines, or - for stdin."
        ) from error
    with stream:
        for line in run(stream, answer):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


@app.command()
def add(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders or archives.", metavar="PATH...")],
    format_name: Annotated[str | None, typer.Option("--format", help="Read as this format.", metavar="NAME")] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add files, folders or archives to the library."""
    from .progress import bar

    with _desk(library) as desk, bar() as progress:
        report = desk.library.add(*paths, format=format_name, progress=progress)
        desk.index.catch_up()
    result = {
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "skipped": [{"path": one.path, "reason": one.reason} for one in report.skipped],
        "quarantined": [{"path": one.path, "reason": one.reason} for one in report.quarantined],
        "retired": report.retired,
    }
    if as_json or _before.as_json:
        _print(result)
        return
    typer.echo(
        f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged, {len(report.skipped)} skipped, "
        f"{len(report.quarantined)} quarantined, {report.retired} retired."
    )
    for word, rows in (("skipped", report.skipped), ("quarantined", report.quarantined)):
        for one in rows[:20]:
            typer.echo(f"  {word}: {one.path}: {one.reason}", err=True)
        if len(rows) > 20:
            typer.echo(f"  ... and {len(rows) - 20} more {word}; --json lists all", err=True)


@app.command()
def search(
    question: Annotated[str | None, typer.Argument(help="The question.")] = None,
    k: Annotated[int, typer.Option("-k", help="How many passages.", min=1, max=1000)] = 10,
    batch: BatchOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find passages, best first."""
    from .batch import hits, search_line

    with _desk(library) as desk:
        if batch:
            _batch(batch, lambda line: search_line(desk, line, k))
            return
        found = hits(desk, _given(question, "question"), k)
    if as_json or _before.as_json:
        _print({"hits": found})
        return
    for hit in found:
        where = hit["section"] or hit["title"]
        typer.echo(f"{hit['rank']:>3}. {hit['title']} ({hit['year'] or 'undated'})  {hit['passage']}\n     {where}")
        typer.echo(f"     {' '.join(hit['text'].split())[:300]}")


@app.command()
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
    batch: BatchOption = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question from the library, every statement with its source."""
    from .batch import ask_line, reader_of
    from .press.json import plan_of, to_dict
    from .questions.question import Question

    with _desk(library) as desk:
        if batch:
            _batch(batch, lambda line: ask_line(desk, line))
            return
        text = _given(question, "question")
        plan = None
        if follows:
            try:
                plan = plan_of(_read_json(follows))
            except (KeyError, TypeError, ValueError) as error:
                raise CurbsideError(
                    f"{follows} is no Curbside answer; give a file written by: curbside ask --json"
                ) from error
        answer = desk.ask(Question(text, reader_of(reader), plan, about))
    if about.strip() and not answer.plan.answered_for:
        typer.echo("Nothing told with --about was understood, so it changed nothing.", err=True)
    today = datetime.now(UTC).date().isoformat()
    if as_json or _before.as_json:
        _print(to_dict(answer))
    elif markdown:
        from .press.markdown import markdown as set_markdown

        sys.stdout.write(set_markdown(answer, today))
    else:
        from rich.console import Console

        from .press.terminal import show

        show(answer, Console(), today)


@app.command()
def weigh(
    batch: Annotated[str, typer.Option("--batch", help="Read one JSON object a line; - is stdin.", metavar="FILE")],
    as_json: JsonOption = False,
) -> None:
    """Read kind, design, starting level and direction of titles and abstracts."""
    from .batch import weigh_line

    _batch(batch, weigh_line)


@app.command()
def verify(
    answer: Annotated[Path, typer.Argument(help="Answer JSON.", metavar="ANSWER.json")],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check an answer against the library, offline: every quote byte for byte."""
    from .answers.verify import verify as verify_answer

    with _library(library) as opened:
        result = verify_answer(_read_json(answer), opened)
    if as_json or _before.as_json:
        _print(
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


@app.command()
def check(
    claim: Annotated[str | None, typer.Argument(help="The statement.")] = None,
    passage: Annotated[str | None, typer.Argument(help="The words of the source.")] = None,
    batch: BatchOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check whether a passage supports a claim, with reasons."""
    from .batch import check_line

    if batch:
        _batch(batch, check_line)
        return
    result = check_line({"claim": _given(claim, "claim"), "passage": _given(passage, "passage")})
    if as_json or _before.as_json:
        _print(result)
    else:
        typer.echo(result["verdict"].replace("_", " ") + "".join(f"\n  {reason}" for reason in result["reasons"]))
    if result["verdict"] != "supported":
        raise typer.Exit(1)


@app.command()
def sources(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """List the sources of the library."""
    from .press.json import record_to_dict

    with _library(library) as opened:
        if as_json or _before.as_json:
            _print({"sources": [record_to_dict(record) for record in opened.sources()]})
            return
        for record in opened.sources():
            typer.echo(
                f"{record.source}\t{record.kind.value}\t{record.year or record.date_note or 'undated'}\t{record.title}"
            )


@app.command()
def show(
    source: Annotated[str, typer.Argument(help="Any id of the source, such as pmid:123.")],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one source: what is known of it, and its stored text."""
    from .press.json import record_to_dict

    with _library(library) as opened:
        known = _known(opened, source)
        record, text = opened.record(known), opened.text(known)
    if as_json or _before.as_json:
        _print({**record_to_dict(record), "version": record.version, "text": text})
    else:
        from .press.words import printable

        typer.echo(
            f"{record.source}  {record.title}\n{record.kind.value}, {record.status.value}, version {record.version}\n"
        )
        typer.echo(printable(text))


@app.command()
def retire(
    source: Annotated[str, typer.Argument(help="Any id of the source.")],
    because: Annotated[str, typer.Option("--because", help="Why.")] = "retired by the librarian",
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a source out of use: it is never quoted again, and its text is kept for the record."""
    with _desk(library) as desk:
        known = _known(desk.library, source)
        desk.library.retire(known, because)
        desk.index.catch_up()
    _said({"retired": known}, f"{known} is retired.", as_json)


@app.command()
def mark(
    source: Annotated[str, typer.Argument(help="Any id of the source.")],
    status: Annotated[str, typer.Argument(help="retracted, concern, corrected or superseded.")],
    because: Annotated[str, typer.Option("--because", help="Why, with its source.")],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Mark a source retracted, of concern, corrected or superseded."""
    from .sources.source import Status

    allowed = [one.value for one in Status if one is not Status.CURRENT]
    if status not in allowed:
        raise CurbsideError(f'"{status}" is no status; choose one of: {", ".join(allowed)}.')
    with _desk(library) as desk:
        known = _known(desk.library, source)
        desk.library.mark(known, Status(status), because)
        desk.index.catch_up()
    _said({"marked": known, "status": status}, f"{known} is marked {status}.", as_json)


@app.command()
def status(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Say what is in the library, how old it is, and whether the search index is up to date."""
    with _desk(library) as desk:
        counts = desk.library.counts()
        state = {
            "sources": counts.sources,
            "passages": counts.passages,
            "by_kind": dict(counts.by_kind),
            "newest": counts.newest,
            "labels": counts.labels,
            "pending": desk.index.pending(),
            "snapshot": desk.library.snapshot(),
        }
    lines = [f"{counts.sources:,} sources, {counts.passages:,} passages, newest {counts.newest or 'undated'}."]
    lines += [f"  {kind}: {number:,}" for kind, number in sorted(counts.by_kind.items())]
    lines += [] if counts.labels else ["No drug labels loaded."]
    lines += [f"{state['pending']:,} changes not searched yet."] if state["pending"] else []
    _said(state, "\n".join(lines), as_json)


@app.command()
def doctor(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Check every stored byte against its hash, and the index against the library."""
    with _library(library) as opened:
        findings = [f"{one.place}: {one.problem} {one.remedy}" for one in opened.doctor()]
    _said({"sound": not findings, "findings": findings}, "\n".join(findings) or "Everything matches its hash.", as_json)
    if findings:
        raise typer.Exit(1)


@app.command()
def bench(
    name: Annotated[str, typer.Argument(help="speed or quotes.")],
    count: Annotated[int, typer.Option("-n", help="How many questions.", min=1, max=100_000)] = 100,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure this library: how fast it answers, or whether every quote is exact."""
    from .bench.measures import measure

    with _desk(library) as desk:
        figures = measure(name, desk, count)
    _said(figures, "\n".join(f"{key}: {value}" for key, value in figures.items()), as_json)


def _given(value: str | None, name: str) -> str:
    if value is None:
        raise CurbsideError(f"Give the {name} in quotes, or many with --batch FILE.jsonl.")
    return value


def _known(library: Library, source: str) -> str:
    known = library.resolve(source)
    if known is None:
        raise CurbsideError(f'The library holds no source "{source}"; list what it holds with: curbside sources')
    return known


def _read_json(path: Path) -> dict[str, Any]:
    from .batch import parse_file

    return parse_file(path)


def _said(value: dict[str, Any], text: str, as_json: bool) -> None:
    if as_json or _before.as_json:
        _print(value)
    else:
        typer.echo(text)


def main() -> None:
    """Run the command line; errors that a user can act on end with exit 2 and one sentence."""
    # Loading code, rules and vocabulary makes much and throws nothing away: looking for garbage meanwhile is lost time.
    gc.set_threshold(100_000, 20, 100)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # JSON is UTF-8 whatever the terminal is
    try:
        app(standalone_mode=True)
    except CurbsideError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(0)
