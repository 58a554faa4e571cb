"""
What changed between two editions, statement by statement, from their Answer JSON.

A statement is the same when its id is, which covers its kind and its quotes. What can differ then is its words, the
standing of its sources and its place; anything else is a statement that came or went.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .statements import Document, claims_of


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: `kind` is added, removed, reworded, requoted, status or moved; old and new as they were read."""

    kind: str
    claim: str
    section: str
    old: str
    new: str


def changes(before: Document, after: Document) -> tuple[Change, ...]:
    """Every difference between two texts for one reader, in the order of the newer one; those that went come last."""
    old = {claim["id"]: (section, claim) for section, claim in claims_of(before)}
    new = {claim["id"]: (section, claim) for section, claim in claims_of(after)}
    found: list[Change] = []
    line = [_line(document) for document in (before, after)]
    if line[0] != line[1]:
        found.append(Change("bottom_line", "", "bottom_line", *line))
    gone = {name: one for name, one in old.items() if name not in new}
    standing = [_standing(document) for document in (before, after)]
    for name, (section, claim) in new.items():
        words = claim["wording"]["text"]
        if name not in old:
            same = next((id for id, (_, one) in gone.items() if one["text"] == claim["text"]), "")
            if same:
                gone.pop(same)
                found.append(Change("requoted", name, section, _quotes(old[same][1]), _quotes(claim)))
            else:
                found.append(Change("added", name, section, "", words))
            continue
        earlier = old[name][1]["wording"]["text"]
        if earlier != words:
            found.append(Change("reworded", name, section, earlier, words))
        sources = [quote["source"] for quote in claim["quotes"]]
        were, are = (", ".join(f"{one}: {known.get(one, '')}" for one in sources) for known in standing)
        if were != are:
            found.append(Change("status", name, section, were, are))
    kept = [[name for name in names if name in old and name in new] for names in (old, new)]
    if kept[0] != kept[1]:
        found.append(Change("moved", "", "order", "", ""))
    found += [Change("removed", name, section, claim["wording"]["text"], "") for name, (section, claim) in gone.items()]
    told = [[one["text"] for one in document["caveats"]] for document in (before, after)]
    if told[0] != told[1]:
        found.append(Change("caveats", "", "caveats", "\n".join(told[0]), "\n".join(told[1])))
    return tuple(found)


def _line(document: Document) -> str:
    line = document["bottom_line"]
    return str(line["text"]) if line else ""


def _standing(document: Document) -> dict[str, str]:
    return {one["source"]: one["status"] for one in document["references"]}


def _quotes(claim: Mapping[str, Any]) -> str:
    return "\n".join(f"{quote['source']}: {quote['text']}" for quote in claim["quotes"])
