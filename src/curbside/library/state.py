"""
The running counts of the library, the next numbers it gives out, and the digest that names what it holds.

They live in one sealed row that changes with every transaction, so that a count costs one look-up however large the
library is. The digest is a sum over the works, so it does not depend on the order in which they came.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from .rows import damaged
from .seals import body_seal
from .upgrade import check_schema

MODULUS = 1 << 128
#: Raised by one when what is kept changes, with a step in `upgrade`; a library with another number is refused until then.
SCHEMA = 2
#: The oldest that is read and written as it is. In 2 a mark can be taken back, which a program that knows 1 alone cannot
#: read: a library becomes 2 when one is, or when it is upgraded.
OLDEST = 1


@dataclass(slots=True)
class State:
    """The one row of running counts and next numbers."""

    work: int = 1
    version: int = 1
    original: int = 1
    key: int = 1
    mark: int = 1
    stamp: int = 0
    snapshot: int = 0
    sources: int = 0
    passages: int = 0
    notices: int = 0
    by_kind: dict[str, int] = field(default_factory=dict)
    by_format: dict[str, int] = field(default_factory=dict)
    newest: str = ""

    def body(self) -> str:
        """The counts as JSON."""
        values = {name: getattr(self, name) for name in self.__slots__}
        values["snapshot"] = f"{self.snapshot:032x}"
        return json.dumps(values, sort_keys=True)

    @classmethod
    def of(cls, row: Any) -> State:
        """Counts from their row, checked against their seal."""
        if body_seal(row.schema, str(row.body)) != row.seal:
            raise damaged("the library's own counts", "row")
        # Asked with every look: another program may have upgraded what this one opened.
        check_schema("library", row.schema, SCHEMA, oldest=OLDEST)
        values = json.loads(row.body)
        values["snapshot"] = int(values["snapshot"], 16)
        return cls(**values)
