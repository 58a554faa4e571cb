"""Which people a sentence is about: the quick look and the patterns agree."""

from __future__ import annotations

from pathlib import Path

from curbside import starter
from curbside.language import populations as room


def test_the_quick_look_misses_nothing() -> None:
    """A sentence is passed over quickly only where no pattern would have found anyone."""
    lines = [line for page in starter.files() for line in page.read_text(encoding="utf-8").splitlines()]
    gold = [(Path(__file__).parents[1] / "gold" / "sentences.jsonl").read_text(encoding="utf-8")]
    for text in [*lines, *" ".join(gold).split(". ")]:
        slow = {name for name, pattern in room._PATTERNS.items() if pattern.search(text)}
        quick = {name for name, signs in room._WORTH.items() if any(sign in text.lower() for sign in signs)}
        assert slow <= quick, text
