"""
Read off every pattern of signs and misuse the pieces of text that it needs: questions/data/anchors.json.

    python scripts/build_anchors.py [--check]

Run it after a change of emergency.yaml or misuse.yaml; a pattern that is missing from the file is only slower. The pieces
are taken from the parsed pattern: the texts that one of its parts must match, cut to their first letters.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from itertools import chain, product
from pathlib import Path
from re import _parser  # type: ignore[attr-defined]  # the library's own reader of patterns, which no stub describes
from typing import Any

from curbside.questions import misuse
from curbside.questions.anchors import LONGEST, SHORTEST, name
from curbside.questions.emergencies import book

TARGET = Path(__file__).parents[1] / "src/curbside/questions/data/anchors.json"
_MOST_WAYS = 200
_MOST_LETTERS = 4


def groups(pattern: str) -> list[list[str]]:
    """Groups of pieces: a text in small letters that the pattern matches holds one of each group."""
    found = _of_sequence(_parser.parse(pattern))[1]
    cut = dict.fromkeys(tuple(sorted({way[:LONGEST] for way in group})) for group in found)
    return [list(group) for group in cut]


#: Every text a part may match, or None where they are too many; and the groups of texts of which one must be there.
_Ways = tuple[frozenset[str] | None, list[frozenset[str]]]
_EMPTY = frozenset({""})


def _of_sequence(parts: Iterable[tuple[Any, Any]]) -> _Ways:
    groups: list[frozenset[str]] = []
    ways, is_whole = _EMPTY, True
    for part in parts:
        texts, inner = _of_part(part)
        if texts is not None and len(ways) * len(texts) <= _MOST_WAYS:
            ways = frozenset(before + after for before, after in product(ways, texts))
            continue
        groups += [group for group in (ways, *inner) if _is_telling(group)]
        is_whole = False
        ways = texts if texts is not None else _EMPTY
    if is_whole:
        return ways, [ways] if _is_telling(ways) else []
    return None, [*groups, ways] if _is_telling(ways) else groups


def _of_part(part: tuple[Any, Any]) -> _Ways:
    name, value = str(part[0]), part[1]
    if name == "LITERAL":
        return frozenset({chr(value)}), []
    if name == "IN":
        is_short = len(value) <= _MOST_LETTERS and all(str(kind) == "LITERAL" for kind, _ in value)
        return (frozenset(chr(one) for _, one in value) if is_short else None), []
    if name == "SUBPATTERN":
        return _of_sequence(value[-1])
    if name == "BRANCH":
        return _of_branches([_of_sequence(one) for one in value[1]])
    if name in {"MAX_REPEAT", "MIN_REPEAT"}:
        least, most, inner = value
        texts, found = _of_sequence(inner)
        if least == 0:
            return (texts | _EMPTY if texts is not None and most == 1 else None), []
        return (texts if most == 1 else None), found
    # What looks ahead or behind, or marks a border, matches no text of its own.
    return (_EMPTY if name in {"AT", "ASSERT", "ASSERT_NOT"} else None), []


def _of_branches(branches: list[_Ways]) -> _Ways:
    if all(texts is not None for texts, _ in branches):
        every = frozenset(chain.from_iterable(texts for texts, _ in branches if texts is not None))
        return every, [every] if _is_telling(every) else []
    best = [max(groups, key=lambda group: (min(map(len, group)), -len(group)), default=None) for _, groups in branches]
    if any(group is None for group in best):
        return None, []
    return None, [frozenset(chain.from_iterable(group for group in best if group is not None))]


def _is_telling(ways: frozenset[str]) -> bool:
    return min(map(len, ways)) >= SHORTEST


def _every() -> dict[str, list[list[str]]]:
    cards = [part.pattern for card in book().cards for sign in (*card.sure, *card.person) for part in sign.parts]
    rules = [part.pattern for _, kind in misuse.book()[0] for rule in kind for part in rule.parts]
    return {name(pattern): found for pattern in sorted({*cards, *rules}) if (found := groups(pattern))}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true", help="fail when the file is not what this would write")
    is_check = options.parse_args().check
    every = _every()
    lines = ",\n".join(f"{json.dumps(key)}:{json.dumps(found, separators=(',', ':'))}" for key, found in every.items())
    about = {
        "script": "scripts/build_anchors.py",
        "data": "emergency.yaml, misuse.yaml",
        "licence": "Apache-2.0",
        "date": "2026-11-23",
    }
    made = f'{{"about":{json.dumps(about)},"patterns":{{\n{lines}\n}}}}\n'
    if is_check:
        sys.exit(TARGET.read_text(encoding="utf-8") != made and "anchors.json is old: run scripts/build_anchors.py")
    TARGET.write_text(made, encoding="utf-8")
    print(f"{len(every)} patterns, {len(made) // 1024} KB")


if __name__ == "__main__":
    main()
