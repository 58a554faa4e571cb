"""
List every sign of damage that the readers' output shows over the corpora, to be read by hand (P25).

    python -P bench/damage.py [--kind lost_range] [--collection medquad] > hits.tsv
    python -P bench/damage.py --plant

One line a hit: collection, file, source, kind, what it may have been, and the words around it. Counts go to stderr.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from curbside import plugins
from curbside.errors import CurbsideError
from curbside.sources.damage import glued_words, safe_number, signs
from curbside.sources.source import Source, TextQuality

FOLDER = Path(os.environ.get("CURBSIDE_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")

FILES = (
    "medquad/medquad_answered.zip",
    "guidelines/uspstf/topics.jsonl.gz",
    "guidelines/nstg2022/nstg2022.zip",
    "guidelines/cdc_std_2010/cdc_std_2010_xhtml.zip",
    "guidelines/cdc_mmwr/mmwr_supplements.jsonl.gz",
    "guidelines/cdc_mmwr/mmwr_56_reports_2019-2022.html.gz",
    "guidelines/who_smart/who_smart_md.zip",
    "guidelines/cdc_opioid/CDC_Opioid_Prescribing_Guidelines_2022_Summary.pdf",
    "labels/openfda_labels.jsonl.gz",
    "haystack/pubmed_abstracts.jsonl.gz",
    "haystack/more_abstracts.jsonl.gz",
    "bench/bioasq/bioasq_passages_dev.jsonl.gz",
    "documents/cdc_pcd_2024_html.zip",
)


def members(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if not name.endswith("/"):
                    yield name, archive.read(name)
    elif path.suffix == ".gz":
        yield path.name.removesuffix(".gz"), gzip.decompress(path.read_bytes())
    else:
        yield path.name, path.read_bytes()


def sources(name: str, data: bytes) -> Iterator[Source]:
    for known in plugins.names("curbside.formats"):
        try:
            reader = plugins.load("curbside.formats", known)()
        except ModuleNotFoundError:
            continue
        if reader.recognises(data[:4096], name):
            try:
                for read in reader.read(BytesIO(data), name):
                    if isinstance(read, Source):
                        yield read
            except CurbsideError:
                pass
            return


def hits(source: Source) -> Iterator[tuple[str, str, int, int]]:
    trusted = source.quality is TextQuality.GOOD
    for passage in source.passages:
        for sign in signs(source[passage], trusted=trusted, around=source.text):
            yield sign.damage.value, sign.note, passage.start + sign.start, passage.start + sign.end
    if not trusted:
        for word in sorted(glued_words(source.text)):
            at = source.text.find(word)
            yield "glued_words", word, at, at + len(word)


RANGE = re.compile(
    r"(?<![\w.,/-])(\d{1,4})[-–](\d{1,4})(?= ?(?:mg|mL|percent|%|days|weeks|months|years|hours|minutes)\b)"
)
POINT = re.compile(r"(?<![\w.,/-])(\d{1,3})\.(\d{1,2})(?= ?(?:mg|mL|g|mcg|percent|%|mmol)\b)")


def plant() -> None:
    """Take the dash out of every true range, and the point out of every true decimal, and count what is still missed."""
    found: Counter[tuple[str, str, bool, bool]] = Counter()
    for file in ("labels/openfda_labels.jsonl.gz", "haystack/pubmed_abstracts.jsonl.gz"):
        for name, data in members(FOLDER / file):
            for number, source in enumerate(sources(name, data)):
                if number % 4 == 0:
                    for kind, pattern in (("range", RANGE), ("decimal", POINT)):
                        for match in pattern.finditer(source.text):
                            if kind == "range" and int(match[1]) >= int(match[2]):
                                continue
                            before, after = (
                                source.text[max(match.start() - 80, 0) : match.start()],
                                source.text[match.end() :][:60],
                            )
                            broken = f"{before}{match[1]}{match[2]}{after}"
                            at = len(before)
                            marked = any(
                                sign.start <= at < sign.end for sign in signs(broken, trusted=True, around=source.text)
                            )
                            size = f"{len(match[1])}+{len(match[2])} digits"
                            found[kind, size, marked, safe_number(f"It is {match[1]}{match[2]}{after[:12]}")] += 1
    for (kind, size, marked, safe), count in sorted(found.items()):
        print(
            kind,
            size,
            "marked" if marked else "missed by form",
            "taken for safe" if safe else "not safe",
            count,
            sep="\t",
        )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kind", default="")
    options.add_argument("--collection", default="")
    options.add_argument("--plant", action="store_true")
    chosen = options.parse_args()
    if chosen.plant:
        plant()
        return
    counts: Counter[tuple[str, str]] = Counter()
    characters: Counter[str] = Counter()
    for file in FILES:
        collection = file.split("/")[1] if file.startswith("guidelines/") else file.split("/")[0]
        if (chosen.collection and chosen.collection != collection) or not (FOLDER / file).exists():
            continue
        for name, data in members(FOLDER / file):
            for source in sources(name, data):
                characters[collection] += len(source.text)
                for kind, note, start, end in hits(source):
                    counts[collection, kind] += 1
                    if not chosen.kind or chosen.kind == kind:
                        around = " ".join(source.text[max(start - 60, 0) : end + 40].split())
                        print(collection, name.rpartition("/")[2], source.ids[0], kind, note, around, sep="\t")
    for (collection, kind), count in sorted(counts.items()):
        print(f"{collection:12} {characters[collection] / 1e6:6.1f} M characters  {kind:24} {count}", file=sys.stderr)


if __name__ == "__main__":
    main()
