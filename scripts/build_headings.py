"""
Write src/curbside_web/readers/headings.tsv: the MeSH headings that tell a specialty, by the branches in specialties.yaml.

    python scripts/build_headings.py ../shared/data

It reads vocab/mesh2020_descriptors.tsv: names of descriptors with their tree numbers, as the National Library of Medicine
gives them. With --check nothing is written and the exit is 1 when the file is out of date.
"""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

FOLDER = Path(__file__).resolve().parents[1] / "src" / "curbside_web" / "readers"
HEAD = (
    "# MeSH 2020 descriptors that tell a specialty, courtesy of the U.S. National Library of Medicine, which neither endorses\n"
    "# nor answers for this. Written by scripts/build_headings.py from the branches in specialties.yaml, 2026-11-23.\n"
)


def main() -> int:
    """Write it, or check it."""
    told = yaml.safe_load((FOLDER / "specialties.yaml").read_text("utf-8"))
    branches = {branch: name for name, row in told["specialties"].items() for branch in row.get("mesh", ())}
    branches |= dict.fromkeys(told["untold"], "")
    rows = []
    for line in (Path(sys.argv[1]) / "vocab" / "mesh2020_descriptors.tsv").read_text("utf-8").splitlines()[1:]:
        heading, _, _, places = line.split("\t")
        found = {_of(place, branches) for place in places.removeprefix("MeSH:").split(";")} - {""}
        if found:
            rows.append(f"{heading}\t{','.join(sorted(found))}\n")
    text = HEAD + "".join(sorted(rows, key=str.casefold))
    kept = FOLDER / "headings.tsv"
    if "--check" in sys.argv:
        return int(kept.read_text("utf-8") != text)
    kept.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{len(rows)} headings, {len(text.encode()):,} bytes\n")
    return 0


def _of(place: str, branches: dict[str, str]) -> str:
    """The specialty of the longest branch that holds a place in the tree, "" for none."""
    parts = place.split(".")
    for length in range(len(parts), 0, -1):
        branch = ".".join(parts[:length])
        if branch in branches:
            return branches[branch]
    return ""


if __name__ == "__main__":
    sys.exit(main())
