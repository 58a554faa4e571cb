"""
Add the corpora in one command, index them, and index the same text with the bare engine in the same run.

    python bench/add.py [--keep FOLDER] [--only PATH ...]

Wall time on a shared machine says little by itself, so processor time of this process and of the reading
processes is given beside it, and the bare engine (tantivy, one stemmed field, same threads) runs straight after.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import tempfile
import time
from collections import Counter
from pathlib import Path

import tantivy

from curbside import plugins
from curbside.library.library import Library
from curbside.search.find import Index

DATA = Path(os.environ.get("CURBSIDE_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")

CORPORA = (
    "medquad/medquad_answered.zip",
    "jats/pmc_jats_1200.tar.zst",
    "pubmed_xml",
    "haystack",
    "guidelines",
    "labels",
    "documents",
    "bench/bioasq/bioasq_passages_dev.jsonl.gz",
)


class Clock:
    """Wall and processor seconds of a stage, children included once they have ended."""

    def __init__(self) -> None:
        self.wall = time.perf_counter()
        self.own = _cpu(resource.RUSAGE_SELF)
        self.children = _cpu(resource.RUSAGE_CHILDREN)

    def read(self) -> tuple[float, float, float]:
        return (
            time.perf_counter() - self.wall,
            _cpu(resource.RUSAGE_SELF) - self.own,
            _cpu(resource.RUSAGE_CHILDREN) - self.children,
        )


def _cpu(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def bare(texts: list[str], folder: Path) -> tuple[float, float, float]:
    """Index these texts with the engine and nothing else."""
    schema = tantivy.SchemaBuilder()
    schema.add_unsigned_field("key", stored=True, indexed=True)
    schema.add_text_field("text", tokenizer_name="en_stem", stored=False)
    folder.mkdir()
    clock = Clock()
    index = tantivy.Index(schema.build(), str(folder))
    writer = index.writer(256_000_000, 2)
    for key, text in enumerate(texts):
        document = tantivy.Document()
        document.add_unsigned("key", key)
        document.add_text("text", text)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    return clock.read()


def size(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def without_numbers(reason: str) -> str:
    return re.sub(r"\d[\d.,]*|'[^']*'|\"[^\"]*\"", "…", reason)[:90]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--only", nargs="*", default=CORPORA)
    chosen = parser.parse_args()
    folder = chosen.keep or Path(tempfile.mkdtemp())
    paths = [DATA / name for name in chosen.only]
    with Library.open(folder / "library") as library:
        clock = Clock()
        report = library.add(*paths)
        added = clock.read()
        counts = library.counts()
        print(f"added {report.added}, updated {report.updated}, unchanged {report.unchanged}, retired {report.retired}")
        print(f"works {counts.sources}, passages {counts.passages}, snapshot {library.snapshot()}")
        for name, number in sorted(report.by_format.items()):
            print(f"  read as {name}: {number}")
        print(f"  kinds: {counts.by_kind}")
        for what, refused in (("skipped", report.skipped), ("quarantined", report.quarantined)):
            print(f"{what}: {len(refused)}")
            for reason, number in Counter(without_numbers(one.reason) for one in refused).most_common(14):
                example = next(one.path for one in refused if without_numbers(one.reason) == reason)
                print(f"  {number:6} {reason}   (such as {Path(example).name})")
        stages = {stage: round(seconds, 1) for stage, seconds in report.seconds.items()}
        print(f"add: wall {added[0]:.1f} s, processor {added[1]:.1f} s here, {added[2]:.1f} s in reading processes")
        print(f"  stages (processor seconds; store is wall): {stages}")
        peak_child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3
        print(
            f"  peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB here, {peak_child:.0f} MB in the largest reading process"
        )
        disk = {file.name: round(file.stat().st_size / 1e6, 1) for file in library.folder.iterdir() if file.is_file()}
        print(f"  disk, MB: {disk}")

        clock = Clock()
        again = library.add(*paths)
        second = clock.read()
        same = (again.added, again.updated, len(again.quarantined)) == (0, 0, len(report.quarantined))
        print(f"second add: wall {second[0]:.2f} s ({added[0] / second[0]:.0f} times faster), nothing changed: {same}")

        clock = Clock()
        index = Index(library, plugins.load("curbside.engines", "tantivy")(folder / "library" / "index"))
        index.catch_up()
        indexed = clock.read()
        print(
            f"index: wall {indexed[0]:.1f} s, processor {indexed[1]:.1f} s, disk {size(folder / 'library' / 'index'):.0f} MB"
        )
        texts = [
            "\n".join([row.title, *row.path, row.question, row.text]) for rows in library.entries() for row in rows
        ]
    characters = sum(map(len, texts)) / 1e6
    plain = bare(texts, folder / "bare")
    print(
        f"bare engine, same {len(texts)} texts ({characters:.0f} M characters): wall {plain[0]:.1f} s, processor {plain[1]:.1f} s"
    )
    print(f"  disk {size(folder / 'bare'):.0f} MB")
    ours_wall = added[0] + indexed[0]
    ours_cpu = sum(added[1:]) + sum(indexed[1:])
    print(
        f"ratio of the whole ingest to the bare engine: wall {ours_wall / plain[0]:.1f}, processor {ours_cpu / sum(plain[1:]):.1f}"
    )
    if not chosen.keep:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
