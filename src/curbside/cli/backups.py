"""Commands that take a backup of a library, put one back, and bring one up to this version."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import without_password
from ..settings import default_library
from .common import JsonOption, LibraryOption, before, library_of, said

if TYPE_CHECKING:
    from ..archive.backup import Backup


def backup(
    folder: Annotated[Path, typer.Argument(help="A new folder for the backup.", metavar="FOLDER")],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Copy the library with everything published from it and the accounts of the site, while it is in use."""
    from ..archive import Archive
    from ..archive.backup import back_up

    with library_of(library) as opened:
        made = back_up(Archive(opened), folder)
    secret = (
        " Keep it to yourself: whoever has it can guess at passwords and holds second factors." if made.accounts else ""
    )
    said({"backup": str(folder), **_counts(made)}, f"{_held(made)} are in {folder}.{secret}", as_json)


def restore(
    folder: Annotated[Path, typer.Argument(help="The folder of a backup.", metavar="FOLDER")],
    to: Annotated[str, typer.Argument(help="A new folder, or the URL of an empty database.", metavar="DIR_OR_URL")],
    as_json: JsonOption = False,
) -> None:
    """Put a backup back as a new library; nothing is written over."""
    from ..archive.backup import restore as put_back

    index = os.environ.get("CURBSIDE_INDEX")
    made = put_back(folder, to, Path(index) if index else None)
    said({"restored": without_password(to), **_counts(made)}, f"{_held(made)} were restored.", as_json)


def _counts(made: Backup) -> dict[str, Any]:
    return {name: getattr(made, name) for name in ("sources", "entries", "accounts", "snapshot")}


def _held(made: Backup) -> str:
    return f"{made.sources:,} sources, {made.entries:,} entries of the audit log and {made.accounts:,} accounts"


def migrate(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Bring a library that an older Curbside wrote up to this version; run again, it goes on where it was stopped."""
    from ..archive.accounts import bring_up
    from ..archive.upgrade import upgraded

    location, index = library or before.library or default_library(), os.environ.get("CURBSIDE_INDEX")
    done = []
    for step in upgraded(location, index):
        done.append({"part": step.part, "schema": step.schema, "what": step.what})
        if not (as_json or before.as_json):
            typer.echo(f"The {step.part} is now of schema {step.schema}: {step.what}.")
    bring_up(location, index)
    pages = _with_pages(location, index)
    told = f"{pages} pages of the starter library were renewed. " if pages else ""
    said({"steps": done, "starter_pages": pages}, f"{told}Everything is of this version.", as_json)


def _with_pages(location: str, index: str | None) -> int:
    """Bring the starter library in a library up to the one that this program brings; returns how many pages changed."""
    from ..archive import Archive
    from ..library import embedded
    from ..library.library import Library

    with Library.open(location, index=index) as library:
        if not embedded.is_filled(library):
            return 0
        report = embedded.fill(library)
        Archive(library).recall()  # a page that is gone may be quoted by an article
        return report.added + report.updated + report.retired
