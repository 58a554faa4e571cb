"""
A writer that says what it is told to: for tests of what happens to a model's words.

    writer = ScriptedWriter(lambda prompt: ['{"sentences": [', "]}"])
    bounded = Bounded(writer, jobs=frozenset(Job))

It has no model and no network. A script gets the prompt and gives pieces; a WriterError among them is raised there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator

from curbside.prose.writers.tokens import estimate, tokens
from curbside.prose.writers.writer import Fault, Prompt, Usage, WriterError

Script = Callable[[Prompt], Iterable[str | WriterError]]


class ScriptedWriter:
    """Says what its script says; `prompts` holds what it was asked."""

    def __init__(self, script: Script, name: str = "scripted", is_remote: bool = False) -> None:
        self._script = script
        self.name, self.is_remote = name, is_remote
        self.prompts: list[Prompt] = []

    def write(self, prompt: Prompt, until: float) -> Iterator[str | Usage]:
        """The pieces of the script, then a usage estimated from their length."""
        self.prompts.append(prompt)
        characters = 0
        for piece in self._script(prompt):
            if time.monotonic() >= until:
                raise WriterError(Fault.TOO_LATE, "The script did not finish in time.")
            if isinstance(piece, WriterError):
                raise piece
            characters += len(piece)
            yield piece
        yield Usage(self.name, estimate(prompt), tokens(characters), is_estimated=True)
