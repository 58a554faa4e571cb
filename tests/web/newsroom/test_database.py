"""Accounts are kept where the library is."""

from __future__ import annotations

from pathlib import Path

from curbside_web.newsroom.database import database


def test_a_library_in_a_folder_keeps_accounts_beside_it() -> None:
    """A file of their own, in the library's folder."""
    made = database("/somewhere/library", Path("/somewhere/library"))
    assert made["ENGINE"].endswith("sqlite3")
    assert made["NAME"] == Path("/somewhere/library/accounts.sqlite3")


def test_a_library_on_a_server_keeps_accounts_there() -> None:
    """The parts of its address, as Django names them, with what was escaped in it."""
    made = database("postgresql://ann:p%40ss@db.example:5433/curbside?sslmode=require", Path())
    assert made["ENGINE"].endswith("postgresql")
    assert (made["NAME"], made["USER"], made["PASSWORD"]) == ("curbside", "ann", "p@ss")
    assert (made["HOST"], made["PORT"], made["OPTIONS"]) == ("db.example", "5433", {"sslmode": "require"})
