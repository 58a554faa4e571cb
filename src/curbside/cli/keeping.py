"""Commands for whoever keeps the library."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

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

ByOption = Annotated[str, typer.Option("--by", help="Id of the person of the board who decides.", metavar="PERSON")]


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
    """Show one source: what is known of it, its versions, and its stored text."""
    from ..press.json import record_to_dict

    with library_of(library) as opened:
        known = known_id(opened, source)
        record, text, versions = opened.record(known), opened.text(known), opened.versions(known)
    if as_json or before.as_json:
        told = [asdict(one) for one in versions]
        print_json({**record_to_dict(record), "version": record.version, "versions": told, "text": text})
    else:
        from ..press.words import printable

        typer.echo(
            f"{record.source}  {record.title}\n{record.kind.value}, {record.status.value}, version {record.version}\n"
        )
        for one in versions[1:]:
            typer.echo(f"also {one.version}: {one.extent} from {one.name}, added {one.added_at}\n")
        typer.echo(printable(text))


def retire(
    source: Annotated[str, typer.Argument(help="Any id of the source.")],
    because: Annotated[str, typer.Option("--because", help="Why.")] = "retired by the librarian",
    by: ByOption = "program",
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a source out of use: it is never quoted again, and its text is kept for the record."""
    with desk_of(library) as desk:
        known = known_id(desk.library, source)
        recalled = [article.slug for article in desk.archive.retire(known, because, by)]
        desk.index.catch_up()
    said({"retired": known, "recalled": recalled}, _with_articles(f"{known} is retired.", recalled), as_json)


def mark(
    source: Annotated[str, typer.Argument(help="Any id of the source.")],
    status: Annotated[str | None, typer.Argument(help="retracted, concern, corrected or superseded.")] = None,
    because: Annotated[str, typer.Option("--because", help="Why, with its source.")] = "",
    take_back: Annotated[
        bool, typer.Option("--take-back", help="Undo every mark that people set, and a retirement.")
    ] = False,
    by: ByOption = "program",
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Mark a source retracted, of concern, corrected or superseded, or take such a mark back."""
    from ..sources.source import Status

    allowed = [one.value for one in Status if one is not Status.CURRENT]
    if take_back and status:
        raise CurbsideError("Give a status or --take-back, not both; every mark is taken back at once.")
    if not take_back and status not in allowed:
        raise CurbsideError(f'"{status or ""}" is no status; choose one of: {", ".join(allowed)}, or --take-back.')
    with desk_of(library) as desk:
        known = known_id(desk.library, source)
        if take_back:
            told = desk.archive.take_back(known, because, by)
        else:
            told = desk.archive.mark(known, str(status), because, by)
        desk.index.catch_up()
        now = desk.library.record(known).status.value
    slugs = [article.slug for article in told]
    result: dict[str, Any]
    if take_back:
        suspended = [article.slug for article in told if article.state == "suspended"]
        result = {"taken_back": known, "status": now, "told": slugs, "suspended": suspended}
        lines = [f"The marks of {known} are taken back; it is {now}.", *(f"  article told: {slug}" for slug in slugs)]
        lines += [f"  still suspended, for a person to resume: {slug}" for slug in suspended]
        said(result, "\n".join(lines), as_json)
        return
    result = {"marked": known, "status": status, "recalled": slugs}
    said(result, _with_articles(f"{known} is marked {status}.", slugs), as_json)


def alert(
    drug: Annotated[str, typer.Argument(help="The medicine, by any of its names.")],
    because: Annotated[str, typer.Option("--because", help="What was published on it.")],
    source: Annotated[str, typer.Option("--source", help="Where it was published.", metavar="URL")] = "",
    by: ByOption = "program",
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Suspend every approved article that names a drug on which a safety alert was published."""
    with desk_of(library) as desk:
        known = desk.archive.alerted(drug)
        recalled = [article.slug for article in desk.archive.alert(drug, because, by, source)]
    named = [one.article.slug for one in known.named]
    result = {
        "alert": known.drug,
        "names": list(known.names),
        "is_known": known.is_known,
        "named": named,
        "recalled": recalled,
    }
    unknown = "" if known.is_known else f' "{known.drug}" is not known as a medicine here; check how it is spelt.'
    text = f"Looked for {', '.join(known.names)}: {len(named)} articles name it.{unknown}"
    said(result, _with_articles(text, recalled), as_json)


def _with_articles(text: str, slugs: list[str]) -> str:
    """What was done, and the articles that lost their approval or have an update due."""
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
    name: Annotated[str, typer.Argument(help="speed, quotes or writers.")],
    count: Annotated[int, typer.Option("-n", help="How many questions.", min=1, max=100_000)] = 100,
    asked: Annotated[
        Path | None,
        typer.Option(
            "--questions", help='Questions of your own: JSON lines with "question", and "reader" if you like.'
        ),
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure this library: how fast it answers, whether every quote is exact, or what the writer set up is worth."""
    from itertools import islice

    from ..batch import questions_in
    from ..bench.measures import measure, questions

    with desk_of(library) as desk:
        chosen = islice(questions_in(asked), count) if asked else questions(desk, count)
        figures = measure(name, desk, chosen)
    said(figures, "\n".join(f"{key}: {value}" for key, value in figures.items()), as_json)
