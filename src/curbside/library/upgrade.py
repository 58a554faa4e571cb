"""
How what an older Curbside wrote becomes what this one reads: numbered steps, each one transaction.

The library and the archive each keep the number of their schema in a row of their own. Nothing is upgraded by merely
being opened, since the older program could not read it any more: `curbside migrate` does it when it is told to. A step
and its number are kept together or not at all, on either engine, so that a run which was killed goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from curbside.errors import DamageError, LibraryError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine


@dataclass(frozen=True, slots=True)
class Step:
    """One change of the tables, from one schema to the next."""

    what: str  # in words, for whoever runs it
    do: Callable[[Connection], None]


@dataclass(frozen=True, slots=True)
class Part:
    """Tables that share one number: the library's, or the archive's."""

    name: str
    table: str  # its row 1 holds the schema
    schema: int  # that this program reads
    steps: Mapping[int, Step]  # by the schema that each starts from
    note: Callable[[Connection, int], None]  # writes a new number, with all that vouches for it


@dataclass(frozen=True, slots=True)
class Upgraded:
    """A step that is kept."""

    part: str
    schema: int  # after it
    what: str


def _taken_back(_: Connection) -> None:
    """The tables stay as they are; the number alone keeps programs away that cannot read a mark taken back."""


#: Of the library's own tables; schema 1 is the first that was released.
STEPS: dict[int, Step] = {1: Step("let marks of sources be taken back", _taken_back)}


def check_schema(part: str, found: int, known: int, place: str = "", *, oldest: int | None = None) -> None:
    """Refuse what another version wrote, before anything of it is read or changed; `oldest` is read as it is."""
    what = f"The {part} at {place}" if place else f"The {part}"
    if found > known:
        raise LibraryError(
            f"{what} was written by a newer Curbside (schema {found}, this one reads {known}). Downgrade refused, nothing "
            "was touched: install that version, or restore a backup that was taken before the upgrade."
        )
    if found < (known if oldest is None else oldest):
        raise LibraryError(
            f"{what} was written by an older Curbside (schema {found}, this one reads {known}). Take a backup with the "
            "version that wrote it, then run: curbside migrate"
        )


def upgrade(part: Part, engine: Engine, place: str) -> Iterator[Upgraded]:
    """Do the steps that are missing, and tell of each once it is kept; two at once do each step once."""
    from .database import writing

    while True:
        with writing(engine, place) as connection:
            # On PostgreSQL the lock on this row keeps writers out until the step is kept; SQLite has one writer anyway.
            lock = "" if connection.dialect.name == "sqlite" else " FOR UPDATE"
            found = connection.exec_driver_sql(f"SELECT schema FROM {part.table} WHERE id = 1{lock}").scalar()  # noqa: S608  # our own name
            if found is None:
                raise DamageError(f"The {part.name} at {place} has lost its first row; restore it from a backup.")
            if found == part.schema:
                return
            if found > part.schema or found not in part.steps:
                check_schema(part.name, found, part.schema, place)
            step = part.steps[found]
            step.do(connection)
            part.note(connection, found + 1)
        yield Upgraded(part.name, found + 1, step.what)
