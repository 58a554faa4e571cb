"""
Measure what is found: nDCG@10 and recall@50 on BioASQ, PubMedQA and LiveQA, against plain BM25 in the same run.

    python bench/retrieval.py --library FOLDER [--data FOLDER] [--same PASSAGES]

FOLDER is made from the corpora when it is missing: MedQuAD, the JATS articles, BioASQ's passages, the haystack, and
PubMedQA's `contexts` alone. Every other record of PubMedQA's articles is left out, because their titles are the
questions. BioASQ and PubMedQA are judged by document, LiveQA by MedQuAD answer (gain grade - 1, unjudged 0). Plain
BM25 is the same engine and analysis with the combined text field only, and the words as typed.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import itertools
import json
import math
import os
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from curbside import zstd
from curbside.library.library import Library
from curbside.questions.plan import plan
from curbside.questions.question import Plan, Question, QuestionType
from curbside.search.engine import Filters
from curbside.search.engines.tantivy import TantivyEngine
from curbside.search.find import Index, entry_of
from curbside.search.ranking import PLAIN, rank
from curbside.search.terms import NOTHING, query_terms
from curbside.settings import Settings
from curbside.sources.build import TextBuilder
from curbside.sources.formats.jats import Jats
from curbside.sources.formats.jsonl import JsonLines
from curbside.sources.formats.medquad import MedQuad
from curbside.sources.passages import settle
from curbside.sources.source import Extent, Source

DATA = Path(os.environ.get("CURBSIDE_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")
PREFIXES = {
    "GHR": "3_GHR_QA",
    "GARD": "2_GARD_QA",
    "NHLBI": "8_NHLBI_QA_XML",
    "NIDDK": "5_NIDDK_QA",
    "NINDS": "6_NINDS_QA",
    "NIHSeniorHealth": "7_SeniorHealth_QA",
    "CancerGov": "1_CancerGov_QA",
    "CDC": "9_CDC_QA",
    "MPlusHealthTopics": "4_MPlus_Health_Topics_QA",
}
MEDQUAD = Filters(kinds=("patient_page",))
DEPTH = 150  # passages asked for, so that 50 documents are seen


def lines(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


# The library


def sources(data: Path) -> Iterator[Source]:
    """Every source of the bench library, PubMedQA's articles by their contexts only."""
    asked = lines(data / "bench/pubmedqa/pubmedqa_labelled_dev500.jsonl.gz")
    hidden = {f"pmid:{row['pmid']}" for row in asked}
    for source in read(data):
        if not hidden.intersection(source.ids):
            yield source
    for row in asked:
        text = TextBuilder()
        for context in row["contexts"]:
            text.passage(context["text"], path=(context["label"],) if context.get("label") else ())
        stored, passages = text.finish()
        yield settle(
            Source(ids=(f"pmid:{row['pmid']}",), title="", text=stored, passages=passages, extent=Extent.ABSTRACT)
        )


def read(data: Path) -> Iterator[Source]:
    with zipfile.ZipFile(data / "medquad/medquad_answered.zip") as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                yield from only_sources(MedQuad().read(io.BytesIO(archive.read(name)), name))
    with (
        zstd.open_file(data / "jats/pmc_jats_1200.tar.zst") as unpacked,
        tarfile.open(fileobj=unpacked, mode="r|") as articles,
    ):
        for member in articles:
            if member.isfile() and (file := articles.extractfile(member)):
                yield from only_sources(Jats().read(io.BytesIO(file.read()), member.name))
    names = ["bench/bioasq/bioasq_passages_dev", "haystack/pubmed_abstracts", "haystack/more_abstracts"]
    for name in [*names, "haystack/systematic_review_titles"]:
        with gzip.open(data / f"{name}.jsonl.gz", "rb") as stream:
            yield from only_sources(JsonLines().read(io.BytesIO(stream.read()), name))


def only_sources(found: Iterator[Any]) -> Iterator[Source]:
    try:
        for one in found:
            if isinstance(one, Source):
                yield settle(one)
    except Exception as error:
        print("left out:", error)


def opened(folder: Path, data: Path) -> Library:
    library = Library.open(folder)
    if library.counts().sources == 0:
        library.add_sources(sources(data))
    return library


# The questions


@dataclass(frozen=True)
class Asked:
    """A question, and the gain of each document that answers it."""

    id: str
    text: str
    gains: Mapping[str, float]

    @property
    def half(self) -> int:
        """0 or 1, by a hash of the id: one half is for choosing, the other for reporting."""
        return hashlib.sha256(f"retrieval:{self.id}".encode()).digest()[0] % 2


def questions(data: Path) -> dict[str, list[Asked]]:
    bench = data / "bench"
    passages = {row["pmid"] for row in lines(bench / "bioasq/bioasq_passages_dev.jsonl.gz")}
    bioasq = [
        Asked(row["id"], row["question"], {f"pmid:{pmid}": 1.0 for pmid in row["documents"] if pmid in passages})
        for row in lines(bench / "bioasq/bioasq_7b-11b_dev.jsonl.gz")
    ]
    pubmedqa = [
        Asked(row["pmid"], row["question"], {f"pmid:{row['pmid']}": 1.0})
        for row in lines(bench / "pubmedqa/pubmedqa_labelled_dev500.jsonl.gz")
    ]
    liveqa = [
        Asked(row["qid"], f"{row['subject']}\n{row['message']}", gains_of(row["medquad_qrels"]))
        for row in lines(bench / "liveqa/liveqa2017_dev.jsonl.gz")
    ]
    sets = {"BioASQ": bioasq, "PubMedQA": pubmedqa, "LiveQA": liveqa}
    return {name: [one for one in every if any(one.gains.values())] for name, every in sets.items()}


