"""
Speed of the reader stage alone: bytes to Sources with their passages, one process, CPU time.

    python bench/readers.py [MEGABYTES]

PubMed XML of the corpora is joined into one set and repeated; the JATS articles are read file by file, repeated. Each
round also parses the same bytes with lxml and does nothing else, so that a slow or busy machine shows: the ratio of the
two says what the readers cost, whatever the machine.
"""

from __future__ import annotations

import gzip
import io
import os
import re
import sys
import tarfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from curbside import zstd
from curbside.sources.formats.jats import Jats
from curbside.sources.formats.pubmed import PubMed

DATA = Path(os.environ.get("CURBSIDE_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")


def pubmed_set() -> bytes:
    """Every article of the corpus in one article set."""
    articles: list[bytes] = []
    with zipfile.ZipFile(DATA / "pubmed_xml/pubmed_xml_samples.zip") as samples:
        for name in samples.namelist():
            data = samples.read(name)
            data = gzip.decompress(data) if name.endswith(".gz") else data
            if name.endswith((".xml", ".xml.gz")) and not data.startswith(b'"'):
                articles += re.findall(rb"<PubmedArticle>.*?</PubmedArticle>", data, re.DOTALL)
    return b"<PubmedArticleSet>" + b"\n".join(articles) + b"</PubmedArticleSet>"


def jats_files() -> list[bytes]:
    """The JATS articles of the corpus."""
    with (
        zstd.open_file(DATA / "jats/pmc_jats_1200.tar.zst") as stream,
        tarfile.open(fileobj=stream, mode="r|") as archive,
    ):
        return [opened.read() for member in archive if (opened := archive.extractfile(member))]


def parse_only(data: bytes) -> None:
    """What lxml alone takes for the same bytes."""
    parser = etree.XMLParser(resolve_entities=False, remove_comments=True, remove_pis=True, huge_tree=True)
    etree.fromstring(data, parser)


def timed(work: Callable[[bytes], None], data: bytes) -> float:
    start = time.process_time()
    work(data)
    return time.process_time() - start


def measure(name: str, reader: PubMed | Jats, files: list[bytes], megabytes: float) -> None:
    size = sum(map(len, files))
    rounds = max(1, round(megabytes * 1e6 / size))

    def read(data: bytes) -> None:
        for _ in reader.read(io.BytesIO(data), "bench"):
            pass

    read_seconds = parse_seconds = best_read = best_parse = 0.0
    for number in range(rounds):
        parsed, done = 0.0, 0.0
        for data in files:
            parsed += timed(parse_only, data)
            done += timed(read, data)
        read_seconds += done
        parse_seconds += parsed
        best_read = done if not number else min(best_read, done)
        best_parse = parsed if not number else min(best_parse, parsed)
    print(
        f"| {name} | {size * rounds / 1e6:.0f} | {size * rounds / 1e6 / read_seconds:.1f} | {size / 1e6 / best_read:.1f} | "
        f"{size * rounds / 1e6 / parse_seconds:.1f} | {size / 1e6 / best_parse:.1f} | {read_seconds / parse_seconds:.2f} |"
    )


def main() -> None:
    megabytes = float(sys.argv[1]) if len(sys.argv) > 1 else 500
    print("| files | MB | reader MB/s | best round | lxml parse only MB/s | best round | reader / parse |")
    print("|---|---|---|---|---|---|---|")
    articles = pubmed_set()
    if "jats" not in sys.argv:
        measure("PubMed XML", PubMed(), [articles], megabytes)
    if "pubmed" in sys.argv:
        return
    files = jats_files()
    if megabytes < 90:
        files = files[:: max(1, round(97 / megabytes))]
    measure("JATS", Jats(), files, megabytes)


if __name__ == "__main__":
    main()
