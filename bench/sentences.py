"""
How well sentences are found, against people's reading of hard excerpts.

Run: python bench/sentences.py [--misses dev]. Scores are of boundaries inside an excerpt (its end is given away), on
the half that rules were tuned on and on the half that was only ever counted. Two others stand beside: a regular
expression of one line, and pysbd when it happens to be installed.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable
from pathlib import Path

from curbside.language.sentences import split

GOLD = Path(__file__).resolve().parents[1] / "tests" / "gold" / "sentences.jsonl"
Splitter = Callable[[str], list[tuple[int, int]]]


def naive(text: str) -> list[tuple[int, int]]:
    """A stop, white space, and a capital, digit or quotation mark; or an empty line."""
    cuts = [m.end() for m in re.finditer(r"[.!?][\"')\]]*(?=\s+[\"'(]?[A-Z0-9])|\n\s*\n", text)]
    return trimmed(text, cuts)


def trimmed(text: str, cuts: list[int]) -> list[tuple[int, int]]:
    spans, at = [], 0
    for cut in [*cuts, len(text)]:
        piece = text[at:cut]
        if piece.strip():
            spans.append((at + len(piece) - len(piece.lstrip()), at + len(piece.rstrip())))
        at = cut
    return spans


def pysbd_splitter() -> Splitter | None:
    try:
        import pysbd  # type: ignore[import-untyped]
    except ImportError:
        return None
    segmenter = pysbd.Segmenter(language="en", clean=False, char_span=True)

    def run(text: str) -> list[tuple[int, int]]:
        return trimmed(text, [span.end for span in segmenter.segment(text)][:-1])

    return run


def boundaries(spans: list[tuple[int, int]] | list[list[int]]) -> set[int]:
    return {span[1] for span in spans[:-1]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", choices=["dev", "report"], help="print what curbside got wrong in one half")
    wanted = parser.parse_args().misses
    rows = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    systems: dict[str, Splitter | None] = {"curbside": split, "naive regex": naive, "pysbd": pysbd_splitter()}
    print("| splitter | half | excerpts | sentences | precision | recall | F1 | whole excerpts right |")
    print("|---|---|---|---|---|---|---|---|")
    for name, system in systems.items():
        if system is None:
            continue
        for half in ("dev", "report"):
            mine = [row for row in rows if row["half"] == half]
            hits = found = true = whole = 0
            for row in mine:
                given, got = boundaries(row["sentences"]), boundaries(system(row["text"]))
                hits, found, true = hits + len(given & got), found + len(got), true + len(given)
                whole += given == got
                if name == "curbside" and half == wanted:
                    show(row["source"], row["text"], given, got)
            precision, recall = hits / found, hits / true
            print(
                f"| {name} | {half} | {len(mine)} | {sum(len(r['sentences']) for r in mine)} | {precision:.3f} | {recall:.3f} "
                f"| {2 * precision * recall / (precision + recall):.3f} | {whole}/{len(mine)} |"
            )
    text = "\n\n".join(row["text"] for row in rows)
    text *= max(1, 1_000_000 // len(text))
    started = time.process_time()
    count = len(split(text))
    taken = time.process_time() - started
    print(
        f"\n{len(text):,} characters, {count:,} sentences: {len(text) / taken / 1e6:.2f} million characters per CPU second"
    )
    for hostile in (".", ". ", "(a. A", "[1]. ", "A. ", "\n", "- \n", "a.A", "?! "):
        text = hostile * (100_000 // len(hostile))
        started = time.process_time()
        split(text)
        print(f"100 KB of {hostile!r}: {time.process_time() - started:.3f} CPU seconds")


def show(source: str, text: str, given: set[int], got: set[int]) -> None:
    for cut in sorted(given ^ got):
        side = "missed" if cut in given else "wrong "
        print(f"{side} {source}: …{text[max(0, cut - 60) : cut]!r} | {text[cut : cut + 40]!r}")


if __name__ == "__main__":
    main()
