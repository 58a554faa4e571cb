"""
Build the list of words that spelling repair works with: search/data/spelling.zst.

    python scripts/build_spelling.py [--data FOLDER]

Words of MedQuAD, the JATS articles and the PubMed abstracts of the corpora, with the number of documents that hold
each. Only the words and counts are kept. One in a few documents may be a misspelling itself, so that a word is kept
from KNOWN_FROM documents on and offered as a repair from REPAIR_FROM on (search/spelling.py).
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import tarfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from curbside import zstd
from curbside.search.analysis import words
from curbside.search.spelling import KNOWN_FROM

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("CURBSIDE_DATA") or ROOT.parent / "shared" / "data")
TARGET = ROOT / "src/curbside/search/data/spelling.zst"
_TAG = re.compile(rb"<[^>]+>")


def texts(data: Path) -> Iterator[str]:
    with zipfile.ZipFile(data / "medquad/medquad_answered.zip") as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                yield _TAG.sub(b" ", archive.read(name)).decode("utf-8", "replace")
    unpacked = zstd.open_file(data / "jats/pmc_jats_1200.tar.zst")
    with unpacked, tarfile.open(fileobj=unpacked, mode="r|") as articles:
        for member in articles:
            if member.isfile() and (file := articles.extractfile(member)):
                body = file.read().partition(b"<body")[2].partition(b"</body>")[0]
                yield _TAG.sub(b" ", body).decode("utf-8", "replace")
    for name in ("pubmed_abstracts", "more_abstracts", "systematic_review_titles"):
        with gzip.open(data / f"haystack/{name}.jsonl.gz", "rt", encoding="utf-8") as stream:
            for row in map(json.loads, stream):
                yield f"{row['title']} {row.get('abstract', '')}"


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--data", type=Path, default=DATA)
    held: Counter[str] = Counter()
    for text in texts(arguments.parse_args().data):
        held.update(set(words(text)))
    kept = sorted(
        (word, count)
        for word, count in held.items()
        if count >= KNOWN_FROM and word.isascii() and word.isalpha() and 3 <= len(word) <= 30
    )
    body = "\n".join(f"{word} {count}" for word, count in kept)
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(zstd.compress(body.encode(), level=19))
    print(f"{len(kept):,} words, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
