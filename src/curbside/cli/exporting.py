"""The command that takes a saved answer along in another form."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from ..errors import CurbsideError
from .common import JsonOption, LibraryOption, before, print_json, read_json


def export(
    answer: Annotated[Path, typer.Argument(help="Answer JSON; - is stdin.", metavar="ANSWER.json")],
    to: Annotated[
        str,
        typer.Option(
            "--to", help="note, markdown, html, pdf, handout, json, jsonld, ris, bibtex, nbib or csl.", metavar="FORM"
        ),
    ],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file.", metavar="FILE")] = None,
    made_on: Annotated[
        str, typer.Option("--made-on", help="The day the answer was made, for its banner (ISO 8601).", metavar="DATE")
    ] = "",
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a saved answer along: as a page, a note for the record, a PDF, or its references for a reference manager."""
    from ..press.export import FORMS
    from ..press.export import export as exported
    from ..press.nbib import without_number
    from ..press.reading import read, review_in

    document = _document(answer)
    found = read(document)
    today = datetime.now(UTC).date().isoformat()
    content = exported(found, to, today, _day(made_on), review_in(document))
    left_out = without_number(found) if to == "nbib" else ()
    told: dict[str, Any] = {"form": to, "media_type": FORMS[to].media_type, "left_out": list(left_out)}
    if output is not None:
        _write(output, content)
        told |= {"file": str(output), "bytes": len(content)}
    elif to == "pdf" and (as_json or before.as_json or sys.stdout.isatty()):
        raise CurbsideError("A PDF is no text; name a file for it with: -o FILE")
    elif as_json or before.as_json:
        told["text"] = content.decode("utf-8")
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
    if as_json or before.as_json:
        print_json(told)
    elif left_out:
        typer.echo(f"Left out, without a PubMed number: {'; '.join(left_out)}. They are in --to ris.", err=True)


def _write(output: Path, content: bytes) -> None:
    try:
        output.write_bytes(content)
    except OSError as error:
        raise CurbsideError(f"Cannot write {output} ({error.strerror}); name another file with: -o FILE") from error


def _document(answer: Path) -> dict[str, object]:
    if str(answer) != "-":
        return read_json(answer)
    from ..batch import parse

    if sys.stdin is None:
        raise CurbsideError("There is no stdin to read; give a file written by: curbside ask --json")
    return parse(sys.stdin.buffer.read().decode("utf-8", errors="surrogateescape"))


def _day(text: str) -> str:
    try:
        return datetime.fromisoformat(text).date().isoformat() if text else ""
    except ValueError as error:
        raise CurbsideError(f'"{text}" is no day; write it as 2026-01-31.') from error
