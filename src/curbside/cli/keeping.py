"""Commands for whoever keeps the library."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import CurbsideError
from .common import (
    JsonOption,
    LibraryOption,
    before,
    desk_of,
    known_id,
    library_of,
    print_json,
    said,
)


def add(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders or archives.", metavar="PATH...")],
    format_name: Annotated[str | None, typer.Option("--format", help="Read as this format.", metavar="NAME")] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add files, folders or archives to the library."""
    from ..progress import bar

    with desk_of(library) as desk, bar() as progress:
        report = desk.library.add(*paths, format=format_name, progress=progress)
        desk.index.catch_up()
        desk.archive.recall()  # what was added may say that a source of an article has fallen
    result = {
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "skipped": [{"path": one.path, "reason": one.reason} for one in report.skipped],
        "quarantined": [{"path": one.path, "reason": one.reason} for one in report.quarantined],
        "retired": report.retired,
    }
    if as_json or before.as_json:
        print_json(result)
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


def sources(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """List the sources of the library."""
    from ..press.json import record_to_dict

    with library_of(library) as opened:
        if as_json or before.as_json:
            print_json({"sources": [record_to_dict(record) for record in opened.sources()]})
            return
        for record in opened.sources():
            typer.echo(
                f"{record.source}\t{record.kind.value}\t{record.year or record.date_note or 'undated'}\t{record.title}"
            )


def show(
    source: Annotated[str, typer.Argument(help="Any id of the source, such as pmid:123.")],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one source: what is known of it, and its stored text."""
    from ..press.json import record_to_dict

    with library_of(library) as opened:
        known = known_id(opened, source)
        record, text = opened.record(known), opened.text(known)
    if as_json or before.as_json:
        print_json({**record_to_dict(record), "version": record.version, "text": text})
    else:
        from ..press.words import printable

        typer.echo(
            f"{record.source}  {record.title}\n{record.kind.value}, {record.status.value}, version {record.version}\n"
        )
        typer.echo(printable(text))


def retire(
    source: Annotated[str, typer.Argument(help="Any id of the source.")],
    because: Annotated[str, typer.Option("--because", help="Why.")] = "retired by the librarian",
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a source out of use: it is never quoted again, and its text is kept for the record."""
    with desk_of(library) as desk:
        known = known_id(desk.library, source)
        desk.library.retire(known, because)
        desk.index.catch_up()
        recalled = [article.slug for article in desk.archive.recall([known])]
    said({"retired": known, "recalled": recalled}, _with_recalled(f"{known} is retired.", recalled), as_json)


def mark(
    source: Annotated[str, typer.Argument(help="Any id of the source.")],
    status: Annotated[str, typer.Argument(help="retracted, concern, corrected or superseded.")],
    because: Annotated[str, typer.Option("--because", help="Why, with its source.")],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Mark a source retracted, of concern, corrected or superseded."""
    from ..sources.source import Status

    allowed = [one.value for one in Status if one is not Status.CURRENT]
    if status not in allowed:
        raise CurbsideError(f'"{status}" is no status; choose one of: {", ".join(allowed)}.')
    with desk_of(library) as desk:
        known = known_id(desk.library, source)
        desk.library.mark(known, Status(status), because)
        desk.index.catch_up()
        recalled = [article.slug for article in desk.archive.recall([known])]
    result = {"marked": known, "status": status, "recalled": recalled}
    said(result, _with_recalled(f"{known} is marked {status}.", recalled), as_json)


def _with_recalled(text: str, slugs: list[str]) -> str:
    """What was done, and the articles that rest on the source and were dealt with."""
    return "\n".join((text, *(f"  article recalled: {slug}" for slug in slugs)))


def status(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Say what is in the library, how old it is, and whether the search index is up to date."""
    with desk_of(library) as desk:
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
    said(state, "\n".join(lines), as_json)


def doctor(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Check every stored byte against its hash, and the audit log against its head."""
    from ..archive import Archive

    with library_of(library) as opened:
        checked = (*opened.doctor(), *Archive(opened).verify())
        findings = [f"{one.place}: {one.problem} {one.remedy}" for one in checked]
    said({"sound": not findings, "findings": findings}, "\n".join(findings) or "Everything matches its hash.", as_json)
    if findings:
        raise typer.Exit(1)


def bench(
    name: Annotated[str, typer.Argument(help="speed or quotes.")],
    count: Annotated[int, typer.Option("-n", help="How many questions.", min=1, max=100_000)] = 100,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure this library: how fast it answers, or whether every quote is exact."""
    from ..bench.measures import measure

    with desk_of(library) as desk:
        figures = measure(name, desk, count)
    said(figures, "\n".join(f"{key}: {value}" for key, value in figures.items()), as_json)
