"""Pieces of text that a pattern needs: never in the way of a match, and as new as the patterns."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from curbside.questions.anchors import may_match, needed, pieces
from curbside.questions.emergencies import book

ROOT = Path(__file__).parents[2]


def test_no_match_is_kept_back() -> None:
    """Wherever a part of a sign is found, the pieces that it needs are there."""
    texts = [
        json.loads(line)["text"].lower()
        for line in (ROOT / "tests/gold/emergencies.jsonl").read_text(encoding="utf-8").splitlines()[::5]
    ]
    parts = [part for card in book().cards for sign in (*card.sure, *card.person) for part in sign.parts]
    found = 0
    for text in texts:
        present = pieces(text)
        for part in parts:
            if part.search(text):
                found += 1
                assert may_match(needed(part.pattern), present), (part.pattern, text)
    assert found > 200


def test_few_patterns_are_tried_where_no_sign_stands() -> None:
    """Harmless text leaves few signs to try, however long it is."""
    present = pieces("the garden was green and we walked by the river with a bag of apples. " * 50)
    signs = [sign for card in book().cards for sign in (*card.sure, *card.person)]
    assert sum(may_match(sign.needs, present) for sign in signs) < 0.05 * len(signs)


def test_an_unknown_pattern_is_always_tried() -> None:
    """A pattern that the file does not know needs nothing."""
    assert may_match(needed("(?:a pattern written today)"), pieces("something else"))


def test_the_file_is_as_new_as_the_patterns() -> None:
    """The pieces that ship are those of the patterns that ship."""
    run = subprocess.run(
        [sys.executable, str(ROOT / "scripts/build_anchors.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
