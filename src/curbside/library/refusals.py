"""
Files and records that were not taken, each with its reason, until they are read again.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, or_, select

from . import tables
from .database import write_rows
from .shelf import label, now
from .touched import slices


def note(connection: Connection, refusals: Sequence[tuple[str, str, bool]]) -> None:
    """Note files and records that were not taken: path, reason, whether in quarantine."""
    columns = tables.refused.c
    rows = {label(path): (label(path), int(quarantined), reason, now()) for path, reason, quarantined in refusals}
    for some in slices(list(rows)):
        connection.execute(tables.refused.delete().where(columns.path.in_(some)))
    write_rows(connection, tables.refused, list(rows.values()))


def forget(connection: Connection, names: Sequence[str]) -> None:
    """Forget what was refused of files that are read again."""
    column = tables.refused.c.path
    if connection.execute(select(column).limit(1)).first() is None:
        return
    for name in map(label, names):
        # Members are "name/member" and records "name, place"; each is a range of the paths in order.
        within = or_(
            column == name,
            column.between(f"{name}/", f"{name}/\U0010ffff"),
            column.between(f"{name}, ", f"{name}, \U0010ffff"),
        )
        connection.execute(tables.refused.delete().where(within))
