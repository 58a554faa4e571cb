"""
Measure how long a search takes, against the bare engine in the same run.

    python bench/search_speed.py --library FOLDER [--data FOLDER] [--grow PASSAGES]

FOLDER is the library of bench/retrieval.py, made when missing. 300 real questions: 100 messages (LiveQA, MeQSum), 100
from PubMedQA, 100 from BioASQ. Bare is tantivy alone: its own ranking of the same analysed words in one field, the 50
best addresses, no text. Ours is `Index.find` with all it does: catching up, terms, ranking, reading 50 checked
passages from the library. Questions take turns, so that both meet the same load; CPU time is the figure to trust.
With --grow, an engine of so many passages of the library is compared with one of ten times as many, each made by
joining halves of two.
"""

from __future__ import annotations

import argparse
import itertools
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from retrieval import DATA, lines, opened, questions, typed, understood
from tantivy import Occur, Query

from curbside.library.library import Library
from curbside.search.analysis import terms
from curbside.search.engine import NO_LIMITS, Engine, Entry
from curbside.search.engines.tantivy import SCHEMA, TantivyEngine
from curbside.search.find import Index, entry_of
from curbside.search.ranking import rank
from curbside.search.terms import query_terms


def asked(data: Path) -> list[str]:
    """300 questions, the same ones each time."""
    sets = questions(data)
    messages = [one.text for one in sets["LiveQA"]]
    messages += [row["question"] for row in lines(data / "bench/meqsum/meqsum_dev.jsonl.gz")]
    chosen = [messages[:100], [one.text for one in sets["PubMedQA"][:100]], [one.text for one in sets["BioASQ"][:100]]]
    every = list(itertools.chain.from_iterable(chosen))
    random.Random(1).shuffle(every)
    return every


def bare(engine: TantivyEngine, text: str) -> None:
    """What tantivy alone does with the same words."""
    clauses = [(Occur.Should, Query.term_query(SCHEMA, "text", one, "freq")) for one in dict.fromkeys(terms(text))]
    engine._searcher.search(Query.boolean_query(clauses[:64]), 50, count=False)  # the bare engine has no door of ours


def measure(work: dict[str, Callable[[str], object]], every: list[str]) -> dict[str, np.ndarray]:
    """CPU and wall milliseconds of each kind of work for each question, taking turns."""
    for text in every[:20]:
        for do in work.values():
            do(text)
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in work}
    for text in every:
        for name, do in work.items():
            cpu, wall = time.process_time(), time.perf_counter()
            do(text)
            taken[name].append(((time.process_time() - cpu) * 1e3, (time.perf_counter() - wall) * 1e3))
    return {name: np.array(values) for name, values in taken.items()}


def table(taken: dict[str, np.ndarray]) -> None:
    print("| | CPU ms mean | p50 | p95 | p99 | wall p50 | p95 | p99 | CPU p95 / bare |")
    print("|---|---|---|---|---|---|---|---|---|")
    base = np.quantile(taken["bare tantivy, top 50"][:, 0], 0.95)
    for name, values in taken.items():
        cpu, wall = np.quantile(values, [0.5, 0.95, 0.99], axis=0).T
        figures = " | ".join(f"{figure:.1f}" for figure in (values[:, 0].mean(), *cpu, *wall))
        print(f"| {name} | {figures} | {cpu[1] / base:.1f} |", flush=True)


def entries(library: Library) -> Iterator[Entry]:
    for rows in library.entries(0):
        yield from map(entry_of, rows)


def joined(some: list[Entry], times: int) -> Iterator[Entry]:
    """The entries, then as many again made of halves of two, until there are `times` as many."""
    chance = random.Random(2)
    yield from some
    for key in range(len(some), times * len(some)):
        one, other = chance.choice(some), chance.choice(some)
        text = one.text[: len(one.text) // 2] + " " + other.text[len(other.text) // 2 :]
        yield replace(one, key=some[-1].key + key, text=text)


def grow(library: Library, passages: int, every: list[str]) -> None:
    chance = random.Random(3)
    some = list(entries(library))
    some = sorted(chance.sample(some, min(passages, len(some))), key=lambda entry: entry.key)
    for times in (1, 10):
        with tempfile.TemporaryDirectory() as folder:
            engine = TantivyEngine(Path(folder))
            cpu = time.process_time()
            engine.write(joined(some, times), (), 1)
            built = time.process_time() - cpu
            size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
            cpu = time.process_time()
            TantivyEngine(Path(folder))
            opening = time.process_time() - cpu
            count = engine.statistics([]).entries["text"]
            print(
                f"\n{count:,} passages: built at {count / built:,.0f} a CPU second, {size / 1e6:,.0f} MB, opened and checked in {opening * 1e3:.0f} ms CPU\n"
            )
            table(measure(parts(engine), every))


def parts(engine: TantivyEngine) -> dict[str, Callable[[str], object]]:
    return {
        "bare tantivy, top 50": lambda text: bare(engine, text),
        "terms and ranking": lambda text: ranked(engine, text),
    }


def ranked(engine: Engine, text: str) -> object:
    wanted = query_terms(typed(text[:4000]), engine)
    return rank(engine, wanted.terms, 62, NO_LIMITS, is_message=wanted.is_message)


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--library", type=Path, required=True)
    arguments.add_argument("--data", type=Path, default=DATA)
    arguments.add_argument("--grow", type=int, default=0)
    chosen = arguments.parse_args()
    library = opened(chosen.library, chosen.data)
    every = asked(chosen.data)
    engine = TantivyEngine(library.folder / "index")
    index = Index(library, engine)
    index.catch_up()
    plans = {text: understood(text) for text in every}
    print(f"{library.counts().passages:,} passages, {len(every)} questions\n")
    work: dict[str, Callable[[str], object]] = {
        "bare tantivy, top 50": lambda text: bare(engine, text),
        "our terms": lambda text: query_terms(plans[text], engine),
        "terms and ranking": lambda text: ranked(engine, text),
        "find, 10 passages": lambda text: index.find(plans[text], k=10),
        "find, 50 passages": lambda text: index.find(plans[text], k=50),
    }
    table(measure(work, every))
    if chosen.grow:
        grow(library, chosen.grow, every)


if __name__ == "__main__":
    main()
