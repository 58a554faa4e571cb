"""
Seal the starter library: turn the words a statement was drawn from into the place they were drawn from.

While a topic is being written, a footnote holds the page and its exact words in quotes, several pages joined by
" ; " and a long span shortened to "its first words ... its last words". Sealing finds each span, which must occur
once in the page's stored text (or again with the very same words), and writes start, end and SHA-256 instead, so
that no words of a page are shipped. A span that is already sealed is checked again; a page that is not at hand is reported and left alone.

    python scripts/seal_starter.py [--check] [--abstracts FOLDER] [FILE ...]
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from curbside.sources.formats.medquad import MedQuad
from curbside.sources.source import Source, sha256

REPOSITORY = Path(__file__).resolve().parents[1]
CORPORA = Path(os.environ.get("CURBSIDE_DATA") or REPOSITORY.parent / "shared" / "data")
STARTER = REPOSITORY / "src" / "curbside" / "starter"

NOTE = re.compile(r"^\[\^(?P<label>[^\]]+)\]:[ \t]*(?P<body>.+)$", re.MULTILINE)
QUOTED = re.compile(r'(?P<source>\S+) "(?P<words>[^\n]+)"$')
SEALED = re.compile(r"(?P<source>\S+) (?P<start>\d+) (?P<end>\d+) (?P<digest>[0-9a-f]{64})$")


class SealError(Exception):
    """A footnote that does not hold: the message names the file, the footnote and the reason."""


class Pages:
    """The stored texts of the pages: MedQuAD from the corpora, abstracts from a folder of working copies."""

    def __init__(self, medquad: Path, abstracts: Path | None) -> None:
        self._archive = zipfile.ZipFile(medquad) if medquad.exists() else None
        self._members = {_page_id(name): name for name in self._archive.namelist()} if self._archive else {}
        self._abstracts = abstracts
        self.text: Callable[[str], str | None] = cache(self._text)

    def _text(self, source: str) -> str | None:
        scheme, _, rest = source.partition(":")
        if scheme == "medquad":
            if self._archive is None:
                return None
            if rest not in self._members:
                raise SealError(f"no page {source} in the corpora")
            with self._archive.open(self._members[rest]) as stream:
                read = next(iter(MedQuad().read(stream, self._members[rest])))
            if not isinstance(read, Source):
                raise SealError(f"{source} was not taken by its reader")
            return read.text
        if self._abstracts is None:
            return None
        copy = self._abstracts / (re.sub(r"[:/]", "_", source) + ".txt")
        return copy.read_text("utf-8") if copy.exists() else None


def _page_id(member: str) -> str:
    return "/".join(member.removesuffix(".xml").split("/")[-2:])


def find(words: str, text: str) -> tuple[int, int]:
    """The place where these words stand in a text; runs of white space match each other."""
    # The pages hold runs of spaces where a list or line break was: nobody can copy those by eye.
    parts = [r"\s+".join(re.escape(word) for word in part.split()) for part in words.split(" ... ")]
    found = [match.span() for match in re.finditer(r"[\s\S]{1,3000}?".join(parts), text)]
    # Some pages print an answer twice; the same words again are the same claim, other words are another.
    if len({text[start:end] for start, end in found}) != 1:
        raise SealError(f"{len(found)} places instead of one for: {words}")
    return found[0]


def seal_drawn_from(drawn_from: str, pages: Pages, unseen: set[str]) -> str:
    """One page and its span, sealed; checks the hash of one that already is."""
    quoted, sealed = QUOTED.fullmatch(drawn_from), SEALED.fullmatch(drawn_from)
    if quoted:
        text = pages.text(quoted["source"])
        if text is None:
            raise SealError(f"{quoted['source']} is not at hand, so its words cannot be placed")
        start, end = find(quoted["words"], text)
        return f"{quoted['source']} {start} {end} {sha256(text[start:end])}"
    if not sealed:
        raise SealError(f"neither quoted nor sealed: {drawn_from}")
    text = pages.text(sealed["source"])
    if text is None:
        unseen.add(sealed["source"])
    elif sha256(text[int(sealed["start"]) : int(sealed["end"])]) != sealed["digest"]:
        raise SealError(f"the span of {sealed['source']} does not have its hash")
    return drawn_from


def seal(markdown: str, pages: Pages, unseen: set[str]) -> tuple[str, list[str]]:
    """The text with every footnote sealed, and what is wrong with those that cannot be."""
    wrong: list[str] = []

    def replace(note: re.Match[str]) -> str:
        try:
            # Words may hold " ; " themselves, so a new page starts only at an id with a scheme.
            parts = re.split(r" ; (?=[a-z]+:\S+ [\"\d])", note["body"].strip())
            return f"[^{note['label']}]: " + " ; ".join(seal_drawn_from(part, pages, unseen) for part in parts)
        except SealError as error:
            wrong.append(f"[^{note['label']}] {error}")
            return note[0]

    return NOTE.sub(replace, markdown), wrong


def main() -> int:
    """Seal the files, or with --check change nothing and fail when one is not sealed or does not hold."""
    options = argparse.ArgumentParser(description="Seal the footnotes of the starter library.")
    options.add_argument("files", nargs="*", type=Path)
    options.add_argument("--check", action="store_true", help="change nothing; fail when a footnote is not sealed")
    options.add_argument("--abstracts", type=Path, help="working copies of abstracts, outside the project")
    chosen = options.parse_args()
    pages = Pages(CORPORA / "medquad" / "medquad_answered.zip", chosen.abstracts)
    failed, unseen = False, set[str]()
    for path in chosen.files or sorted(STARTER.glob("*.md")):
        if path.name == "README.md":
            continue
        before = path.read_text("utf-8")
        after, wrong = seal(before, pages, unseen)
        if chosen.check and after != before:
            wrong.append("holds words that are not sealed yet")
        if not chosen.check and after != before:
            path.write_text(after, "utf-8")
        failed = failed or bool(wrong)
        for reason in wrong:
            print(f"{path.name}: {reason}", file=sys.stderr)
    for source in sorted(unseen):
        print(f"not checked, page not at hand: {source}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
