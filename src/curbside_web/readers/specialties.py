"""
Which specialties the sources of a library belong to, as far as their files tell; what tells it is written in
specialties.yaml.

A source may belong to several, and one whose file tells nothing is counted as that: no specialty is read out of a text.
Of each specialty it is said which kinds of sources it lacks that the library has, so that a reader knows where answers
will be thin.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from curbside.consult import Desk

#: Kinds of sources that a specialty is expected to have, and how a lack of them is said.
_EXPECTED = {
    "guideline": "no guideline",
    "systematic_review": "no systematic review",
    "trial": "no trial",
    "patient_page": "no page for patients",
}
#: A page of one of these kinds is about what its title names.
_TITLED = frozenset({"patient_page", "starter"})
_FOLDER = re.compile(r"medquad:([^/]+)/")


@dataclass(frozen=True, slots=True)
class Specialty:
    """Sources that tell a specialty, their share of all, and the kinds that it lacks."""

    name: str
    count: int
    share: int  # percent of all sources
    lacks: tuple[str, ...]  # in words; what the whole library lacks is not said again


@dataclass(frozen=True, slots=True)
class Specialties:
    """What a library holds by specialty: the largest first, how many tell none, and which have nothing at all."""

    found: tuple[Specialty, ...]
    untold: int
    untold_share: int
    missing: tuple[str, ...]


class _Told(NamedTuple):
    names: dict[str, str]
    folders: dict[str, str]
    journals: tuple[tuple[str, str], ...]  # words of their names, and the specialty that they tell
    headings: dict[str, tuple[str, ...]]  # in small letters


#: What was counted last, by the place and the snapshot of its library.
_KNOWN: dict[tuple[str, str], Specialties] = {}


def specialties(desk: Desk) -> Specialties:
    """What the library of a desk holds by specialty; counted anew when it has changed."""
    library = desk.library
    held = library.location, library.snapshot()
    if held not in _KNOWN:
        found = counted(library.told())
        _KNOWN.clear()
        _KNOWN[held] = found
    return _KNOWN[held]


def counted(told: Iterable[tuple[str, str, Mapping[str, Any]]]) -> Specialties:
    """Specialties of sources, each given by its id, its kind and what its file tells."""
    counts: Counter[str] = Counter()
    kinds: Counter[tuple[str, str]] = Counter()
    there: set[str] = set()
    total = untold = 0
    for source, kind, details in told:
        total += 1
        there.add(kind)
        found = of(source, kind, details)
        untold += not found
        counts.update(found)
        kinds.update((name, kind) for name in found)
    names = _told().names
    return Specialties(
        found=tuple(
            Specialty(
                name=names[one],
                count=count,
                share=100 * count // total,
                lacks=tuple(said for kind, said in _EXPECTED.items() if kind in there and not kinds[one, kind]),
            )
            for one, count in sorted(counts.items(), key=lambda pair: (-pair[1], names[pair[0]]))
        ),
        untold=untold,
        untold_share=100 * untold // max(1, total),
        missing=tuple(name for one, name in names.items() if not counts[one]) if total else (),
    )


def of(source: str, kind: str, details: Mapping[str, Any]) -> frozenset[str]:
    """The specialties of a source, as its file tells them; none when it tells none."""
    told = _told()
    found = set(_of_journal(details.get("journal", "")))
    for heading in details.get("mesh", ()):
        found.update(told.headings.get(heading.partition("/")[0].casefold(), ()))
    if folder := _FOLDER.match(source):
        found.update(filter(None, [told.folders.get(folder[1])]))
    if kind in _TITLED:
        # Names that a collection gives of its pages are often of something near; our own topics have been looked through.
        named = (details.get("title", ""), *(details.get("synonyms", ()) if kind == "starter" else ()))
        for name in named:
            found.update(told.headings.get(name.casefold(), ()))
    return frozenset(found)


@lru_cache(maxsize=20_000)
def _of_journal(journal: str) -> tuple[str, ...]:
    words = f" {' '.join(re.findall(r'[a-z]+', journal.casefold()))} "
    return tuple({specialty for name, specialty in _told().journals if f" {name} " in words})


@cache
def _told() -> _Told:
    room = files("curbside_web.readers")
    rows = yaml.safe_load((room / "specialties.yaml").read_text("utf-8"))["specialties"]
    lines = (room / "headings.tsv").read_text("utf-8").splitlines()
    headings = (line.split("\t") for line in lines if not line.startswith("#"))
    return _Told(
        names={key: row["name"] for key, row in rows.items()},
        folders={name: key for key, row in rows.items() for name in row.get("folders", ())},
        journals=tuple((name, key) for key, row in rows.items() for name in row.get("journals", ())),
        headings={heading.casefold(): tuple(names.split(",")) for heading, names in headings},
    )
