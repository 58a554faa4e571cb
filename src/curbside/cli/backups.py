"""Commands that take a backup of a library, put one back, and bring one up to this version."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from ..settings import default_library
from .common import JsonOption, LibraryOption, before, library_of, said


def backup(
    folder: Annotated[Path, typer.Argument(help="A new folder for the backup.", metavar="FOLDER")],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Copy the library with everything published from it, while it is in use; accounts of the site are not part of it."""
    from ..archive import Archive
    from ..archive.backup import back_up

    with library_of(library) as opened:
        made = back_up(Archive(opened), folder)
        accounts = "" if "://" in opened.location else str(opened.folder / "accounts.sqlite3")
    said(
        {"backup": str(folder), "sources": made.sources, "entries": made.entries, "snapshot": made.snapshot},
        f"{made.sources:,} sources and {made.entries:,} entries of the audit log are in {folder}. {_left_out(accounts)}",
        as_json,
    )


def _left_out(accounts: str) -> str:
    """What a backup does not hold, and how to keep it: passwords and second factors do not travel with articles."""
    if not accounts:
        return "Accounts of the site are not in it: keep them with a dump of the database."
    return f"Accounts of the site are not in it: keep them with: sqlite3 {accounts} \".backup 'FILE'\""


def restore(
    folder: Annotated[Path, typer.Argument(help="The folder of a backup.", metavar="FOLDER")],
    to: Annotated[str, typer.Argument(help="A new folder, or the URL of an empty database.", metavar="DIR_OR_URL")],
    as_json: JsonOption = False,
) -> None:
    """Put a backup back as a new library; nothing is written over."""
    from ..archive.backup import restore as put_back

    index = os.environ.get("CURBSIDE_INDEX")
    made = put_back(folder, to, Path(index) if index else None)
    said(
        {"restored": to, "sources": made.sources, "entries": made.entries, "snapshot": made.snapshot},
        f"{made.sources:,} sources and {made.entries:,} entries of the audit log were restored.",
        as_json,
    )


def migrate(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Bring a library that an older Curbside wrote up to this version; run again, it goes on where it was stopped."""
    from ..archive.upgrade import upgraded

    done = []
    for step in upgraded(library or before.library or default_library(), os.environ.get("CURBSIDE_INDEX")):
        done.append({"part": step.part, "schema": step.schema, "what": step.what})
        if not (as_json or before.as_json):
            typer.echo(f"The {step.part} is now of schema {step.schema}: {step.what}.")
    said({"steps": done}, "Everything is of this version.", as_json)
