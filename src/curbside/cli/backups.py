"""Commands that take a backup of a library, and put one back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from .common import JsonOption, LibraryOption, library_of, said


def backup(
    folder: Annotated[Path, typer.Argument(help="A new folder for the backup.", metavar="FOLDER")],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Copy the library with everything published from it, while it is in use."""
    from ..archive import Archive
    from ..archive.backup import back_up

    with library_of(library) as opened:
        made = back_up(Archive(opened), folder)
    said(
        {"backup": str(folder), "sources": made.sources, "entries": made.entries, "snapshot": made.snapshot},
        f"{made.sources:,} sources and {made.entries:,} entries of the audit log are in {folder}.",
        as_json,
    )


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
