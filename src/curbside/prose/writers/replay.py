"""A writer that says again what a model said before: from recorded exchanges, with no model and no network."""

from __future__ import annotations

from collections.abc import Iterator

from curbside.errors import CurbsideError

from .access import Access
from .records import Records
from .writer import Fault, Prompt, Usage, WriterError


class ReplayWriter:
    """Serves recorded exchanges."""

    def __init__(self, access: Access, name: str = "replay", is_remote: bool = False) -> None:
        self.name = name  # of whoever wrote what was recorded, where that is known
        self.is_remote = is_remote  # whether it was written elsewhere, from what was allowed to leave
        if access.folder is None:
            raise CurbsideError("A replay writer needs the folder of recorded exchanges; set writer_keep.")
        self._records = Records(access.folder)

    def write(self, prompt: Prompt, until: float) -> Iterator[str | Usage]:
        """What was said to this prompt when it was recorded."""
        found = self._records.find(prompt)
        if found is None:
            raise WriterError(
                Fault.UNREACHABLE, f"No exchange for this prompt ({prompt.job} {prompt.version}) was recorded."
            )
        reply, usage = found
        yield reply
        yield usage
