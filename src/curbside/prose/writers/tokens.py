"""How many tokens a text has, where nobody counts them: estimated from its characters, rather too many than too few."""

from __future__ import annotations

from .writer import Prompt

#: Characters of a token.
CHARACTERS = 3


def tokens(characters: int) -> int:
    """Tokens of so many characters."""
    return -(-characters // CHARACTERS)


def estimate(prompt: Prompt) -> int:
    """Tokens of a prompt."""
    return tokens(len(prompt.system) + len(prompt.user))
