"""
One reply as it comes: its words, how it ended, and what it took.

Whether a reply is whole is judged in one place for all endpoints: it has words, it said that it ended, and it ended of its
own accord. Tokens that nobody counted are estimated from characters.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .access import Access
from .telling import cut_short, malformed
from .tokens import estimate, tokens
from .writer import Fault, Prompt, Usage, WriterError

_MOST_TOKENS = 1_000_000_000  # that a count is believed to
#: Characters that a token can have at most, roughly; a reply beyond that many for each token allowed never ends.
_MOST_CHARACTERS = 16


class Reply:
    """What came so far."""

    def __init__(self, prompt: Prompt, access: Access) -> None:
        self.access = access
        self._prompt, self._model, self._how = prompt, access.model, ""
        self._characters, self._in, self._out = 0, 0, 0

    def add(self, text: str) -> str:
        """Take in a piece; an endless reply is ended."""
        self._characters += len(text)
        if self._characters > _MOST_CHARACTERS * max(64, self._prompt.longest):
            raise WriterError(Fault.TOO_LONG, f"{self.access.model} does not stop at the length that was asked for.")
        return text

    def note(self, model: object, usage: object, name_in: str, name_out: str) -> None:
        """Take in what the other side says of itself and of tokens."""
        if isinstance(model, str) and model:
            self._model = "".join(sign for sign in model if sign.isprintable())[:100]
        counted = message_of(usage)
        if isinstance(count := counted.get(name_in), int) and count > 0:
            self._in = min(count, _MOST_TOKENS)
        if isinstance(count := counted.get(name_out), int) and count > 0:
            self._out = min(count, _MOST_TOKENS)

    def ended(self, how: str) -> None:
        """The other side said that it is done: "whole", "limit" (of tokens) or "other"."""
        self._how = how

    def end(self) -> Usage:
        """The usage of a whole reply; one that is not whole is a fault."""
        if self._how == "limit":
            raise WriterError(
                Fault.TOO_LONG,
                f"{self.access.model} was not done within the tokens of a reply; lower writer_passages, or, where it"
                " thinks before it replies, raise writer_thinking_tokens.",
            )
        if self._how == "other" or (self._how == "whole" and not self._characters):
            raise malformed(self.access)
        if not self._how:
            raise (
                cut_short(self.access, "ended the reply before it was whole")
                if self._characters
                else malformed(self.access)
            )
        estimated_in, estimated_out = estimate(self._prompt), tokens(self._characters)
        return Usage(self._model, self._in or estimated_in, self._out or estimated_out, not (self._in and self._out))


def message_of(value: object) -> Mapping[str, Any]:
    """A JSON object, or an empty one where something else came."""
    return value if isinstance(value, dict) else {}
