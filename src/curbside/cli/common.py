"""What every command shares: options, the desk, JSON on stdout, and errors that say what to do."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import CurbsideError

if TYPE_CHECKING:
    from ..consult import Desk
    from ..library.library import Library

LibraryOption = Annotated[
    str | None, typer.Option("--library", help="Folder or database URL of the library.", metavar="DIR_OR_URL")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON only.")]
BatchOption = Annotated[
    str | None, typer.Option("--batch", help="Read one JSON object a line; - is stdin.", metavar="FILE")
]


@dataclass(slots=True)
class Chosen:
    """What was chosen before the name of a command."""

    library: str | None = None
    as_json: bool = False


before = Chosen()


@contextmanager
def desk_of(library: str | None) -> Iterator[Desk]:
    """A desk on the library chosen, or on the usual one."""
    from ..consult import open_desk

    with open_desk(library or before.library) as desk:
        yield desk


@contextmanager
def library_of(library: str | None) -> Iterator[Library]:
    """The library chosen, or the usual one."""
    with desk_of(library) as desk:
        yield desk.library


def print_json(value: Any) -> None:
    """One JSON value as a line on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n")


def run_batch(source: str, answer: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Answer a file of JSON lines ("-" is stdin), one line out for each line in."""
    from ..batch import run

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


def given(value: str | None, name: str) -> str:
    """An argument that is needed without --batch."""
    if value is None:
        raise CurbsideError(f"Give the {name} in quotes, or many with --batch FILE.jsonl.")
    return value


def known_id(library: Library, source: str) -> str:
    """The canonical id of a source that a person named by any of its ids."""
    known = library.resolve(source)
    if known is None:
        raise CurbsideError(f'The library holds no source "{source}"; list what it holds with: curbside sources')
    return known


def read_json(path: Path) -> dict[str, Any]:
    """The object in a JSON file."""
    from ..batch import parse_file

    return parse_file(path)


def said(value: dict[str, Any], text: str, as_json: bool) -> None:
    """A result, as JSON or in words."""
    if as_json or before.as_json:
        print_json(value)
    else:
        typer.echo(text)