def gains_of(judgements: list[dict[str, Any]]) -> dict[str, float]:
    """Gain by `medquad:<folder>/<file>#<question>`; answers that are not redistributed are left out."""
    gains: dict[str, float] = {}
    for row in judgements:
        prefix, number, part = row["answer_id"].removesuffix(".txt").rsplit("_", 2)
        if prefix in PREFIXES:
            name = f"medquad:{PREFIXES[prefix]}/{number}#{part.removeprefix('Sec')}"
            gains[name] = max(gains.get(name, 0.0), row["grade"] - 1.0)
    return gains


# The measures


def ndcg(ranked: list[str], gains: Mapping[str, float], depth: int = 10) -> float:
    best = sum(gain / math.log2(place + 2) for place, gain in enumerate(sorted(gains.values(), reverse=True)[:depth]))
    got = sum(gains.get(name, 0.0) / math.log2(place + 2) for place, name in enumerate(ranked[:depth]))
    return got / best


def recall(ranked: list[str], gains: Mapping[str, float], depth: int = 50) -> float:
    wanted = {name for name, gain in gains.items() if gain > 0}
    return len(wanted.intersection(ranked[:depth])) / len(wanted)


def interval(differences: list[float], trials: int = 2_000) -> tuple[float, float]:
    """95 % of paired bootstrap means."""
    chance = np.random.default_rng(1)
    values = np.array(differences)
    means = values[chance.integers(0, len(values), (trials, len(values)))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def documents(index: Index, asked: Plan, filters: Filters, by_answer: bool) -> list[str]:
    """Documents (or MedQuAD answers) in order of their best passage."""
    found = index.find(asked, k=DEPTH, filters=filters)
    names = (
        f"{one.record.source}#{one.passage.position.partition('.')[0]}" if by_answer else one.record.source
        for one in found
    )
    return list(dict.fromkeys(names))


def typed(text: str) -> Plan:
    """A plan of the words as typed, for the plain baseline."""
    return Plan(QuestionType.DEFINITION, (), "", queries=(text,))


def understood(text: str) -> Plan:
    return plan(Question(text[:4000]), Settings())


def same(library: Library, passages: int, every: list[str]) -> None:
    """P5: the top 10 of an index grown with removals, one pruned at the end, and one made of what is left."""
    some = list(itertools.islice(map(entry_of, itertools.chain.from_iterable(library.entries(0))), passages))
    gone = {entry.key for entry in some if entry.key % 7 == 0}
    tops = []
    for way in ("grown", "pruned", "rebuilt"):
        with tempfile.TemporaryDirectory() as folder:
            engine = TantivyEngine(Path(folder))
            if way == "grown":
                step = passages // 6 + 1
                for at in range(0, passages, step):
                    part = some[at : at + step]
                    engine.write(part, [], at + 1)
                    engine.write([], [entry.key for entry in part if entry.key in gone], at + 2)
            elif way == "pruned":
                engine.write(some, [], 1)
                engine.write([], gone, 2)
            else:
                engine.write([entry for entry in some if entry.key not in gone], [], 1)
            found = []
            for text in every:
                wanted = query_terms(typed(text), engine)
                found.append(
                    [(one.key, one.score) for one in rank(engine, wanted.terms, 10, is_message=wanted.is_message)]
                )
            tops.append(found)
    alike = sum(one == two == three for one, two, three in zip(*tops, strict=True))
    print(
        f"\n{passages:,} passages, {len(gone):,} of them removed: top 10 and scores the same in all three for {alike} of {len(every)}"
    )


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--library", type=Path, required=True)
    arguments.add_argument("--data", type=Path, default=DATA)
    arguments.add_argument(
        "--same", type=int, default=0, metavar="PASSAGES", help="only compare three ways to one index"
    )
    chosen = arguments.parse_args()
    library = opened(chosen.library, chosen.data)
    counts = library.counts()
    if chosen.same:
        sets = questions(chosen.data)
        same(library, chosen.same, [one.text for one in sets["BioASQ"][:250] + sets["PubMedQA"][:221] + sets["LiveQA"]])
        return
    index = Index(library, TantivyEngine(library.folder / "index"))
    index.catch_up()
    plain = Index(library, index.engine, PLAIN, NOTHING)
    print(f"{counts.sources:,} sources, {counts.passages:,} passages\n")
    print("| questions | n | plain BM25 nDCG@10 | Curbside nDCG@10 | gain (95 %) | recall@50 plain | Curbside |")
    print("|---|---|---|---|---|---|---|")
    for name, every in questions(chosen.data).items():
        variants: list[tuple[str, Filters, Callable[[Asked], bool]]] = [(name, Filters(), lambda one: True)]
        if name == "LiveQA":
            variants = [
                (f"{name}, MedQuAD only", MEDQUAD, lambda one: True),
                (f"{name}, whole library", Filters(), lambda one: True),
            ]
        else:
            variants = [(f"{name}, reporting half", Filters(), lambda one: one.half == 1)]
        for label, filters, kept in variants:
            rows = []
            for one in filter(kept, every):
                by_answer = name == "LiveQA"
                before = documents(plain, typed(one.text), filters, by_answer)
                after = documents(index, understood(one.text), filters, by_answer)
                rows.append(
                    [
                        ndcg(before, one.gains),
                        ndcg(after, one.gains),
                        recall(before, one.gains),
                        recall(after, one.gains),
                    ]
                )
            means = np.array(rows).mean(axis=0)
            low, high = interval([row[1] - row[0] for row in rows])
            print(
                f"| {label} | {len(rows)} | {means[0]:.3f} | {means[1]:.3f} | {means[1] - means[0]:+.3f} [{low:+.3f}, {high:+.3f}] "
                f"| {means[2]:.3f} | {means[3]:.3f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
