"""
Put a source's text together while its passages are being found.

Readers write blocks in reading order; the builder keeps the offsets. Blocks are separated by a blank line, list
items by a line break, so that no two words of the file are ever glued.
"""

from __future__ import annotations

from .source import Audience, Damage, DrawnFrom, Passage, Role

SEPARATOR = "\n\n"


class TextBuilder:
    """Collects blocks of text and the passages over them."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._passages: list[Passage] = []

    def write(self, block: str) -> tuple[int, int]:
        """Append a block and return its span; an empty block adds nothing."""
        if not block:
            return self._length, self._length
        if self._parts:
            self._parts.append(SEPARATOR)
            self._length += len(SEPARATOR)
        start = self._length
        self._parts.append(block)
        self._length += len(block)
        return start, self._length

    def passage(
        self,
        block: str,
        *,
        position: str = "",
        path: tuple[str, ...] = (),
        role: Role = Role.BODY,
        audience: Audience | None = None,
        question: str = "",
        facet: str = "",
        lead_in: tuple[int, int] | None = None,
        items: tuple[tuple[int, int], ...] = (),
        damage: tuple[Damage, ...] = (),
        drawn_from: tuple[DrawnFrom, ...] = (),
        heads: int | None = None,
        is_part: bool = False,
    ) -> None:
        """
        Append a block as one passage; `lead_in` and `items` are spans within the block.

        Position is its number in the source, from 1, unless given. An empty block adds no passage.
        """
        if not block or block.isspace():
            return
        start, end = self.write(block)
        if lead_in:
            lead_in = (lead_in[0] + start, lead_in[1] + start)
        if items:
            items = tuple([(first + start, last + start) for first, last in items])
        # By place: an article is hundreds of passages, and names cost a fifth of each.
        self._passages.append(
            Passage(
                position or str(len(self._passages) + 1),
                start,
                end,
                path,
                role,
                audience,
                question,
                facet,
                lead_in,
                items,
                damage,
                drawn_from,
                heads,
                is_part,
            )
        )

    def finish(self) -> tuple[str, tuple[Passage, ...]]:
        """The whole text and its passages."""
        return "".join(self._parts), tuple(self._passages)
