"""
Write what an older Curbside kept as SQL, for the tests that upgrade it.

    python scripts/write_old_library.py e47b605 tests/promises/schema_1

The code of that commit adds the sample library and takes one article through review, with a board, a redirect and a
saved answer. NAME.sql holds it as SQLite wrote it, NAME.postgres.sql the same tables without rows as PostgreSQL had them.
"""

from __future__ import annotations

import io
import os
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

_MAKE = """
import sys
from board import Board, Clock
from curbside.archive import Archive
from curbside.consult import Desk
from curbside.testing import sample_library
with sample_library(sys.argv[1]) as library, Desk(library) as desk:
    answer = desk.ask("How is carpal tunnel syndrome treated?")
    board = Board(Archive(library, clock=Clock()), Clock())
    board.join()
    board.article = board.archive.draft(answer, "ann", topics=["Carpal tunnel syndrome"], specialties=["neurology"])
    board.review()
    board.approve()
    board.archive.redirect("carpal-tunnel", board.article.slug, "ann")
    board.archive.save(answer)

from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable
from curbside.archive import tables
from curbside.library import tables as works
with open(sys.argv[2], "w") as out:
    for metadata in (works.metadata, tables.metadata):
        for table in metadata.sorted_tables:
            for one in (CreateTable(table), *(CreateIndex(index) for index in table.indexes)):
                print(str(one.compile(dialect=postgresql.dialect())).strip() + ";", file=out)
"""


def main(commit: str, name: str) -> None:
    """Check the code of a commit out beside, let it write a library, and dump that."""
    root = Path(__file__).resolve().parents[1]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        packed = subprocess.run(
            ["git", "archive", commit, "src/curbside", "tests/archive/board.py"],
            cwd=root,
            capture_output=True,
            check=True,
        ).stdout
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(folder, filter="data")
        paths = os.pathsep.join((str(folder / "src"), str(folder / "tests" / "archive")))
        told = {**os.environ, "PYTHONPATH": paths}
        tables = f"{name}.postgres.sql"
        subprocess.run([sys.executable, "-c", _MAKE, str(folder / "library"), tables], env=told, check=True)
        head = (folder / "library" / "audit-head.json").read_text(encoding="utf-8").strip()
        with closing(sqlite3.connect(folder / "library" / "library.sqlite")) as connection:
            rows = "\n".join(connection.iterdump())
    told_of = f"-- Written by scripts/write_old_library.py {commit}.\n-- audit-head.json: {head}\n"
    Path(f"{name}.sql").write_text(f"{told_of}{rows}\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
